package exporter

import (
	"archive/zip"
	"context"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"lectern/app/deck"
	"lectern/app/exporter/browser"
	"lectern/app/fault"
)

// pictureWidth is how wide the pictures of an export are at least, where there are any
// so wide: what a projector shows.
const pictureWidth = 1920

// endingOf is that of a picture's name, by its media type.
var endingOf = map[string]string{
	"image/png": "png", "image/jpeg": "jpg", "image/webp": "webp", "image/gif": "gif", "image/svg+xml": "svg",
}

// zip exports a picture of each slide, and the notes.
func (e *Exporter) zip(t *talk, o Options) (func(context.Context, io.Writer) error, error) {
	pages := t.pages(o.Steps)
	words := slices.ContainsFunc(pages, t.isPainted)
	if drawn := len(t.ink) > 0; words && drawn && browser.Find() == "" {
		return nil, fault.Errorf(fault.Conflict, "A browser makes pictures of what is drawn on %q, and this computer has no Chromium, Chrome, Edge or Brave; "+
			"export it without the drawings, or as .html or .lectern", t.info.Title)
	}
	if words && browser.Find() == "" {
		return nil, fault.Errorf(fault.Conflict, "%q has slides of words, which a browser makes pictures of, and this computer has no Chromium, Chrome, Edge or Brave; "+
			"export it as .html or .lectern", t.info.Title)
	}
	return func(ctx context.Context, w io.Writer) error {
		z := zip.NewWriter(w)
		var err error
		if words {
			err = e.browse(ctx, handoutOf(t, Options{}), func(b *browser.Browser) error { return e.zipPictures(ctx, z, t, pages, o, b) })
		} else {
			err = e.zipPictures(ctx, z, t, pages, o, nil)
		}
		if err != nil {
			return err
		}
		if notes := notesText(t); notes != "" {
			out, err := z.Create("notes.txt")
			if err != nil {
				return err
			}
			if _, err := io.WriteString(out, notes); err != nil {
				return err
			}
		}
		return z.Close()
	}, nil
}

// isPainted reports whether a browser makes the picture of a page: of words, and of what
// is drawn on it. (A stranger's picture is copied, never decoded here.)
func (t *talk) isPainted(p page) bool { return p.view.Picture == nil || len(t.ink[p.Number]) > 0 }

// zipPictures puts a picture of each page into a zip. Those of words are painted by b.
func (e *Exporter) zipPictures(ctx context.Context, z *zip.Writer, t *talk, pages []page, o Options, b *browser.Browser) error {
	places := map[[2]int]int{} // of the views, in a handout
	for i, p := range t.pages(true) {
		places[[2]int{p.Number, p.step}] = i
	}
	for _, p := range pages {
		size := deck.PictureSize{Type: "image/png"}
		var err error
		if t.isPainted(p) {
			size.Data, err = b.Picture(places[[2]int{p.Number, p.step}], pictureWidth, int(math.Round(pictureWidth/p.aspect())))
		} else {
			size, err = e.picture(ctx, *p.view.Picture, pictureWidth)
		}
		if err != nil {
			return err
		}
		out, err := z.CreateHeader(&zip.FileHeader{Name: numbered(p, pages, o.Steps) + "." + endingOf[size.Type], Method: zip.Store})
		if err != nil {
			return err
		}
		if _, err := out.Write(size.Data); err != nil {
			return fmt.Errorf("exporter: picture of slide %d: %w", p.Number, err)
		}
	}
	return nil
}

// numbered is a page's number, with zeros before it so that names are in order: 07, or
// 07-2 for a step.
func numbered(p page, pages []page, steps bool) string {
	digits := max(2, len(fmt.Sprint(pages[len(pages)-1].Number)))
	name := fmt.Sprintf("%0*d", digits, p.Number)
	if steps && p.Steps > 0 {
		name += fmt.Sprintf("-%0*d", len(fmt.Sprint(p.Steps)), p.step)
	}
	return name
}

// notesText is all notes, under the number and title of each slide. It has the line
// ends that every system's editor knows.
func notesText(t *talk) string {
	var b strings.Builder
	for _, s := range t.slides {
		if strings.TrimSpace(s.Notes) == "" {
			continue
		}
		fmt.Fprintf(&b, "%d", s.Number)
		if s.Title != "" {
			b.WriteString(". " + s.Title)
		}
		b.WriteString("\n\n" + strings.TrimSpace(s.Notes) + "\n\n\n")
	}
	return strings.ReplaceAll(strings.TrimSuffix(b.String(), "\n\n"), "\n", "\r\n")
}
