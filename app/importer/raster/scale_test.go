package raster

import (
	"fmt"
	"image"
	"image/color"
	"image/color/palette"
	"math/rand/v2"
	"runtime"
	"testing"

	"golang.org/x/image/draw"
)

// noise is a picture of each kind that a decoder makes, with a corner elsewhere.
func noise(w, h int) []image.Image {
	dice := rand.New(rand.NewPCG(7, uint64(w*h)))
	fill := func(pix []byte) {
		for i := range pix {
			pix[i] = byte(dice.Uint32())
		}
	}
	r := image.Rect(3, 2, 3+w, 2+h)
	rgba, nrgba, gray, gray16 := image.NewRGBA(r), image.NewNRGBA(r), image.NewGray(r), image.NewGray16(r)
	nrgba64, cmyk, paletted := image.NewNRGBA64(r), image.NewCMYK(r), image.NewPaletted(r, palette.WebSafe)
	for _, pix := range [][]byte{rgba.Pix, nrgba.Pix, gray.Pix, gray16.Pix, nrgba64.Pix, cmyk.Pix, paletted.Pix} {
		fill(pix)
	}
	for i := range paletted.Pix {
		paletted.Pix[i] %= byte(len(palette.WebSafe))
	}
	for i := 0; i < len(rgba.Pix); i += 4 {
		c := color.RGBAModel.Convert(color.NRGBA{rgba.Pix[i], rgba.Pix[i+1], rgba.Pix[i+2], rgba.Pix[i+3]}).(color.RGBA)
		rgba.Pix[i], rgba.Pix[i+1], rgba.Pix[i+2] = c.R, c.G, c.B
	}
	out := []image.Image{rgba, nrgba, gray, gray16, nrgba64, cmyk, paletted}
	for _, ratio := range []image.YCbCrSubsampleRatio{image.YCbCrSubsampleRatio444, image.YCbCrSubsampleRatio422, image.YCbCrSubsampleRatio420,
		image.YCbCrSubsampleRatio440, image.YCbCrSubsampleRatio411, image.YCbCrSubsampleRatio410} {
		p := image.NewYCbCr(image.Rect(0, 0, w, h), ratio)
		fill(p.Y)
		fill(p.Cb)
		fill(p.Cr)
		out = append(out, p)
		a := image.NewNYCbCrA(image.Rect(0, 0, w, h), ratio)
		fill(a.Y)
		fill(a.Cb)
		fill(a.Cr)
		fill(a.A)
		out = append(out, a)
	}
	return out
}

// TestScaleIsDraws: not a pixel is other than draw makes it.
func TestScaleIsDraws(t *testing.T) {
	for _, from := range []image.Point{{49, 31}, {32, 32}, {100, 3}, {1, 90}, {20, 150}} {
		for _, to := range []image.Point{{25, 16}, {32, 32}, {7, 100}, {1, 1}, {20, 7}} {
			for _, img := range noise(from.X, from.Y) {
				want := image.NewRGBA(image.Rect(0, 0, to.X, to.Y))
				if from == to {
					draw.Draw(want, want.Rect, img, img.Bounds().Min, draw.Src)
				} else {
					draw.CatmullRom.Scale(want, want.Rect, img, img.Bounds(), draw.Src, nil)
				}
				got := scale(img, to.X, to.Y)
				if string(got.Pix) != string(want.Pix) {
					different := 0
					for i := range got.Pix {
						if got.Pix[i] != want.Pix[i] {
							different++
						}
					}
					t.Errorf("%v to %v, %s: %d of %d bytes differ", from, to, fmt.Sprintf("%T", img), different, len(got.Pix))
				}
			}
		}
	}
}

// TestScaleNeedsLittle: a tall picture is made smaller in little more memory than the
// result has.
func TestScaleNeedsLittle(t *testing.T) {
	img := image.NewGray(image.Rect(0, 0, 1000, 4000))
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	small := scale(img, 500, 2000)
	runtime.ReadMemStats(&after)
	if took, least := after.TotalAlloc-before.TotalAlloc, uint64(len(small.Pix)); took > least+least/4 {
		t.Errorf("%d bytes for a picture of %d", took, least)
	}
}

func BenchmarkScale(b *testing.B) {
	for _, img := range noise(3000, 2000)[:8] {
		b.Run(fmt.Sprintf("%T", img), func(b *testing.B) {
			for b.Loop() {
				scale(img, 1920, 1280)
			}
		})
		b.Run(fmt.Sprintf("draw%T", img), func(b *testing.B) {
			for b.Loop() {
				dst := image.NewRGBA(image.Rect(0, 0, 1920, 1280))
				draw.CatmullRom.Scale(dst, dst.Rect, img, img.Bounds(), draw.Src, nil)
			}
		})
	}
}
