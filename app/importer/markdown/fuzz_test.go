package markdown

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lectern/app/importer/importertest"
	"lectern/app/importer/markdown/dialect"
	"lectern/app/importer/markdown/grammar"
	"lectern/app/importer/markdown/plain"
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
		"---\n", "---\n---\n", "---\n\n---\n", "a\n---\nb: c\n---\n", "Note:", "Note: a\n---\nNotes: b\n***\n", "- Note: x\n\n---\n",
		"> ---\n\n---", "```\n---", "<!--\n---\n-->", "---\na: &x [*x, *x]\n---\n", "\r\n---\r\na: b\r\n---\r\n", "<div\n\n---\n>",
		"![a](b", "[a]: b\n\n![a]", "| a |\n|:-:|\n| <img src=x> |", "# <a href=#>[x](y)</a>", "<p><table><p>", "<select><option>",
		"a[^1]^[b]\n\n[^1]: c\n    d[^1]\n", "# a {.b #c d=e}\n\n[f]{.g} *h*{i=j}\n{.k}\n", "::: a\n:::: {.notes}\nb\n:::\n***\n:::", "> [!TIP]- x\n> y", "a\n: b\n\n: c\n", "*[a]: b\n\na",
		"==a== b^c^ d~e~ :+1: ![[red.png|3x4]] ![](red.png =1x) [[x|y]]", "- a <!-- b\n\n  c -->\n%% d %%\nNote: e\n---\n???\nf", "<aside class=notes>\n\n- a\n\n</aside> <p data-notes=b>", "**注。**次\n改", "+++\na = [\n1]\n+++\nb",
		"% a\n% b\n\nc", ";;;\n\"a\": 1\n;;;\n", "```js {1,3} linenums=2\na\n```", "| a <!-- | b --> |\n|-|-|\n| c^[d] | |", "<div>\n---\n<!-- a\n\n-->", "![a](data:image/png;base64,AA%3D)",
		"---\nformat: {revealjs: {footer: a, logo: red.png, slide-number: true, width: 9}}\ntitle: b\n---\n## A {footer=false}\n:::: panel-tabset\n### a\n::: {layout=\"[[1,-1],[2]]\"}\n![](red.png) ![](red.png)\n:::\n### b\n[c]{.aside}\n{{< include a.md >}}\n::::\n```{=html}\n<p>\n```\n{{< video a.mp4 >}} {{< x https://a.example >}}",
		"<style>.current-fragment{top:0}</style><!-- .slide: data-visibility=\"uncounted\" data-state=\"a\" -->\n<pre data-line-numbers=\"1|2\"><code class=\"fragment\">a\nb</code></pre>",
		"<pre>\n\n<code>", "<math><annotation-xml encoding=text/html><img src=x>", "</div></div>", "<input type=checkbox id=a>",
	} {
		f.Add([]byte(s))
	}
}

// FuzzMarkdown: whatever is written, a deck keeps the package's promises.
func FuzzMarkdown(f *testing.F) {
	addMarkdown(f)
	red := importertest.PNG(importertest.Colours(4, 3))
	f.Fuzz(func(t *testing.T, src []byte) {
		d, err := tryRead("a.md", src, "red.png", red)
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
		text, err := decode("a.md", src)
		if err != nil {
			importertest.CheckRefusal(t, err)
			return
		}
		var r dialect.Report
		for _, d := range append(dialects, plain.Dialect{}) {
			prepared, _ := prepare(dialect.Deck{Src: text, Report: &r}, d)
			if prepared.Places != nil {
				if n := bytes.Count(prepared.Src, []byte("\n")); n != len(prepared.Places) {
					t.Fatalf("%T: the places of %d lines of %d", d, len(prepared.Places), n)
				}
			} else if bytes.Count(prepared.Src, []byte("\n")) != bytes.Count(text, []byte("\n")) {
				t.Fatalf("%T: prepare changed lines", d)
			}
			sections, out, err := split(newSyntax(grammar.NewNodes(writeAttribute)), prepared)
			if err != nil {
				continue // too much of something
			}
			if len(out) != len(prepared.Src) {
				t.Fatalf("%T: split changed lengths", d)
			}
			last := 0
			for _, s := range sections {
				if s.line <= last {
					t.Errorf("%T: a slide on line %d after %d", d, s.line, last)
				}
				last = s.line
			}
		}
	})
}

// FuzzPage: whatever is in a file of HTML, the deck is harmless, or the refusal a
// sentence.
func FuzzPage(f *testing.F) {
	page, err := os.ReadFile("testdata/page.html")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(page)
	for _, s := range []string{
		"<section data-markdown>a</section>", "<section data-markdown data-separator='x'><script>axb", "<div class=slides><section><section>reveal",
		"<section data-markdown><section><pre><code data-trim data-line-numbers='1|2'>a\n b", "<section data-markdown data-background='a.png,url(b)' style='x:y' class=a>",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		d, err := tryRead("a.html", src)
		if err != nil {
			importertest.CheckRefusal(t, err)
			return
		}
		importertest.CheckDraft(t, d)
	})
}

func FuzzFrontMatter(f *testing.F) {
	for _, s := range []string{"title: a", "a: [b, c]", "a: &x b\nc: *x", "? a\n: b", "a: |\n  b\n c", "\t", "a: 'b", "!!binary x: y", "<<: *a", "a: {b: c}", "# c\nlang: de"} {
		f.Add([]byte("---\n" + s + "\n---\n# x\n"))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		var r dialect.Report
		meta, out := cutFrontMatter(src, &r)
		if len(out) != len(src) || bytes.Count(out, []byte("\n")) != bytes.Count(src, []byte("\n")) {
			t.Errorf("lines changed: %q", out)
		}
		warnKeys(meta, &r)
		if l := lang(meta, &r); l != "" && !words.LangTag.MatchString(l) {
			t.Errorf("lang %q", l)
		}
		m := &markdownDeck{meta: meta, own: plain.Dialect{}}
		slide := &dialect.Slide{Report: &r, Classes: m.classes(section{}, 1)}
		for _, c := range strings.Fields(class(slide, nil)) {
			if !slideClasses[c] && !strings.HasPrefix(c, dialect.AuthorClass) {
				t.Errorf("class %q", c)
			}
		}
	})
}

// BenchmarkMarkdown reads a deck of 100 slides with code and tables.
func BenchmarkMarkdown(b *testing.B) {
	var src []byte
	for i := range 100 {
		src = fmt.Appendf(src, "## Slide %d\n\n- one\n- *two*\n\n```go\nfunc f() int { return %d }\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n<!-- note -->\n\n---\n\n", i, i)
	}
	b.SetBytes(int64(len(src)))
	for b.Loop() {
		if _, err := tryRead("a.md", src); err != nil {
			b.Fatal(err)
		}
	}
}
