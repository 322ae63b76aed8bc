package avif

import (
	"image"
	"io"
	"os"
	"path/filepath"
	"testing"

	"lectern/app/importer/importertest"
)

func TestParse(t *testing.T) {
	for name, want := range map[string]Info{
		"plain":    {Width: 64, Height: 40, Crop: image.Rect(0, 0, 64, 40)},
		"turned":   {Width: 64, Height: 40, Crop: image.Rect(0, 0, 64, 40), Turns: 1},
		"mirrored": {Width: 64, Height: 40, Crop: image.Rect(0, 0, 64, 40), Turns: 3, Mirror: TopDown},
		"flipped":  {Width: 64, Height: 40, Crop: image.Rect(0, 0, 64, 40), Mirror: LeftRight},
		"cropped":  {Width: 64, Height: 40, Crop: image.Rect(0, 0, 40, 20)},
		"alpha":    {Width: 33, Height: 21, Crop: image.Rect(0, 0, 33, 21), Clear: true},
		"grey":     {Width: 64, Height: 40, Crop: image.Rect(0, 0, 64, 40), Grey: true},
		"hdr":      {Width: 64, Height: 40, Crop: image.Rect(0, 0, 64, 40), Deep: true},
		"grid":     {Width: 128, Height: 128, Crop: image.Rect(0, 0, 128, 128)},
		"moving":   {Width: 64, Height: 40, Crop: image.Rect(0, 0, 64, 40), Moving: true},
	} {
		data, err := os.ReadFile(filepath.Join("../testdata/avif", name+".avif"))
		if err != nil {
			t.Fatal(err)
		}
		got, err := Parse(data)
		coded := got.Coded
		got.Coded, got.Profile = nil, nil
		if err != nil || got.Width != want.Width || got.Height != want.Height || got.Crop != want.Crop || got.Turns != want.Turns ||
			got.Mirror != want.Mirror || got.Grey != want.Grey || got.Clear != want.Clear || got.Deep != want.Deep || got.Moving != want.Moving {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
		if is := coded != nil && *coded == (Coded{9, 16}); is != (name == "hdr") {
			t.Errorf("%s: %+v", name, coded)
		}
		if _, err := Parse(data[:len(data)-1]); err != io.ErrUnexpectedEOF {
			t.Errorf("%s, cut: %v", name, err)
		}
	}
}

// TestAperture: of whole pixels in the picture, or none.
func TestAperture(t *testing.T) {
	for in, want := range map[string]image.Rectangle{
		"\x00\x00\x00\x28\x00\x00\x00\x01\x00\x00\x00\x14\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00\x01": image.Rect(12, 10, 52, 30),
		"\x00\x00\x00\x28\x00\x00\x00\x01\x00\x00\x00\x14\x00\x00\x00\x01\xff\xff\xff\xf4\x00\x00\x00\x01\xff\xff\xff\xf6\x00\x00\x00\x01": image.Rect(0, 0, 40, 20),
		"\x00\x00\x00\x28\x00\x00\x00\x01\x00\x00\x00\x14\x00\x00\x00\x01\xff\xff\xff\xf3\x00\x00\x00\x01\xff\xff\xff\xf6\x00\x00\x00\x01": {}, // begins beside it
		"\x00\x00\x00\x28\x00\x00\x00\x00\x00\x00\x00\x14\x00\x00\x00\x01\xff\xff\xff\xf4\x00\x00\x00\x01\xff\xff\xff\xf6\x00\x00\x00\x01": {}, // divides by 0
		"\x00\x00\x00\x29\x00\x00\x00\x01\x00\x00\x00\x14\x00\x00\x00\x01\xff\xff\xff\xf4\x00\x00\x00\x01\xff\xff\xff\xf6\x00\x00\x00\x01": {}, // half pixels
		"\x00\x00\x00\x28": {},
	} {
		if r, ok := aperture([]byte(in), 64, 40); ok == want.Empty() || ok && r != want {
			t.Errorf("%x: %v %v, want %v", in, r, ok, want)
		}
	}
}

// FuzzDecode reads what a file says, and decodes what is small.
func FuzzDecode(f *testing.F) {
	if err := Load(f.Context(), os.Getenv("LECTERN_TEST_PDF_ENGINE")); err != nil {
		f.Fatal(err)
	}
	importertest.AddSeeds(f, "../testdata/avif/*.avif")
	f.Fuzz(func(t *testing.T, data []byte) {
		i, err := Parse(data)
		if err != nil {
			return
		}
		if i.Width < 1 || i.Height < 1 || i.Width > maxSide || i.Height > maxSide || i.Crop.Empty() || !i.Crop.In(image.Rect(0, 0, i.Width, i.Height)) {
			t.Errorf("%+v", i)
		}
		if i.Width*i.Height > 1<<20 {
			return
		}
		if img, err := Decode(t.Context(), data, i); err == nil && img.Rect != (image.Rectangle{Max: i.Crop.Size()}) {
			t.Errorf("%v of %+v", img.Rect, i)
		}
	})
}
