package importer

import (
	"encoding/base64"
	"errors"
	"fmt"
	"net/url"
	"path"
	"regexp"
	"strings"

	"lectern/app/deck"
	"lectern/app/fault"
	"lectern/app/importer/raster"
	"lectern/app/importer/words"
)

// album is the pictures that came with a Markdown file. Each that a slide
// refers to is made once.
type album struct {
	markdown string // name of the file that refers to them
	files    []File
	report   *report
	kept     []deck.DraftPicture
	index    map[string]int // by name: into kept, or -1 for one that cannot be shown
}

func newAlbum(markdown string, files []File, r *report) *album {
	return &album{markdown: markdown, files: files, report: r, index: map[string]int{}}
}

var scheme = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9+.-]+:`)

// find returns the index of the picture that a slide calls ref, or -1 with a
// warning.
func (a *album) find(ref string, line int) int {
	ref = strings.TrimSpace(ref)
	var f File
	switch {
	case ref == "":
		a.report.warn(line, "there is a picture without a name.")
		return -1
	case strings.HasPrefix(ref, "data:"):
		data, ok := dataURL(ref)
		if !ok {
			a.report.warn(line, "the picture inside the text cannot be read.")
			return -1
		}
		f = File{Name: ref, Data: data}
	case strings.HasPrefix(ref, "//"), scheme.MatchString(ref):
		a.report.warn(line, "the picture %s is not part of the deck; put it beside the file.", words.OneLine(ref, 120))
		return -1
	default:
		i := a.match(ref)
		if i < 0 {
			a.report.warn(line, "the picture %s was not found.", words.OneLine(ref, 120))
			return -1
		}
		f = a.files[i]
	}
	if i, ok := a.index[f.Name]; ok {
		return i
	}
	p, _, err := raster.Make(f.Name, f.Data)
	if err != nil {
		a.index[f.Name] = -1
		var e *fault.Error
		if errors.As(err, &e) {
			a.report.warn(line, "%s", e.Message)
		}
		return -1
	}
	a.index[f.Name] = len(a.kept)
	a.kept = append(a.kept, p)
	return len(a.kept) - 1
}

// match finds the file that ref means: by its path from the Markdown file, and
// since browsers upload bare names, else the one whose path agrees with it
// most from the end.
func (a *album) match(ref string) int {
	ref, _, _ = strings.Cut(ref, "#")
	ref, _, _ = strings.Cut(ref, "?")
	if s, err := url.PathUnescape(ref); err == nil {
		ref = s
	}
	ref = strings.ReplaceAll(ref, `\`, "/")
	exact := path.Join(path.Dir(a.markdown), ref)
	best, most := -1, 0
	for i, f := range a.files {
		if path.Clean(f.Name) == exact {
			return i
		}
		// The same letters count more than the same name in other letters.
		n := 2 * commonTail(f.Name, ref, func(a, b string) bool { return a == b })
		if n == 0 {
			n = commonTail(f.Name, ref, strings.EqualFold)
		}
		if n > most {
			best, most = i, n
		}
	}
	return best
}

func commonTail(a, b string, equal func(a, b string) bool) int {
	x, y := strings.Split(path.Clean(a), "/"), strings.Split(path.Clean(b), "/")
	n := 0
	for n < len(x) && n < len(y) && equal(x[len(x)-1-n], y[len(y)-1-n]) {
		n++
	}
	return n
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
func (a *album) unused() []string {
	var names []string
	for _, f := range a.files {
		if _, ok := a.index[f.Name]; !ok {
			names = append(names, path.Base(f.Name))
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
