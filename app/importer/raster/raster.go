// Package raster makes pictures fit to be served: turned the right way up, in
// every width, with nothing in them that a camera adds. A vector, which is one
// more kind of picture to a slide, it hands on to svg.
package raster

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"sync"

	"golang.org/x/image/webp"

	"lectern/app/deck"
	"lectern/app/fault"
	"lectern/app/importer/filetype"
	"lectern/app/importer/svg"
	"lectern/app/importer/words"
)

const (
	maxPixels     = 100 << 20 // of one picture; what a camera of today makes
	bigPixels     = 24 << 20  // from here on one picture is decoded at a time
	maxMovingFile = 32 << 20  // of an animation, which is kept as it is
)

// bigPicture is held while a very large picture is decoded: two at once could
// need gigabytes.
var bigPicture sync.Mutex

// Make checks a picture and makes the sizes it is served in. All but
// animations and vectors are written anew, so that nothing of what a camera
// adds (where it was, whose it is) is passed on. The text is a vector's own.
func Make(ctx context.Context, name string, data []byte) (p deck.DraftPicture, text string, err error) {
	k := filetype.Of(name, data)
	name = words.Base(name)
	defer func() {
		if r := recover(); r != nil { // a decoder that stumbles over its picture
			err = damaged(name, k, data, fmt.Errorf("panic: %v", r))
		}
	}()
	switch k {
	case filetype.SVG:
		if p, text, err = svg.Make(name, data); err != nil && fault.CodeOf(err) == "" {
			err = damaged(name, k, data, err)
		}
		return p, text, err
	case filetype.PNG, filetype.JPEG, filetype.GIF, filetype.WebP:
	case filetype.Markdown, filetype.Text:
		return p, "", fault.Errorf(fault.NotADeck, "%s is no picture", name)
	default:
		return p, "", filetype.Refuse(name, k)
	}
	c, err := pictureSize(k, data)
	if err != nil {
		return p, "", damaged(name, k, data, err)
	}
	if c.Width <= 0 || c.Height <= 0 {
		return p, "", fault.Errorf(fault.NotADeck, "%s is a picture without a size", name)
	}
	if int64(c.Width)*int64(c.Height) > maxPixels {
		return p, "", fault.Errorf(fault.TooLarge, "%s has %d × %d pixels; 100 million pixels are the most", name, c.Width, c.Height)
	}
	if moving, bare, err := moves(k, data); err != nil {
		return p, "", damaged(name, k, data, err)
	} else if moving {
		if len(bare) > maxMovingFile {
			return p, "", fault.Errorf(fault.TooLarge, "%s is an animation of %d MB; %d MB is the most", name, len(bare)>>20, maxMovingFile>>20)
		}
		size := deck.PictureSize{Width: c.Width, Height: c.Height, Type: codecs[k].mediaType, Data: bare}
		return deck.DraftPicture{Width: c.Width, Height: c.Height, Sizes: []deck.PictureSize{size}}, "", nil
	}
	if c.Width*c.Height > bigPixels {
		bigPicture.Lock()
		defer bigPicture.Unlock()
	}
	img, err := decode(ctx, k, data)
	if ctx.Err() != nil {
		return p, "", ctx.Err()
	}
	if err != nil {
		return p, "", damaged(name, k, data, err)
	}
	turn := upright
	if k == filetype.JPEG {
		turn = exifOrientation(data)
	}
	p, err = renditions(ctx, img, turn, k == filetype.JPEG)
	if err != nil {
		return p, "", damaged(name, k, data, err)
	}
	return p, "", nil
}

// codec is how one kind of picture is read and served.
type codec struct {
	mediaType string
	size      func(io.Reader) (image.Config, error)
	decode    func(io.Reader) (image.Image, error)
}

var codecs = map[filetype.Type]codec{
	filetype.PNG:  {"image/png", png.DecodeConfig, png.Decode},
	filetype.JPEG: {"image/jpeg", jpeg.DecodeConfig, jpeg.Decode},
	filetype.GIF:  {"image/gif", gif.DecodeConfig, gif.Decode},
	filetype.WebP: {"image/webp", webp.DecodeConfig, webp.Decode},
}

// pictureSize reads the header only.
func pictureSize(k filetype.Type, data []byte) (image.Config, error) {
	if k == filetype.WebP {
		if w, h, ok := webpCanvas(data); ok { // of an animation, which the decoder does not know
			return image.Config{Width: w, Height: h}, nil
		}
	}
	return codecs[k].size(bytes.NewReader(data))
}

func decode(ctx context.Context, k filetype.Type, data []byte) (image.Image, error) {
	return codecs[k].decode(&reader{ctx, bytes.NewReader(data)})
}

// reader fails when ctx is over: no decoder asks it by itself.
type reader struct {
	ctx context.Context
	r   io.Reader
}

func (r *reader) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.r.Read(p[:min(len(p), 64<<10)])
}

// moves reports whether a picture is an animation, and returns it without what
// does not belong to the picture.
func moves(k filetype.Type, data []byte) (bool, []byte, error) {
	switch k {
	case filetype.GIF:
		out, frames, err := cleanGIF(data)
		return frames > 1, out, err
	case filetype.WebP:
		return cleanWebP(data)
	}
	return false, nil, nil
}

func damaged(name string, k filetype.Type, data []byte, err error) error {
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) || cutShort(k, data) {
		return fault.Wrap(fault.NotADeck, err, "%s is cut short: the file ends before the picture does", name)
	}
	return fault.Wrap(fault.NotADeck, err, "%s is damaged and cannot be shown", name)
}

// cutShort reports whether the mark that ends a picture is missing. The
// decoders fail at such files, but do not always say why.
func cutShort(k filetype.Type, data []byte) bool {
	switch k {
	case filetype.PNG:
		return !bytes.Contains(data, []byte("IEND"))
	case filetype.JPEG:
		return !bytes.Contains(data, []byte{0xff, 0xd9})
	case filetype.WebP:
		return int64(binary.LittleEndian.Uint32(data[4:8]))+8 > int64(len(data))
	}
	return false
}
