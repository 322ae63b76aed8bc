package importer

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lectern/app/importer/filetype"
	"lectern/app/importer/importertest"
	"lectern/app/importer/words"
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
	red := importertest.PNG(importertest.Colours(4, 3))
	im := New("")
	f.Fuzz(func(t *testing.T, src []byte) {
		d, err := im.Import(t.Context(), []File{{"a.md", src}, {"red.png", red}}, Options{})
		if err != nil {
			importertest.CheckRefusal(t, err)
			return
		}
		importertest.CheckDraft(t, d)
	})
}

// FuzzSplit: no text is on two slides, and lines only grow.
func FuzzSplit(f *testing.F) {
	addMarkdown(f)
	f.Fuzz(func(t *testing.T, src []byte) {
		text, err := decodeText(File{"a.md", src})
		if err != nil {
			importertest.CheckRefusal(t, err)
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
		if l := meta.lang(&r); l != "" && !words.LangTag.MatchString(l) {
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
	red := importertest.PNG(importertest.Colours(4, 3))
	f.Add(importertest.Zip(importertest.Entry{"a.md", []byte("# a\n\n![x](b.png)")}, importertest.Entry{"b.png", red}))
	f.Add(importertest.Zip(importertest.Entry{"../a.md", []byte("# a")}))
	f.Add(importertest.Zip(importertest.Entry{"a/", nil}, importertest.Entry{"a/b.zip", importertest.Zip()}))
	f.Add(importertest.Zip(importertest.Entry{"mimetype", []byte("application/vnd.oasis.opendocument.presentation")}))
	f.Fuzz(func(t *testing.T, data []byte) {
		files, name, _, err := unpackZip([]File{{"a.zip", data}})
		if err != nil {
			importertest.CheckRefusal(t, err)
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

// FuzzImport gives any bytes any name.
func FuzzImport(f *testing.F) {
	for _, name := range []string{"a.md", "a.png", "a.zip", "a.svg", "a.html", "a", "a.txt"} {
		for _, s := range []string{"# a", "\xff\xfe#\x00", "GIF89a", "PK\x05\x06", "<svg/>", "\x00", "BM", "  "} {
			f.Add(name, []byte(s))
		}
	}
	im := New("")
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		if filetype.Of(name, data) == filetype.PDF || bytes.Contains(data, []byte("%PDF-")) {
			return
		}
		d, err := im.Import(t.Context(), []File{{name, data}}, Options{})
		if err != nil {
			importertest.CheckRefusal(t, err)
			return
		}
		importertest.CheckDraft(t, d)
	})
}

func FuzzPDF(f *testing.F) {
	f.Add(importertest.PDF(importertest.PDFSpec{Pages: []string{importertest.PageText("Title", "a"), ""}, Box: "0 0 96 54"}))
	f.Add(encryptedPDF())
	f.Add(importertest.PDF(importertest.PDFSpec{Pages: []string{"q Q"}, Info: "/Title (x)", Extra: "/Lang (de)"}))
	// Compiling takes longer than one run may.
	e, err := sharedImporter(f).pdf()
	if err != nil {
		f.Fatal(err)
	}
	<-e.compiled
	f.Fuzz(func(t *testing.T, data []byte) {
		d, err := sharedImporter(t).Import(t.Context(), []File{{"a.pdf", append([]byte("%PDF-1.4\n"), data...)}}, Options{})
		if err != nil {
			importertest.CheckRefusal(t, err)
			return
		}
		importertest.CheckDraft(t, d)
	})
}
