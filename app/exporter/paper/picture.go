package paper

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"image/color"
	"image/jpeg"
	"image/png"

	"lectern/app/deck"
)

// Takes reports whether a page can be a picture of that media type.
func Takes(kind string) bool { return kind == "image/png" || kind == "image/jpeg" }

func sizeOf(p deck.PictureSize) (w, h int, err error) {
	decode := png.DecodeConfig
	if p.Type == "image/jpeg" {
		decode = jpeg.DecodeConfig
	} else if p.Type != "image/png" {
		return 0, 0, fmt.Errorf("paper: a picture of type %q", p.Type)
	}
	c, err := decode(bytes.NewReader(p.Data))
	if err == nil && (c.Width == 0 || c.Height == 0) {
		err = errors.New("paper: a picture without a size")
	}
	return c.Width, c.Height, err
}

// picture writes one as it is compressed already, where a PDF can have it so.
func (p *Writer) picture(z deck.PictureSize) (int, error) {
	dict := "/Type /XObject /Subtype /Image"
	if z.Type == "image/jpeg" {
		c, err := jpeg.DecodeConfig(bytes.NewReader(z.Data))
		if err != nil {
			return 0, err
		}
		space := "/DeviceRGB"
		switch c.ColorModel {
		case color.GrayModel:
			space = "/DeviceGray"
		case color.CMYKModel:
			return 0, errors.New("paper: a JPEG in CMYK")
		}
		return p.stream(0, fmt.Sprintf("%s /Width %d /Height %d /ColorSpace %s /BitsPerComponent 8 /Filter /DCTDecode", dict, c.Width, c.Height, space), z.Data)
	}
	if s, data, ok := packedPNG(z.Data); ok {
		return p.stream(0, dict+s, data)
	}
	img, err := png.Decode(bytes.NewReader(z.Data))
	if err != nil {
		return 0, err
	}
	// What is clear is black, as on every screen.
	b := img.Bounds()
	pixels := make([]byte, 0, 3*b.Dx()*b.Dy())
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			r, g, b, _ := img.At(x, y).RGBA()
			pixels = append(pixels, byte(r>>8), byte(g>>8), byte(b>>8))
		}
	}
	return p.packed(0, fmt.Sprintf("%s /Width %d /Height %d /ColorSpace /DeviceRGB /BitsPerComponent 8", dict, b.Dx(), b.Dy()), pixels)
}

// packedPNG returns the compressed rows of a PNG, and what a PDF says of them: both
// formats have the same (7.4.4.4). It reports false for one with clear parts, or whose
// rows are out of order.
func packedPNG(data []byte) (dict string, rows []byte, ok bool) {
	const signature = 8
	var width, height uint32
	var depth, kind byte
	var palette []byte
	for at := signature; at+12 <= len(data); {
		n := int(binary.BigEndian.Uint32(data[at:]))
		if n < 0 || n > len(data)-at-12 {
			return "", nil, false
		}
		chunk := data[at+8 : at+8+n]
		switch string(data[at+4 : at+8]) {
		case "IHDR":
			if n != 13 || chunk[12] != 0 {
				return "", nil, false
			}
			width, height, depth, kind = binary.BigEndian.Uint32(chunk), binary.BigEndian.Uint32(chunk[4:]), chunk[8], chunk[9]
		case "PLTE":
			palette = chunk
		case "tRNS":
			return "", nil, false
		case "IDAT":
			rows = append(rows, chunk...)
		}
		at += 12 + n
	}
	space, colours := "", 1
	switch kind {
	case 0:
		space = "/DeviceGray"
	case 2:
		space, colours = "/DeviceRGB", 3
	case 3:
		if len(palette) < 3 {
			return "", nil, false
		}
		space = fmt.Sprintf("[/Indexed /DeviceRGB %d <%s>]", len(palette)/3-1, hex.EncodeToString(palette))
	default:
		return "", nil, false
	}
	return fmt.Sprintf(" /Width %d /Height %d /ColorSpace %s /BitsPerComponent %d /Filter /FlateDecode /DecodeParms <</Predictor 15 /Colors %d /BitsPerComponent %d /Columns %d>>",
		width, height, space, depth, colours, depth, width), rows, true
}
