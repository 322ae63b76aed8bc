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
	"io/fs"

	"golang.org/x/image/webp"

	"lectern/app/deck"
	"lectern/app/fault"
	"lectern/app/importer/filetype"
	"lectern/app/importer/svg"
	"lectern/app/importer/words"
)

const maxPixels = 100 << 20 // of one picture; what a camera of today makes

// Made is a picture that is fit to be served.
type Made struct {
	deck.DraftPicture
	Text   string // a vector's own
	Remark string // a sentence on what could not be honoured, or ""
}

// MakeFile is Make for a picture that is a file of fsys.
func MakeFile(ctx context.Context, fsys fs.FS, name string) (Made, error) {
	st, err := fs.Stat(fsys, name)
	if err != nil {
		return Made{}, err
	}
	if st.Size() > maxFile {
		return Made{}, fault.Errorf(fault.TooLarge, "%s has %d MB; %d MB is the most for a picture", words.Base(name), st.Size()>>20, maxFile>>20)
	}
	if err := files.Acquire(ctx, st.Size()); err != nil {
		return Made{}, err
	}
	defer files.Release(st.Size())
	data, err := fs.ReadFile(fsys, name)
	if err != nil {
		return Made{}, err
	}
	return Make(ctx, name, data)
}

// Make checks a picture and makes the sizes it is served in. All but
// animations and vectors are written anew, so that nothing of what a camera
// adds (where it was, whose it is) is passed on. What it needs is bounded, for all
// pictures that are made at once.
func Make(ctx context.Context, name string, data []byte) (made Made, err error) {
	k := filetype.Of(name, data)
	name = words.Base(name)
	defer func() {
		if r := recover(); r != nil { // a decoder that stumbles over its picture
			err = damaged(name, k, data, fmt.Errorf("panic: %v", r))
		}
	}()
	switch k {
	case filetype.SVG:
		drawing, err := svg.Make(name, data)
		if err != nil && fault.CodeOf(err) == "" {
			err = damaged(name, k, data, err)
		}
		return Made(drawing), err
	case filetype.PNG, filetype.JPEG, filetype.GIF, filetype.WebP:
	case filetype.Markdown, filetype.Text:
		return made, fault.Errorf(fault.NotADeck, "%s is no picture", name)
	default:
		return made, filetype.Refuse(name, k)
	}
	c, err := pictureSize(k, data)
	if err != nil {
		return made, damaged(name, k, data, err)
	}
	moving, err := moves(k, data)
	if err != nil {
		return made, damaged(name, k, data, err)
	}
	if moving != nil && moving.shown(c) {
		size := deck.PictureSize{Width: c.Width, Height: c.Height, Type: codecs[k].mediaType, Data: moving.bare}
		made.DraftPicture = deck.DraftPicture{Width: c.Width, Height: c.Height, Sizes: []deck.PictureSize{size}}
		return made, nil
	}
	if moving != nil {
		made.Remark = fmt.Sprintf("%s has %d frames of %d × %d pixels, which is more than a browser can move: only the first is shown.", name, moving.frames, c.Width, c.Height)
	}
	need, err := decodable(name, k, data, c)
	if err != nil {
		return made, err
	}
	turn := upright
	if k == filetype.JPEG {
		turn = exifOrientation(data)
	}
	w, h := turn.stored(c.Width, c.Height)
	width := largest(w, h, maxMemory-need)
	take := min(maxMemory, need+int64(width)*int64(heightFor(w, h, width))*renditionBytes)
	if err := room.Acquire(ctx, take); err != nil {
		return made, err
	}
	defer room.Release(take)
	var img image.Image
	if read := (&reader{ctx, bytes.NewReader(data)}); moving != nil || k == filetype.GIF {
		img, err = firstFrame(k, read, data, c)
	} else {
		img, err = codecs[k].decode(read)
	}
	if err == nil {
		made.DraftPicture, err = renditions(ctx, &img, turn, width, k == filetype.JPEG)
	}
	switch {
	case ctx.Err() != nil:
		return made, ctx.Err()
	case err != nil:
		return made, damaged(name, k, data, err)
	}
	return made, nil
}

// decodable returns how many bytes a picture needs until it is decoded, if that is no
// more than it may need.
func decodable(name string, k filetype.Type, data []byte, c image.Config) (int64, error) {
	if c.Width <= 0 || c.Height <= 0 {
		return 0, fault.Errorf(fault.NotADeck, "%s is a picture without a size", name)
	}
	pixels := int64(c.Width) * int64(c.Height)
	if pixels > maxPixels {
		return 0, fault.Errorf(fault.TooLarge, "%s has %d × %d pixels; 100 million pixels are the most", name, c.Width, c.Height)
	}
	if k == filetype.JPEG {
		if f := jpegFrame(data); f.scans > maxScans || int64(f.scans)*pixels > maxScanPixels {
			return 0, fault.Errorf(fault.TooLarge, "%s is written in %d scans, each of which has to be decoded; save it anew", name, f.scans)
		}
	}
	need := int64(len(data)) + decodedBytes(k, data, c)
	if need > maxDecoded {
		return 0, fault.Errorf(fault.TooLarge, "%s has %d × %d pixels, which need %d MB of memory; %d MB are the most", name, c.Width, c.Height, need>>20, maxDecoded>>20)
	}
	return need, nil
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
