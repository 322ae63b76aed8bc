// Package raster makes pictures fit to be served: turned the right way up, in
// every width, with nothing in them that a camera adds. A vector, which is one
// more kind of picture to a slide, it hands on to svg.
package raster

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/png"
	"io"
	"io/fs"

	"golang.org/x/image/bmp"
	"golang.org/x/image/webp"

	"lectern/app/deck"
	"lectern/app/fault"
	"lectern/app/importer/filetype"
	"lectern/app/importer/raster/avif"
	"lectern/app/importer/raster/jpeg"
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
	case filetype.PNG, filetype.JPEG, filetype.GIF, filetype.WebP, filetype.BMP:
	case filetype.AVIF:
		if !avif.Loaded() {
			return made, filetype.Refuse(name, k)
		}
	case filetype.ICO:
		if data, err = largestIcon(data); err != nil {
			return made, damaged(name, k, data, err)
		}
		if bytes.HasPrefix(data, []byte(pngHead)) {
			k = filetype.PNG
		}
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
		size := deck.PictureSize{Width: c.Width, Height: c.Height, Type: mediaTypes[k], Data: moving.bare}
		made.DraftPicture = deck.DraftPicture{Width: c.Width, Height: c.Height, Sizes: []deck.PictureSize{size}}
		return made, nil
	}
	if moving != nil {
		made.Remark = fmt.Sprintf("%s has %d frames of %d × %d pixels, which is more than a browser can move: only the first is shown.", name, moving.frames, c.Width, c.Height)
	}
	if k == filetype.AVIF && avifMoves(data) {
		made.Remark = fmt.Sprintf("%s moves, which an AVIF does not do here: only its first picture is shown. A GIF, a WebP or a film moves.", name)
	}
	need, err := decodable(name, k, data, c)
	if err != nil {
		return made, err
	}
	turn := orientationOf(k, data)
	said := coloursOf(k, data)
	if said.large {
		made.Remark = with(made.Remark, fmt.Sprintf("%s has a colour profile of more than 1 MB, which is left out.", name))
	}
	w, h := turn.stored(c.Width, c.Height)
	held := need // while it is made smaller
	if k == filetype.AVIF {
		held = 2*int64(len(data)) + 4*int64(w)*int64(h) // what its decoder had is free again
	}
	width := largest(w, h, maxMemory-held)
	take := min(maxMemory, max(need, held+int64(width)*int64(heightFor(w, h, width))*renditionBytes))
	if err := room.Acquire(ctx, take); err != nil {
		return made, err
	}
	defer room.Release(take)
	img, missing, err := decode(ctx, k, data, c)
	if missing > mostMissing {
		err = io.ErrUnexpectedEOF
	}
	if err == nil {
		made.DraftPicture, err = renditions(ctx, &img, turn, width, k == filetype.JPEG, said)
	}
	switch {
	case ctx.Err() != nil:
		return made, ctx.Err()
	case fault.CodeOf(err) != "":
		return made, err
	case err != nil:
		return made, damaged(name, k, data, err)
	}
	if missing > 0 {
		made.Remark = with(made.Remark, fmt.Sprintf("%s is cut short: a part of the picture is missing.", name))
	}
	return made, nil
}

// mostMissing of a picture is shown without it; with more it is damaged.
const mostMissing = 0.3

// with adds a sentence.
func with(remark, sentence string) string {
	if remark == "" {
		return sentence
	}
	return remark + " " + sentence
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
		if f := jpegFrame(data); f.scans > mostScans(c) {
			return 0, fault.Errorf(fault.TooLarge, "%s is written in %d scans, each of which has to be decoded; save it anew", name, f.scans)
		}
	}
	need := 2*int64(len(data)) + decodedBytes(k, data, c) // the file, and what of it is decoded
	most := int64(maxDecoded)
	if k == filetype.AVIF {
		most = maxAVIF
	}
	if need > most {
		return 0, fault.Errorf(fault.TooLarge, "%s has %d × %d pixels, which need %d MB of memory; %d MB are the most", name, c.Width, c.Height, need>>20, most>>20)
	}
	return need, nil
}

// mediaTypes are what animations are served as.
var mediaTypes = map[filetype.Type]string{filetype.PNG: "image/png", filetype.GIF: "image/gif", filetype.WebP: "image/webp"}

// pictureSize reads the header only.
func pictureSize(k filetype.Type, data []byte) (image.Config, error) {
	switch k {
	case filetype.PNG:
		return png.DecodeConfig(bytes.NewReader(data))
	case filetype.JPEG:
		return jpeg.DecodeConfig(data)
	case filetype.BMP:
		return bmp.DecodeConfig(bytes.NewReader(data))
	case filetype.ICO:
		return iconSize(data)
	case filetype.AVIF:
		return avifSize(data)
	case filetype.GIF:
		g, err := parseGIF(data)
		if err != nil {
			return image.Config{}, err
		}
		return image.Config{Width: g.size.X, Height: g.size.Y}, nil
	}
	if w, h, ok := webpCanvas(data); ok { // of an animation, which the decoder does not know
		return image.Config{Width: w, Height: h}, nil
	}
	return webp.DecodeConfig(bytes.NewReader(data))
}

// decode decodes a picture, of an animation the first. missing is the part of it that is
// not there, from 0 to 1.
func decode(ctx context.Context, k filetype.Type, data []byte, c image.Config) (img image.Image, missing float64, err error) {
	read := &reader{ctx: ctx}
	switch k {
	case filetype.PNG:
		return decodePNG(read, data)
	case filetype.JPEG:
		most := mostScans(c)
		return jpeg.Decode(data, func(scans int) error {
			if scans > most {
				return fault.Errorf(fault.TooLarge, "a picture is written in more scans than its header says; save it anew")
			}
			return ctx.Err()
		})
	case filetype.GIF:
		g, err := parseGIF(data)
		if err != nil {
			return nil, 0, err
		}
		frame, missing, err := g.first(read)
		if err != nil {
			return nil, 0, err
		}
		return onCanvas(frame, frame.Rect.Min, c), missing, nil
	case filetype.BMP:
		read.r = bytes.NewReader(data)
		img, err = bmp.Decode(read)
		return img, 0, err
	case filetype.ICO:
		img, err = decodeIcon(read, data)
		return img, 0, err
	case filetype.AVIF:
		img, err = decodeAVIF(ctx, data)
		return img, 0, err
	}
	img, err = decodeWebP(read, data, c)
	return img, 0, err
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
