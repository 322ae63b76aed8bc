package raster

import (
	"image"
	"image/color"

	"lectern/app/importer/filetype"
)

// What a browser can keep going: it holds a canvas, and draws each frame anew at each
// round.
const (
	maxMovingFile   = 32 << 20  // bytes; it is kept as it is
	maxMovingCanvas = 16 << 20  // pixels
	maxMovingPixels = 400 << 20 // of all frames together
)

// animation is a picture that moves.
type animation struct {
	bare   []byte // without what does not belong to the picture
	frames int
}

// moves returns nil for a picture that stands still.
func moves(k filetype.Type, data []byte) (*animation, error) {
	var a animation
	var err error
	switch k {
	case filetype.GIF:
		var g *parsedGIF
		if g, err = parseGIF(data); err == nil && len(g.frames) > 1 {
			a.bare, a.frames = g.bare, len(g.frames)
		}
	case filetype.PNG:
		a.bare, a.frames = cleanPNG(data)
	case filetype.WebP:
		a.bare, a.frames, err = cleanWebP(data)
	}
	if err != nil || a.frames == 0 {
		return nil, err
	}
	return &a, nil
}

// shown reports whether a browser can be given it.
func (a *animation) shown(c image.Config) bool {
	pixels := int64(c.Width) * int64(c.Height)
	return len(a.bare) <= maxMovingFile && pixels <= maxMovingCanvas && pixels*int64(a.frames) <= maxMovingPixels
}

// onCanvas returns img at a place of a larger one that is clear elsewhere.
func onCanvas(img image.Image, at image.Point, c image.Config) image.Image {
	p := placed{img, img.Bounds().Min.Sub(at), image.Rect(0, 0, c.Width, c.Height)}
	if (image.Rectangle{at, at.Add(img.Bounds().Size())}) == p.canvas {
		return img
	}
	return p
}

// placed is a picture on a larger canvas, which takes no memory.
type placed struct {
	img    image.Image
	offset image.Point // from the canvas to the picture
	canvas image.Rectangle
}

func (placed) ColorModel() color.Model   { return color.RGBA64Model }
func (p placed) Bounds() image.Rectangle { return p.canvas }
func (p placed) At(x, y int) color.Color { return p.RGBA64At(x, y) }
func (p placed) RGBA64At(x, y int) color.RGBA64 {
	at := image.Pt(x, y).Add(p.offset)
	if !at.In(p.img.Bounds()) {
		return color.RGBA64{}
	}
	return color.RGBA64Model.Convert(p.img.At(at.X, at.Y)).(color.RGBA64)
}
