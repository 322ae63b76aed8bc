// Package pdf makes decks of PDFs: it runs PDFium in sandboxes, within limits of
// time and memory.
package pdf

import (
	"bytes"
	"context"
	"errors"
	"image"
	"io/fs"
	"math"
	"strings"
	"sync/atomic"

	"github.com/klippa-app/go-pdfium/requests"
	"golang.org/x/sync/errgroup"

	pdfiumerrors "github.com/klippa-app/go-pdfium/errors"

	"lectern/app/deck"
	"lectern/app/fault"
	"lectern/app/importer/raster"
	"lectern/app/importer/words"
)

const (
	maxFile     = 400 << 20
	largeFile   = 100 << 20 // from here on it is opened in one sandbox only
	largeHeight = 2160      // with raster.LargeWidth: a 4K screen
	maxPageSide = 200_000   // points: 70 metres
	maxSlant    = 50        // of a page's sides to each other
)

// Import makes a slide of each page of a PDF that is a file of fsys: its picture in
// every size, drawn from the page itself, and its text. Pages come in the order in
// which they are drawn.
func (e *Engine) Import(ctx context.Context, fsys fs.FS, file string, to deck.Sink) error {
	name := words.Base(file)
	st, err := fs.Stat(fsys, file)
	if err != nil {
		return err
	}
	if st.Size() > maxFile {
		return fault.Errorf(fault.TooLarge, "%s has %d MB; %d MB is the most for a PDF", name, st.Size()>>20, maxFile>>20)
	}
	data, err := fs.ReadFile(fsys, file)
	if err != nil {
		return err
	}
	if truncated(data) {
		return fault.Errorf(fault.NotADeck, "%s is cut short: the end of the file is missing", name)
	}
	engine, err := e.start()
	if err != nil {
		return err
	}
	first, err := engine.open(ctx, data)
	if err != nil {
		return openError(ctx, name, err)
	}
	header, sizes, err := describe(ctx, first.careful, name)
	if err == nil {
		err = to.Begin(ctx, header)
	}
	if err != nil {
		first.end(true)
		return err
	}

	workers := min(engine.workers, len(sizes))
	if len(data) > largeFile {
		workers = 1
	}
	var next atomic.Int64
	g, gctx := errgroup.WithContext(ctx)
	for w := range workers {
		g.Go(func() error {
			doc := first
			if w > 0 {
				var err error
				if doc, err = engine.open(gctx, data); err != nil {
					return openError(gctx, name, err)
				}
			}
			broken := true
			defer func() { doc.end(broken) }()
			for {
				i := int(next.Add(1)) - 1
				if i >= len(sizes) {
					broken = false
					return nil
				}
				if err := gctx.Err(); err != nil {
					return err
				}
				p, slide, err := drawPage(gctx, doc, i, sizes[i])
				if err != nil {
					return pageError(gctx, name, i, err)
				}
				p.Number, slide.Number, slide.Picture = i, i+1, i
				if err := to.Picture(gctx, p); err != nil {
					return err
				}
				if err := to.Slide(gctx, slide); err != nil {
					return err
				}
			}
		})
	}
	err = g.Wait()
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return err
}

// truncated reports whether the mark that ends every PDF is missing. PDFium
// would repair such a file, and lose pages without a word.
func truncated(b []byte) bool {
	b = bytes.TrimRight(b, "\x00 \t\r\n\x1a")
	return !bytes.Contains(b[max(0, len(b)-4096):], []byte("%%EOF"))
}

