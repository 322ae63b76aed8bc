package pdf

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"lectern/app/importer/importertest"
)

// TestOnlyWhatIsPainted: text that is not to be seen on the page is nobody's, neither
// as text nor as a title, wherever the file hides it.
func TestOnlyWhatIsPainted(t *testing.T) {
	line := func(x, y int, text string) string {
		return fmt.Sprintf("BT /F1 30 Tf %d %d Td (%s) Tj ET ", x, y, text)
	}
	const photo = "q 400 0 0 100 50 180 cm BI /W 2 /H 1 /CS /G /BPC 8 ID \x40\xc0 EI Q " // 50 to 450, 180 to 280
	layers := importertest.PDFSpec{
		Extra:   "/OCProperties << /OCGs [100 0 R 101 0 R] /D << /ON [100 0 R] /OFF [101 0 R] >> >>",
		Uses:    "/Properties << /On 100 0 R /Off 101 0 R >> /XObject << /Form 102 0 R >>",
		Objects: map[int]string{100: "<< /Type /OCG /Name (on) >>", 101: "<< /Type /OCG /Name (off) >>"},
	}
	inForm := func(entries string) importertest.PDFSpec {
		s := layers
		content := line(60, 200, "HIDDEN")
		s.Objects = map[int]string{100: s.Objects[100], 101: s.Objects[101], 102: fmt.Sprintf(
			"<< /Type /XObject /Subtype /Form /BBox [0 0 960 540] %s /Resources << /Font << /F1 3 0 R >> >> /Length %d >>\nstream\n%s\nendstream", entries, len(content), content)}
		return s
	}
	seen := line(60, 300, "Seen")
	for name, c := range map[string]struct {
		page string
		spec importertest.PDFSpec
		want string // of the page's text, after "Seen"
	}{
		"all there":                        {line(60, 200, "too"), importertest.PDFSpec{}, "\ntoo"},
		"outside the crop box":             {line(500, 300, "HIDDEN"), importertest.PDFSpec{Page: "/CropBox [0 0 480 540]"}, ""},
		"across the edge of the crop box":  {line(392, 200, "abcdefgHIDDEN"), importertest.PDFSpec{Page: "/CropBox [0 0 500 540]"}, "\nabcdefg"},
		"outside the crop box, turned":     {line(60, 20, "HIDDEN"), importertest.PDFSpec{Page: "/CropBox [0 100 960 540] /Rotate 90"}, ""},
		"outside the page":                 {line(60, 600, "HIDDEN") + line(-500, 300, "HIDDEN"), importertest.PDFSpec{}, ""},
		"layer on":                         {"/OC /On BDC " + line(60, 200, "too") + "EMC", layers, "\ntoo"},
		"layer off":                        {"/OC /Off BDC " + line(60, 200, "HIDDEN") + "EMC", layers, ""},
		"layer off, above another":         {"/OC /On BDC " + line(60, 200, "English") + "EMC /OC /Off BDC " + line(60, 200, "HIDDEN") + "EMC", layers, "\nEnglish"},
		"layer off, below another":         {"/OC /Off BDC " + line(60, 200, "HIDDEN") + "EMC /OC /On BDC " + line(60, 200, "English") + "EMC", layers, "\nEnglish"},
		"form":                             {"/Form Do", inForm(""), "\nHIDDEN"},
		"form of a layer that is off":      {"/Form Do", inForm("/OC 101 0 R"), ""},
		"invisible":                        {"3 Tr " + line(60, 200, "HIDDEN"), importertest.PDFSpec{}, ""},
		"invisible, beside a photo":        {photo + "3 Tr " + line(500, 200, "HIDDEN"), importertest.PDFSpec{}, ""},
		"invisible, on a photo":            {photo + "3 Tr " + line(60, 200, "scanned"), importertest.PDFSpec{}, "\nscanned"},
		"invisible, off, on a photo":       {photo + "/OC /Off BDC 3 Tr " + line(60, 200, "HIDDEN") + "EMC", layers, ""},
		"clear":                            {"/P1 gs " + line(60, 200, "HIDDEN"), importertest.PDFSpec{Objects: map[int]string{100: "<< /Type /ExtGState /ca 0 >>"}}, ""},
		"half clear":                       {"/P1 gs " + line(60, 200, "too"), importertest.PDFSpec{Objects: map[int]string{100: "<< /Type /ExtGState /ca 0.5 >>"}}, "\ntoo"},
		"white on white":                   {"1 g " + line(60, 200, "HIDDEN"), importertest.PDFSpec{}, ""},
		"covered by a box":                 {line(60, 200, "HIDDEN") + "0.2 g 50 190 300 50 re f", importertest.PDFSpec{}, ""},
		"covered by a photo":               {line(60, 200, "HIDDEN") + photo, importertest.PDFSpec{}, ""},
		"on a box":                         {"0.8 g 50 190 300 50 re f 0 g " + line(60, 200, "too"), importertest.PDFSpec{}, "\ntoo"},
		"a photo in the letters' shape":    {"q 7 Tr " + line(60, 200, "too") + photo + "Q", importertest.PDFSpec{}, "\ntoo"},
		"the letters' shape and no photo":  {"q 7 Tr " + line(60, 200, "HIDDEN") + "Q", importertest.PDFSpec{}, ""},
		"large, and covered":               {"BT /F1 90 Tf 60 400 Td (HIDDEN) Tj ET 1 g 0 380 960 160 re f", importertest.PDFSpec{}, ""},
		"large, and outside the crop box":  {"BT /F1 90 Tf 60 20 Td (HIDDEN) Tj ET", importertest.PDFSpec{Page: "/CropBox [0 120 960 540]"}, ""},
		"in a layer, beside visible words": {"/OC /Off BDC " + line(130, 300, "HIDDEN") + "EMC", layers, ""},
	} {
		t.Run(name, func(t *testing.T) {
			c.spec.Pages = []string{seen + c.page}
			s := importPDF(t, c.spec).Slides[0]
			if want := "Seen" + c.want; s.Views[0].Text != want {
				t.Errorf("text %q, want %q", s.Views[0].Text, want)
			}
			if s.Title != "Seen" {
				t.Errorf("title %q", s.Title)
			}
		})
	}
}

