package pdf

import (
	"context"
	"image"
	"image/color"

	"golang.org/x/image/draw"

	"lectern/app/deck"
	"lectern/app/importer/raster"
)

// Draw draws a page in a width, which is no more than its DraftPicture's.
func (d *Document) Draw(ctx context.Context, page deck.Page, width int) (drawn deck.PictureSize, err error) {
	size, possible, err := d.size(ctx, page)
	if err != nil {
		return drawn, d.pageError(ctx, page.Number, err)
	}
	if width < 1 || width > size.X {
		return drawn, errWidth
	}
	f := frame{page.Number, page.Part, scaled(size, width)}
	if !possible {
		return raster.Encode(blank(f.size), new(raster.Encoding))
	}
	short, err := d.within(ctx, func(s *sandbox) error {
		if _, err := d.prepare(s, f); err != nil {
			return err
		}
		return s.draw(f, func(img *image.RGBA) (err error) {
			drawn, err = d.encode(page, img)
			return err
		})
	})
	if err == nil && short && width > deck.SmallWidth {
		err = errMemory // what Read made lacks no more than this
	}
	if err != nil {
		return deck.PictureSize{}, d.pageError(ctx, page.Number, err)
	}
	return drawn, nil
}

// encode writes a drawing as the page's others are written, as far as that is known.
func (d *Document) encode(page deck.Page, img *image.RGBA) (deck.PictureSize, error) {
	coding := d.codings[page]
	size, err := raster.Encode(img, &coding)
	d.codings[page] = coding
	return size, err
}

// scaled is the size of a drawing of another width.
func scaled(size image.Point, width int) image.Point {
	return image.Pt(width, max(1, (size.Y*width+size.X/2)/size.X))
}

// smaller is a drawing in another size.
func smaller(img *image.RGBA, size image.Point) *image.RGBA {
	if img.Rect.Size() == size {
		return img
	}
	out := image.NewRGBA(image.Rectangle{Max: size})
	draw.CatmullRom.Scale(out, out.Rect, img, img.Rect, draw.Src, nil)
	return out
}

// blank is the drawing of a page that has no size of its own.
func blank(size image.Point) *image.RGBA {
	img := image.NewRGBA(image.Rectangle{Max: size})
	draw.Draw(img, img.Rect, image.NewUniform(color.White), image.Point{}, draw.Src)
	return img
}
