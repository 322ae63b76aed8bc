package jpeg

import (
	"image"
	"image/color"
)

// Image is a picture as its planes: colours are made of them row by row.
type Image struct {
	width, height int
	planes        []component
	most          struct{ h, v int }
	kind          kind
	line          [][]byte // of each plane, as wide as the picture
	wide          [][]byte
	row           []byte // At's
	rowY          int
}

type kind int

const (
	gray kind = iota
	ycc
	rgb
	cmyk // inverted, as Adobe writes it
	ycck
)

func newImage(d *decoder) *Image {
	m := &Image{width: d.width, height: d.height, planes: d.components, most: d.most, rowY: -1}
	switch ids := d.components; {
	case len(ids) == 1:
		m.kind = gray
	case len(ids) == 4 && d.adobe > 0:
		m.kind = ycck
	case len(ids) == 4:
		m.kind = cmyk
	case d.jfif:
		m.kind = ycc
	case d.adobe >= 0:
		if m.kind = ycc; d.adobe == 0 {
			m.kind = rgb
		}
	case ids[0].id == 'R' && ids[1].id == 'G' && ids[2].id == 'B':
		m.kind = rgb
	default:
		m.kind = ycc
	}
	for range m.planes {
		m.line = append(m.line, make([]byte, d.width+8))
		m.wide = append(m.wide, nil)
	}
	return m
}

func (m *Image) Bounds() image.Rectangle { return image.Rect(0, 0, m.width, m.height) }

func (m *Image) ColorModel() color.Model { return model{} }

type model struct{}

func (model) Convert(c color.Color) color.Color { return color.RGBAModel.Convert(c) }

// At is slow: see Row.
func (m *Image) At(x, y int) color.Color {
	if !image.Pt(x, y).In(m.Bounds()) {
		return color.RGBA{}
	}
	if m.rowY != y {
		if m.row == nil {
			m.row = make([]byte, 3*m.width)
		}
		m.Row(y, m.row)
		m.rowY = y
	}
	return color.RGBA{m.row[3*x], m.row[3*x+1], m.row[3*x+2], 255}
}

// Opaque is always true.
func (m *Image) Opaque() bool { return true }

// Row writes red, green and blue of a row, three bytes a pixel.
func (m *Image) Row(y int, to []byte) {
	for i := range m.planes {
		m.wide[i] = m.upsample(&m.planes[i], y, m.line[i])
	}
	a := m.wide[0][:m.width]
	switch m.kind {
	case gray:
		for x, v := range a {
			to[3*x], to[3*x+1], to[3*x+2] = v, v, v
		}
		return
	case ycc, ycck:
		b, c := m.wide[1][:len(a)], m.wide[2][:len(a)]
		for x, v := range a {
			red, green, blue := toRGB(int32(v), int32(b[x])-128, int32(c[x])-128)
			to[3*x], to[3*x+1], to[3*x+2] = red, green, blue
		}
	default:
		b, c := m.wide[1][:len(a)], m.wide[2][:len(a)]
		for x, v := range a {
			to[3*x], to[3*x+1], to[3*x+2] = v, b[x], c[x]
		}
	}
	if len(m.planes) < 4 {
		return
	}
	for x, k := range m.wide[3][:len(a)] {
		for i := range 3 {
			v := to[3*x+i]
			if m.kind == ycck {
				v = 255 - v // the transform gives what its ink leaves out
			}
			to[3*x+i] = byte((uint32(v)*uint32(k) + 127) / 255)
		}
	}
}

// toRGB is JFIF's, rounded as libjpeg does.
func toRGB(y, cb, cr int32) (byte, byte, byte) {
	const half = 1 << 15
	r := y + (91881*cr+half)>>16
	g := y + (-22554*cb-46802*cr+half)>>16
	b := y + (116130*cb+half)>>16
	return byte(max(0, min(r, 255))), byte(max(0, min(g, 255))), byte(max(0, min(b, 255)))
}

// upsample returns a row of a plane as wide as the picture. Where it has half of the
// samples, what is between them is between their colours, as libjpeg has it.
func (m *Image) upsample(c *component, y int, line []byte) []byte {
	stride := 8 * c.across
	row := func(y int) []byte {
		y = max(0, min(y, c.height-1))
		return c.pix[y*stride:][:c.width]
	}
	h, v := m.most.h/c.h, m.most.v/c.v
	even := m.most.h%c.h == 0 && m.most.v%c.v == 0
	switch near := row(y * c.v / m.most.v); {
	case h == 1 && v == 1 && even:
		return c.pix[y*stride:][:stride]
	case h == 2 && v == 1 && even && c.width > 2:
		last := len(near) - 1
		for i, s := range near {
			s := 3 * int(s)
			line[2*i] = byte((s + int(near[max(i-1, 0)]) + 1) >> 2)
			line[2*i+1] = byte((s + int(near[min(i+1, last)]) + 2) >> 2)
		}
	case h == 2 && v == 2 && even && c.width > 2:
		far := row(y/2 + 2*(y%2) - 1)
		sum := func(i int) int { return 3*int(near[i]) + int(far[i]) }
		last := len(near) - 1
		before, this := sum(0), sum(0)
		for i := range near {
			after := sum(min(i+1, last))
			line[2*i] = byte((3*this + before + 8) >> 4)
			line[2*i+1] = byte((3*this + after + 7) >> 4)
			before, this = this, after
		}
	case h == 1 && v == 2 && even:
		far := row(y/2 + 2*(y%2) - 1)
		for i, s := range near {
			line[i] = byte((3*int(s) + int(far[i]) + 1 + y%2) >> 2)
		}
	default:
		for x := range m.width {
			line[x] = near[min(x*c.h/m.most.h, len(near)-1)]
		}
	}
	return line
}
