package markdown

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"regexp"
	"strings"

	"lectern/app/deck"
	"lectern/app/fault"
	"lectern/app/importer/markdown/dialect"
	"lectern/app/importer/raster"
	"lectern/app/importer/words"
)

// pictures is the pictures that came with a Markdown file. Each that a slide refers
// to is made once, when the first one does, and goes to the sink.
type pictures struct {
	fsys     fs.FS
	markdown string   // name of the file that refers to them
	names    []string // of their files
	tails    tails
	report   *dialect.Report
	to       deck.Sink
	made     int
	index    map[string]*deck.DraftPicture // by name, without data; nil for one that cannot be shown
}

func newPictures(fsys fs.FS, markdown string, names []string, r *dialect.Report, to deck.Sink) *pictures {
	return &pictures{fsys: fsys, markdown: markdown, names: names, tails: indexTails(names), report: r, to: to, index: map[string]*deck.DraftPicture{}}
}

var scheme = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9+.-]+:`)

// find returns the picture that a slide calls ref, without its data, or nil with a
// warning.
func (p *pictures) find(ctx context.Context, ref string, line int) (*deck.DraftPicture, error) {
	ref = strings.TrimSpace(ref)
	name := ref
	switch {
	case ref == "":
		p.report.Warn(line, "there is a picture without a name.")
		return nil, nil
	case strings.HasPrefix(ref, "data:"):
	case strings.HasPrefix(ref, "//"), scheme.MatchString(ref):
		p.report.Warn(line, "the picture %s is not part of the deck; put it beside the file.", words.OneLine(ref, 120))
		return nil, nil
	default:
		if name = p.tails.match(p.markdown, localPath(ref)); name == "" {
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
	made, err := p.make(ctx, name, line)
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
	p.index[name] = made
	return made, nil
}

func (p *pictures) make(ctx context.Context, name string, line int) (*deck.DraftPicture, error) {
	var made raster.Made
	var err error
	if strings.HasPrefix(name, "data:") {
		data, ok := dataURL(name)
		if !ok {
			return nil, fault.Errorf(fault.NotADeck, "the picture inside the text cannot be read")
		}
		made, err = raster.Make(ctx, "The picture inside the text", data)
	} else {
		made, err = raster.MakeFile(ctx, p.fsys, name)
	}
	if made.Remark != "" {
		p.report.Warn(line, "%s", made.Remark)
	}
	return &made.DraftPicture, err
}

// dataURL decodes a picture that is written in the text itself.
func dataURL(s string) ([]byte, bool) {
	head, body, ok := strings.Cut(s, ",")
	if !ok || !strings.HasPrefix(head, "data:image/") {
		return nil, false
	}
	if strings.HasSuffix(head, ";base64") {
		b, err := base64.StdEncoding.DecodeString(body)
		return b, err == nil
	}
	t, err := url.PathUnescape(body)
	return []byte(t), err == nil
}

// unused names the pictures that no slide shows: most likely a name is
// misspelt.
func (p *pictures) unused() []string {
	var names []string
	for _, name := range p.names {
		if _, ok := p.index[name]; !ok {
			names = append(names, words.Base(name))
		}
	}
	switch {
	case len(names) == 0:
		return nil
	case len(names) > 5:
		return []string{fmt.Sprintf("%s and %d more pictures are on no slide.", strings.Join(names[:4], ", "), len(names)-4)}
	case len(names) == 1:
		return []string{names[0] + " is on no slide."}
	}
	return []string{strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1] + " are on no slide."}
}

// localPath is the path that an address in a text means.
func localPath(ref string) string {
	ref, _, _ = strings.Cut(ref, "#")
	ref, _, _ = strings.Cut(ref, "?")
	if s, err := url.PathUnescape(ref); err == nil {
		ref = s
	}
	return strings.ReplaceAll(ref, `\`, "/")
}
