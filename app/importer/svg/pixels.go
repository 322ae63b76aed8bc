package svg

import (
	"bytes"
	"encoding/base64"
	"image"
	_ "image/gif"
	_ "image/jpeg"
	_ "image/png"
	"strings"

	_ "golang.org/x/image/webp"
)

// pixelsOf counts those of a picture that is written in an address. It returns 0
// for one that cannot be read; an animation, of which a browser keeps several
// pictures at once, counts four times.
func pixelsOf(address string) int {
	_, body, _ := strings.Cut(address, ",")
	data, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(body), ""))
	if err != nil {
		return 0
	}
	c, kind, err := image.DecodeConfig(bytes.NewReader(data))
	if kind == "" && len(data) > 30 && string(data[:4]) == "RIFF" && string(data[12:16]) == "VP8X" && data[20]&0x02 != 0 {
		kind, err = "animation", nil // which the decoder does not know
		c.Width = 1 + int(data[24]) + int(data[25])<<8 + int(data[26])<<16
		c.Height = 1 + int(data[27]) + int(data[28])<<8 + int(data[29])<<16
	}
	if err != nil || c.Width <= 0 || c.Height <= 0 || c.Width > 1<<24 || c.Height > 1<<24 {
		return 0
	}
	pixels := c.Width * c.Height
	if kind == "gif" || kind == "animation" || kind == "png" && bytes.Contains(data, []byte("acTL")) {
		pixels *= 4
	}
	return pixels
}
