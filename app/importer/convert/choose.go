package convert

import (
	"cmp"
	"context"
	"io/fs"
	"path"
	"slices"
	"strings"

	"lectern/app/deck"
	"lectern/app/fault"
	"lectern/app/importer/filetype"
	"lectern/app/importer/markdown"
	file "lectern/app/importer/names"
	"lectern/app/importer/office"
	"lectern/app/importer/pdf/pdfpc"
	"lectern/app/importer/source"
	"lectern/app/importer/words"
)

// choice is the one deck that a tree of files makes.
type choice struct {
	files    fs.FS // the tree, or what is in the zip that it is
	format   deck.Format
	source   string        // the name of the file the deck comes from
	main     string        // of Markdown, PDF and an office's program
	lang     string        // that main's name has, or ""
	others   []translation // main in other languages
	kind     office.Kind
	drawn    string // the PDF that was made of the talk, or ""
	reads    string // the talk, in a form that is read here; or ""
	pictures []string
	media    []string // films and sounds
	remarks  []string
	close    func() error

	outer   fs.FS    // the tree, which has beside the deck
	fetched []string // these from the web

	avif  []string // pictures, which need a decoder of their own
	apart bool     // its files are needed as they are, and it is a zip

	left []leftOut
}

// choose decides by content which one deck the files make. Of one that is there in
// several languages, lang is the first, if it is one of them.
func choose(ctx context.Context, fsys fs.FS, lang string) (c *choice, err error) {
	c = &choice{files: fsys, close: func() error { return nil }}
	var names []string
	err = source.Walk(ctx, fsys, func(name string, _ int64) error {
		names = append(names, name)
		return nil
	})
	if err != nil {
		return nil, err
	}
	if len(names) == 0 {
		return nil, fault.Errorf(fault.NotADeck, "There is no file to make a deck of")
	}
	fetched, names := file.FromWeb(names)
	c.outer, c.fetched = fsys, fetched
	names = source.WithoutJunk(names)
	together := len(names) > 1 && oneFolder(names)
	if len(names) == 1 {
		t, err := filetype.OfFile(fsys, names[0])
		if err != nil {
			return nil, err
		}
		// The files of offices are zips, too.
		if c.kind, err = office.KindOf(fsys, names[0], t); err != nil {
			return nil, err
		}
		if together = t == filetype.Zip && c.kind == office.None; together {
			z, err := source.OpenZip(fsys, names[0])
			if err != nil {
				return nil, err
			}
			c.files, c.close, c.remarks, c.source = z, z.Close, z.Remarks, words.Base(names[0])
			names = z.Names()
		}
	}
	if len(names) > 1 && !together {
		names = withoutParts(c.files, names)
	}
	if err := c.sortOut(ctx, names, together, lang); err != nil {
		c.close()
		return nil, err
	}
	c.tellLeftOut()
	return c, nil
}

func isTeX(name string) bool { return strings.EqualFold(path.Ext(name), ".tex") }

// oneFolder reports whether files lie in one folder that came with them.
func oneFolder(names []string) bool {
	folder, _, inside := strings.Cut(names[0], "/")
	return inside && !slices.ContainsFunc(names, func(n string) bool { return !strings.HasPrefix(n, folder+"/") })
}