// describe reads what is true of the whole document, and every page's size.
func describe(ctx context.Context, s *sandbox, name string) (h deck.Header, sizes []image.Point, err error) {
	h.Format = deck.PDF
	err = s.within(ctx, openTime, func() error {
		n, err := s.inst.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: s.doc})
		if err != nil {
			return err
		}
		switch {
		case n.PageCount <= 0:
			return fault.Errorf(fault.NotADeck, "%s has no pages", name)
		case n.PageCount > deck.MaxSlides:
			return fault.Errorf(fault.TooLarge, "%s has %d pages; %d is the most", name, n.PageCount, deck.MaxSlides)
		}
		for i := range n.PageCount {
			p, err := s.inst.FPDF_GetPageSizeByIndex(&requests.FPDF_GetPageSizeByIndex{Document: s.doc, Index: i})
			if err != nil {
				return pageError(ctx, name, i, err)
			}
			if !possiblePage(p.Width, p.Height) {
				return fault.Errorf(fault.NotADeck, "Page %d of %s measures %.4g × %.4g mm, which is no slide", i+1, name, p.Width*25.4/72, p.Height*25.4/72)
			}
			sizes = append(sizes, fit(p.Width, p.Height))
		}
		if t, err := s.inst.FPDF_GetMetaText(&requests.FPDF_GetMetaText{Document: s.doc, Tag: "Title"}); err == nil {
			h.Title = documentTitle(t.Value)
		}
		if l, err := s.inst.FPDFCatalog_GetLanguage(&requests.FPDFCatalog_GetLanguage{Document: s.doc}); err == nil && words.LangTag.MatchString(l.Language) {
			h.Lang = l.Language
		}
		return nil
	})
	if err != nil {
		var de *fault.Error
		if errors.As(err, &de) {
			return h, nil, err
		}
		return h, nil, openError(ctx, name, err)
	}
	if h.Title == "" {
		h.Title = words.Title(name)
	}
	h.Slides = len(sizes)
	return h, sizes, nil
}

func possiblePage(w, h float64) bool {
	return w >= 1 && h >= 1 && w <= maxPageSide && h <= maxPageSide && w/h <= maxSlant && h/w <= maxSlant
}

// fit is the size of a page that covers a 4K screen.
func fit(w, h float64) image.Point {
	k := math.Min(raster.LargeWidth/w, largeHeight/h)
	return image.Pt(max(1, int(math.Round(w*k))), max(1, int(math.Round(h*k))))
}

// documentTitle is the title a document gives itself, unless a program made it
// up: "Microsoft PowerPoint - talk.pptx".
func documentTitle(t string) string {
	t = words.OneLine(t, words.MaxTitle)
	if _, rest, ok := strings.Cut(t, "Microsoft PowerPoint - "); ok {
		t = rest
	}
	switch strings.ToLower(t) {
	case "untitled", "title", "powerpoint presentation", "presentation", "powerpoint-präsentation", "présentation powerpoint":
		return ""
	}
	for _, ext := range []string{".pptx", ".ppt", ".odp", ".key", ".tex", ".dvi", ".indd", ".pdf"} {
		if strings.HasSuffix(strings.ToLower(t), ext) {
			t = t[:len(t)-len(ext)]
		}
	}
	return strings.TrimSpace(t)
}

// drawPage reads a page's text and renders it in every width, the smallest
// first and with care.
func drawPage(ctx context.Context, doc *document, i int, size image.Point) (p deck.DraftPicture, slide deck.DraftSlide, err error) {
	s, coding, most := doc.careful, raster.Encoding(0), pageTime
	err = s.within(ctx, most, func() (err error) {
		slide.Text, slide.Title, err = s.read(i)
		return err
	})
	if err != nil {
		return p, slide, err
	}
	for _, width := range raster.Widths(size.X) {
		height := max(1, (size.Y*width+size.X/2)/size.X)
		err = s.within(ctx, most, func() error {
			return s.draw(i, width, height, func(img *image.RGBA) error {
				rendition, err := raster.Encode(img, &coding)
				p.Sizes = append(p.Sizes, rendition)
				return err
			})
		})
		if err != nil {
			return p, slide, err
		}
		p.Width, p.Height = width, height
		s, most = doc.fastest(ctx), largeTime
	}
	return p, slide, nil
}

func openError(ctx context.Context, name string, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	switch {
	case errors.Is(err, pdfiumerrors.ErrPassword):
		return fault.Wrap(fault.NotADeck, err, "%s is locked with a password; save a copy without one", name)
	case errors.Is(err, pdfiumerrors.ErrSecurity):
		return fault.Wrap(fault.NotADeck, err, "%s is encrypted in a way that is not known here; save a copy without a password", name)
	case errors.Is(err, errTime):
		return fault.Wrap(fault.TooLarge, err, "%s takes too long to open", name)
	}
	return fault.Wrap(fault.NotADeck, err, "%s is damaged: it cannot be opened as a PDF", name)
}

func pageError(ctx context.Context, name string, i int, err error) error {
	var de *fault.Error
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.As(err, &de):
		return err
	case errors.Is(err, errTime):
		return fault.Wrap(fault.TooLarge, err, "Page %d of %s takes too long to draw", i+1, name)
	}
	return fault.Wrap(fault.NotADeck, err, "Page %d of %s is damaged and cannot be drawn", i+1, name)
}
