package markdown

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"lectern/app/fault"
	"lectern/app/importer/importertest"
)

// TestBounds: what a few bytes of Markdown may stand for, and the sentence where it
// is too much.
func TestBounds(t *testing.T) {
	wide := strings.Repeat("|a", 1000) + "\n" + strings.Repeat("|-", 1000) + "\n"
	in := func(prefix, s string) string {
		return prefix + strings.Join(strings.Split(strings.TrimSuffix(s, "\n"), "\n"), "\n"+strings.Repeat(" ", len(prefix)-len(strings.TrimLeft(prefix, " -")))+strings.TrimLeft(prefix, " -")) + "\n"
	}
	rows := strings.Repeat("x\n", 16_000)
	for name, c := range map[string]struct{ src, want string }{
		"table":          {wide + rows, "a.md is too large: the table on line 2 would have more than 20000 cells; take some out"},
		"in a quote":     {in("> ", wide+rows), "a.md is too large: the table on line 2 would have more than 20000 cells; take some out"},
		"in a list":      {in("- ", wide+rows), "a.md is too large: the table on line 2 would have more than 20000 cells; take some out"},
		"under text":     {"text\n" + wide + rows, "a.md is too large: the table on line 3 would have more than 20000 cells; take some out"},
		"many tables":    {strings.Repeat(wide+"x\n\n", 150), "a.md is too large: the tables up to the one on line 398 would have more than 200000 cells; take some out"},
		"with a note":    {"Note: x\n\n---\n\n" + wide + rows, "a.md is too large: the table on line 6 would have more than 20000 cells; take some out"},
		"on one slide":   {"# a\n\n---\n\n" + strings.Repeat(wide+strings.Repeat("x\n", 8)+"\n", 3), "Slide 2 of a.md, on line 4, has more than 20000 elements, or some that are never closed; divide it with lines of ---"},
		"HTML spans":     {"<table>" + strings.Repeat("<tr><td colspan=1000 rowspan=65534>x\n", 10), "Slide 1 of a.md, on line 1, has tables of more than 20000 cells; divide them"},
		"HTML elements":  {strings.Repeat("<p>\n\n", 21_000), "Slide 1 of a.md, on line 1, has more than 20000 elements, or some that are never closed; divide it with lines of ---"},
		"reopened":       {"<div>" + strings.Repeat("<b><i><em><u>", 3) + "x</div>" + strings.Repeat("<div>x</div>", 1900), "Slide 1 of a.md, on line 1, has more than 20000 elements, or some that are never closed; divide it with lines of ---"},
		"reopened, each": {reopenedEach(), "Slide 1 of a.md, on line 1, has more than 20000 elements, or some that are never closed; divide it with lines of ---"},
		"HTML":           {"[r]: http://" + strings.Repeat("u", 100_000) + "\n\n" + strings.Repeat("[r] ", 20), "Slide 1 of a.md, on line 1, has more than 1024 kB as HTML; divide it with lines of ---"},
		"escaped":        {strings.Repeat("\"", 300_000), "Slide 1 of a.md, on line 1, has more than 1024 kB as HTML; divide it with lines of ---"},
		"text":           {"# a\n\n---\n\n" + strings.Repeat("word ", 30_000), "Slide 2 of a.md, on line 4, has more than 100 kB of text; divide it with lines of ---"},
		"Arabic":         {"# a\n\n" + strings.Repeat("ش", 3000), "Slide 1 of a.md, on line 1, has more than 2000 letters without a space between them; divide them"},
		"accents":        {"a" + strings.Repeat("\u0301*", 1000) + strings.Repeat("\u0301", 1500), "Slide 1 of a.md, on line 1, has more than 2000 letters without a space between them; divide them"},
		"notes":          {"# a\n\n---\n# b\n\nNote: " + strings.Repeat("word ", 30_000), "Slide 2 of a.md, on line 4, has more than 100 kB of notes; divide it with lines of ---"},
		"comments":       {"# a\n<!-- " + strings.Repeat("word ", 30_000) + "-->\n", "Slide 1 of a.md, on line 1, has more than 100 kB of notes; divide it with lines of ---"},
		"depth":          {nested(1500), "a.md is too large: the lists and quotes inside each other, up to line 101, are too many; take some out"},
		"lines":          {strings.Repeat("\n", 250_000) + "a", "a.md has more signs of Markdown, up to line 200001, than any slide can show"},
		"fronts":         {strings.Repeat("---\nlayout: a\n---\na\n", 3000), "a.md has more than 2000 slides"},
	} {
		t.Run(name, func(t *testing.T) {
			before := allocated()
			_, err := tryRead("a.md", c.src)
			if err == nil || fault.CodeOf(err) != fault.TooLarge || fault.Sentence(err) != c.want {
				t.Errorf("%v\nwant %s", err, c.want)
			}
			early := strings.HasPrefix(name, "reopened") || name == "table" // before there is a tree
			if mb := (allocated() - before) >> 20; early && mb > 40 && !importertest.Race {
				t.Errorf("%d MB for %d bytes", mb, len(c.src))
			}
		})
	}
}

