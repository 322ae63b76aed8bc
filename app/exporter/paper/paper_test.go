package paper

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"lectern/app/deck"
)

func asPNG(t *testing.T, img image.Image) deck.PictureSize {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return deck.PictureSize{Type: "image/png", Data: b.Bytes()}
}

func asJPEG(t *testing.T, img image.Image) deck.PictureSize {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		t.Fatal(err)
	}
	return deck.PictureSize{Type: "image/jpeg", Data: b.Bytes()}
}

// object is what a document has under a number.
type object struct {
	dict   string
	stream []byte // unpacked
}

var (
	anObject = regexp.MustCompile(`(?s)^(\d+) 0 obj\n(.*?)\nendobj\n`)
	aStream  = regexp.MustCompile(`(?s)^<<(.*?) /Length (\d+)>>\nstream\n`)
	aRow     = regexp.MustCompile(`(?m)^(\d{10}) (\d{5}) ([nf]) $`)
	aRef     = regexp.MustCompile(`(\d+) 0 R`)
)

// read reads a document as a reader does, by its table of offsets, and fails where
// something is not where that says, or is named and not there.
func read(t *testing.T, data []byte) map[int]object {
	t.Helper()
	_, after, ok := strings.Cut(string(data), "startxref\n")
	at, err := strconv.Atoi(strings.TrimSuffix(after, "\n%%EOF\n"))
	if !ok || err != nil || !bytes.HasPrefix(data[at:], []byte("xref\n0 ")) {
		t.Fatalf("no table at %d: %v", at, err)
	}
	all := map[int]object{}
	for n, row := range aRow.FindAllSubmatch(data[at:], -1) {
		if string(row[3]) == "f" {
			continue
		}
		offset, _ := strconv.Atoi(string(row[1]))
		head := fmt.Sprintf("%d 0 obj\n", n)
		if !bytes.HasPrefix(data[offset:], []byte(head)) {
			t.Fatalf("object %d is not at %d", n, offset)
		}
		rest := data[offset+len(head):]
		if m := aStream.FindSubmatch(rest); m != nil && !bytes.Contains(m[1], []byte("endobj")) {
			length, _ := strconv.Atoi(string(m[2]))
			stream := rest[len(m[0]) : len(m[0])+length]
			if !bytes.HasPrefix(rest[len(m[0])+length:], []byte("\nendstream\nendobj\n")) {
				t.Fatalf("object %d has no %d bytes", n, length)
			}
			o := object{string(m[1]), stream}
			if strings.Contains(o.dict, "/FlateDecode") {
				z, err := zlib.NewReader(bytes.NewReader(stream))
				if err != nil {
					t.Fatal(err)
				}
				if o.stream, err = io.ReadAll(z); err != nil {
					t.Fatalf("object %d: %v", n, err)
				}
			}
			all[n] = o
			continue
		}
		m := anObject.FindSubmatch(data[offset:])
		if m == nil {
			t.Fatalf("object %d does not end", n)
		}
		all[n] = object{dict: string(m[2])}
	}
	for n, o := range all {
		for _, ref := range aRef.FindAllStringSubmatch(o.dict, -1) {
			if to, _ := strconv.Atoi(ref[1]); all[to].dict == "" {
				t.Errorf("object %d names %d, which there is not: %s", n, to, o.dict)
			}
		}
	}
	return all
}

