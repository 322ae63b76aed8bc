package raster

import (
	"image"
	"image/color"
	"math"

	"golang.org/x/image/draw"

	"lectern/app/importer/raster/jpeg"
)

// scale makes a picture smaller, with draw.CatmullRom. It gives the same pixels as
// that package's own Scale, which keeps every row of the picture, made narrower, in
// 32 bytes a pixel: gigabytes for a tall one. Here it is the few rows that are needed
// for the next one of the result.
func scale(img image.Image, w, h int) *image.RGBA {
	dst := image.NewRGBA(image.Rect(0, 0, w, h))
	b := img.Bounds()
	if b.Dx() == w && b.Dy() == h {
		if img, ok := img.(*jpeg.Image); ok {
			row := make([]byte, 3*w)
			for y := range h {
				img.Row(y, row)
				pix := dst.Pix[y*dst.Stride:][:4*w]
				for x := range w {
					copy(pix[4*x:4*x+3], row[3*x:])
					pix[4*x+3] = 255
				}
			}
			return dst
		}
		draw.Draw(dst, dst.Rect, img, b.Min, draw.Src)
		return dst
	}
	across, down := spread(w, b.Dx()), spread(h, b.Dy())
	read, opaque := rowReader(img)
	row := make([][4]float64, b.Dx())
	window := make([][][4]float64, down.most)
	for i := range window {
		window[i] = make([][4]float64, w)
	}
	next := 0 // the row that is not in the window yet
	sum := make([][4]float64, w)
	for y, to := range down.targets {
		for ; next < to.end; next++ {
			if next >= to.start {
				read(next, row)
				across.narrow(window[next%down.most], row, opaque)
			}
		}
		clear(sum)
		for i, weight := range to.weights {
			for x, p := range window[(to.start+i)%down.most] {
				s := &sum[x]
				s[0] += float64(p[0] * weight)
				s[1] += float64(p[1] * weight)
				s[2] += float64(p[2] * weight)
				s[3] += float64(p[3] * weight)
			}
		}
		pix := dst.Pix[y*dst.Stride:][:4*w]
		for x := range sum {
			s := &sum[x]
			for c, v := range s { // no colour is above its alpha
				pix[4*x+c] = byte(to16(min(v, s[3])*to.scale) >> 8)
			}
		}
	}
	return dst
}

// spreading is what each pixel of a smaller line is made of.
type spreading struct {
	targets []target
	most    int // pixels that one is made of
}

type target struct {
	start, end int       // of the longer line
	weights    []float64 // of these
	scale      float64   // one by their sum
}

// spread is draw's own, for its kernel.
func spread(w, from int) spreading {
	kernel := draw.CatmullRom
	ratio := float64(from) / float64(w)
	half, narrow := kernel.Support, 1.0
	if ratio > 1 {
		half *= ratio
		narrow = 1 / ratio
	}
	s := spreading{targets: make([]target, w), most: 1}
	for x := range s.targets {
		center := float64((float64(x)+0.5)*ratio) - 0.5
		first, last := max(0, int(math.Floor(center-half))), min(from, int(math.Ceil(center+half)))
		t := target{start: last, end: last}
		total := 0.0
		for i := first; i < last; i++ {
			weight := 0.0
			if d := math.Abs((center - float64(i)) * narrow); d < kernel.Support {
				weight = kernel.At(d)
			}
			if weight != 0 && len(t.weights) == 0 {
				t.start = i
			}
			if len(t.weights) > 0 || weight != 0 {
				t.weights = append(t.weights, weight)
			}
			total += weight
		}
		t.scale = 1 / total
		s.targets[x] = t
		s.most = max(s.most, len(t.weights))
	}
	return s
}

