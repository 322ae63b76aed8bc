package importer

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lectern/app/deck"
	"lectern/app/fault"
)

// addMarkdown seeds a target with the golden files.
func addMarkdown(f *testing.F) {
	names, err := filepath.Glob("testdata/*.md")
	if err != nil || len(names) == 0 {
		f.Fatal(names, err)
	}
	for _, name := range names {
		src, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(src)
	}
	for _, s := range []string{
		"---\n---\n", "---\n\n---\n", "a\n---\nb: c\n---\n", "Note:", "Note: a\n---\nNotes: b\n***\n", "- Note: x\n\n---\n",
		"> ---\n\n---", "```\n---", "<!--\n---\n-->", "---\na: &x [*x, *x]\n---\n", "\r\n---\r\na: b\r\n---\r\n", "<div\n\n---\n>",
		"![a](b", "[a]: b\n\n![a]", "| a |\n|:-:|\n| <img src=x> |", "# <a href=#>[x](y)</a>", "<p><table><p>", "<select><option>",
		"<pre>\n\n<code>", "<math><annotation-xml encoding=text/html><img src=x>", "</div></div>", "<input type=checkbox id=a>",
	} {
		f.Add([]byte(s))
	}
}

// FuzzMarkdown: whatever is written, a deck keeps the package's promises.
func FuzzMarkdown(f *testing.F) {
	addMarkdown(f)
	red := pngOf(f, colourPicture(4, 3))
	im := New("")
	f.Fuzz(func(t *testing.T, src []byte) {
		d, err := im.Import(t.Context(), []File{{"a.md", src}, {"red.png", red}}, Options{})
		if err != nil {
			checkRefusal(t, err)
			return
		}
		checkDraft(t, d)
	})
}

// FuzzSplit: no text is on two slides, and lines only grow.
func FuzzSplit(f *testing.F) {
	addMarkdown(f)
	f.Fuzz(func(t *testing.T, src []byte) {
		text, err := decodeText(File{"a.md", src})
		if err != nil {
			checkRefusal(t, err)
			return
		}
		var r report
		for d := plainMarkdown; d <= slidev; d++ {
			prepared, _ := d.prepare(text, &r)
			if len(prepared) != len(text) || bytes.Count(prepared, []byte("\n")) != bytes.Count(text, []byte("\n")) {
				t.Fatalf("%v: prepare changed lines", d)
			}
			sections, out := split(newParser().Parser(), prepared)
			if len(out) != len(text) {
				t.Fatalf("%v: split changed lengths", d)
			}
			last := 0
			for _, s := range sections {
				if s.line <= last {
					t.Errorf("%v: a slide on line %d after %d", d, s.line, last)
				}
				last = s.line
			}
		}
	})
}

func FuzzFrontMatter(f *testing.F) {
	for _, s := range []string{"title: a", "a: [b, c]", "a: &x b\nc: *x", "? a\n: b", "a: |\n  b\n c", "\t", "a: 'b", "!!binary x: y", "<<: *a", "a: {b: c}", "# c\nlang: de"} {
		f.Add([]byte("---\n" + s + "\n---\n# x\n"))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		var r report
		meta, out := cutFrontMatter(src, &r)
		if len(out) != len(src) || bytes.Count(out, []byte("\n")) != bytes.Count(src, []byte("\n")) {
			t.Errorf("lines changed: %q", out)
		}
		meta.warnKeys(&r)
		if l := meta.lang(&r); l != "" && !langTag.MatchString(l) {
			t.Errorf("lang %q", l)
		}
		for _, c := range strings.Fields(meta.class(&r)) {
			if !slideClasses[c] {
				t.Errorf("class %q", c)
			}
		}
	})
}

func FuzzZip(f *testing.F) {
	red := pngOf(f, colourPicture(4, 3))
	f.Add(zipOf(f, entry{"a.md", []byte("# a\n\n![x](b.png)")}, entry{"b.png", red}))
	f.Add(zipOf(f, entry{"../a.md", []byte("# a")}))
	f.Add(zipOf(f, entry{"a/", nil}, entry{"a/b.zip", zipOf(f)}))
	f.Add(zipOf(f, entry{"mimetype", []byte("application/vnd.oasis.opendocument.presentation")}))
	f.Fuzz(func(t *testing.T, data []byte) {
		files, name, _, err := unpackZip([]File{{"a.zip", data}})
		if err != nil {
			checkRefusal(t, err)
			return
		}
		total := 0
		for _, e := range files {
			total += len(e.Data)
			if name != "" && (!safeName(e.Name) || len(e.Data) == 0) {
				t.Errorf("%q of %d bytes", e.Name, len(e.Data))
			}
		}
		if total > maxUnpacked {
			t.Errorf("%d bytes", total)
		}
	})
}