// TestPaintedFixtures: files as other programs write them.
func TestPaintedFixtures(t *testing.T) {
	for name, want := range map[string]string{"crop.pdf": "In the crop", "ocg.pdf": "Layer that is ON"} {
		data, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			t.Fatal(err)
		}
		d, err := importData(t.Context(), shared(), name, data)
		if err != nil {
			t.Fatal(err)
		}
		if s := d.Slides[0]; s.Views[0].Text != want || s.Title != want {
			t.Errorf("%s: title %q, text %q", name, s.Title, s.Views[0].Text)
		}
		if name == "crop.pdf" && (d.Pictures[0].Width != 3840 || d.Pictures[0].Height != 2155) {
			t.Errorf("%s: %d × %d is not the crop box's shape", name, d.Pictures[0].Width, d.Pictures[0].Height)
		}
	}
}

// TestComments: the signs that stand for what people noted to each other are not drawn;
// what is to be seen is.
func TestComments(t *testing.T) {
	picture := func(annotations string) []byte {
		d := importPDF(t, importertest.PDFSpec{
			Pages:   []string{importertest.PageText("Title")},
			Page:    "/Annots [" + annotations + "]",
			Objects: map[int]string{110: "<< /Type /XObject /Subtype /Form /BBox [0 0 80 80] /Length 22 >>\nstream\n1 0 0 rg 0 0 80 80 re f\nendstream"},
		})
		return d.Pictures[0].Sizes[0].Data
	}
	bare := picture("")
	const at = "/Rect [600 300 680 380] /Contents (a word) /AP << /N 110 0 R >>"
	for subtype, drawn := range map[string]bool{"Text": false, "Popup": false, "Stamp": true, "Square": true} {
		if same := bytes.Equal(bare, picture("<< /Type /Annot /Subtype /"+subtype+" "+at+" >>")); same == drawn {
			t.Errorf("%s is drawn: %v", subtype, !same)
		}
	}
	both := picture("<< /Type /Annot /Subtype /Text " + at + " >> << /Type /Annot /Subtype /Stamp " + at + " >> << /Type /Annot /Subtype /Text /Rect [0 0 20 20] /Open true /Contents (b) >>")
	if !bytes.Equal(both, picture("<< /Type /Annot /Subtype /Stamp "+at+" >>")) {
		t.Error("a comment beside a stamp is drawn, or the stamp is not")
	}
}