// narrow makes a row of a picture as wide as the result. Its values are from 0 to 1
// from then on.
func (s *spreading) narrow(to, row [][4]float64, opaque bool) {
	for x := range s.targets {
		t := &s.targets[x]
		var r, g, b, a float64
		for i, p := range row[t.start:t.end] {
			weight := t.weights[i]
			r += float64(p[0] * weight)
			g += float64(p[1] * weight)
			b += float64(p[2] * weight)
			a += float64(p[3] * weight)
		}
		scale := t.scale / 0xffff
		to[x] = [4]float64{r * scale, g * scale, b * scale, a * scale}
		if opaque {
			to[x][3] = 1
		}
	}
}

// to16 converts the range from 0 to 1.
func to16(f float64) uint16 {
	return uint16(max(0, min(int32(float64(0xffff*f)+0.5), 0xffff)))
}

// rowReader returns what reads a row of a picture, in 16 bits and alpha-premultiplied
// as color.Color has it. opaque says that every alpha is the most there is.
func rowReader(img image.Image) (read func(y int, row [][4]float64), opaque bool) {
	b := img.Bounds()
	set := func(p *[4]float64, r, g, b, a uint32) {
		*p = [4]float64{float64(r), float64(g), float64(b), float64(a)}
	}
	switch img := img.(type) {
	case *jpeg.Image:
		pix := make([]byte, 3*b.Dx())
		return func(y int, row [][4]float64) {
			img.Row(y, pix)
			for x := range row {
				set(&row[x], uint32(pix[3*x])*0x101, uint32(pix[3*x+1])*0x101, uint32(pix[3*x+2])*0x101, 0xffff)
			}
		}, true
	case *image.RGBA:
		return func(y int, row [][4]float64) {
			pix := img.Pix[img.PixOffset(b.Min.X, b.Min.Y+y):]
			for x := range row {
				p := pix[4*x:][:4]
				set(&row[x], uint32(p[0])*0x101, uint32(p[1])*0x101, uint32(p[2])*0x101, uint32(p[3])*0x101)
			}
		}, false
	case *image.NRGBA:
		return func(y int, row [][4]float64) {
			pix := img.Pix[img.PixOffset(b.Min.X, b.Min.Y+y):]
			for x := range row {
				p := pix[4*x:][:4]
				a := uint32(p[3]) * 0x101
				set(&row[x], uint32(p[0])*a/0xff, uint32(p[1])*a/0xff, uint32(p[2])*a/0xff, a)
			}
		}, false
	case *image.Gray:
		return func(y int, row [][4]float64) {
			for x, v := range img.Pix[img.PixOffset(b.Min.X, b.Min.Y+y):][:len(row)] {
				set(&row[x], uint32(v)*0x101, uint32(v)*0x101, uint32(v)*0x101, 0xffff)
			}
		}, true
	case *image.YCbCr:
		return func(y int, row [][4]float64) {
			for x := range row {
				at, of := img.YOffset(b.Min.X+x, b.Min.Y+y), img.COffset(b.Min.X+x, b.Min.Y+y)
				r, g, b, a := color.YCbCr{Y: img.Y[at], Cb: img.Cb[of], Cr: img.Cr[of]}.RGBA()
				set(&row[x], r, g, b, a)
			}
		}, true
	case *image.Paletted:
		colours := make([][4]float64, 256)
		for i, c := range img.Palette {
			r, g, b, a := c.RGBA()
			set(&colours[i], r, g, b, a)
		}
		return func(y int, row [][4]float64) {
			for x, v := range img.Pix[img.PixOffset(b.Min.X, b.Min.Y+y):][:len(row)] {
				row[x] = colours[v]
			}
		}, false
	case image.RGBA64Image:
		return func(y int, row [][4]float64) {
			for x := range row {
				c := img.RGBA64At(b.Min.X+x, b.Min.Y+y)
				set(&row[x], uint32(c.R), uint32(c.G), uint32(c.B), uint32(c.A))
			}
		}, false
	}
	return func(y int, row [][4]float64) {
		for x := range row {
			r, g, bl, a := img.At(b.Min.X+x, b.Min.Y+y).RGBA()
			set(&row[x], r, g, bl, a)
		}
	}, false
}
