package raster

import (
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
