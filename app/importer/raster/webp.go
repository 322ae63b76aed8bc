package raster

import (
	"bytes"
	"encoding/binary"
	"image"
	"io"
	"iter"

	"golang.org/x/image/webp"
)

// webpCanvas is the size that the extended header of a WebP states.
func webpCanvas(b []byte) (w, h int, ok bool) {
	if len(b) < 30 || string(b[12:16]) != "VP8X" {
		return 0, 0, false
	}
	return 1 + int(b[24]) + int(b[25])<<8 + int(b[26])<<16, 1 + int(b[27]) + int(b[28])<<8 + int(b[29])<<16, true
}

// cleanWebP copies a WebP without EXIF and XMP, and counts its frames. There are none,
// and no copy, if it is no animation.
func cleanWebP(b []byte) (out []byte, frames int, err error) {
	if _, _, ok := webpCanvas(b); !ok || b[20]&0x02 == 0 {
		return nil, 0, nil
	}
	out = append(out, b[:12]...)
	end := 8 + int(min(int64(binary.LittleEndian.Uint32(b[4:8])), int64(len(b))))
	if end > len(b) {
		return nil, 0, io.ErrUnexpectedEOF
	}
	for at := 12; at+8 <= end; {
		size := int64(binary.LittleEndian.Uint32(b[at+4 : at+8]))
		next := int64(at) + 8 + size + size%2
		if next > int64(end) {
			return nil, 0, io.ErrUnexpectedEOF
		}
		switch string(b[at : at+4]) {
		case "EXIF", "XMP ":
		case "ANMF":
			frames++
			fallthrough
		default:
			out = append(out, b[at:next]...)
		}
		at = int(next)
	}
	if frames == 0 {
		return nil, 0, io.ErrUnexpectedEOF
	}
	out[20] &^= 0x08 | 0x04 // no EXIF, no XMP
	binary.LittleEndian.PutUint32(out[4:8], uint32(len(out)-8))
	return out, frames, nil
}

// webpChunks yields the chunks of a WebP; of the last one, what is there of it.
func webpChunks(b []byte) iter.Seq2[string, []byte] {
	return func(yield func(string, []byte) bool) {
		for at := 12; at+8 <= len(b); {
			n := int64(binary.LittleEndian.Uint32(b[at+4:]))
			end := min(int64(at)+8+n, int64(len(b)))
			if !yield(string(b[at:at+4]), b[at+8:end]) {
				return
			}
			at = int(min(end+n%2, int64(len(b))))
		}
	}
}

// webpChunk returns the first chunk of a name.
func webpChunk(b []byte, name string) ([]byte, bool) {
	for kind, data := range webpChunks(b) {
		if kind == name {
			return data, true
		}
	}
	return nil, false
}

// stillWebP makes a WebP of nothing but a picture: the whole one, or the first frame of
// an animation, with its place on the canvas.
func stillWebP(b []byte) (still []byte, at image.Point, err error) {
	parts, size := b, []byte(nil)
	if frame, ok := webpChunk(b, "ANMF"); ok {
		if len(frame) < 16+8 {
			return nil, at, io.ErrUnexpectedEOF
		}
		at = image.Pt(2*uint24(frame), 2*uint24(frame[3:]))
		parts, size = frame[16-12:], frame[6:12] // as if after a header
	} else if w, h, ok := webpCanvas(b); ok && w > 0 && h > 0 {
		size = b[24:30]
	}
	var alpha, picture []byte
	kind := ""
	for k, data := range webpChunks(parts) {
		if k == "ALPH" && alpha == nil {
			alpha = data
		}
		if k == "VP8 " || k == "VP8L" {
			kind, picture = k, data
			break
		}
	}
	if picture == nil {
		return nil, at, io.ErrUnexpectedEOF
	}
	still = append(still, "RIFF\x00\x00\x00\x00WEBP"...)
	chunk := func(name string, data []byte) {
		still = binary.LittleEndian.AppendUint32(append(still, name...), uint32(len(data)))
		still = append(append(still, data...), make([]byte, len(data)%2)...)
	}
	if alpha != nil && kind == "VP8 " && size != nil {
		chunk("VP8X", append([]byte{0x10, 0, 0, 0}, size...))
		chunk("ALPH", alpha)
	}
	chunk(kind, picture)
	binary.LittleEndian.PutUint32(still[4:], uint32(len(still)-8))
	return still, at, nil
}

// decodeWebP decodes one, or the first frame of an animation, at its place on the canvas.
func decodeWebP(read *reader, data []byte, c image.Config) (image.Image, error) {
	still, at, err := stillWebP(data)
	if err != nil {
		return nil, err
	}
	read.r = bytes.NewReader(still)
	img, err := webp.Decode(read)
	if err != nil {
		return nil, err
	}
	return onCanvas(withColours(img), at, c), nil
}

func uint24(b []byte) int { return int(b[0]) | int(b[1])<<8 | int(b[2])<<16 }