func write(t *testing.T, notes bool, pages ...Page) map[int]object {
	t.Helper()
	var b bytes.Buffer
	w := NewWriter(&b, "Title (ü) 🎉", "de", len(pages), notes)
	for _, p := range pages {
		if err := w.Add(p); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return read(t, b.Bytes())
}

func find(all map[int]object, part string) (found []object) {
	for n := 1; n < 1000; n++ {
		if strings.Contains(all[n].dict, part) {
			found = append(found, all[n])
		}
	}
	return found
}

// TestPages: each page has its shape, its picture, its words and its links, and the
// list of contents leads to it.
func TestPages(t *testing.T) {
	wide, square := image.NewRGBA(image.Rect(0, 0, 160, 90)), image.NewGray(image.Rect(0, 0, 40, 40))
	all := write(t, false,
		Page{Title: "Eins", Picture: asJPEG(t, wide), Text: "Grüße 重要\nagain (twice)\t🎉", Links: []Link{
			{deck.Link{X: 0.5, Y: 0, W: 0.5, H: 0.5, URL: "https://example.org/(a)"}, -1}, {deck.Link{X: 0, Y: 0.5, W: 1, H: 0.5}, 1}}},
		Page{Picture: asPNG(t, square)})
	pages := find(all, "/Type /Page ")
	if len(pages) != 2 || !strings.Contains(pages[0].dict, "/MediaBox [0 0 960 540.00]") || !strings.Contains(pages[1].dict, "/MediaBox [0 0 960 960.00]") {
		t.Fatalf("%q", pages)
	}
	for _, want := range []string{"/Rect [480.00 270.00 960.00 540.00] /A <</S /URI /URI <" + fmt.Sprintf("%x", "https://example.org/(a)") + ">", fmt.Sprintf("/Rect [0.00 0.00 960.00 270.00] /Dest [%d 0 R /Fit]", firstPage+1)} {
		if !strings.Contains(pages[0].dict, want) {
			t.Errorf("no %s in %s", want, pages[0].dict)
		}
	}
	content := string(all[contentsOf(t, pages[0])].stream)
	if want := "<00470072 00fc00df0065002091cd8981>"; !strings.Contains(content, strings.ReplaceAll(want, " ", "")) || strings.Count(content, "3 Tr") != 2 {
		t.Errorf("words: %s", content)
	}
	if len(find(all, "/DeviceGray")) != 1 || len(find(all, "/DCTDecode")) != 1 || len(find(all, "/Dest [11 0 R /Fit]")) != 1 {
		t.Error("pictures, or the list of contents")
	}
}

func contentsOf(t *testing.T, page object) int {
	t.Helper()
	m := regexp.MustCompile(`/Contents (\d+) 0 R`).FindStringSubmatch(page.dict)
	if m == nil {
		t.Fatal(page.dict)
	}
	n, _ := strconv.Atoi(m[1])
	return n
}

// TestNotes: all notes are there, on more pages where one has no room, and no line is
// longer than the page is wide.
func TestNotes(t *testing.T) {
	long := strings.Repeat("Wörter und Ελληνικά и русский. ", 300) + "\n\n  - a point\n" + strings.Repeat("endless", 100)
	all := write(t, true, Page{Picture: asPNG(t, image.NewRGBA(image.Rect(0, 0, 16, 9))), Notes: long}, Page{Picture: asPNG(t, image.NewRGBA(image.Rect(0, 0, 16, 9)))})
	pages := find(all, "/Type /Page ")
	if len(pages) < 4 {
		t.Errorf("%d pages", len(pages))
	}
	if tree := all[pageTree].dict; !strings.Contains(tree, fmt.Sprintf("/Count %d", len(pages))) || strings.HasSuffix(strings.TrimSpace(tree), fmt.Sprintf("[%d 0 R %d 0 R]>>", firstPage, firstPage+1)) {
		t.Error(tree)
	}
	f := newFace()
	letters := 0
	for _, line := range f.wrap(long) {
		if _, width := f.encode(line); width*notesSize > (Width-2*notesMargin)*1000 {
			t.Errorf("%d wide: %s", width, line)
		}
		letters += len(strings.ReplaceAll(line, " ", ""))
	}
	if want := len(strings.Join(strings.Fields(long), "")); letters != want {
		t.Errorf("%d letters, not %d", letters, want)
	}
	for text, want := range map[string]bool{long: true, "a\tb": true, "重要": false, "🎉": false, "שלום": false} {
		if Covers(text) != want {
			t.Errorf("%.20q", text)
		}
	}
}

// TestPNG: a picture's pixels come through, however it is kept.
func TestPNG(t *testing.T) {
	rect := image.Rect(0, 0, 5, 3)
	rgba, clear := image.NewRGBA(rect), image.NewNRGBA(rect)
	pal := image.NewPaletted(rect, color.Palette{color.Black, color.RGBA{200, 10, 0, 255}, color.White})
	for i := range 15 {
		rgba.Set(i%5, i/5, color.RGBA{uint8(i), 9, 200, 255})
		clear.Set(i%5, i/5, color.NRGBA{200, 100, 50, uint8(17 * i)})
		pal.SetColorIndex(i%5, i/5, uint8(i%3))
	}
	for name, c := range map[string]struct {
		img  image.Image
		dict string
	}{
		"colours": {rgba, "/DeviceRGB /BitsPerComponent 8 /Filter /FlateDecode /DecodeParms <</Predictor 15 /Colors 3"},
		"palette": {pal, "[/Indexed /DeviceRGB 2 <000000c80a00ffffff>] /BitsPerComponent 2"},
		"clear":   {clear, "/ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter"},
	} {
		t.Run(name, func(t *testing.T) {
			found := find(write(t, false, Page{Picture: asPNG(t, c.img)}), "/Subtype /Image")
			if len(found) != 1 || !strings.Contains(found[0].dict, "/Width 5 /Height 3") || !strings.Contains(found[0].dict, c.dict) {
				t.Fatalf("%q", found)
			}
			if name == "clear" && !bytes.Equal(found[0].stream[3*14:], []byte{187, 93, 46}) {
				t.Errorf("%v", found[0].stream[3*14:])
			}
		})
	}
	if err := NewWriter(io.Discard, "", "", 1, false).Add(Page{Picture: deck.PictureSize{Type: "image/webp"}}); err == nil {
		t.Error("a WebP is taken")
	}
}
