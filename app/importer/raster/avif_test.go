package raster

import (
	"bytes"
	"image"
	"image/color"
	"os"
	"testing"

	"lectern/app/fault"
	"lectern/app/importer/importertest"
	"lectern/app/importer/raster/avif"
)

// loadAVIF makes the decoder ready, as the import's child does.
func loadAVIF(t testing.TB) {
	t.Helper()
	if err := avif.Load(t.Context(), os.Getenv("LECTERN_TEST_PDF_ENGINE")); err != nil {
		t.Fatal(err)
	}
}

// TestAVIF: of all kinds, in their right colours and the right way up: red in a corner,
// blue elsewhere.
func TestAVIF(t *testing.T) {
	loadAVIF(t)
	red, blue := color.NRGBA{255, 0, 0, 255}, color.NRGBA{0, 0, 255, 255}
	for name, c := range map[string]struct {
		size       image.Point
		red, other image.Point
		profile    string // a mark that is in what is served
		remark     string
	}{
		"plain":    {size: image.Pt(64, 40), red: image.Pt(4, 4), other: image.Pt(60, 36)},
		"limited":  {size: image.Pt(64, 40), red: image.Pt(4, 4), other: image.Pt(60, 36)},
		"turned":   {size: image.Pt(40, 64), red: image.Pt(4, 60), other: image.Pt(4, 4)},
		"mirrored": {size: image.Pt(40, 64), red: image.Pt(36, 60), other: image.Pt(4, 4)},
		"both":     {size: image.Pt(40, 64), red: image.Pt(36, 60), other: image.Pt(4, 4)},
		"flipped":  {size: image.Pt(64, 40), red: image.Pt(60, 4), other: image.Pt(4, 4)},
		"cropped":  {size: image.Pt(40, 20), red: image.Pt(4, 4), other: image.Pt(38, 4)},
		"grid":     {size: image.Pt(128, 128), red: image.Pt(4, 4), other: image.Pt(124, 124)},
		"p3":       {size: image.Pt(33, 21), red: image.Pt(4, 4), other: image.Pt(30, 18), profile: "iCCP"},
		"hdr":      {size: image.Pt(64, 40), red: image.Pt(4, 4), other: image.Pt(60, 36), profile: "cICP\x09\x10\x00\x01"},
		"moving": {size: image.Pt(64, 40), red: image.Pt(4, 4), other: image.Pt(60, 36),
			remark: "a.avif moves, which an AVIF does not do here: only its first picture is shown. A GIF, a WebP or a film moves."},
	} {
		t.Run(name, func(t *testing.T) {
			data := fixture(t, "avif/"+name+".avif")
			img := shown(t, "a.avif", data, c.remark)
			if img.Bounds().Size() != c.size {
				t.Fatalf("%v, want %v", img.Bounds().Size(), c.size)
			}
			if !near(img.At(c.red.X, c.red.Y), red, 6) || !near(img.At(c.other.X, c.other.Y), blue, 6) {
				t.Errorf("%v and %v", img.At(c.red.X, c.red.Y), img.At(c.other.X, c.other.Y))
			}
			made, err := Make(t.Context(), "a.avif", data)
			if err != nil {
				t.Fatal(err)
			}
			for _, z := range made.Sizes {
				if bytes.Contains(z.Data, []byte("GPS")) || !bytes.Contains(z.Data, []byte(c.profile)) || c.profile == "" && (bytes.Contains(z.Data, []byte("iCCP")) || bytes.Contains(z.Data, []byte("cICP"))) {
					t.Errorf("%s: %.400q", z.Type, z.Data)
				}
			}
		})
	}
	grey := shown(t, "a.avif", fixture(t, "avif/grey.avif"), "")
	if !near(grey.At(20, 0), color.Gray{60}, 6) {
		t.Errorf("grey is %v", grey.At(20, 0))
	}
	clear := shown(t, "a.avif", fixture(t, "avif/alpha.avif"), "")
	if _, _, _, a := clear.At(2, 10).RGBA(); a > 0x0300 || !near(clear.At(30, 10), red, 6) {
		t.Errorf("what is clear is %v, beside it %v", clear.At(2, 10), clear.At(30, 10))
	}
}

// TestBrokenAVIF: sentences, and no more memory than a picture may take.
func TestBrokenAVIF(t *testing.T) {
	loadAVIF(t)
	whole := fixture(t, "avif/plain.avif")
	damaged := bytes.Clone(whole)
	at := bytes.Index(damaged, []byte("mdat")) + 4
	for i := range damaged[at:] {
		damaged[at+i] ^= 0x55
	}
	huge := bytes.Clone(whole)
	ispe := bytes.Index(huge, []byte("ispe")) + 8
	copy(huge[ispe:], "\x00\x00\xff\xff\x00\x00\xff\xff")
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"cut":      {whole[:len(whole)-20], "a.avif is cut short: the file ends before the picture does"},
		"damaged":  {damaged, "a.avif is damaged and cannot be shown"},
		"a head":   {whole[:32], "a.avif is damaged and cannot be shown"},
		"too much": {huge, "a.avif has 65535 × 65535 pixels; 100 million pixels are the most"},
	} {
		_, err := Make(t.Context(), "a.avif", c.data)
		importertest.CheckRefusal(t, err)
		if e, ok := err.(*fault.Error); !ok || e.Message != c.want {
			t.Errorf("%s: %v", name, err)
		}
	}
	copy(huge[ispe:], "\x00\x00\x20\x00\x00\x00\x20\x00")
	_, err := Make(t.Context(), "a.avif", huge)
	refused(t, err, "a.avif has 8192 × 8192 pixels, which need 1856 MB of memory; 560 MB are the most")
}