// TestDeep: browsers lay out again what is inside of much.
func TestDeep(t *testing.T) {
	for _, src := range []string{strings.Repeat("<q>", 200), strings.Repeat("<table><tr><td>", 50), "---\nmarp: true\n---\n" + strings.Repeat("* ", 40) + strings.Repeat("<b><i>", 30)} {
		_, err := tryRead("a.md", src)
		importertest.CheckRefusal(t, err)
		if !strings.HasSuffix(fault.Sentence(err), "is nested too deeply") {
			t.Error(err)
		}
	}
	for n, src := range []string{strings.Repeat("<q>", 90), nested(40), strings.Repeat(strings.Repeat("ش", 1000)+" ", 10), strings.Repeat("漢", 30_000), strings.Repeat("x", 90_000)} {
		if _, err := tryRead("a.md", src); err != nil {
			t.Error(n, err)
		}
	}
}

// TestDeckTooLarge: the slides of a deck are bounded together, too.
func TestDeckTooLarge(t *testing.T) {
	defer func(was int) { maxDeckHTML = was }(maxDeckHTML)
	maxDeckHTML = 1 << 20
	_, err := tryRead("a.md", "[r]: http://"+strings.Repeat("u", 100_000)+"\n\n"+strings.Repeat("# a\n[r] [r] [r]\n\n---\n\n", 5))
	if want := "a.md has more than 1 MB as HTML up to slide 4, on line 17; split it in two"; fault.CodeOf(err) != fault.TooLarge || fault.Sentence(err) != want {
		t.Errorf("%v, want %s", err, want)
	}
}

// allocated is what was ever allocated, in bytes.
func allocated() uint64 {
	var s runtime.MemStats
	runtime.ReadMemStats(&s)
	return s.TotalAlloc
}

// nested is lists inside each other.
func nested(levels int) string {
	var b strings.Builder
	for i := range levels {
		fmt.Fprintf(&b, "%*s- a\n", 2*i, "")
	}
	return b.String()
}

// reopenedEach is formatting elements that are never closed and of which no two
// are the same, and blocks that each open all of them again.
func reopenedEach() string {
	var b strings.Builder
	b.WriteString("<div>")
	for i := range 400 {
		fmt.Fprintf(&b, "<b lang=a%c%c>", 'a'+i/26, 'a'+i%26)
	}
	return b.String() + "x</div>" + strings.Repeat("<div>x</div>", 1500)
}

// TestSmallTables: the bounds are far from what people write.
func TestSmallTables(t *testing.T) {
	d := read(t, "a.md", "| a | b |\n|---|---|\n| `x\\|y` | z \\| `\\||\\|` |\n| short\n")
	for _, want := range []string{"<code>x|y</code>", "<td>short</td>\n<td></td>"} {
		if !strings.Contains(d.Slides[0].Views[0].HTML, want) {
			t.Errorf("no %s in %s", want, d.Slides[0].Views[0].HTML)
		}
	}
	d = read(t, "a.md", "<table><tr><th colspan=2 rowspan=9>a<th rowspan=0 colspan=x>b<tr><td>c</table>")
	for _, want := range []string{`<th colspan="2" rowspan="2">`, `<th rowspan="1" colspan="1">`} {
		if !strings.Contains(d.Slides[0].Views[0].HTML, want) {
			t.Errorf("no %s in %s", want, d.Slides[0].Views[0].HTML)
		}
	}
}
