package harness

import (
	"bytes"
	"image"
)

// Odd finds a pixel that is not of this grey. The corner of the lost mark counts,
// too: there is nothing on a black screen.
func Odd(img *image.NRGBA, level byte) (image.Point, bool) {
	for i, v := range img.Pix {
		if v != level && i%4 != 3 {
			return image.Pt(i%img.Stride/4, i/img.Stride), true
		}
	}
	return image.Point{}, false
}

// Same reports whether two pictures have the same pixels.
func Same(a, b *image.NRGBA) bool {
	return a.Rect == b.Rect && bytes.Equal(a.Pix, b.Pix)
}
