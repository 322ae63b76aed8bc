//go:build linux && !race

package markdown

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"lectern/app/importer/importertest"
	"lectern/app/importer/markdown/marp"
)

// TestGrowth: four times as much of anything takes about four times as long, or is
// refused. What grows with the square would take sixteen times as long.
func TestGrowth(t *testing.T) {
	again := func(s string) func(int) string {
		return func(n int) string { return strings.Repeat(s, n/len(s)+1) }
	}
	// paragraphs, each as dense with signs as may be
	dense := func(s string) func(int) string {
		signs := max(1, len(s)-len(strings.Map(func(r rune) rune {
			if strings.ContainsRune("*_~[]`<&@:|\\", r) {
				return -1
			}
			return r
		}, s)))
		return again(strings.Repeat(s, maxMarkup/signs) + "\n\n")
	}
	numbered := func(format string) func(int) string {
		return func(n int) string {
			var b strings.Builder
			for i := 0; b.Len() < n; i++ {
				fmt.Fprintf(&b, format, i)
			}
			return b.String()
		}
	}
	after := func(s string, f func(int) string) func(int) string {
		return func(n int) string { return s + f(n) }
	}
	list := nested(90)
	for name, f := range map[string]func(int) string{
		"words": again("word "), "lines": again("word\n"), "paragraphs": again("a\n\n"), "breaks": again("---\n"),
		"setext": again("a\n---\n"), "headings": again("# a\n"), "lists": again("- a\n+ a\n"), "loose lists": again("1. a\n\n"),
		"quotes": again("> a\n\n"), "deep quotes": again(strings.Repeat(">", 90) + "a\n\n"), "deep lists": again(strings.Repeat("- ", 90) + "a\n"),
		"nested": func(n int) string { return nested(n / 200) }, "in nested": after(list, again("b\n")), "below nested": after(list, again("\n")),
		"fences": again("```go\nf(1)\n```\n\n"), "languages": numbered("```x%d\na\n```\n\n"), "indented code": again("    a\n\n"), "code in lists": again("-\t\ta\n"),
		"open emphasis": dense("*a "), "closed emphasis": dense("a* "), "emphasis": dense("a**b*c* "), "strikes": dense("~~a*b"),
		"brackets": dense("["), "links": dense("[a](b) "), "open links": dense("[a](<b"), "open titles": dense("[a](b \""), "references": after("[r]: u\n\n", dense("[r] ")),
		"long references": func(n int) string {
			return "[r]: http://" + strings.Repeat("u", n) + "\n\n" + strings.Repeat("[r] ", n/40)
		},
		"definitions": numbered("[r%d]: u\n\n"), "open definitions": numbered("[r%d]: u \"a\n\n"), "pictures": numbered("![a](b%d.png)\n\n"), "pictures in pictures": dense("![ ![x](y)"),
		"nested links": again(strings.Repeat("[", 500) + "a" + strings.Repeat("](u)", 500) + "\n\n"),
		"addresses":    dense("http://a.b "), "www": again("www.a.b("), "mail": dense("a_b@"), "angles": dense("<http://a> "), "tags": dense("<a b=\""),
		"comments": again("<!-- a\n-->\n\n"), "directives": again("<!-- class: a -->\n\n"), "Marp": after("---\nmarp: true\n---\n"+ticks()+"\n\n", again("<!-- class: a -->\n![bg w:5](x) `a`\n\n---\n\n")),
		"styles": again("<style>a{top:0}</style>\n\n---\n\n"), "Marp's styles": after("---\nmarp: true\n---\n", again("<style>a{top:0}</style>\n\n---\n\n")),
		"rules": func(n int) string { return "<style>\n" + strings.Repeat("a{top:0}\n", n/9) + "</style>\n\na" }, "open rules": func(n int) string { return "<style>\n" + strings.Repeat("a{(", n/3) + "</style>\n\na" },
		"selectors": func(n int) string { return "<style>\n" + strings.Repeat("a,", n/2) + "a{top:0}</style>\n\na" }, "nesting": func(n int) string { return "<style>\n" + strings.Repeat("a{&,", n/4) + "</style>\n\na" },
		"style attributes": numbered("<p style=\"top:%dpx\">\n\n"), "inline comments": dense("<!-- a "), "instructions": dense("<?a "),
		"blocks of HTML": again("<div>\n\n"), "ends of HTML": again("</div>\n\n"), "unknown tags": again("<x>\n\n"), "attributes": after("<p ", numbered("a%d=b ")),
		"inline SVG": dense("a <svg> "), "inline headings": dense("a <h1>"), "ruby": dense("<ruby><rt>"), "titles": again("<title>\n\n"),
		"bold and blocks": again("<p><b>\n\n"), "bold, each in a language": numbered("<p><b lang=a%d>\n\n"),
		"tables": again("|a|b|\n|-|-|\n|c|d|\n\n"), "short rows": again("|" + strings.Repeat("a|", 50) + "\n|" + strings.Repeat("-|", 50) + "\n" + strings.Repeat("c\n", 10) + "\n"),
		"pipes in code": again("|a|b|\n|-|-|\n|`\\|`|`\\|`\\||\n\n"), "ticks": dense("`"), "code": dense("`a` "), "entities": dense("&#x1;"), "escapes": dense("\\*"),
		"ticks of many lengths": again(ticks() + "\n\n"), "ticks and lines": after(ticks(), again("x\n")), "tildes": dense("~"), "hard breaks": again("a  \n"),
		"Slidev": again("---\nlayout: b\n---\na\n"), "Slidev, own": after("---\nlayout: a\n---\n", again("---\nlayout: b\n---\na\n")), "dashes, own": after("---\nlayout: a\n---\n", again("a\n---\n")),
		"YAML ?": again("---\na: b\n" + strings.Repeat("? ", 20_000) + "\n---\na\n"), "YAML #": again("---\na: b\n" + strings.Repeat("#\n", 20_000) + "---\na\n"),
		"notes": again("Note: a\n\n---\n\n"), "notes above dashes": again("Note: a\n---\n\n"), "formulas": again("$$ a\n"), "formulas in lines": again("$a$ "), "open formulas": again("$a "), "open formulas of TeX": again(`\(a `), "open displays": again("$$a `b "),
		"open blocks of formulas": again("$$\na\n\n# b\n"), "open GitHub's formulas": again("$`a "), "different formulas": numbered("$x_{%d}$ "),
		"included code": again("<<< a\n\n"),
		"footnotes":     numbered("a[^f%[1]d]\n\n[^f%[1]d]: b\n\n"), "footnotes in footnotes": numbered("[^%[1]d]: b[^%[1]d1] [^%[1]d2]\n"), "one footnote": after("[^f]: a\n\n", dense("[^f]")), "noted footnotes": again("<aside class=notes>\n\n^[a^[b]]\n\n</aside>\n\n"),
		"classes": dense("*a*{.b} "), "open attributes": dense("{.a "), "many attributes": dense("*a*{.b c=d e=\"f"), "attributes of blocks": again("a {.b}\n\n"), "attributes below": again("- a\n{.b}\n"),
		"spans": dense("[a]{.b} "), "nested spans": again(strings.Repeat("[", 300) + "a" + strings.Repeat("]{.b}", 300) + "\n\n"), "open spans": dense("[a*b]{"), "inline footnotes": dense("^[a]"),
		"divs": again("::: a\nb\n:::\n\n"), "open divs": again("::: a\n"), "ends of divs": again(":::\n"), "deep divs": again(strings.Repeat("::: a\n", 90) + strings.Repeat(":::\n", 90)), "in divs": after(strings.Repeat("::: a\n", 90), again("b\n\n")),
		"alerts": again("> [!NOTE]\n> a\n\n"), "terms": again("a\n: b\n\n"), "meanings": after("a\n", again(": b\n")), "deep meanings": after("a\n", again(": : : b\n")), "abbreviations": after("*[a]: b\n*[ab]: c\n\n", again("a ab ")),
		"emoji": dense(":+1:"), "open emoji": dense(":a"), "marks": dense("==a"), "scripts": dense("a^b^ a~b~ "), "open scripts": dense("a^"), "embeds": dense("![[a]] "), "open embeds": dense("![[a|"), "sizes": dense("![](a =1x1) "), "open sizes": dense("![a](b =1x"),
		"comments in lists": again("- a <!-- b\n\n  c -->\n"), "open comments": again("a <!-- b\n\n***\n\n"), "comments in HTML": after("<div>\n", again("<p><!-- b -->\n")), "comments in cells": again("| a <!-- | b --> |\n|--|--|\n\n"),
		"Obsidian's": again("a %% b\n\nc %%\n\n"), "Obsidian's, open": again("a %%b\n\n***\n\n"), "notes in lists": again("- a\nNote: b\n\n---\n\n"), "bold notes": again("**Note:** b\n\n"), "notes of remark": again("???\na\n---\n"),
		"notes in divs": again("::: notes\na\n:::\n\n"), "open notes in divs": again("::: notes\n"), "asides": again("<aside class=notes>\n\n- a\n\n</aside>\n\n"), "open asides": again("<aside class=notes>\n\n"), "inline asides": dense("a <aside class=notes>"), "noted parts": after("---\nmarp: true\n---\n", again("<aside class=notes>\n\n* * a\n\n</aside>\n\n")),
		"data-notes": again("<p data-notes=a>\n\n"), "pictures inside": again("![](data:image/png;base64," + strings.Repeat("A", 600) + ")\n\n"), "TOML": func(n int) string { return "+++\n" + strings.Repeat("a = [\n", min(n, 60_000)/6) + "+++\na\n" }, "numbers": again("```go {1} showLineNumbers\na\n```\n\n"),
		"white space": after("a", again(" ")), "carriage returns": after("a", again("\r")), "controls": again("\u202e"), "Chinese": dense("漢*漢*"),
	} {
		t.Run(name, func(t *testing.T) { growsInLine(t, f) })
	}
}

