// Package pdf makes decks of PDFs: it runs PDFium in sandboxes, within limits of
// memory. What takes too long it leaves to its caller, who can kill the process.
package pdf

import (
	"context"
	"errors"
	"fmt"
	"image"
	"io/fs"
	"math"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/klippa-app/go-pdfium/requests"
	"golang.org/x/sync/errgroup"

	pdfiumerrors "github.com/klippa-app/go-pdfium/errors"

	"lectern/app/deck"
	"lectern/app/fault"
	"lectern/app/importer/options"
	"lectern/app/importer/raster"
	"lectern/app/importer/words"
)

const (
	maxWorkers  = 2       // of one import; each has a sandbox
	largeHeight = 2160    // with raster.LargeWidth: a 4K screen
	maxPageSide = 200_000 // points: 70 metres
	maxSlant    = 50      // of a page's sides to each other
)

// stepper is a sink that is told what is being made, so that whoever has to end it
// can name it: "page 3" of two that are drawn at once is the one that was begun first.
type stepper interface{ Step(label string) }

// Import makes a slide of each page of a PDF that is a file of fsys: its picture in
// every size, drawn from the page itself, and its text. Pages come in the order in
// which they are drawn. A page that is being drawn is not interrupted when ctx is
// cancelled. If the sink has a method Step(string), it is told which page is next.
func (e *Engine) Import(ctx context.Context, fsys fs.FS, name string, _ options.Options, to deck.Sink) error {
	f, err := openFile(fsys, name)
	if err != nil {
		return err
	}
	defer f.close()
	name = words.Base(name)
	if cut, err := f.truncated(); err != nil {
		return err
	} else if cut {
		return fault.Errorf(fault.NotADeck, "%s is cut short: the end of the file is missing", name)
	}
	first, err := e.open(ctx, f)
	if err != nil {
		return openError(ctx, name, err)
	}
	header, sizes, err := describe(ctx, first, name)
	if err == nil {
		err = to.Begin(ctx, header)
	}
	if err != nil {
		first.end(true)
		return err
	}

	workers := min(runtime.GOMAXPROCS(0), maxWorkers, len(sizes))
	if f.held > largeHeld {
		workers = 1
	}
	q := &queue{pages: len(sizes)}
	q.steps, _ = to.(stepper)
	g, gctx := errgroup.WithContext(ctx)
	c := &crew{}
	for range workers {
		c.workers = append(c.workers, &worker{engine: e, file: f, crew: c})
	}
	c.workers[0].sandbox = first
	for _, w := range c.workers {
		g.Go(func() error {
			defer w.leave()
			for i := range q.next {
				if err := gctx.Err(); err != nil {
					return err
				}
				p, err := w.draw(gctx, i, sizes[i])
				if err != nil {
					return pageError(gctx, name, i, err)
				}
				p.picture.Number, p.slide.Number, p.slide.Views[0].Picture = i, i+1, i
				if err := to.Picture(gctx, p.picture); err != nil {
					return err
				}
				if err := to.Slide(gctx, p.slide); err != nil {
					return err
				}
				if p.short {
					err := to.Remark(gctx, fmt.Sprintf("page %d: it needs more than %d MB of memory, and is shown smaller or without one of its pictures.", i+1, e.memory.limit>>20))
					if err != nil {
						return err
					}
				}
			}
			return nil
		})
	}
	err = g.Wait()
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return err
}

// queue gives pages to workers.
type queue struct {
	pages int
	steps stepper // or nil

	mu    sync.Mutex
	begun int
	busy  []int // ascending
}

// next calls draw with one page after the other until there is none left.
func (q *queue) next(draw func(i int) bool) {
	for {
		i, ok := q.begin()
		if !ok || !draw(i) {
			return
		}
		q.end(i)
	}
}

func (q *queue) begin() (i int, ok bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.begun == q.pages {
		return 0, false
	}
	i = q.begun
	q.begun++
	q.busy = append(q.busy, i)
	q.tell(len(q.busy) == 1)
	return i, true
}

func (q *queue) end(i int) {
	q.mu.Lock()
	defer q.mu.Unlock()
	at := slices.Index(q.busy, i)
	q.busy = slices.Delete(q.busy, at, at+1)
	q.tell(at == 0 && len(q.busy) > 0)
}

func (q *queue) tell(changed bool) {
	if changed && q.steps != nil {
		q.steps.Step(fmt.Sprint("page ", q.busy[0]+1))
	}
}

// describe reads what is true of the whole document, and every page's size.
func describe(ctx context.Context, s *sandbox, name string) (h deck.Header, sizes []image.Point, err error) {
	h.Format = deck.PDF
	n, err := s.inst.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: s.doc})
	if err != nil {
		return h, nil, openError(ctx, name, err)
	}
	switch {
	case n.PageCount <= 0:
		return h, nil, fault.Errorf(fault.NotADeck, "%s has no pages", name)
	case n.PageCount > deck.MaxSlides:
		return h, nil, fault.Errorf(fault.TooLarge, "%s has %d pages; %d is the most", name, n.PageCount, deck.MaxSlides)
	}
	for i := range n.PageCount {
		p, err := s.inst.FPDF_GetPageSizeByIndex(&requests.FPDF_GetPageSizeByIndex{Document: s.doc, Index: i})
		if err != nil {
			return h, nil, pageError(ctx, name, i, err)
		}
		if !possiblePage(p.Width, p.Height) {
			return h, nil, fault.Errorf(fault.NotADeck, "Page %d of %s measures %.4g × %.4g mm, which is no slide", i+1, name, p.Width*25.4/72, p.Height*25.4/72)
		}
		sizes = append(sizes, fit(p.Width, p.Height))
	}
	if t, err := s.inst.FPDF_GetMetaText(&requests.FPDF_GetMetaText{Document: s.doc, Tag: "Title"}); err == nil {
		h.Title = documentTitle(t.Value)
	}
	if l, err := s.inst.FPDFCatalog_GetLanguage(&requests.FPDFCatalog_GetLanguage{Document: s.doc}); err == nil && words.LangTag.MatchString(l.Language) {
		h.Lang = l.Language
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

func openError(ctx context.Context, name string, err error) error {
	var de *fault.Error
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.As(err, &de), errors.Is(err, errFile):
		return err
	case errors.Is(err, pdfiumerrors.ErrPassword):
		return fault.Wrap(fault.NotADeck, err, "%s is locked with a password; save a copy without one", name)
	case errors.Is(err, pdfiumerrors.ErrSecurity):
		return fault.Wrap(fault.NotADeck, err, "%s is encrypted in a way that is not known here; save a copy without a password", name)
	}
	return fault.Wrap(fault.NotADeck, err, "%s is damaged: it cannot be opened as a PDF", name)
}

func pageError(ctx context.Context, name string, i int, err error) error {
	var de *fault.Error
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.As(err, &de), errors.Is(err, errFile):
		return err
	case errors.Is(err, errMemory):
		return fault.Wrap(fault.TooLarge, err, "Page %d of %s needs more memory than there is; make its pictures smaller", i+1, name)
	}
	return fault.Wrap(fault.NotADeck, err, "Page %d of %s is damaged and cannot be drawn", i+1, name)
}
