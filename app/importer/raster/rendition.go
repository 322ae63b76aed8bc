package raster

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"slices"
	"sync"

	"lectern/app/deck"
)

// The widths a picture is served in, below its own: a phone's, a projector's,
// a 4K wall's. None is ever enlarged.
const (
	phoneWidth     = 960
	projectorWidth = 1920
	LargeWidth     = 3840
)

// jpegQuality leaves nothing to see on a wall.
const jpegQuality = 92

// Widths is the ascending widths for a picture that is w wide.
func Widths(w int) []int {
	var ws []int
	for _, s := range []int{phoneWidth, projectorWidth} {
		if s < w {
			ws = append(ws, s)
		}
	}
	return append(ws, min(w, LargeWidth))
}

// renditions scales a picture to every size it is served in, most wide at the most. It
// takes the picture away when that is no longer needed: the last and largest rendition
// is encoded without it.
func renditions(ctx context.Context, img *image.Image, turn orientation, most int, photo bool, said colours) (deck.DraftPicture, error) {
	w, h := turn.stored((*img).Bounds().Dx(), (*img).Bounds().Dy())
	var p deck.DraftPicture
	coding := undecided
	switch {
	case said.coded != nil:
		coding = asPNG
	case photo:
		coding = asJPEG
	}
	most = min(most, w)
	for _, width := range Widths(most) {
		if err := ctx.Err(); err != nil {
			return p, err
		}
		height := heightFor(w, h, width)
		sw, sh := turn.stored(width, height)
		small := scale(*img, sw, sh)
		if width == most {
			*img = nil
		}
		small = turn.apply(small)
		if coding != asPNG && !small.Opaque() {
			coding = asPNG
		}
		size, err := Encode(small, &coding)
		if err != nil {
			return p, err
		}
		size.Data = said.written(size.Type, size.Data)
		p.Sizes = append(p.Sizes, size)
		p.Width, p.Height = width, height
	}
	return p, nil
}

// Encoding is what all renditions of a picture are encoded as. The zero value
// leaves it to the first of them.
type Encoding int

const (
	undecided Encoding = iota
	asPNG
	asJPEG
)

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// Encode writes one rendition. The encoding of an opaque picture may be left to
// it: JPEG is the better one when PNG needs several times the bytes; flat
// slides with text are smaller as PNG, and have no fringes. That is tried on
// the first rendition, the smallest, and kept for the others.
func Encode(img *image.RGBA, c *Encoding) (deck.PictureSize, error) {
	if *c == asJPEG {
		return encodeJPEG(img)
	}
	size, err := encodePNG(img)
	if err != nil || *c == asPNG {
		return size, err
	}
	*c = asPNG
	if len(size.Data) < smallPNG {
		return size, nil
	}
	photo, err := encodeJPEG(img)
	if err == nil && len(size.Data) > 2*len(photo.Data) {
		*c = asJPEG
		return photo, nil
	}
	return size, err
}

const smallPNG = 100 << 10 // no JPEG is worth trying

func encodeJPEG(img *image.RGBA) (deck.PictureSize, error) {
	return encoded(img, "image/jpeg", func(b *bytes.Buffer) error {
		return jpeg.Encode(b, img, &jpeg.Options{Quality: jpegQuality})
	})
}

// encodePNG compresses at the encoder's fastest level: on slides it takes half
// the time of the default one, for 4 % more bytes.
func encodePNG(img *image.RGBA) (deck.PictureSize, error) {
	return encoded(img, "image/png", func(b *bytes.Buffer) error {
		e := png.Encoder{CompressionLevel: png.BestSpeed, BufferPool: pngBuffers{}}
		return e.Encode(b, fewColours(img))
	})
}

func encoded(img *image.RGBA, mediaType string, write func(*bytes.Buffer) error) (deck.PictureSize, error) {
	b := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(b)
	b.Reset()
	err := write(b)
	return deck.PictureSize{Width: img.Rect.Dx(), Height: img.Rect.Dy(), Type: mediaType, Data: slices.Clone(b.Bytes())}, err
}

// fewColours returns img with a palette if it has at most 256 colours, as most
// slides of text have: that is a quarter of the bytes to compress, and loses
// nothing.
func fewColours(img *image.RGBA) image.Image {
	w, h := img.Rect.Dx(), img.Rect.Dy()
	out := &image.Paletted{Pix: make([]byte, w*h), Stride: w, Rect: image.Rect(0, 0, w, h)}
	index := make(map[uint32]byte, 256)
	var last uint32
	var at byte
	for y := range h {
		row := img.Pix[y*img.Stride:][:4*w]
		for x := range w {
			px := row[4*x : 4*x+4 : 4*x+4]
			c := uint32(px[0]) | uint32(px[1])<<8 | uint32(px[2])<<16 | uint32(px[3])<<24
			if c != last || len(out.Palette) == 0 {
				i, ok := index[c]
				if !ok {
					if len(out.Palette) == 256 {
						return img
					}
					i = byte(len(out.Palette))
					index[c] = i
					out.Palette = append(out.Palette, color.RGBA{px[0], px[1], px[2], px[3]})
				}
				last, at = c, i
			}
			out.Pix[y*w+x] = at
		}
	}
	return out
}

// pngBuffers keeps the encoder's buffers between pictures.
type pngBuffers struct{}

var pngPool sync.Pool

func (pngBuffers) Get() *png.EncoderBuffer {
	b, _ := pngPool.Get().(*png.EncoderBuffer)
	return b
}

func (pngBuffers) Put(b *png.EncoderBuffer) { pngPool.Put(b) }
