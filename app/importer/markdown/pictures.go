package markdown

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"unicode/utf8"

	"lectern/app/deck"
	"lectern/app/fault"
	"lectern/app/importer/markdown/dialect"
	"lectern/app/importer/names"
	"lectern/app/importer/raster"
	"lectern/app/importer/words"
)

// pictures is the pictures that came with a Markdown file. Each that a slide refers
// to is made once, when the first one does, and goes to the sink.
type pictures struct {
	fsys     fs.FS
	markdown string   // name of the file that refers to them
	names    []string // of their files
	files    *names.Index
	fetched  map[string]bool // files that were fetched from the web
	report   *dialect.Report
	to       deck.Sink
	made     int
	known    map[string]deck.KnownPicture  // by their files: the sink has them
	index    map[string]*deck.DraftPicture // by name, without data; nil for one that cannot be shown
	others   map[string]bool               // films that others are shown for, by name
	words    map[string]string             // that are in drawings, by their addresses on a slide
	played   int64                         // bytes of films and sounds
	drawn    []string                      // diagrams, by their numbers
	places   []dialect.Place               // of the text's lines, where they are of several files
	inside   *inlined
}

func newPictures(fsys fs.FS, markdown string, files []string, inside *inlined, r *dialect.Report, to deck.Sink) *pictures {
	web, files := names.FromWeb(files)
	fetched := map[string]bool{}
	for _, name := range web {
		fetched[name] = true
	}
	known := map[string]deck.KnownPicture{}
	if has, is := to.(deck.Rememberer); is {
		for _, k := range has.Known() {
			known[k.File] = k
		}
	}
	return &pictures{
		known: known, inside: inside, fsys: fsys, markdown: markdown, names: files, fetched: fetched, files: names.NewIndex(files), report: r, to: to, index: map[string]*deck.DraftPicture{}, words: map[string]string{}, others: map[string]bool{}}
}

// from is the file that a line is of.
func (p *pictures) from(line int) string {
	if line > 0 && line <= len(p.places) && p.places[line-1].File != "" {
		return p.places[line-1].File
	}
	return p.markdown
}

// find returns the picture that a slide calls ref, without its data, or nil with a
// warning.
func (p *pictures) find(ctx context.Context, ref string, line int) (*deck.DraftPicture, error) {
	ref = strings.TrimSpace(ref)
	name := ref
	switch {
	case ref == "":
		p.report.Warn(line, "there is a picture without a name.")
		return nil, nil
	case isInlined(ref):
	case strings.HasPrefix(ref, drawnPrefix):
	case onWeb(ref):
		if name = names.Web(ref); !p.fetched[name] {
			p.report.Web(line, ref)
			return nil, nil
		}
	case names.Remote(ref):
		p.report.Warn(line, "the picture %s is not part of the deck; put it beside the file.", words.OneLine(ref, 120))
		return nil, nil
	default:
		if name = p.files.Find(p.from(line), ref); name == "" {
			p.report.Warn(line, "the picture %s was not found.", words.OneLine(ref, 120))
			return nil, nil
		}
	}
	if made, ok := p.index[name]; ok {
		return made, nil
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	made, inside, err := p.make(ctx, name, line)
	var known *fault.Error
	switch {
	case err == nil:
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case errors.As(err, &known):
		p.report.Warn(line, "%s.", known.Message)
		p.index[name] = nil
		return nil, nil
	default:
		return nil, err
	}
	made.Number = p.made
	if err := p.to.Picture(ctx, *made); err != nil {
		return nil, err
	}
	p.made++
	made.Sizes = nil
	if inside = words.OneLine(strings.ReplaceAll(inside, "\n", ", "), maxInside); !hasLongWord(inside) {
		p.words[fmt.Sprintf("picture:%d", made.Number)] = inside
	}
	p.index[name] = made
	return made, nil
}

// onWeb reports whether a picture's name is an address on the web.
func onWeb(ref string) bool {
	lower := strings.ToLower(ref[:min(len(ref), len("https://"))])
	return strings.HasPrefix(lower, "http://") || lower == "https://"
}

// maxInside is how many characters of a drawing's words count as text of a slide.
const maxInside = 2000

// make returns the words in a drawing, too.
func (p *pictures) make(ctx context.Context, name string, line int) (*deck.DraftPicture, string, error) {
	var made raster.Made
	var err error
	if svg, ok := p.drawing(name); ok {
		made, err = raster.Make(ctx, "the diagram", []byte(svg))
	} else if strings.HasPrefix(name, drawnPrefix) {
		return nil, "", fault.Errorf(fault.NotADeck, "there is no such diagram")
	} else if isInlined(name) {
		data, ok := p.inside.decode(name)
		if !ok {
			return nil, "", fault.Errorf(fault.NotADeck, "the picture inside the text cannot be read")
		}
		made, err = raster.Make(ctx, "The picture inside the text", data)
	} else if made.Media, err = p.media(name); err == nil && made.Media == nil {
		made, err = p.makeFile(ctx, name)
	}
	if made.Remark != "" {
		p.report.Warn(line, "%s", made.Remark)
	}
	return &made.DraftPicture, made.Text, err
}

// makeFile makes the picture of a file, unless the sink has it.
func (p *pictures) makeFile(ctx context.Context, name string) (raster.Made, error) {
	if k, known := p.known[name]; known {
		kept := deck.DraftPicture{Vector: k.Vector, Width: k.Width, Height: k.Height, File: name, Words: k.Words, Remark: k.Remark, Kept: true}
		return raster.Made{DraftPicture: kept, Text: k.Words, Remark: k.Remark}, nil
	}
	made, err := raster.MakeFile(ctx, p.fsys, name)
	if utf8.ValidString(name) && len(made.Text) <= maxInside { // else it is made each time
		made.DraftPicture.File, made.DraftPicture.Words, made.DraftPicture.Remark = name, made.Text, made.Remark
	}
	return made, err
}

// unused names the pictures that no slide shows: most likely a name is
// misspelt.
func (p *pictures) unused() []deck.Remark {
	say := func(sentence string) []deck.Remark { return []deck.Remark{deck.Say(deck.OnFile, sentence)} }
	var unused []string
	for _, name := range p.names {
		if _, ok := p.index[name]; !ok && !p.others[name] {
			unused = append(unused, words.Base(name))
		}
	}
	switch {
	case len(unused) == 0:
		return nil
	case len(unused) > 5:
		return say(fmt.Sprintf("%s and %d more pictures are on no slide.", strings.Join(unused[:4], ", "), len(unused)-4))
	case len(unused) == 1:
		return say(unused[0] + " is on no slide.")
	}
	return say(strings.Join(unused[:len(unused)-1], ", ") + " and " + unused[len(unused)-1] + " are on no slide.")
}
