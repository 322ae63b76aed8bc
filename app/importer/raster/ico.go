package raster

import (
	"bytes"
	"encoding/binary"
	"image"
	"io"

	"golang.org/x/image/bmp"
)

// largestIcon is the largest picture in an icon, which has one for each size: a PNG, or
// a BMP without the header of its file, and with a mask below.
func largestIcon(b []byte) ([]byte, error) {
	if len(b) < 6 {
		return nil, io.ErrUnexpectedEOF
	}
	var best []byte
	most := 0
	for i := range int(binary.LittleEndian.Uint16(b[4:])) {
		if len(b) < 6+16*i+16 {
			break
		}
		entry := b[6+16*i:]
		size, at := int64(binary.LittleEndian.Uint32(entry[8:])), int64(binary.LittleEndian.Uint32(entry[12:]))
		if at+40 > int64(len(b)) {
			continue
		}
		// A side of 256 is written as 0.
		if pixels := (1 + int(entry[0]-1)) * (1 + int(entry[1]-1)); pixels > most {
			best, most = b[at:min(at+size, int64(len(b)))], pixels
		}
	}
	if best == nil {
		return nil, io.ErrUnexpectedEOF
	}
	return best, nil
}

// iconFile makes a file of its own of a BMP in an icon, and reads its mask: a bit a
// pixel, set where it is clear.
func iconFile(b []byte) (file []byte, c image.Config, depth int) {
	head := int(binary.LittleEndian.Uint32(b))
	c.Width, c.Height = int(int32(binary.LittleEndian.Uint32(b[4:]))), int(int32(binary.LittleEndian.Uint32(b[8:])))/2
	depth = int(binary.LittleEndian.Uint16(b[14:]))
	colours := 0
	if depth <= 8 {
		if colours = int(binary.LittleEndian.Uint32(b[32:])); colours == 0 || colours > 256 {
			colours = 1 << depth
		}
	}
	file = append(file, "BM\x00\x00\x00\x00\x00\x00\x00\x00"...)
	file = binary.LittleEndian.AppendUint32(file, uint32(14+head+4*colours))
	file = append(file, b...)
	binary.LittleEndian.PutUint32(file[14+8:], uint32(c.Height))
	return file, c, depth
}

func iconSize(b []byte) (image.Config, error) {
	if len(b) < 40 {
		return image.Config{}, io.ErrUnexpectedEOF
	}
	file, c, _ := iconFile(b)
	if c.Width <= 0 || c.Height <= 0 || c.Width > 1024 || c.Height > 1024 {
		return c, bmp.ErrUnsupported
	}
	return bmp.DecodeConfig(bytes.NewReader(file))
}

func decodeIcon(read *reader, b []byte) (image.Image, error) {
	file, c, depth := iconFile(b)
	read.r = bytes.NewReader(file)
	img, err := bmp.Decode(read)
	if err != nil {
		return nil, err
	}
	pixels := int(binary.LittleEndian.Uint32(file[10:]))
	row := (c.Width*depth + 31) / 32 * 4
	mask, maskRow := pixels+row*c.Height, (c.Width+31)/32*4
	out := image.NewNRGBA(image.Rect(0, 0, c.Width, c.Height))
	clear := true // all of it: then the mask says what is
	for y := range c.Height {
		from := c.Height - 1 - y
		for x := range c.Width {
			r, g, b, _ := img.At(x, y).RGBA()
			a := byte(255)
			if at := mask + from*maskRow + x/8; depth < 32 && at < len(file) && file[at]&(0x80>>(x%8)) != 0 {
				a = 0
			}
			if depth == 32 {
				a = file[pixels+from*row+4*x+3]
			}
			clear = clear && a == 0
			copy(out.Pix[out.PixOffset(x, y):], []byte{byte(r >> 8), byte(g >> 8), byte(b >> 8), a})
		}
	}
	for i := 3; clear && i < len(out.Pix); i += 4 {
		out.Pix[i] = 255
	}
	return out, nil
}
