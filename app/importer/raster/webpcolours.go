package raster

import (
	"image"
	"image/color"
)

// webpColours gives the colours of a WebP that is not lossless, which are of limited
// range (BT.601: black is 16, white 235; RFC 9649, 2.5), where the standard library takes
// them for a JPEG's. Between the samples of colour is what libwebp makes of them, and so
// browsers do.
type webpColours struct {
	*image.YCbCr
	alpha  []byte // nil for an opaque one
	stride int    // of alpha
}

// withColours is what a decoder of WebPs made, in its right colours.
func withColours(img image.Image) image.Image {
	switch img := img.(type) {
	case *image.YCbCr:
		return &webpColours{YCbCr: img}
	case *image.NYCbCrA:
		return &webpColours{&img.YCbCr, img.A, img.AStride}
	}
	return img
}

func (*webpColours) ColorModel() color.Model { return color.NRGBAModel }

func (m *webpColours) Opaque() bool { return m.alpha == nil }

func (m *webpColours) At(x, y int) color.Color {
	if !(image.Point{x, y}.In(m.Rect)) {
		return color.NRGBA{}
	}
	return m.at(x-m.Rect.Min.X, y-m.Rect.Min.Y)
}

func (m *webpColours) RGBA64At(x, y int) color.RGBA64 {
	return color.RGBA64Model.Convert(m.At(x, y)).(color.RGBA64)
}

// at is libwebp's fancy upsampling (dsp/upsampling.c): 9, 3, 3 and 1 parts of the four
// samples around, rounded twice.
func (m *webpColours) at(x, y int) color.NRGBA {
	w, h := (m.Rect.Dx()+1)/2, (m.Rect.Dy()+1)/2
	nearX, nearY := x/2, y/2
	farX, farY := max(0, min(nearX+2*(x%2)-1, w-1)), max(0, min(nearY+2*(y%2)-1, h-1))
	sample := func(plane []byte) int32 {
		a, b := int32(plane[nearY*m.CStride+nearX]), int32(plane[nearY*m.CStride+farX])
		c, d := int32(plane[farY*m.CStride+nearX]), int32(plane[farY*m.CStride+farX])
		return ((a+b+c+d+8+2*(b+c))>>3 + a) >> 1
	}
	u, v := sample(m.Cb), sample(m.Cr)
	luma := int32(m.Y[y*m.YStride+x])
	c := color.NRGBA{A: 255}
	c.R = clip6(luma*19077>>8 + v*26149>>8 - 14234)
	c.G = clip6(luma*19077>>8 - u*6419>>8 - v*13320>>8 + 8708)
	c.B = clip6(luma*19077>>8 + u*33050>>8 - 17685)
	if m.alpha != nil {
		c.A = m.alpha[y*m.stride+x]
	}
	return c
}

// clip6 drops the six bits after the point.
func clip6(v int32) byte { return byte(max(0, min(v>>6, 255))) }
