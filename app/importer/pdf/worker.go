package pdf

import (
	"context"
	"errors"
	"image"
	"slices"
	"sync"

	"lectern/app/deck"
	"lectern/app/importer/raster"
)

// maxReferences and fullMemory are how much a sandbox may have used when it is
// exchanged for a new one: PDFium keeps what it has read of a document, go-pdfium what
// it was asked for, and a sandbox gives no memory back.
const maxReferences = 50_000

func (e *Engine) fullMemory() int64 { return int64(e.memory.limit / 3) }

// worker draws one page after the other.
type worker struct {
	engine  *Engine
	file    *file
	crew    *crew
	sandbox *sandbox // or nil
}

// crew is the workers of one import.
type crew struct {
	workers []*worker
	alone   sync.RWMutex // held while one of them needs all the memory
}

// errMemory is of a page for which there was not enough memory.
var errMemory = errors.New("pdf: out of memory")

// page is what is made of a page.
type page struct {
	picture deck.DraftPicture
	slide   deck.DraftSlide
	short   bool // of memory: it may lack its largest size, or one of its own pictures
}

// draw makes a page. One that fails where other pages left their remains, or beside
// another, has everything for itself in a second attempt.
func (w *worker) draw(ctx context.Context, i int, size image.Point) (page, error) {
	w.crew.alone.RLock()
	fresh := w.sandbox == nil
	p, err := w.attempt(ctx, i, size)
	w.crew.alone.RUnlock()
	if err == nil && !p.short || fresh && !p.short || w.file.failed() != nil || ctx.Err() != nil {
		return p, err
	}
	w.crew.alone.Lock()
	defer w.crew.alone.Unlock()
	for _, other := range w.crew.workers {
		other.end()
	}
	p, err = w.attempt(ctx, i, size)
	if p.short && err != nil {
		err = nil
		if len(p.picture.Sizes) == 0 {
			err = errMemory
		}
	}
	return p, err
}

func (w *worker) attempt(ctx context.Context, i int, size image.Point) (p page, err error) {
	if w.sandbox == nil {
		if w.sandbox, err = w.engine.open(ctx, w.file); err != nil {
			return p, err
		}
	}
	s := w.sandbox
	p, err = s.make(ctx, i, size)
	p.short = s.memory.refused.Load()
	if err != nil {
		w.sandbox = nil
		s.end(true)
	} else if p.short || s.memory.used.Load() > w.engine.fullMemory() || s.references > maxReferences {
		w.end()
	}
	if met := w.file.failed(); met != nil { // of which PDFium says nothing
		err = met
	}
	return p, err
}

// leave ends the worker's part in the crew.
func (w *worker) leave() {
	w.crew.alone.RLock()
	defer w.crew.alone.RUnlock()
	w.end()
}

func (w *worker) end() {
	if w.sandbox != nil {
		w.sandbox.end(false)
		w.sandbox = nil
	}
}

// make reads a page's text and renders it in every width.
func (s *sandbox) make(ctx context.Context, i int, size image.Point) (p page, err error) {
	p.slide.Views = make([]deck.DraftView, 1)
	if err := s.dropComments(i); err != nil {
		return p, err
	}
	coding := raster.Encoding(0)
	for _, width := range raster.Widths(size.X) {
		if err := ctx.Err(); err != nil {
			return p, err
		}
		height := max(1, (size.Y*width+size.X/2)/size.X)
		var rendition deck.PictureSize
		var smallest *image.RGBA
		err = s.draw(i, width, height, func(img *image.RGBA) (err error) {
			if len(p.picture.Sizes) == 0 {
				smallest = &image.RGBA{Pix: slices.Clone(img.Pix), Stride: img.Stride, Rect: img.Rect}
			}
			rendition, err = raster.Encode(img, &coding)
			return err
		})
		if err == nil && smallest != nil {
			p.slide.Views[0].Text, p.slide.Title, err = s.read(i, smallest)
		}
		if err != nil {
			return p, err
		}
		p.picture.Sizes = append(p.picture.Sizes, rendition)
		p.picture.Width, p.picture.Height = width, height
	}
	return p, nil
}
