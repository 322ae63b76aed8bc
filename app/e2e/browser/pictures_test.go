package browser

import (
	"cmp"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"lectern/app/importer/importertest"
	"lectern/app/importer/raster"
	"lectern/app/importer/raster/avif"
)

// compared is how far two pictures are from each other, as Chromium shows them.
type compared struct {
	Error         string
	Width, Height int // of the second
	Most          int // that a colour is off
	Mean          float64
}

// comparePictures draws each pair on one page, both in the size of the first, on white.
func comparePictures(t testing.TB, pairs [][2]string) []compared {
	t.Helper()
	page := newBrowser(t).open("about:blank")
	in, err := json.Marshal(pairs)
	if err != nil {
		t.Fatal(err)
	}
	out := js[[]compared](page, `(async pairs => {
		const load = async url => { const i = new Image(); i.src = url; await i.decode(); return i }
		const pixels = (i, w, h) => {
			const c = new OffscreenCanvas(w, h).getContext('2d', {willReadFrequently: true})
			c.fillStyle = 'white'
			c.fillRect(0, 0, w, h)
			c.drawImage(i, 0, 0, w, h)
			return c.getImageData(0, 0, w, h).data
		}
		const out = []
		for (const [a, b] of pairs) {
			const r = {Error: '', Width: 0, Height: 0, Most: 0, Mean: 0}
			out.push(r)
			try {
				const [x, y] = [await load(a), await load(b)]
				Object.assign(r, {Width: y.naturalWidth, Height: y.naturalHeight})
				const [p, q] = [x, y].map(i => pixels(i, x.naturalWidth, x.naturalHeight))
				for (let i = 0; i < p.length; i++) {
					const d = Math.abs(p[i] - q[i])
					r.Most = Math.max(r.Most, d)
					r.Mean += d / p.length
				}
			} catch (e) { r.Error = String(e) }
		}
		return out
	})(`+string(in)+`)`)
	if len(out) != len(pairs) {
		t.Fatalf("%d of %d were compared", len(out), len(pairs))
	}
	return out
}

func dataURL(mediaType string, data []byte) string {
	return fmt.Sprintf("data:%s;base64,%s", mediaType, base64.StdEncoding.EncodeToString(data))
}

// TestPicturesAsInChromium: what Lectern makes of a picture looks as the picture does.
func TestPicturesAsInChromium(t *testing.T) {
	if err := avif.Load(t.Context(), os.Getenv("LECTERN_TEST_PDF_ENGINE")); err != nil {
		t.Fatal(err)
	}
	var names []string
	var pairs [][2]string
	var loss []float64 // that a JPEG may have, written anew
	add := func(name, mediaType string, data []byte) {
		t.Helper()
		made, err := raster.Make(t.Context(), name, data)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			return
		}
		z := made.Sizes[len(made.Sizes)-1]
		most := 0.1
		if z.Type == "image/jpeg" || mediaType == "image/avif" { // whose colours each decoder rounds as it likes
			most = 1.5
		}
		names, loss = append(names, name), append(loss, most)
		pairs = append(pairs, [2]string{dataURL(mediaType, data), dataURL(z.Type, z.Data)})
	}
	for _, dir := range []string{"raster/testdata/*.*", "raster/testdata/avif/*.avif", "svg/testdata/ordinary/*.svg"} {
		files, err := filepath.Glob("../../importer/" + dir)
		if err != nil || len(files) == 0 {
			t.Fatal(dir, err)
		}
		for _, file := range files {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			kind := strings.TrimPrefix(filepath.Ext(file), ".")
			kind = cmp.Or(map[string]string{"jpg": "jpeg", "svg": "svg+xml"}[kind], kind)
			add(filepath.Base(file), "image/"+kind, data)
		}
	}
	base := importertest.PNG(importertest.Colours(64, 40))
	chunk := func(kind string, data ...byte) []byte {
		out := append(binary.BigEndian.AppendUint32(nil, uint32(len(data))), kind...)
		out = append(out, data...)
		return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[4:]))
	}
	with := func(chunks ...[]byte) []byte {
		return slices.Concat(append(append([][]byte{base[:33]}, chunks...), base[33:])...)
	}
	numbers := func(kind string, list ...uint32) []byte {
		var data []byte
		for _, v := range list {
			data = binary.BigEndian.AppendUint32(data, v)
		}
		return chunk(kind, data...)
	}
	gamma := numbers("gAMA", 100_000)
	swapped := numbers("cHRM", 31270, 32900, 30000, 60000, 64000, 33000, 15000, 6000)
	for name, data := range map[string][]byte{
		"gamma":               with(gamma),
		"primaries":           with(swapped),
		"gamma and primaries": with(gamma, swapped),
		"sRGB before gamma":   with(chunk("sRGB", 0), gamma, swapped),
		"coded":               with(chunk("cICP", 12, 13, 0, 1), gamma),
		"coded for HDR":       with(chunk("cICP", 9, 16, 0, 1)),
		"turned":              with(chunk("eXIf", []byte("MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06\x00\x00\x00\x00\x00\x00")...)),
		"texts":               with(chunk("tEXt", []byte("a\x00b")...)),
		"wrong checksum":      with(append(chunk("tEXt", []byte("a\x00b")...)[:11], 0, 0, 0, 0)),
		"no end":              base[:len(base)-12],
		"rubbish at the end":  append(slices.Clone(base), "rubbish"...),
	} {
		add(name+".png", "image/png", data)
	}
	for i, r := range comparePictures(t, pairs) {
		if r.Error != "" || r.Mean > loss[i] {
			t.Errorf("%s: %+v", names[i], r)
		}
	}
}