// sortOut is choose for the files that are left. Files of a folder or a zip are
// forgiven more: there is a licence and a read-me beside the talk, and whatever else.
func (c *choice) sortOut(ctx context.Context, names []string, together bool, lang string) error {
	f := found{files: c.files, lang: lang, folder: words.Name(strings.SplitN(names[0], "/", 2)[0]), together: together, kinds: map[string]office.Kind{}}
	for _, name := range names {
		if err := ctx.Err(); err != nil {
			return err
		}
		if pdfpc.Is(name) {
			f.notes = append(f.notes, name)
			continue
		}
		t, err := filetype.OfFile(c.files, name)
		if err != nil {
			return err
		}
		kind, err := office.KindOf(c.files, name, t)
		if err != nil {
			return err
		}
		switch {
		case kind == office.OtherDocument && together:
			c.leftOut(name, noSlide)
		case kind == office.OtherDocument:
			return filetype.Refuse(name, filetype.OldOffice)
		case kind != office.None:
			f.talks = append(f.talks, name)
			f.kinds[name] = kind
		case t == filetype.HTML && markdown.IsHTML(name) && markdown.IsPage(c.files, name):
			f.markdown = append(f.markdown, name)
		case t == filetype.Markdown && plainName(name):
			f.plain = append(f.plain, name)
		case t == filetype.Markdown:
			f.markdown = append(f.markdown, name)
		case t == filetype.PDF:
			f.pdf = append(f.pdf, name)
		case t.Picture():
			if t == filetype.AVIF {
				c.avif = append(c.avif, name)
			}
			f.pictures = append(f.pictures, name)
		case t == filetype.Playable && (together || len(names) > 1):
			f.media = append(f.media, name)
		case together && isTeX(name):
			f.sources = append(f.sources, name)
		case together && t == filetype.Zip:
			c.leftOut(name, "it is a zip file itself")
		case together && t == filetype.Empty:
			c.leftOut(name, "it is empty")
		case together:
			c.leftOut(name, noSlide)
		default:
			return filetype.Refuse(name, t)
		}
	}
	if len(f.sources) > 0 && len(f.pdf)+len(f.markdown)+len(f.talks) == 0 {
		return fault.Errorf(fault.NotADeck, "There is %s, and no PDF of it; make the PDF, and import that", words.Base(f.sources[0]))
	}
	f.sortDrawn()
	f.sortPlain()
	f.sortLanguages()
	if together {
		f.asAPerson()
	}
	if err := c.decide(&f); err != nil {
		return err
	}
	c.takeMedia(f.media)
	for _, name := range f.dropped {
		why := noSlide
		if c.format != deck.Pictures {
			why = "the deck is " + words.Base(c.main)
		}
		c.leftOut(name, why)
	}
	if c.format == deck.Markdown && len(c.left) > 0 {
		for _, main := range append([]translation{{name: c.main}}, c.others...) {
			parts := partsOf(c.files, names, main.name)
			c.left = slices.DeleteFunc(c.left, func(l leftOut) bool { return parts[l.name] })
		}
	}
	for _, name := range f.notes {
		if c.format != deck.PDF || path.Dir(name) != path.Dir(c.main) {
			c.leftOut(name, "it has the notes of another PDF")
		}
	}
	return nil
}

// decide makes one deck of what is left, or says in a sentence why not.
func (c *choice) decide(f *found) error {
	pair := func(a, b string, format string) error {
		return fault.Errorf(fault.NotADeck, format, words.Base(a), words.Base(b))
	}
	markdown, pdf, talks := len(f.markdown), len(f.pdf), len(f.talks)
	switch {
	case markdown+pdf+talks == 0 && len(f.pictures) == 0 && len(f.notes) > 0 && !f.together:
		return fault.Errorf(fault.NotADeck, "%s has the notes of a PDF; import it together with that", words.Base(f.notes[0]))
	case markdown+pdf+talks == 0 && len(f.pictures) == 0:
		return fault.Errorf(fault.NotADeck, "There is no Markdown, PDF or picture in %s", cmp.Or(c.source, f.folder))
	case markdown+pdf+talks == 0:
		c.format, c.main = deck.Pictures, f.pictures[0]
	case markdown > 1:
		return pair(f.markdown[0], f.markdown[1], "%s and %s are two decks; import one Markdown file at a time")
	case pdf > 1:
		return pair(f.pdf[0], f.pdf[1], "%s and %s are two decks; import one PDF at a time")
	case talks > 1:
		return pair(f.talks[0], f.talks[1], "%s and %s are two decks; import them one at a time")
	case markdown == 1 && pdf+talks == 0:
		c.format, c.main = deck.Markdown, f.markdown[0]
	case pdf == 1 && markdown+talks+len(f.pictures) == 0:
		c.format, c.main = deck.PDF, f.pdf[0]
	case talks == 1 && markdown+pdf+len(f.pictures) == 0:
		c.format, c.main, c.kind, c.drawn, c.reads = deck.Office, f.talks[0], f.kinds[f.talks[0]], f.drawn[f.talks[0]], f.rewritten[f.talks[0]]
	case talks == 1:
		return pair(f.talks[0], slices.Concat(f.pdf, f.markdown, f.pictures)[0], "%s and %s do not make one deck; import them one at a time")
	default:
		return pair(f.pdf[0], slices.Concat(f.markdown, f.pictures)[0], "%s and %s do not make one deck; import the PDF by itself")
	}
	c.pictures, c.others = f.pictures, f.others[c.main]
	if n := len(c.others) + 1; n > deck.MaxLanguages {
		return fault.Errorf(fault.TooLarge, "%s is there in %d languages; %d are the most", words.Base(c.main), n, deck.MaxLanguages)
	}
	_, c.lang = file.Language(c.main)
	if c.source == "" {
		c.source = words.Base(c.main)
	}
	return nil
}
