package pdf

import (
	"context"
	"image"
	"slices"

	"lectern/app/deck"
	"lectern/app/importer/raster"
)

// fullMemory and maxReferences are how much a sandbox may have used when it is exchanged for a new one:
// PDFium keeps what it has read of a document, and gives no memory back.
const (
	fullMemory    = memoryLimit / 2
	maxReferences = 50_000
)

// worker draws one page after the other.
type worker struct {
	engine  *Engine
	file    *file
	sandbox *sandbox // or nil
}

// draw reads a page's text and renders it in every width. A page that fails where
// others left their remains gets a sandbox of its own.
func (w *worker) draw(ctx context.Context, i int, size image.Point) (deck.DraftPicture, deck.DraftSlide, error) {
	for {
		fresh := w.sandbox == nil
		if fresh {
			s, err := w.engine.open(ctx, w.file)
			if err != nil {
				return deck.DraftPicture{}, deck.DraftSlide{}, err
			}
			w.sandbox = s
		}
		p, slide, err := w.sandbox.make(ctx, i, size)
		if err == nil {
			err = w.file.failed() // of which PDFium says nothing
		}
		if err == nil {
			if w.sandbox.memory.used.Load() > fullMemory || w.sandbox.references > maxReferences {
				w.end()
			}
			return p, slide, nil
		}
		w.sandbox.end(true)
		w.sandbox = nil
		if met := w.file.failed(); met != nil {
			err = met
		} else if !fresh && ctx.Err() == nil {
			continue
		}
		return p, slide, err
	}
}

func (w *worker) end() {
	if w.sandbox != nil {
		w.sandbox.end(false)
		w.sandbox = nil
	}
}

func (s *sandbox) make(ctx context.Context, i int, size image.Point) (p deck.DraftPicture, slide deck.DraftSlide, err error) {
	slide.Views = make([]deck.DraftView, 1)
	if err := s.dropComments(i); err != nil {
		return p, slide, err
	}
	coding := raster.Encoding(0)
	for _, width := range raster.Widths(size.X) {
		if err := ctx.Err(); err != nil {
			return p, slide, err
		}
		height := max(1, (size.Y*width+size.X/2)/size.X)
		var smallest *image.RGBA
		err = s.draw(i, width, height, func(img *image.RGBA) error {
			if len(p.Sizes) == 0 {
				smallest = &image.RGBA{Pix: slices.Clone(img.Pix), Stride: img.Stride, Rect: img.Rect}
			}
			rendition, err := raster.Encode(img, &coding)
			p.Sizes = append(p.Sizes, rendition)
			return err
		})
		if err == nil && smallest != nil {
			slide.Views[0].Text, slide.Title, err = s.read(i, smallest)
		}
		if err != nil {
			return p, slide, err
		}
		p.Width, p.Height = width, height
	}
	return p, slide, nil
}