// growsInLine holds the time for a text against that for one four times as long.
func growsInLine(t *testing.T, text func(n int) string) {
	t.Helper()
	const small, ratio, least = 16 << 10, 9, 12 * time.Millisecond
	// The thread's own time, since others may have the processor.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	few, many := text(small), text(4*small)
	took := func(src string) time.Duration {
		start := threadTime(t)
		if _, err := tryRead("a.md", src); err != nil {
			importertest.CheckRefusal(t, err)
		}
		return threadTime(t) - start
	}
	four := took(many)
	if four < ratio*least {
		return // whatever the other takes
	}
	one := took(few)
	for range 3 {
		if four < ratio*max(one, least) {
			return
		}
		one, four = min(one, took(few)), min(four, took(many))
	}
	t.Errorf("%d bytes take %v, %d take %v", len(few), one, len(many), four)
}

// TestSlidevGrowth: nor does what is Slidev's own.
func TestSlidevGrowth(t *testing.T) {
	own := func(s string) func(int) string {
		return func(n int) string { return "---\nlayout: a\nmdc: true\n---\n" + strings.Repeat(s, n/len(s)+1) }
	}
	numbered := func(format string) func(int) string {
		return func(n int) string {
			var b strings.Builder
			b.WriteString("---\nlayout: a\nmdc: true\n---\n")
			for i := 0; b.Len() < n; i++ {
				fmt.Fprintf(&b, format, i)
			}
			return b.String()
		}
	}
	for name, f := range map[string]func(int) string{
		"slots": own("::right::\na\n"), "snippets": own("<<< @/a.ts#b ts {1|2}\n\n"), "blocks of Comark": own("::a\nb\n::\n"), "components in lines": own(":a[b]{.c v-click} d\n\n"),
		"clicks": own("<div v-click>a</div>\n\n"), "clicks in clicks": own("<v-click>\n\n"), "lists of clicks": own("<v-clicks depth=\"9\">\n\n- a\n  - b\n\n</v-clicks>\n\n"),
		"ranges": own("<p v-click=\"[1,3]\">a</p>\n\n"), "hidden in between": own("<p v-click.hide=\"[1,3]\">a</p>\n\n"), "switches": own("<v-switch>\n<template #1>a</template>\n<template #2>b</template>\n</v-switch>\n\n"),
		"moves": own("````md magic-move\n```js {1|2}\na\n```\n```js\nb\n```\n````\n\n"), "open moves": own("````md magic-move\n\n"), "lines of code": own("```js {1|2|3}\na\n```\n\n"),
		"classes": numbered("<p class=\"mt-%[1]d p-[%[1]dpx] text-red-%[1]d\" w-%[1]d>\n\n"), "classes of slides": numbered("---\nclass: mt-%[1]d a%[1]d\n---\n\na\n\n<style>\n.a%[1]d { @apply p-%[1]d }\n</style>\n\n"),
		"contents": own("<Toc/>\n\n# a\n\n---\n\n"), "totals": own("<SlidesTotal/> {{ $page }}\n\n"), "layouts": own("---\nlayout: two-cols\n---\n\na\n\n::right::\n\nb\n\n"), "pictures": own("---\nlayout: image\nimage: /a.png\n---\n\na\n"),
		"includes": own("---\nsrc: ./a.md\n---\n\n"), "comments": own("<!-- a\n---\n-->\n"), "fences of many lengths": func(n int) string { return "---\nlayout: a\n---\n" + strings.Repeat(fencesOfAll(), n/3000+1) },
		"arrows": own("<arrow x1=1 y1=2 x2=3 y2=4 />\n\n"), "dragged": own("<v-drag pos=\"1,2,3,4\">a</v-drag>\n\n"), "marks": own("<b v-mark>a</b>\n\n"), "expressions": own("{{ a }} {{ 'b' }}\n\n"),
	} {
		t.Run(name, func(t *testing.T) { growsInLine(t, f) })
	}
}

