package markdown

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"lectern/app/importer/importertest"
)

// TestVeil: of what comes later a view has nothing, wherever it is written: no word
// in its HTML, its text or the slide's title, no address, no picture.
func TestVeil(t *testing.T) {
	red := importertest.PNG(importertest.Colours(40, 30))
	for place, src := range map[string]string{
		"text": "* WORD", "number": "1) 58194", "emphasis": "* *WORD* **WORD** ~~WORD~~", "link": `* [WORD](https://example.org/WORD "WORD")`,
		"address": "* https://example.org/WORD", "mail": "* <WORD@example.org>", "code": "* `WORD`", "block": "* a\n\n  ```go\n  func WORD() {}\n  ```",
		"language": "* a\n\n  ```WORD\n  a\n  ```", "indented": "* a\n\n      WORD", "table": "* | WORD |\n  |---|\n  | WORD |", "heading": "* # WORD",
		"quote": "* > WORD", "nested": "* a\n  - WORD\n    1. WORD", "formula": "* $$ WORD $$", "picture": `* ![WORD](WORD.png "WORD")`, "missing": "* ![WORD](none.png)",
		"missing, by name": "* ![](WORD-none.png)", "img": "* <img src=WORD.png alt=WORD title=WORD>", "task": "* [x] WORD", "abbreviation": `* <abbr title="WORD">WORD</abbr>`,
		"language of words": "* <i lang=WORD>WORD</i>", "reference": "* [WORD][r]\n\n[r]: https://example.org/WORD", "entity": "* &#87;ORD", "ruby": "* <ruby>WORD<rt>WORD</ruby>",
		"end of list": "* </li></ul>WORD", "begin of item": "* a <li>WORD", "open table": "* <table>WORD<tr><td>WORD", "block of HTML": "* <div>\n\n  WORD</div></div>",
		"swallowed": "<table>\n\n* WORD", "in bold": "<b>\n\n* WORD", "below": "* a\n\n  WORD\n\n  WORD", "loose": "* a\n\n* WORD", "Hebrew": "* ש WORD", "Chinese": "* 漢 WORD",
		"image in link": "* [![WORD](WORD.png)](https://example.org/WORD)", "definition": "* <dl><dt>WORD<dd>WORD</dl>", "own veil": `* <span class="veiled">WORD</span>`,
	} {
		t.Run(place, func(t *testing.T) {
			src = strings.ReplaceAll(src, "lang=WORD", "lang=en-secretword")
			src = strings.ReplaceAll(src, "WORD", "SecretWord")
			src = strings.ReplaceAll(src, "&#87;ORD", "&#83;ecretWord")
			d := read(t, "a.md", "---\nmarp: true\n---\n\n"+src+"\n", "SecretWord.png", red)
			views := d.Slides[0].Views
			if len(views) < 2 {
				t.Fatalf("%d views", len(views))
			}
			secret := regexp.MustCompile(`(?i)secret|58194|picture:|example|\[x\]|checkbox|href|alt=|title=|lang`)
			for _, s := range []string{views[0].HTML, views[0].Text, d.Slides[0].Title, d.Title} {
				if secret.MatchString(s) {
					t.Errorf("a view has %q", s)
				}
			}
			if d.Slides[0].Title != "" {
				t.Errorf("title %q", d.Slides[0].Title)
			}
			last := views[len(views)-1]
			if !secret.MatchString(last.HTML) {
				t.Errorf("the last view has not what comes: %q", last.HTML)
			}
			importertest.CheckHTML(t, views[0].HTML, 0)
		})
	}
}

// TestVeilHoldsPlace: a view without what comes later has as many words of as many
// letters, in elements of the same names.
func TestVeilHoldsPlace(t *testing.T) {
	d := read(t, "a.md", "---\nmarp: true\n---\n\n* one *two* `three`\n* four\n\n  | five | six |\n  |---|---|\n  | seven | 漢字 |\n")
	tags, letters := regexp.MustCompile(`<[^>]*>`), regexp.MustCompile(`[^\s<>口]`)
	shape := func(html string) string {
		return strings.NewReplacer(` class="veiled" aria-hidden="true"`, "", "漢字", "口口").Replace(html)
	}
	views := d.Slides[0].Views
	if len(views) != 3 {
		t.Fatalf("%d views", len(views))
	}
	for step, v := range views {
		a, b := shape(v.HTML), shape(views[2].HTML)
		if strings.Join(tags.FindAllString(a, -1), "") != strings.Join(tags.FindAllString(b, -1), "") {
			t.Errorf("step %d: other elements: %s", step, a)
		}
		if x, y := letters.ReplaceAllString(tags.ReplaceAllString(a, ""), "x"), letters.ReplaceAllString(tags.ReplaceAllString(b, ""), "x"); x != y {
			t.Errorf("step %d: other words: %q, not %q", step, x, y)
		}
	}
}

// TestFragmentsOfMarp: Marp's decks alone have them, in the order in which they are
// written, and no more than a deck can have.
func TestFragmentsOfMarp(t *testing.T) {
	const list = "* a\n  - b\n  * c\n* d\n\n1) e\n\n1. f\n\n+ g\n"
	for front, want := range map[string]int{"marp: true": 5, "marp: false": 1, "layout: cover": 1, "title: x": 1} {
		if d := read(t, "a.md", "---\n"+front+"\n---\n\n"+list); len(d.Slides[0].Views) != want {
			t.Errorf("%s: %d views, want %d", front, len(d.Slides[0].Views), want)
		}
	}
	d := read(t, "a.md", "---\nmarp: true\n---\n\n"+list)
	for step, want := range []string{"f\ng", "a\nb\nf\ng", "a\nb\nc\nf\ng", "a\nb\nc\nd\nf\ng", "a\nb\nc\nd\ne\nf\ng"} {
		if got := d.Slides[0].Views[step].Text; got != want {
			t.Errorf("step %d: %q, want %q", step, got, want)
		}
	}

	many := read(t, "a.md", "---\nmarp: true\n---\n# a\n\n---\n\n"+strings.Repeat("* x\n", 300))
	if n := len(many.Slides[1].Views); n != 101 {
		t.Errorf("%d views of 300 points", n)
	}
	if want := "line 7: this slide comes in 100 steps and not in 300, and with the last all that is left."; fmt.Sprint(many.Warnings) != "["+want+"]" {
		t.Errorf("%q", many.Warnings)
	}
	large := read(t, "a.md", "---\nmarp: true\n---\n"+strings.Repeat("* "+strings.Repeat("word ", 300)+"\n", 60))
	if n := len(large.Slides[0].Views); n < 30 || n > 60 || len(large.Warnings) != 1 {
		t.Errorf("%d views of a large slide, %q", n, large.Warnings)
	}
}
