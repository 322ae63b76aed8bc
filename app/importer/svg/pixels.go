package svg

import (
	"bytes"
	"image"
	_ "image/gif"
	_ "image/jpeg"
	_ "image/png"

	_ "golang.org/x/image/webp"

	"lectern/app/importer/raster/jpeg"
)

// pixelsOf tells what a picture is, and counts its pixels: 0 for one that cannot be
// read; an animation, of which a browser keeps several pictures at once, counts four
// times.
func pixelsOf(data []byte) (kind string, pixels int) {
	c, kind, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil && bytes.HasPrefix(data, []byte("\xff\xd8\xff")) { // of a sampling that the standard library refuses
		kind = "jpeg"
		c, err = jpeg.DecodeConfig(data)
	}
	moves := kind == "gif" || kind == "png" && bytes.Contains(data, []byte("acTL"))
	if kind == "" && len(data) > 30 && string(data[:4]) == "RIFF" && string(data[12:16]) == "VP8X" && data[20]&0x02 != 0 {
		kind, err, moves = "webp", nil, true // which the decoder does not know
		c.Width = 1 + int(data[24]) + int(data[25])<<8 + int(data[26])<<16
		c.Height = 1 + int(data[27]) + int(data[28])<<8 + int(data[29])<<16
	}
	if err != nil || c.Width <= 0 || c.Height <= 0 || c.Width > 1<<24 || c.Height > 1<<24 {
		return "", 0
	}
	pixels = c.Width * c.Height
	if moves {
		pixels *= 4
	}
	return kind, pixels
}
