package raster

import (
	"bytes"
	"image"

	"golang.org/x/sync/semaphore"

	"lectern/app/importer/filetype"
)

// What one import may hold of pictures: the files, what is decoded of them, and what
// is made of that.
const (
	maxMemory  = 512 << 20
	maxDecoded = 448 << 20 // of one picture, with its file; the rest is for what is made of it
	maxAVIF    = 560 << 20 // of one that is decoded beside Go's memory, which has room again when it is made smaller
	maxFile    = 128 << 20 // and of all that are read at once
)

// files is taken while a picture's file is held, and room while it is decoded and made
// smaller: several small ones at once, a very large one by itself.
var (
	files = semaphore.NewWeighted(maxFile)
	room  = semaphore.NewWeighted(maxMemory)
)

// decodedBytes is what a decoder holds when it is through, and the most of what it
// needs on the way.
func decodedBytes(k filetype.Type, data []byte, c image.Config) int64 {
	pixels := int64(c.Width) * int64(c.Height)
	switch k {
	case filetype.PNG:
		return pngBytes(data, pixels)
	case filetype.JPEG:
		f := jpegFrame(data)
		n := pixels * f.samples / 16
		if f.progressive {
			n += 2 * n // the coefficients, until the last scan
		}
		return n
	case filetype.BMP:
		return 4 * pixels
	case filetype.AVIF:
		return avifBytes(data)
	case filetype.GIF:
		return 2 * pixels // half of it where it is interlaced
	case filetype.WebP:
		if bytes.Contains(data[:min(len(data), 40)], []byte("VP8 ")) {
			return 2 * pixels
		}
		return 8 * pixels
	}
	return 8 * pixels
}

// pngBytes goes by the header (PNG, 11.2.1): what the decoder makes of each kind.
func pngBytes(data []byte, pixels int64) int64 {
	if len(data) < 29 {
		return 0
	}
	depth, kind, interlaced := data[24], data[25], data[28] != 0
	n := 4 * pixels
	switch clear := bytes.Contains(data, []byte("tRNS")); {
	case kind == 3 || kind == 0 && depth <= 8 && !clear:
		n = pixels
	case kind == 0 && depth == 16 && !clear:
		n = 2 * pixels
	case depth == 16:
		n = 8 * pixels
	}
	if interlaced {
		n += n / 2 // its largest pass
	}
	return n
}

// renditionBytes is what one of the renditions needs for each pixel while it is made:
// its colours, its palette, and what it is encoded as.
const renditionBytes = 6

const (
	maxSide      = 16_384   // pixels: what browsers show of a picture
	maxRendition = 32 << 20 // pixels: what they hold of one
)

// largest is how wide the largest rendition of a w × h picture is, in so many bytes.
// Only what is very tall, or hardly fits into memory, is narrower than LargeWidth.
func largest(w, h int, bytes int64) int {
	width := min(w, LargeWidth)
	fits := func(width int) bool {
		height := heightFor(w, h, width)
		return height <= maxSide && int64(width)*int64(height) <= min(maxRendition, bytes/renditionBytes)
	}
	if fits(width) {
		return width
	}
	low := 1 // as if it fitted
	for high := width; high-low > 1; {
		if mid := (low + high) / 2; fits(mid) {
			low = mid
		} else {
			high = mid
		}
	}
	return low
}

// heightFor is the height of a w × h picture at another width.
func heightFor(w, h, width int) int {
	return max(1, int((int64(h)*int64(width)+int64(w)/2)/int64(w)))
}
