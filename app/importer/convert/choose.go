package convert

import (
	"context"
	"io/fs"
	"path"
	"slices"
	"strings"

	"lectern/app/deck"
	"lectern/app/fault"
	"lectern/app/importer/filetype"
	"lectern/app/importer/markdown"
	"lectern/app/importer/names"
	"lectern/app/importer/office"
	"lectern/app/importer/pdf/pdfpc"
	"lectern/app/importer/source"
	"lectern/app/importer/words"
)

// choice is the one deck that a tree of files makes.
type choice struct {
	files    fs.FS // the tree, or what is in the zip that it is
	format   deck.Format
	source   string // the name of the file the deck comes from
	main     string // of Markdown, PDF and an office's program
	kind     office.Kind
	pictures []string
	remarks  []string
	close    func() error
}

// choose decides by content which one deck the files make.
func choose(ctx context.Context, fsys fs.FS) (c *choice, err error) {
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
	zipped := false
	if len(names) == 1 {
		t, err := filetype.OfFile(fsys, names[0])
		if err != nil {
			return nil, err
		}
		// The files of offices are zips, too.
		if c.kind, err = office.KindOf(fsys, names[0], t); err != nil {
			return nil, err
		}
		if zipped = t == filetype.Zip && c.kind == office.None; zipped {
			z, err := source.OpenZip(fsys, names[0])
			if err != nil {
				return nil, err
			}
			c.files, c.close, c.remarks, c.source = z, z.Close, z.Remarks, words.Base(names[0])
			names = z.Names()
		}
	}
	if err := c.sortOut(ctx, names, zipped); err != nil {
		c.close()
		return nil, err
	}
	return c, nil
}

// sortOut is choose for the files that are left. Files of a zip are forgiven more:
// a folder has a licence and a read-me beside the talk.
func (c *choice) sortOut(ctx context.Context, names []string, zipped bool) error {
	var markdown, pdf, talks, notes []string
	for _, name := range names {
		if err := ctx.Err(); err != nil {
			return err
		}
		if pdfpc.Is(name) {
			notes = append(notes, name)
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
		case kind == office.OtherDocument && zipped:
			c.leftOut(name, "it is no slide")
		case kind == office.OtherDocument:
			return filetype.Refuse(name, filetype.OldOffice)
		case kind != office.None:
			talks = append(talks, name)
			c.kind = kind
		case t == filetype.Markdown:
			markdown = append(markdown, name)
		case t == filetype.PDF:
			pdf = append(pdf, name)
		case t.Picture():
			c.pictures = append(c.pictures, name)
		case zipped && t == filetype.Zip:
			c.leftOut(name, "it is a zip file itself")
		case zipped && t == filetype.Empty:
			c.leftOut(name, "it is empty")
		case zipped:
			c.leftOut(name, "it is no slide")
		default:
			return filetype.Refuse(name, t)
		}
	}
	if zipped && len(markdown) > 1 {
		markdown = c.mainMarkdown(markdown)
	}
	if zipped && len(markdown) == 1 && isReadme(markdown[0]) && len(pdf)+len(talks)+len(c.pictures) > 0 {
		if refers, err := c.refersTo(markdown[0]); err != nil {
			return err
		} else if !refers {
			c.leftOut(markdown[0], "it is no slide")
			markdown = nil
		}
	}
	if zipped && len(pdf)+len(markdown) > 0 {
		for _, name := range talks {
			c.leftOut(name, "the deck is "+words.Base(append(pdf, markdown...)[0]))
		}
		talks = nil
	}
	pair := func(a, b string, format string) error {
		return fault.Errorf(fault.NotADeck, format, words.Base(a), words.Base(b))
	}
	switch {
	case len(talks) == 1 && len(pdf)+len(markdown)+len(c.pictures) == 0:
		c.format, c.main = deck.Office, talks[0]
	case len(talks) == 1 && zipped:
		for _, name := range c.pictures {
			c.leftOut(name, "the deck is "+words.Base(talks[0]))
		}
		c.format, c.main, c.pictures = deck.Office, talks[0], nil
	case len(talks) > 1:
		return pair(talks[0], talks[1], "%s and %s are two decks; import them one at a time")
	case len(talks) == 1:
		other := slices.Concat(pdf, markdown, c.pictures)[0]
		return pair(talks[0], other, "%s and %s do not make one deck; import them one at a time")
	case len(pdf) == 1 && len(markdown) == 0 && len(c.pictures) == 0:
		c.format, c.main = deck.PDF, pdf[0]
	case len(pdf) == 0 && len(markdown) == 1:
		c.format, c.main = deck.Markdown, markdown[0]
	case len(pdf) == 0 && len(markdown) == 0 && len(c.pictures) > 0:
		c.format, c.main = deck.Pictures, c.pictures[0]
	case len(pdf) == 0 && len(markdown) == 0 && len(notes) > 0 && !zipped:
		return fault.Errorf(fault.NotADeck, "%s has the notes of a PDF; import it together with that", words.Base(notes[0]))
	case len(pdf) == 0 && len(markdown) == 0:
		return fault.Errorf(fault.NotADeck, "There is no Markdown, PDF or picture in %s", c.source)
	case len(markdown) > 1:
		return pair(markdown[0], markdown[1], "%s and %s are two decks; import one Markdown file at a time")
	case len(pdf) > 1:
		return pair(pdf[0], pdf[1], "%s and %s are two decks; import one PDF at a time")
	default:
		other := append(markdown, c.pictures...)[0]
		return pair(pdf[0], other, "%s and %s do not make one deck; import the PDF by itself")
	}
	for _, name := range notes {
		if c.format != deck.PDF || path.Dir(name) != path.Dir(c.main) {
			c.leftOut(name, "it has the notes of another PDF")
		}
	}
	if c.source == "" {
		c.source = words.Base(c.main)
	}
	return nil
}

func (c *choice) leftOut(name, why string) {
	c.remarks = append(c.remarks, words.Base(name)+" was left out: "+why+".")
}

// mainMarkdown chooses the deck among a folder's Markdown files: the only one in
// the outermost folder that is no read-me. With a choice that is not clear it
// returns them all.
func (c *choice) mainMarkdown(names []string) []string {
	depth := func(name string) int { return strings.Count(name, "/") }
	slices.SortStableFunc(names, func(a, b string) int { return depth(a) - depth(b) })
	var top []string
	for _, name := range names {
		if depth(name) == depth(names[0]) && !isReadme(name) {
			top = append(top, name)
		}
	}
	if len(top) != 1 {
		return names
	}
	for _, name := range names {
		if name != top[0] {
			c.leftOut(name, "the deck is "+words.Base(top[0]))
		}
	}
	return top
}

func isReadme(name string) bool {
	base := strings.ToLower(strings.TrimSuffix(path.Base(name), path.Ext(name)))
	switch base {
	case "readme", "license", "licence", "changelog", "contributing", "credits", "notice":
		return true
	}
	return false
}

// refersTo reports whether the Markdown names one of the pictures: then it is the
// deck, whatever it is called.
func (c *choice) refersTo(file string) (bool, error) {
	refs, err := markdown.References(c.files, file)
	if fault.CodeOf(err) != "" {
		return false, nil // it is no deck
	} else if err != nil {
		return false, err
	}
	pictures := names.NewIndex(c.pictures)
	return slices.ContainsFunc(refs, func(r markdown.Reference) bool { return pictures.Find(file, r.Name) != "" }), nil
}
