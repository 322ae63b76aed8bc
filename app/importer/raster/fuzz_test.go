package raster

import (
	"testing"

	"lectern/app/deck"
	"lectern/app/deck/decktest"
	"lectern/app/importer/filetype"
	"lectern/app/importer/importertest"
)

// FuzzPicture reads headers and what else is not left to the decoders, and
// decodes what is small.
func FuzzPicture(f *testing.F) {
	f.Add(importertest.PNG(importertest.Colours(4, 3)))
	f.Add(importertest.HugePNG(60000, 60000))
	f.Add(importertest.WithEXIF(importertest.JPEG(importertest.Colours(8, 4)), 6))
	f.Add(progressive(3))
	f.Add(importertest.GIF(1))
	f.Add(importertest.GIF(3))
	f.Add([]byte("RIFF\x3a\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00\x02\x00\x00\x00\x0f\x00\x00\x09\x00\x00ANMF\x04\x00\x00\x00xxxx"))
	f.Add([]byte("RIFF\x24\x00\x00\x00WEBPVP8L\x17\x00\x00\x00\x2f\x00\x00\x00\x00"))
	f.Add(append([]byte("BM\x00\x00\x00\x00\x00\x00\x00\x00\x36\x00\x00\x00\x28\x00\x00\x00\x02\x00\x00\x00\x01\x00\x00\x00\x01\x00\x20\x00"), make([]byte, 24+8)...))
	f.Add(append([]byte("\x00\x00\x01\x00\x01\x00\x02\x01\x00\x00\x01\x00\x20\x00\x30\x00\x00\x00\x16\x00\x00\x00\x28\x00\x00\x00\x02\x00\x00\x00\x02\x00\x00\x00\x01\x00\x20\x00"), make([]byte, 24+8)...))
	importertest.AddSeeds(f, "testdata/*.*", "testdata/avif/*.avif")
	f.Fuzz(func(t *testing.T, data []byte) {
		k := filetype.Of("a.png", data)
		if k == filetype.SVG || !k.Picture() {
			return
		}
		exifOrientation(data)
		whole := data
		if k == filetype.ICO {
			icon, err := largestIcon(data)
			if err != nil {
				return
			}
			if data = icon; filetype.Of("a.png", data) == filetype.PNG {
				k = filetype.PNG
			}
		}
		if c, err := pictureSize(k, data); err != nil || c.Width > 2000 || c.Height > 2000 {
			moves(k, data)
			return
		}
		p, err := Make(t.Context(), "a.png", whole)
		if err != nil {
			importertest.CheckRefusal(t, err)
			return
		}
		importertest.CheckDraft(t, &decktest.Deck{Header: deck.Header{Title: "a"}, Slides: []deck.DraftSlide{{Views: make([]deck.DraftView, 1)}}, Pictures: []deck.DraftPicture{p.DraftPicture}})
	})
}
