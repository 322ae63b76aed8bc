package pdf

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"lectern/app/deck"
	"lectern/app/importer/options"
	"lectern/app/importer/raster"
)

// Import makes a deck of a PDF whose pages are all read, and drawn in every width: what
// somebody who looks at all of it has in the end.
func (e *Engine) Import(ctx context.Context, fsys fs.FS, name string, o options.Options, to deck.Sink) error {
	d, err := e.Open(ctx, fsys, name, o)
	if err != nil {
		return err
	}
	defer d.Close()
	x, err := d.Describe(ctx)
	if err != nil {
		return err
	}
	for i := range x.Slides {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := d.complete(ctx, x, i); err != nil {
			return err
		}
		if i == 0 {
			err = to.Begin(ctx, x.Header)
		}
		if err == nil {
			err = to.Picture(ctx, x.Pictures[i])
		}
		if err == nil {
			err = to.Slide(ctx, x.Slides[i])
		}
		if err != nil {
			return err
		}
		x.Pictures[i] = deck.DraftPicture{}
	}
	for _, r := range x.Remarks {
		if err := to.Remark(ctx, r); err != nil {
			return err
		}
	}
	return nil
}

// complete reads and draws a slide.
func (d *Document) complete(ctx context.Context, x *Description, i int) error {
	p, s := &x.Pictures[i], &x.Slides[i]
	page := *p.Page
	p.Page = nil
	c, err := d.Read(ctx, page)
	if err != nil {
		return err
	}
	s.Title, s.Views[0].Text = c.Title, c.Text
	for _, r := range c.Remarks {
		x.Remarks, _ = deck.OnPages(x.Remarks, page.Number+1, r)
	}
	for _, width := range raster.Widths(p.Width) {
		size, err := d.Draw(ctx, page, width)
		if errors.Is(err, errMemory) {
			if len(p.Sizes) == 0 {
				return err
			}
			last := p.Sizes[len(p.Sizes)-1]
			p.Width, p.Height = last.Width, last.Height
			if len(c.Remarks) == 0 {
				x.Remarks, _ = deck.OnPages(x.Remarks, page.Number+1, fmt.Sprintf("more than %d MB of memory are needed: shown smaller.", d.engine.memory.Limit>>20))
			}
			break
		}
		if err != nil {
			return err
		}
		p.Sizes = append(p.Sizes, size)
	}
	return nil
}
