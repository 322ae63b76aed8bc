package raster

import (
	"bytes"
	"compress/lzw"
	"encoding/binary"
	"image"
	"image/color"
	"io"
)

// gifFrame is where a frame is, and what is said of it.
type gifFrame struct {
	image.Rectangle
	control []byte // the extension that says what is clear; nil for none
	body    []byte // from the descriptor on
}

// parsedGIF is a GIF as far as it goes: browsers show one without its end, with zeros
// between its blocks or anything behind them.
type parsedGIF struct {
	head   []byte
	frames []gifFrame
	bare   []byte // all of it but comments and foreign extensions, such as XMP
	size   image.Point
}

// parseGIF decodes nothing, so that the size of what is inside does not matter (GIF89a,
// appendix A).
func parseGIF(b []byte) (*parsedGIF, error) {
	if len(b) < 13 {
		return nil, io.ErrUnexpectedEOF
	}
	at := 13
	if b[10]&0x80 != 0 {
		at += 3 << (b[10]&7 + 1)
	}
	if at > len(b) {
		return nil, io.ErrUnexpectedEOF
	}
	g := &parsedGIF{head: b[:at], bare: append([]byte(nil), b[:at]...)}
	g.size = image.Pt(int(binary.LittleEndian.Uint16(b[6:])), int(binary.LittleEndian.Uint16(b[8:])))
	var control []byte
	for at < len(b) {
		start := at
		switch b[at] {
		case 0:
			at++
			continue
		case 0x21:
			if at+2 >= len(b) {
				at = len(b)
				continue
			}
			label := b[at+1]
			loops := label == 0xff && at+14 <= len(b) && (string(b[at+3:at+14]) == "NETSCAPE2.0" || string(b[at+3:at+14]) == "ANIMEXTS1.0")
			at, _ = skipBlocks(b, at+2)
			if label == 0xf9 && at-start == 8 {
				control = b[start:at]
			} else if label == 0x01 || loops {
				g.bare = append(g.bare, b[start:at]...)
			}
			continue
		case 0x2c:
			if at+11 > len(b) {
				at = len(b)
				continue
			}
			x, y := int(binary.LittleEndian.Uint16(b[at+1:])), int(binary.LittleEndian.Uint16(b[at+3:]))
			f := gifFrame{image.Rect(x, y, x+int(binary.LittleEndian.Uint16(b[at+5:])), y+int(binary.LittleEndian.Uint16(b[at+7:]))), control, nil}
			data := at + 10
			if flags := b[at+9]; flags&0x80 != 0 {
				data += 3 << (flags&7 + 1)
			}
			if data >= len(b) {
				at = len(b)
				continue
			}
			end, whole := skipBlocks(b, data+1)
			f.body = b[start:end]
			g.frames = append(g.frames, f)
			g.bare = append(append(g.bare, control...), b[start:whole]...)
			if b[whole-1] != 0 || whole == data+1 {
				g.bare = append(g.bare, 0)
			}
			at, control = end, nil
			continue
		}
		break // its end, or what is none of a GIF
	}
	if len(g.frames) == 0 {
		return nil, io.ErrUnexpectedEOF
	}
	// A first frame that is larger than the canvas makes it larger.
	if first := g.frames[0]; first.Max.X > g.size.X || first.Max.Y > g.size.Y {
		g.size = image.Pt(max(g.size.X, first.Max.X), max(g.size.Y, first.Max.Y))
		binary.LittleEndian.PutUint16(g.bare[6:], uint16(min(g.size.X, 0xffff)))
		binary.LittleEndian.PutUint16(g.bare[8:], uint16(min(g.size.Y, 0xffff)))
	}
	g.bare = append(g.bare, 0x3b)
	return g, nil
}

// skipBlocks returns the offset after a chain of sub-blocks, and the one after those
// that are whole: the same, unless the chain has no end.
func skipBlocks(b []byte, at int) (end, whole int) {
	for at < len(b) {
		n := int(b[at])
		if n == 0 {
			return at + 1, at + 1
		}
		if at+1+n > len(b) {
			break
		}
		at += 1 + n
	}
	return len(b), min(at, len(b))
}

// first decodes the first frame. missing is the part of it that is not there, and clear.
func (g *parsedGIF) first(read *reader) (img *image.Paletted, missing float64, err error) {
	f := g.frames[0]
	flags := f.body[9]
	at := 10
	colours := g.head[13:]
	if flags&0x80 != 0 {
		at += 3 << (flags&7 + 1)
		colours = f.body[10:at]
	}
	palette := make(color.Palette, 256)
	for i := range palette {
		palette[i] = color.RGBA{}
		if 3*i+3 <= len(colours) {
			palette[i] = color.RGBA{colours[3*i], colours[3*i+1], colours[3*i+2], 255}
		}
	}
	img = image.NewPaletted(f.Rectangle, palette)
	clear := -1
	if f.control != nil && f.control[3]&1 != 0 {
		clear = int(f.control[6])
		palette[clear] = color.RGBA{}
	}
	width := int(f.body[at])
	if width < 1 || width > 8 || len(img.Pix) == 0 {
		return nil, 0, io.ErrUnexpectedEOF
	}
	read.r = &blocks{b: f.body[at+1:]}
	codes := lzw.NewReader(read, lzw.LSB, width)
	defer codes.Close()
	n, err := io.ReadFull(codes, img.Pix)
	if read.ctx.Err() != nil {
		return nil, 0, err
	}
	if n < len(img.Pix) && clear < 0 { // there is a colour for nothing, unless all are taken
		used := [256]bool{}
		for _, v := range img.Pix[:n] {
			used[v] = true
		}
		for i := range used {
			if !used[i] {
				clear = i
				palette[i] = color.RGBA{}
				break
			}
		}
	}
	for i := n; i < len(img.Pix); i++ {
		img.Pix[i] = byte(max(clear, 0))
	}
	if flags&0x40 != 0 {
		deinterlace(img)
	}
	return img, float64(len(img.Pix)-n) / float64(len(img.Pix)), nil
}

func deinterlace(img *image.Paletted) {
	stored := bytes.Clone(img.Pix)
	w, h := img.Rect.Dx(), img.Rect.Dy()
	from := 0
	for _, pass := range [][2]int{{0, 8}, {4, 8}, {2, 4}, {1, 2}} {
		for y := pass[0]; y < h; y += pass[1] {
			copy(img.Pix[y*img.Stride:][:w], stored[from*img.Stride:])
			from++
		}
	}
}

// blocks reads the content of a chain of sub-blocks.
type blocks struct {
	b    []byte
	left int
}

func (r *blocks) Read(p []byte) (int, error) {
	for r.left == 0 {
		if len(r.b) == 0 || r.b[0] == 0 {
			return 0, io.EOF
		}
		r.left, r.b = int(r.b[0]), r.b[1:]
	}
	n := copy(p, r.b[:min(r.left, len(r.b))])
	if n == 0 {
		return 0, io.EOF
	}
	r.b, r.left = r.b[n:], r.left-n
	return n, nil
}
