package raster

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"lectern/app/importer/importertest"
)

func TestRenditionSizes(t *testing.T) {
	for _, c := range []struct {
		w, h int
		want string
	}{
		{10, 20, "[(10,20)]"},
		{960, 54, "[(960,54)]"},
		{1000, 50, "[(960,48) (1000,50)]"},
		{2500, 100, "[(960,38) (1920,77) (2500,100)]"},
		{5000, 100, "[(960,19) (1920,38) (3840,77)]"},
		{5000, 1, "[(960,1) (1920,1) (3840,1)]"},
	} {
		p, err := Make(t.Context(), "a.png", importertest.PNG(importertest.Colours(c.w, c.h)))
		if err != nil {
			t.Fatal(err)
		}
		var got []image.Point
		for _, z := range p.Sizes {
			img, _, err := image.Decode(bytes.NewReader(z.Data))
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, img.Bounds().Size())
		}
		if fmt.Sprint(got) != c.want {
			t.Errorf("%d × %d: %v, want %s", c.w, c.h, got, c.want)
		}
	}
}

func TestOrientation(t *testing.T) {
	// Where the red corner of the upright picture is, for each way to hold
	// the camera: stored at the top left, seen turned.
	corners := []string{"top left", "top right", "bottom right", "bottom left", "top left", "top right", "bottom right", "bottom left"}
	for o := 1; o <= 8; o++ {
		p, err := Make(t.Context(), "a.jpg", importertest.WithEXIF(importertest.JPEG(importertest.Colours(80, 40)), byte(o)))
		if err != nil {
			t.Fatal(err)
		}
		img, err := jpeg.Decode(bytes.NewReader(p.Sizes[0].Data))
		if err != nil {
			t.Fatal(err)
		}
		w, h := img.Bounds().Dx(), img.Bounds().Dy()
		if (o >= 5) != (w == 40 && h == 80) {
			t.Errorf("%d: %d × %d", o, w, h)
		}
		red := func(x, y int) bool { r, _, b, _ := img.At(x, y).RGBA(); return r > b }
		got := ""
		for name, at := range map[string]image.Point{"top left": {5, 5}, "top right": {w - 6, 5}, "bottom left": {5, h - 6}, "bottom right": {w - 6, h - 6}} {
			if red(at.X, at.Y) {
				got = name
			}
		}
		if got != corners[o-1] {
			t.Errorf("orientation %d: red is %s, want %s", o, got, corners[o-1])
		}
		if bytes.Contains(p.Sizes[0].Data, []byte("GPS")) {
			t.Errorf("orientation %d: what the camera added was passed on", o)
		}
	}
}

// TestOrientationOfPNG: one may be turned, too, if it says so before the picture.
func TestOrientationOfPNG(t *testing.T) {
	data := importertest.PNG(importertest.Colours(80, 40))
	turned := pngChunk("eXIf", []byte("MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06\x00\x00\x00\x00\x00\x00"))
	for at, want := range map[int]image.Point{33: {40, 80}, len(data) - 12: {80, 40}} {
		if got := shown(t, "a.png", slices.Concat(data[:at], turned, data[at:]), "").Bounds().Size(); got != want {
			t.Errorf("at %d: %v", at, got)
		}
	}
}

func TestCoat(t *testing.T) {
	photo := image.NewRGBA(image.Rect(0, 0, 1000, 140))
	r := rand.New(rand.NewPCG(1, 2))
	for y := range 140 {
		for x := range 1000 {
			photo.SetRGBA(x, y, color.RGBA{byte(x/8 + r.IntN(24)), byte(y/5 + r.IntN(24)), byte((x+y)/12 + r.IntN(24)), 255})
		}
	}
	clear := importertest.Colours(1000, 140)
	clear.Pix[3] = 0
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"photo as PNG": {importertest.PNG(photo), "image/jpeg"},
		"photo":        {importertest.JPEG(photo), "image/jpeg"},
		"drawing":      {importertest.PNG(importertest.Colours(1000, 140)), "image/png"},
		"transparent":  {importertest.PNG(clear), "image/png"},
		"still GIF":    {importertest.GIF(1), "image/png"},
	} {
		p, err := Make(t.Context(), "a", c.data)
		if err != nil {
			t.Fatal(err)
		}
		for _, z := range p.Sizes {
			if z.Type != c.want {
				t.Errorf("%s: %d wide is %s", name, z.Width, z.Type)
			}
		}
	}
}

// TestFewColours: a palette loses nothing.
func TestFewColours(t *testing.T) {
	for n := range 3 {
		img := image.NewRGBA(image.Rect(0, 0, 300, 200))
		for i := range 300 * 200 {
			v := byte(i)
			img.Set(i%300, i/300, color.NRGBA{v, 255 - v, byte(n) * v, 255})
		}
		size, err := encodePNG(img)
		if err != nil {
			t.Fatal(err)
		}
		back, err := png.Decode(bytes.NewReader(size.Data))
		if err != nil {
			t.Fatal(err)
		}
		if _, ok := back.(*image.Paletted); !ok {
			t.Errorf("%d: %T", n, back)
		}
		for i := range 300 * 200 {
			a, b := img.At(i%300, i/300), color.RGBAModel.Convert(back.At(i%300, i/300))
			if a != b {
				t.Fatalf("%d: pixel %d is %v, was %v", n, i, b, a)
			}
		}
	}
}

func TestAnimation(t *testing.T) {
	data := importertest.GIF(3)
	secret := append([]byte("\x21\xfe\x06secret\x00"), data[len(data)-1])
	p, err := Make(t.Context(), "a.gif", append(data[:len(data)-1:len(data)-1], secret...))
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Sizes) != 1 || p.Sizes[0].Type != "image/gif" || p.Width != 8 || bytes.Contains(p.Sizes[0].Data, []byte("secret")) {
		t.Errorf("%+v", p)
	}
	g, err := gif.DecodeAll(bytes.NewReader(p.Sizes[0].Data))
	if err != nil || len(g.Image) != 3 || g.LoopCount != 0 {
		t.Errorf("%v %+v", err, g)
	}
}

func TestAnimatedWebP(t *testing.T) {
	chunk := func(name, body string) string {
		return name + string(binary.LittleEndian.AppendUint32(nil, uint32(len(body)))) + body
	}
	body := "WEBP" + chunk("VP8X", "\x0e\x00\x00\x00\x0f\x00\x00\x09\x00\x00") + chunk("ANIM", "\x00\x00\x00\x00\x00\x00") +
		chunk("ANMF", strings.Repeat("x", 20)) + chunk("EXIF", "GPS!") + chunk("XMP ", "GPS!")
	p, err := Make(t.Context(), "a.webp", []byte(chunk("RIFF", body)))
	if err != nil {
		t.Fatal(err)
	}
	out := p.Sizes[0].Data
	if p.Width != 16 || p.Height != 10 || p.Sizes[0].Type != "image/webp" || bytes.Contains(out, []byte("GPS")) || out[20] != 0x02 {
		t.Errorf("%+v", p)
	}
	if n := binary.LittleEndian.Uint32(out[4:]); int(n)+8 != len(out) {
		t.Errorf("the header says %d, it is %d", n, len(out))
	}
}
