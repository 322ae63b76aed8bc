package raster

import (
	"encoding/binary"
	"image"
	"io"
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

// firstOfWebP makes a WebP of its own of the first frame of an animation, and tells its
// place on the canvas.
func firstOfWebP(b []byte) (still []byte, at image.Point, err error) {
	for pos := 12; pos+8 <= len(b); {
		next := int64(pos) + 8 + int64(binary.LittleEndian.Uint32(b[pos+4:pos+8]))
		if next > int64(len(b)) {
			break
		}
		if string(b[pos:pos+4]) != "ANMF" {
			pos = int(next + next%2)
			continue
		}
		frame := b[pos+8 : next]
		if len(frame) < 16+8 {
			break
		}
		at = image.Pt(2*uint24(frame), 2*uint24(frame[3:]))
		picture := frame[16:]
		still = append(still, "RIFF\x00\x00\x00\x00WEBP"...)
		if string(picture[:4]) == "ALPH" {
			still = append(still, "VP8X\x0a\x00\x00\x00\x10\x00\x00\x00"...)
			still = append(still, frame[6:12]...) // width and height, each less one
		}
		still = append(still, picture...)
		binary.LittleEndian.PutUint32(still[4:], uint32(len(still)-8))
		return still, at, nil
	}
	return nil, at, io.ErrUnexpectedEOF
}

func uint24(b []byte) int { return int(b[0]) | int(b[1])<<8 | int(b[2])<<16 }
