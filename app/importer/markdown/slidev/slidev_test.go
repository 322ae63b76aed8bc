package slidev

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"lectern/app/importer/markdown/dialect"
	"lectern/app/importer/options"
)

// beside is files of a deck.
type beside map[string]string

func (b beside) Find(_, name string) string {
	name = filepath.ToSlash(filepath.Clean("/" + name))[1:]
	if _, ok := b[name]; ok {
		return name
	}
	return ""
}

func (b beside) Read(name string) ([]byte, error) {
	if s, ok := b[name]; ok {
		return []byte(s), nil
	}
	return nil, fs.ErrNotExist
}

// FuzzCuts: whatever a deck and what it takes in are, each line has its place, and
// slides begin on lines that are there, one after the other.
func FuzzCuts(f *testing.F) {
	peers := "../../../e2e/peers/testdata/slidev/"
	main, err := os.ReadFile(peers + "slides.md")
	if err != nil {
		f.Fatal(err)
	}
	more, err := os.ReadFile(peers + "pages/more.md")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(main), string(more))
	f.Add("---\nsrc: a.md#2-\n---\n::x::\n<<< a.md#r ts {1|2}\n<Toc/> <SlidesTotal/>\n````md magic-move [t] {at:2}\n<<< a.md\n````\n", "---\na: b\n---\n// #region r\nx\n// #endregion\n---\nsrc: ./a.md\n---\n")
	f.Add("```yaml\nsrc: a.md\n```\n<template #1><carbon:x @a=\"b\">:n[t]{.a v-click}\n::a\n::\n$$ {1|2}\n", "")
	f.Fuzz(func(t *testing.T, src, other string) {
		if strings.ContainsAny(src+other, "\r\x00") {
			return
		}
		var r dialect.Report
		c := Dialect{}.Cuts(dialect.Deck{
			Own: true, Src: []byte(src), Meta: dialect.FrontMatter{"mdc": {Text: "true"}}, Options: options.Options{}, Report: &r, File: "slides.md", Files: beside{"a.md": other},
		})
		if n := bytes.Count(c.Src, []byte("\n")); n != len(c.Places) {
			t.Fatalf("%d lines, %d places", n, len(c.Places))
		}
		lines, last := bytes.Split(c.Src, []byte("\n")), 0
		for _, cut := range c.Cuts {
			if cut.Line <= last || cut.Line > len(c.Places) || len(bytes.TrimSpace(lines[cut.Line-1])) > 0 {
				t.Fatalf("a cut at line %d after %d of %d", cut.Line, last, len(c.Places))
			}
			last = cut.Line
		}
		if strings.Contains(string(c.Src), "slidev-toc\u2060") && len(c.Src) < 1000 && !strings.Contains(src+other, "\u2060") {
			t.Fatalf("what is not known yet is left: %q", c.Src)
		}
	})
}

func TestFence(t *testing.T) {
	for info, want := range map[string]string{
		"ts {2-3|5|all}":                 "2-3 5 all",
		"ts {none|1,3-}":                 "0 1,3-",
		"ts [a.ts] {hide|1}{lines:true}": "hide 1 lines",
		"ts {5|7-8}{startLine:5,at:2}":   "1 3-4 at 2 from 5",
		"ts {*}{at:'+3'}":                "* at +3",
		"ts {monaco}":                    "",
		"{.js}":                          "",
		"ts {|2}":                        "0 2",
		"ts {1|2} twoslash":              "1 2",
		"mermaid {scale: 0.5, alt: 'A small one'}": "",
	} {
		f, _ := Dialect{}.Fence(info)
		got := strings.Join(f.Steps, " ")
		if f.Numbers {
			got += " lines"
		}
		if f.At != "" {
			got += " at " + f.At
		}
		if f.Start > 0 {
			got += " from 5"
		}
		if got != want {
			t.Errorf("%s: %q, want %q", info, got, want)
		}
	}
}

func TestRange(t *testing.T) {
	for ranges, want := range map[string]int{"": 9, "all": 9, "*": 9, "none": 0, "2,5-7": 4, "8-": 2, "3-99": 7, "0": 0, "1;1,1": 1, "x": 0, "9-2": 0} {
		if got := rangeOf(9, ranges); len(got) != want {
			t.Errorf("%q: %v, want %d", ranges, got, want)
		}
	}
}

func TestRegion(t *testing.T) {
	for name, c := range map[string][2]string{
		"line":     {"// #region r\n  a\n    b\n// #endregion r\nc", "a\n  b"},
		"html":     {"<!-- #region r -->\na\n<!-- #endregion -->", "a"},
		"python":   {"# region r\na\n# endregion", "a"},
		"others":   {"// #region q\nx\n// #region r\na\n// #region q\nb\n// #endregion q\n// #endregion r", "a\nb"},
		"same":     {"/* #region r */\na\n/* #region r */\nb\n/* #endregion r */\nc\n/* #endregion r */", "a\nb\nc"},
		"unclosed": {"// #region r\na", "-"},
		"none":     {"a", "-"},
	} {
		got, ok := regionOf(strings.Split(c[0], "\n"), "r")
		if !ok {
			got = "-"
		}
		if got != c[1] {
			t.Errorf("%s: %q, want %q", name, got, c[1])
		}
	}
}

func TestWithNumbers(t *testing.T) {
	for line, want := range map[string]string{
		"```ts":                       "```ts {*}{lines:true}",
		"  ```ts {1|2}":               "  ```ts {1|2}{lines:true}",
		"```ts {1|2}{at:3}":           "```ts {1|2}{lines:true,at:3}",
		"```ts {lines:false}":         "```ts {lines:false}",
		"```":                         "```",
		"````ts [a.ts] twoslash":      "````ts [a.ts] twoslash {*}{lines:true}",
		"```mermaid {scale: 0.5}":     "```mermaid {scale: 0.5}",
		"```ts {monaco-run} {foo: 1}": "```ts {monaco-run} {foo: 1}",
	} {
		if got := withNumbers(line); got != want {
			t.Errorf("%s: %s, want %s", line, got, want)
		}
	}
}

// TestSheetsOfDecks: a sheet of the deck's is the same on every slide, so that it is read
// once, and its classes mean the stage wherever they stand.
func TestSheetsOfDecks(t *testing.T) {
	d := deckWith(nil)
	const css = ".slidev-page-1,.slidev-page-2 h1{--uno: p-1}.slidev-page-1 .slidev-layout .slidev-pages{}"
	for number := range 3 {
		s := &dialect.Slide{Number: number + 1, Body: dialect.Element("div", ""), Styles: []dialect.Style{{Text: css}}, Report: &dialect.Report{}}
		d.layout(s)
		d.styles(s)
		want := ".slidev-layout.slidev-page-1,.slidev-layout.slidev-page-2 h1{@apply p-1}.slidev-layout.slidev-page-1 .slidev-layout.slidev-layout .slidev-pages{}"
		if i := slices.IndexFunc(s.Styles, func(s dialect.Style) bool { return !s.Tool }); s.Styles[i].Text != want {
			t.Errorf("slide %d has %s", number+1, s.Styles[i].Text)
		}
	}
}
