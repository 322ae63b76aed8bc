package raster

import (
	"bytes"
	"image/jpeg"
	"path/filepath"
	"testing"

	"lectern/app/importer/importertest"
)

// TestProfiles: renditions keep the meaning of their colours. (That they look as the
// original in a browser is tried in app/e2e/browser.)
func TestProfiles(t *testing.T) {
	for _, name := range []string{"p3.png", "swap.png", "p3.jpg", "swap.jpg"} {
		data := fixture(t, name)
		made, err := Make(t.Context(), name, data)
		if err != nil {
			t.Fatal(err)
		}
		kind := map[string]string{".png": "iCCP", ".jpg": "ICC_PROFILE"}[filepath.Ext(name)]
		if z := made.Sizes[0].Data; !bytes.Contains(z, []byte(kind)) {
			t.Errorf("%s has no profile", name)
		} else if a, b := profileIn(data), profileIn(z); !bytes.Equal(a, b) || len(a) < 100 {
			t.Errorf("%s has another profile, of %d bytes instead of %d", name, len(b), len(a))
		}
	}
	// A profile of many segments is put together, in their order.
	long := matrixProfile([]byte{4, 0, 0, 0}, srgb, append(gammaCurve(2.2), make([]byte, 150_000)...))
	photo := (&colours{profile: long}).written("image/jpeg", importertest.JPEG(importertest.Colours(20, 10)))
	if got := profileIn(photo); !bytes.Equal(got, long) {
		t.Errorf("%d bytes of %d", len(got), len(long))
	}
	if _, err := jpeg.Decode(bytes.NewReader(photo)); err != nil {
		t.Error(err)
	}
	huge := (&colours{profile: append(long, make([]byte, 1<<20)...)}).written("image/png", importertest.PNG(importertest.Colours(20, 10)))
	shown(t, "a.png", huge, "a.png has a colour profile of more than 1 MB, which is left out.")
	if usable([]byte("no profile"), true) != nil || usable(append(long[:16:16], "CMYK............acsp"...), true) != nil {
		t.Error("that is none")
	}
}

func profileIn(data []byte) []byte {
	if bytes.HasPrefix(data, []byte(pngHead)) {
		for kind, b := range pngChunks(data) {
			if kind == "iCCP" {
				return inflate(b[bytes.IndexByte(b, 0)+2:])
			}
		}
	}
	return jpegProfile(data)
}

// TestSRGBProfile: the profile that is made of numbers is sRGB's for sRGB's.
func TestSRGBProfile(t *testing.T) {
	m := srgb.toD50()
	want := matrix3{{0.4361, 0.3851, 0.1431}, {0.2225, 0.7169, 0.0606}, {0.0139, 0.0971, 0.7141}} // IEC 61966-2-1, adapted
	for i := range 3 {
		for j := range 3 {
			if d := m[i][j] - want[i][j]; d > 0.0005 || d < -0.0005 {
				t.Errorf("%d %d: %.4f, want %.4f", i, j, m[i][j], want[i][j])
			}
		}
	}
}
