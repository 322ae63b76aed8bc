package browser

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"lectern/app/e2e/harness"
)

// leavePicture keeps a picture of a page that failed, where LECTERN_TEST_PICTURES
// names a folder for it.
func (p *tab) leavePicture() string {
	dir := os.Getenv("LECTERN_TEST_PICTURES")
	if dir == "" {
		return ""
	}
	data, err := chromedp.Run(p.ctx, chromedp.CaptureScreenshot())
	file := filepath.Join(dir, strings.ReplaceAll(p.t.Name(), "/", "-")+".png")
	if err = errors.Join(err, os.WriteFile(file, data, 0o644)); err != nil {
		return "\n" + err.Error()
	}
	return "\na picture: " + file
}

// picture is what the page looks like.
func (p *tab) picture() *image.NRGBA {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, harness.Patience)
	defer cancel()
	// It is compared, and thrown away: to make it small would take most of the time.
	fast := true
	shot, err := chromedp.Call(ctx, page.CaptureScreenshot, page.CaptureScreenshotParams{FromSurface: &fast, OptimizeForSpeed: &fast})
	if err != nil {
		p.t.Fatal(err)
	}
	img, err := png.Decode(bytes.NewReader(shot.Data))
	if err != nil {
		p.t.Fatal(err)
	}
	if i, ok := img.(*image.RGBA); ok && i.Opaque() {
		return &image.NRGBA{Pix: i.Pix, Stride: i.Stride, Rect: i.Rect} // the same bytes
	}
	flat := image.NewNRGBA(img.Bounds())
	draw.Draw(flat, flat.Bounds(), img, img.Bounds().Min, draw.Src)
	return flat
}

// keepPicture takes a picture of a page, where LECTERN_TEST_PICTURES names a folder for it.
func (p *tab) keepPicture(name string) {
	if dir := os.Getenv("LECTERN_TEST_PICTURES"); dir != "" {
		var b bytes.Buffer
		if err := png.Encode(&b, p.picture()); err != nil {
			p.t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name+".png"), b.Bytes(), 0o600); err != nil {
			p.t.Fatal(err)
		}
	}
}

// plainPicture is a PNG of one colour.
func plainPicture(t *testing.T, width, height int) []byte {
	img := image.NewPaletted(image.Rect(0, 0, width, height), color.Palette{color.NRGBA{90, 140, 90, 255}})
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
