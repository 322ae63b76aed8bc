package raster

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/draw"
	"image/gif"

	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/image/bmp"

	"lectern/app/fault"
	"lectern/app/importer/importertest"
)

// shown is what a picture is served as, in its largest size.
func shown(t *testing.T, name string, data []byte, remark string) image.Image {
	t.Helper()
	made, err := Make(t.Context(), name, data)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	if made.Remark != remark {
		t.Errorf("%s: remark %q, want %q", name, made.Remark, remark)
	}
	img, _, err := image.Decode(bytes.NewReader(made.Sizes[len(made.Sizes)-1].Data))
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return img
}

func fixture(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func near(a, b color.Color, most int) bool {
	x, y := color.NRGBAModel.Convert(a).(color.NRGBA), color.NRGBAModel.Convert(b).(color.NRGBA)
	for _, d := range []int{int(x.R) - int(y.R), int(x.G) - int(y.G), int(x.B) - int(y.B), int(x.A) - int(y.A)} {
		if d > most || -d > most {
			return false
		}
	}
	return true
}

// TestWebPColours: black is 0 and white 255. (The fixture has eight bars.)
func TestWebPColours(t *testing.T) {
	img := shown(t, "a.webp", fixture(t, "bars.webp"), "")
	for i, want := range []color.NRGBA{{0, 0, 0, 255}, {255, 255, 255, 255}, {255, 0, 0, 255}, {0, 255, 0, 255}, {0, 0, 255, 255}, {128, 128, 128, 255}} {
		if got := img.At(80*i+40, 100); !near(got, want, 3) {
			t.Errorf("bar %d is %v, want %v", i, got, want)
		}
	}
	img = shown(t, "a.webp", fixture(t, "alpha.webp"), "")
	if got := img.At(44, 30); !near(got, color.NRGBA{0, 0, 255, 255}, 8) {
		t.Errorf("%v", got)
	}
	if _, _, _, a := img.At(2, 30).RGBA(); a>>8 < 8 || a>>8 > 16 {
		t.Errorf("its alpha is %d", a>>8)
	}
	for n, data := range [][]byte{append(fixture(t, "bars.webp"), "rubbish"...), append([]byte("RIFF\xff\xff\xff\x00"), fixture(t, "bars.webp")[8:]...)} {
		if img := shown(t, "a.webp", data, ""); !near(img.At(120, 100), color.White, 3) {
			t.Errorf("%d: %v", n, img.At(120, 100))
		}
	}
}

// TestGIFs: a canvas of its own, no end, zeros and anything behind it.
func TestGIFs(t *testing.T) {
	for name, want := range map[string]image.Point{
		"offset.gif": {240, 136}, "bigger-frame.gif": {120, 68}, "notrailer.gif": {120, 68}, "nul.gif": {120, 68},
	} {
		if got := shown(t, name, fixture(t, name), "").Bounds().Size(); got != want {
			t.Errorf("%s: %v", name, got)
		}
	}
	img := shown(t, "a.gif", fixture(t, "offset.gif"), "")
	if _, _, _, a := img.At(0, 0).RGBA(); a != 0 {
		t.Error("there is something beside the frame")
	}

	const cut = "a.gif is cut short: a part of the picture is missing."
	still := importertest.GIF(1)
	drawing := image.NewPaletted(image.Rect(0, 0, 200, 100), color.Palette{color.White, color.RGBA{255, 0, 0, 255}})
	for i := range drawing.Pix {
		drawing.Pix[i] = byte(i * i / 7 % 2)
	}
	var b bytes.Buffer
	if err := gif.Encode(&b, drawing, &gif.Options{NumColors: 2}); err != nil {
		t.Fatal(err)
	}
	whole := b.Bytes()
	shown(t, "a.gif", slices.Concat(still[:len(still)-1], []byte("\x00\x00;rubbish")), "")
	img = shown(t, "a.gif", whole[:len(whole)*9/10], cut)
	if img.At(199, 20) == img.At(199, 99) && img.Bounds().Dy() != 100 {
		t.Error("a part of it is not where it was")
	}
	_, err := Make(t.Context(), "a.gif", whole[:len(whole)/4])
	if e, ok := err.(*fault.Error); !ok || e.Message != "a.gif is cut short: the file ends before the picture does" {
		t.Errorf("%v", err)
	}
	moving := importertest.GIF(3)
	made, err := Make(t.Context(), "a.gif", append(moving[:len(moving)-1:len(moving)-1], 0, 0))
	if err != nil || made.Sizes[0].Type != "image/gif" || !bytes.Equal(made.Sizes[0].Data, moving) {
		t.Errorf("%v %+v", err, made)
	}
}

// TestInterlacedGIF: rows come in four passes.
func TestInterlacedGIF(t *testing.T) {
	rows := []int{0, 8, 4, 2, 6, 1, 3, 5, 7, 9} // of a picture of ten
	p := image.NewPaletted(image.Rect(0, 0, 4, 10), color.Palette{})
	for i := range 10 {
		p.Palette = append(p.Palette, color.Gray{byte(20 * i)})
	}
	for stored, y := range rows {
		for x := range 4 {
			p.SetColorIndex(x, stored, uint8(y))
		}
	}
	var b bytes.Buffer
	if err := gif.Encode(&b, p, nil); err != nil {
		t.Fatal(err)
	}
	data := b.Bytes()
	at := bytes.IndexByte(data[13+3*16:], 0x2c) + 13 + 3*16
	data[at+9] |= 0x40
	img := shown(t, "a.gif", data, "")
	for y := range 10 {
		if !near(img.At(1, y), color.Gray{byte(20 * y)}, 0) {
			t.Errorf("row %d is %v", y, img.At(1, y))
		}
	}
}

// TestPNGs: what does not belong to the picture may be wrong.
func TestPNGs(t *testing.T) {
	picture := importertest.Colours(300, 200)
	data := importertest.PNG(picture)
	end := len(data) - 12
	wrong := pngChunk("tEXt", []byte("a\x00b"))
	wrong[len(wrong)-1]++
	spoilt := slices.Clone(data)
	spoilt[end-1]++ // the checksum of the picture's chunk
	const cut = "a.png is cut short: a part of the picture is missing."
	for name, c := range map[string]struct {
		data   []byte
		remark string
	}{
		"no end":               {data[:end], ""},
		"a wrong text":         {slices.Concat(data[:33], wrong, data[33:]), ""},
		"rubbish behind":       {append(slices.Clone(data), "rubbish"...), ""},
		"a wrong checksum":     {spoilt, ""},
		"cut in the picture":   {data[:end-(end-33)/4], cut},
		"cut in the last part": {data[:end-8], ""},
	} {
		img := shown(t, "a.png", c.data, c.remark)
		if img.Bounds() != picture.Bounds() || !near(img.At(7, 3), picture.At(7, 3), 0) || c.remark == "" && !near(img.At(299, 199), picture.At(299, 199), 0) {
			t.Errorf("%s: %v %v", name, img.Bounds(), img.At(299, 199))
		}
	}
	if _, err := Make(t.Context(), "a.png", data[:len(data)/4]); fault.CodeOf(err) != fault.NotADeck {
		t.Error(err)
	}
}

// TestBMP: of all depths that programs write.
func TestBMP(t *testing.T) {
	picture := importertest.Colours(30, 20)
	few := image.NewPaletted(picture.Rect, color.Palette{color.RGBA{0, 0, 255, 255}, color.RGBA{255, 0, 0, 255}})
	draw.Draw(few, few.Rect, picture, image.Point{}, draw.Src)
	for _, p := range []image.Image{picture, few} {
		var b bytes.Buffer
		if err := bmp.Encode(&b, p); err != nil {
			t.Fatal(err)
		}
		if img := shown(t, "a.bmp", b.Bytes(), ""); !near(img.At(2, 2), picture.At(2, 2), 0) || !near(img.At(29, 19), picture.At(29, 19), 0) {
			t.Errorf("%T: %v %v", p, img.At(2, 2), img.At(29, 19))
		}
		packed := b.Bytes()
		packed[30] = 1 // run lengths
		if _, err := Make(t.Context(), "a.bmp", packed); err == nil || err.Error() == "" || !strings.Contains(err.(*fault.Error).Message, "a.bmp holds a BMP of a kind") {
			t.Errorf("%T: %v", p, err)
		}
	}
}

// TestICO: of an icon, the largest picture.
func TestICO(t *testing.T) {
	picture := image.NewNRGBA(image.Rect(0, 0, 20, 10))
	draw.Draw(picture, picture.Rect, importertest.Colours(20, 10), image.Point{}, draw.Src)
	picture.SetNRGBA(19, 9, color.NRGBA{0, 0, 255, 0})
	var b bytes.Buffer
	if err := bmp.Encode(&b, importertest.Colours(20, 10)); err != nil {
		t.Fatal(err)
	}
	plain := bytes.Clone(b.Bytes()[14:]) // 24 bits a pixel, and a mask
	binary.LittleEndian.PutUint32(plain[8:], 20)
	mask := make([]byte, 4*10)
	mask[2] = 0x10
	plain = append(plain, mask...)
	b.Reset()
	if err := bmp.Encode(&b, picture); err != nil {
		t.Fatal(err)
	}
	deep := bytes.Clone(b.Bytes()[14:]) // of a newer header, 32 bits
	binary.LittleEndian.PutUint32(deep[8:], 20)
	icon := func(w, h byte, data []byte) []byte {
		out := []byte{0, 0, 1, 0, 2, 0}
		at := 6 + 2*16
		for _, e := range []struct {
			w, h byte
			data []byte
		}{{8, 8, plain}, {w, h, data}} {
			out = append(out, e.w, e.h, 0, 0, 1, 0, 24, 0)
			out = binary.LittleEndian.AppendUint32(out, uint32(len(e.data)))
			out = binary.LittleEndian.AppendUint32(out, uint32(at))
			at += len(e.data)
		}
		return slices.Concat(out, plain, data)
	}
	many := []byte{0, 0, 1, 0, 0xb8, 0x0b} // 3,000, of which the last is the largest
	for i := range 3000 {
		size := byte(8)
		if i == 2999 {
			size = 20
		}
		many = append(many, size, size, 0, 0, 1, 0, 24, 0)
		many = binary.LittleEndian.AppendUint32(many, uint32(len(plain)))
		many = binary.LittleEndian.AppendUint32(many, 6+3000*16)
	}
	many = append(many, plain...)
	for name, data := range map[string][]byte{"many": many, "24 bits": icon(20, 10, plain), "32 bits": icon(20, 10, deep), "PNG": icon(0, 0, importertest.PNG(picture))} {
		img := shown(t, "a.ico", data, "")
		if !near(img.At(0, 0), color.NRGBA{255, 0, 0, 255}, 0) || !near(img.At(18, 9), color.NRGBA{0, 0, 255, 255}, 0) {
			t.Errorf("%s: %v %v", name, img.At(0, 0), img.At(18, 9))
		}
		if _, _, _, a := img.At(19, 9).RGBA(); a != 0 {
			t.Errorf("%s: what is clear is %v", name, img.At(19, 9))
		}
	}
}

// TestMovingPNG: an APNG moves, without what does not belong to it.
func TestMovingPNG(t *testing.T) {
	data := importertest.PNG(importertest.Colours(100, 90))
	frame := make([]byte, 26)
	binary.BigEndian.PutUint32(frame[4:], 100)
	binary.BigEndian.PutUint32(frame[8:], 90)
	moving := slices.Concat(data[:33], pngChunk("acTL", []byte{0, 0, 0, 2, 0, 0, 0, 0}), pngChunk("fcTL", frame), pngChunk("tEXt", []byte("secret\x00GPS")),
		data[33:len(data)-12], pngChunk("fcTL", frame), pngChunk("fdAT", []byte("\x00\x00\x00\x02x")), data[len(data)-12:])
	made, err := Make(t.Context(), "a.png", moving)
	if err != nil || made.Width != 100 || made.Sizes[0].Type != "image/png" || !bytes.Contains(made.Sizes[0].Data, []byte("fdAT")) || bytes.Contains(made.Sizes[0].Data, []byte("GPS")) {
		t.Errorf("%v %+v", err, made)
	}
	many := slices.Concat(moving[:len(moving)-12], bytes.Repeat(pngChunk("fcTL", frame), 50_000))
	if made, err = Make(t.Context(), "a.png", many); err != nil || !strings.Contains(made.Remark, "only the first is shown") || len(made.Sizes[0].Data) > 10_000 {
		t.Errorf("%v %q", err, made.Remark)
	}
}

// TestJPEGKinds: sentences for what browsers do not show either, and pictures for the
// rest.
func TestJPEGKinds(t *testing.T) {
	for name, want := range map[string]string{
		"arithmetic.jpg": "a.jpg is a JPEG of a kind that browsers do not show; save it anew, as PNG or as an ordinary JPEG",
		"deep.jpg":       "a.jpg is a JPEG with more than 8 bits a colour, which browsers do not show; save it as PNG or with 8 bits",
	} {
		_, err := Make(t.Context(), "a.jpg", fixture(t, "../jpeg/testdata/"+name))
		if e, ok := err.(*fault.Error); !ok || e.Message != want {
			t.Errorf("%s: %v", name, err)
		}
	}
	shown(t, "a.jpg", fixture(t, "../jpeg/testdata/noend.jpg"), "")
	shown(t, "a.jpg", append(fixture(t, "../jpeg/testdata/2x2.jpg"), "rubbish\xff\xc0"...), "")
	whole := fixture(t, "../jpeg/testdata/1x1.jpg")
	shown(t, "a.jpg", whole[:len(whole)*19/20], "a.jpg is cut short: a part of the picture is missing.")
	img := shown(t, "a.jpg", fixture(t, "../jpeg/testdata/1x4.jpg"), "")
	if img.Bounds().Size() != image.Pt(45, 35) {
		t.Errorf("%v", img.Bounds())
	}
}
