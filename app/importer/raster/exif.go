package raster

import (
	"bytes"
	"encoding/binary"
	"image"

	"lectern/app/importer/filetype"
	"lectern/app/importer/raster/avif"
)

// orientation is how a camera was held, as EXIF numbers it: 1 to 8.
type orientation int

const upright orientation = 1

// turned reports whether width and height change places.
func (o orientation) turned() bool { return o >= 5 }

// stored is the size in the file of a picture that is w × h when it is upright.
func (o orientation) stored(w, h int) (int, int) {
	if o.turned() {
		return h, w
	}
	return w, h
}

// orientationOf is how a picture is to be turned: browsers ask what EXIF says of a JPEG
// and a PNG, and of no WebP; an AVIF says it itself.
func orientationOf(k filetype.Type, data []byte) orientation {
	switch k {
	case filetype.JPEG:
		return exifOrientation(data)
	case filetype.AVIF:
		if i, err := avif.Parse(data); err == nil {
			return avifTurn(i)
		}
	case filetype.PNG:
		for kind, b := range pngChunks(data) {
			switch kind {
			case "eXIf":
				return tiffOrientation(b)
			case "IDAT":
				return upright
			}
		}
	}
	return upright
}

// exifOrientation reads the orientation of a JPEG; upright if there is none.
func exifOrientation(b []byte) orientation {
	for marker, segment := range jpegSegments(b) {
		if marker == 0xe1 && bytes.HasPrefix(segment, []byte("Exif\x00\x00")) {
			return tiffOrientation(segment[6:])
		}
	}
	return upright
}

func tiffOrientation(b []byte) orientation {
	var order binary.ByteOrder = binary.LittleEndian
	if len(b) < 8 {
		return upright
	}
	if b[0] == 'M' {
		order = binary.BigEndian
	}
	at := int64(order.Uint32(b[4:]))
	if at+2 > int64(len(b)) {
		return upright
	}
	entries := b[at+2:]
	for range order.Uint16(b[at:]) {
		if len(entries) < 12 {
			break
		}
		if order.Uint16(entries) == 0x0112 {
			if v := order.Uint16(entries[8:]); v >= 1 && v <= 8 {
				return orientation(v)
			}
			break
		}
		entries = entries[12:]
	}
	return upright
}

// apply returns the picture as it was seen.
func (o orientation) apply(src *image.RGBA) *image.RGBA {
	if o <= upright || o > 8 {
		return src
	}
	w, h := src.Rect.Dx(), src.Rect.Dy()
	dw, dh := w, h
	if o.turned() {
		dw, dh = h, w
	}
	dst := image.NewRGBA(image.Rect(0, 0, dw, dh))
	for y := range dh {
		for x := range dw {
			sx, sy := x, y
			switch o {
			case 2:
				sx = w - 1 - x
			case 3:
				sx, sy = w-1-x, h-1-y
			case 4:
				sy = h - 1 - y
			case 5:
				sx, sy = y, x
			case 6:
				sx, sy = y, h-1-x
			case 7:
				sx, sy = w-1-y, h-1-x
			case 8:
				sx, sy = w-1-y, x
			}
			copy(dst.Pix[y*dst.Stride+4*x:][:4], src.Pix[sy*src.Stride+4*sx:][:4])
		}
	}
	return dst
}
