package raster

import (
	"bytes"
	"encoding/binary"
	"image"
	"iter"
)

// Each scan of a progressive JPEG has the decoder go through all of the picture.
// Programs write about ten.
const (
	maxScans      = 200
	maxScanPixels = 2 << 30 // scans × pixels: 20 of the largest picture
)

// mostScans of a picture of a size are decoded.
func mostScans(c image.Config) int {
	return int(min(maxScans, maxScanPixels/max(1, int64(c.Width)*int64(c.Height))))
}

// jpegSegments yields those before the picture, each with its marker.
func jpegSegments(b []byte) iter.Seq2[byte, []byte] {
	return func(yield func(byte, []byte) bool) {
		for at := 2; at+4 <= len(b); {
			if b[at] != 0xff || b[at+1] == 0xff || b[at+1] == 0 { // a fill byte, or rubbish
				at++
				continue
			}
			marker := b[at+1]
			if marker == 0xda || marker == 0xd9 {
				return
			}
			n := int(binary.BigEndian.Uint16(b[at+2:]))
			if n < 2 || at+2+n > len(b) || !yield(marker, b[at+4:at+2+n]) {
				return
			}
			at += 2 + n
		}
	}
}

// jpegMarkers is what the markers of a JPEG tell (ITU T.81, B.1).
type jpegMarkers struct {
	progressive bool
	components  int
	samples     int64 // in 16 pixels
	scans       int
}

// jpegFrame reads the markers, and no picture. It is forgiving where the decoder is.
func jpegFrame(b []byte) (f jpegMarkers) {
	f.samples = 3 * 16
	for at := 2; ; {
		next := bytes.IndexByte(b[min(at, len(b)):], 0xff)
		if next < 0 {
			return f
		}
		at += next
		for at < len(b) && b[at] == 0xff {
			at++
		}
		if at+3 > len(b) {
			return f
		}
		marker := b[at]
		at++
		switch {
		case marker == 0xd9:
			return f
		case marker == 0 || marker >= 0xd0 && marker <= 0xd8 || marker == 1:
			continue // a byte of a scan, or a mark within it
		}
		n := int(binary.BigEndian.Uint16(b[at:]))
		end := min(at+max(n, 2), len(b))
		switch marker {
		case 0xc0, 0xc1, 0xc2:
			if f.components == 0 { // another one is refused
				f.frame(b[at+2 : max(end, at+2)])
				f.progressive = marker == 0xc2
			}
		case 0xda:
			f.scans++
		}
		at = end
	}
}

func (f *jpegMarkers) frame(b []byte) {
	if len(b) < 6 {
		return
	}
	f.components = int(b[5])
	var sum, across, down int64
	for i := range f.components {
		if 6+3*i+1 >= len(b) {
			return
		}
		h, v := int64(b[6+3*i+1]>>4), int64(b[6+3*i+1]&15)
		sum += h * v
		across, down = max(across, h), max(down, v)
	}
	if across*down > 0 {
		f.samples = 16 * sum / (across * down)
	}
}