// TestMarpTicks: nor does looking for a deck's own words, which the server does for the
// files beside it. Open backticks of many lengths do not each go through their paragraph.
func TestMarpTicks(t *testing.T) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	took := func(src string) time.Duration {
		start := threadTime(t)
		marp.Likely(nil, []byte(src+strings.Repeat("x\n", 3000)+"\n<!-- -->"))
		return threadTime(t) - start
	}
	const ratio, least = 5, 5 * time.Millisecond
	without, with := took(""), took(ticks())
	for range 3 {
		if with < ratio*max(without, least) {
			return
		}
		without, with = min(without, took("")), min(with, took(ticks()))
	}
	t.Errorf("with backticks it takes %v, without %v", with, without)
}

// fencesOfAll is fences in many lengths, of which none is closed.
func fencesOfAll() string {
	var b strings.Builder
	for i := range 70 {
		b.WriteString(strings.Repeat("`", 73-i) + "\n")
	}
	return b.String()
}

func threadTime(t *testing.T) time.Duration {
	var u unix.Rusage
	if err := unix.Getrusage(unix.RUSAGE_THREAD, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// ticks is backticks in many numbers, of which no two match.
func ticks() string {
	var b strings.Builder
	for i := 1; i < 88; i++ {
		b.WriteString(strings.Repeat("`", i) + " ")
	}
	return b.String()
}