func FuzzSVG(f *testing.F) {
	for _, s := range []string{
		`<svg xmlns="http://www.w3.org/2000/svg" width="1in"><title>t</title></svg>`,
		`<svg xmlns="http://www.w3.org/2000/svg" xmlns:x="http://www.w3.org/1999/xlink"><a x:href="javascript:1"><image x:href="data:image/png;base64,AA=="/></a></svg>`,
		`<svg xmlns="http://www.w3.org/2000/svg"><style><![CDATA[a{fill:url(#x)}]]></style><script>1</script></svg>`,
		`<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg" onload="&a;"><text>&a;&#0;</text></svg>`,
		`<?xml version="1.0" encoding="latin1"?><svg/>`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		p, _, err := makeVector(data, "a.svg")
		if err != nil {
			checkRefusal(t, err)
			return
		}
		checkSVG(t, p.Sizes[0].Data)
		again, _, err := makeVector(p.Sizes[0].Data, "a.svg")
		if err != nil || !bytes.Equal(again.Sizes[0].Data, p.Sizes[0].Data) {
			t.Errorf("cleaned twice: %v\n%s", err, p.Sizes[0].Data)
		}
	})
}

// FuzzPicture reads headers and what else is not left to the decoders, and
// decodes what is small.
func FuzzPicture(f *testing.F) {
	f.Add(pngOf(f, colourPicture(4, 3)))
	f.Add(hugePNG(60000, 60000))
	f.Add(withEXIF(jpegOf(f, colourPicture(8, 4)), 6))
	f.Add(gifOf(f, 1))
	f.Add(gifOf(f, 3))
	f.Add([]byte("RIFF\x3a\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00\x02\x00\x00\x00\x0f\x00\x00\x09\x00\x00ANMF\x04\x00\x00\x00xxxx"))
	f.Add([]byte("RIFF\x24\x00\x00\x00WEBPVP8L\x17\x00\x00\x00\x2f\x00\x00\x00\x00"))
	f.Fuzz(func(t *testing.T, data []byte) {
		k := sniff(File{"a", data})
		if k == kindSVG || !k.picture() {
			return
		}
		exifOrientation(data)
		if c, err := pictureSize(k, data); err != nil || c.Width > 2000 || c.Height > 2000 {
			moves(k, data)
			return
		}
		p, _, err := makePicture(File{"a", data})
		if err != nil {
			checkRefusal(t, err)
			return
		}
		checkDraft(t, &deck.Draft{Title: "a", Slides: []deck.DraftSlide{{}}, Pictures: []deck.DraftPicture{p}})
	})
}

// FuzzImport gives any bytes any name.
func FuzzImport(f *testing.F) {
	for _, name := range []string{"a.md", "a.png", "a.zip", "a.svg", "a.html", "a", "a.txt"} {
		for _, s := range []string{"# a", "\xff\xfe#\x00", "GIF89a", "PK\x05\x06", "<svg/>", "\x00", "BM", "  "} {
			f.Add(name, []byte(s))
		}
	}
	im := New("")
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		if sniff(File{name, data}) == kindPDF || bytes.Contains(data, []byte("%PDF-")) {
			return
		}
		d, err := im.Import(t.Context(), []File{{name, data}}, Options{})
		if err != nil {
			checkRefusal(t, err)
			return
		}
		checkDraft(t, d)
	})
}

func FuzzPDF(f *testing.F) {
	f.Add(pdfOf(pdfSpec{pages: []string{pageText("Title", "a"), ""}, box: "0 0 96 54"}))
	f.Add(encryptedPDF())
	f.Add(pdfOf(pdfSpec{pages: []string{"q Q"}, info: "/Title (x)", extra: "/Lang (de)"}))
	// Compiling takes longer than one run may.
	e, err := sharedImporter(f).pdf()
	if err != nil {
		f.Fatal(err)
	}
	<-e.compiled
	f.Fuzz(func(t *testing.T, data []byte) {
		d, err := sharedImporter(t).Import(t.Context(), []File{{"a.pdf", append([]byte("%PDF-1.4\n"), data...)}}, Options{})
		if err != nil {
			checkRefusal(t, err)
			return
		}
		checkDraft(t, d)
	})
}

// checkRefusal fails for an error that nobody could read.
func checkRefusal(t testing.TB, err error) {
	t.Helper()
	e, ok := err.(*fault.Error)
	if !ok {
		t.Fatalf("%T: %v", err, err)
	}
	if e.Code != fault.NotADeck && e.Code != fault.TooLarge || e.Message == "" || strings.ContainsAny(e.Message, "\n\x00") || !strings.HasSuffix(e.Message, ".") {
		t.Errorf("%s: %q", e.Code, e.Message)
	}
}
