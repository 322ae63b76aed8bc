package raster

import (
	"bytes"
	"encoding/binary"
)

// Each scan of a progressive JPEG has the decoder go through all of the picture.
// Programs write about ten.
const (
	maxScans      = 200
	maxScanPixels = 2 << 30 // scans × pixels: 20 of the largest picture
)

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
			f.frame(b[at+2 : max(end, at+2)])
			f.progressive = marker == 0xc2
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
