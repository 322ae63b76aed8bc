package raster

import (
	"encoding/binary"
	"errors"
	"io"
)

var errGIF = errors.New("gif: unknown block")

// cleanGIF copies a GIF without comments and foreign extensions, such as XMP,
// and counts its frames. It decodes nothing, so that the size of what is
// inside does not matter (GIF89a, appendix A).
func cleanGIF(b []byte) (out []byte, frames int, err error) {
	if len(b) < 13 {
		return nil, 0, io.ErrUnexpectedEOF
	}
	at := 13
	if b[10]&0x80 != 0 {
		at += 3 << (b[10]&7 + 1)
	}
	if at > len(b) {
		return nil, 0, io.ErrUnexpectedEOF
	}
	out = append(out, b[:at]...)
	for at < len(b) {
		start := at
		switch b[at] {
		case 0x3b:
			return append(out, 0x3b), frames, nil
		case 0x21:
			if at+2 >= len(b) {
				return nil, 0, io.ErrUnexpectedEOF
			}
			label := b[at+1]
			loops := label == 0xff && at+14 <= len(b) && (string(b[at+3:at+14]) == "NETSCAPE2.0" || string(b[at+3:at+14]) == "ANIMEXTS1.0")
			if at, err = skipBlocks(b, at+2); err != nil {
				return nil, 0, err
			}
			if label == 0xf9 || label == 0x01 || loops {
				out = append(out, b[start:at]...)
			}
		case 0x2c:
			if at+10 > len(b) {
				return nil, 0, io.ErrUnexpectedEOF
			}
			flags := b[at+9]
			at += 10
			if flags&0x80 != 0 {
				at += 3 << (flags&7 + 1)
			}
			if at, err = skipBlocks(b, at+1); err != nil {
				return nil, 0, err
			}
			frames++
			out = append(out, b[start:at]...)
		default:
			return nil, 0, errGIF
		}
	}
	return nil, 0, io.ErrUnexpectedEOF
}

// skipBlocks returns the offset after a chain of sub-blocks.
func skipBlocks(b []byte, at int) (int, error) {
	for at < len(b) {
		n := int(b[at])
		at += 1 + n
		if n == 0 {
			return at, nil
		}
	}
	return 0, io.ErrUnexpectedEOF
}

// webpCanvas is the size that the extended header of a WebP states.
func webpCanvas(b []byte) (w, h int, ok bool) {
	if len(b) < 30 || string(b[12:16]) != "VP8X" {
		return 0, 0, false
	}
	return 1 + int(b[24]) + int(b[25])<<8 + int(b[26])<<16, 1 + int(b[27]) + int(b[28])<<8 + int(b[29])<<16, true
}

// cleanWebP reports whether a WebP is an animation, and if so copies it
// without EXIF and XMP.
func cleanWebP(b []byte) (moving bool, out []byte, err error) {
	if _, _, ok := webpCanvas(b); !ok || b[20]&0x02 == 0 {
		return false, nil, nil
	}
	out = append(out, b[:12]...)
	end := 8 + int(min(int64(binary.LittleEndian.Uint32(b[4:8])), int64(len(b))))
	if end > len(b) {
		return false, nil, io.ErrUnexpectedEOF
	}
	frames := 0
	for at := 12; at+8 <= end; {
		size := int64(binary.LittleEndian.Uint32(b[at+4 : at+8]))
		next := int64(at) + 8 + size + size%2
		if next > int64(end) {
			return false, nil, io.ErrUnexpectedEOF
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
		return false, nil, io.ErrUnexpectedEOF
	}
	out[20] &^= 0x08 | 0x04 // no EXIF, no XMP
	binary.LittleEndian.PutUint32(out[4:8], uint32(len(out)-8))
	return true, out, nil
}
