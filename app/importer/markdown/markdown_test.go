package markdown

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lectern/app/deck"
	"lectern/app/deck/decktest"
	"lectern/app/importer/importertest"
	"lectern/app/importer/options"
)

// beside is the pictures that lie beside every file of testdata.
var beside = []struct {
	name string
	data []byte
}{
	{"red.png", importertest.PNG(importertest.Colours(40, 30))},
	{"img/blue.png", importertest.PNG(importertest.Colours(20, 10))},
	{"shape.svg", []byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 100"><rect width="9" height="9"/></svg>`)},
}

// read makes a deck of the first of the files, which are given as names and
// contents in turn; the others are pictures.
func read(t testing.TB, parts ...any) *decktest.Deck {
	t.Helper()
	d, err := tryRead(parts...)
	if err != nil {
		t.Fatal(err)
	}
	importertest.CheckDraft(t, d)
	return d
}

func tryRead(parts ...any) (*decktest.Deck, error) {
	var pictures []string
	for i := 2; i < len(parts); i += 2 {
		pictures = append(pictures, parts[i].(string))
	}
	d := &decktest.Deck{}
	return d, Import(context.Background(), importertest.Tree(parts...), parts[0].(string), pictures, options.Options{}, d)
}

var update = flag.Bool("update", false, "write the golden files anew")

// inTime lets a test have its colours on a computer that is busy.
func inTime(t *testing.T) {
	was := maxHighlightTime
	maxHighlightTime = time.Hour
	t.Cleanup(func() { maxHighlightTime = was })
}

func TestMarkdownGolden(t *testing.T) {
	inTime(t)
	names, err := filepath.Glob("testdata/*.md")
	if err != nil || len(names) == 0 {
		t.Fatal(names, err)
	}
	for _, name := range names {
		t.Run(filepath.Base(name), func(t *testing.T) {
			src, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			files := []any{filepath.Base(name), src}
			for _, p := range beside {
				if strings.Contains(string(src), filepath.Base(p.name)) {
					files = append(files, p.name, p.data)
				}
			}
			checkGolden(t, strings.TrimSuffix(name, ".md")+".golden", read(t, files...))
		})
	}
}

// checkGolden compares a deck with what a file has of it, or with -update writes that.
func checkGolden(t *testing.T, file string, d *decktest.Deck) {
	t.Helper()
	got := dump(d)
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func dump(d *decktest.Deck) string {
	var b strings.Builder
	fmt.Fprintf(&b, "title: %s\nlang: %s\npictures: %d\n", d.Title, d.Lang, len(d.Pictures))
	for _, w := range d.Warnings {
		fmt.Fprintf(&b, "warning: %s\n", w)
	}
	for i, s := range d.Slides {
		hidden := map[bool]string{true: " hidden"}[s.Hidden]
		fmt.Fprintf(&b, "\n######## %d %q class=%q%s\n%s\n", i+1, s.Title, s.Class, hidden, s.Views[0].HTML)
		for _, part := range [][2]string{{"css", s.Views[0].CSS}, {"text", s.Views[0].Text}, {"notes", s.Notes}} {
			if part[1] != "" {
				fmt.Fprintf(&b, "-------- %s\n%s\n", part[0], part[1])
			}
		}
		for step, v := range s.Views[1:] {
			fmt.Fprintf(&b, "######## %d, step %d\n%s\n-------- text\n%s\n", i+1, step+1, v.HTML, v.Text)
			if v.CSS != s.Views[step].CSS {
				fmt.Fprintf(&b, "-------- css\n%s\n", v.CSS)
			}
		}
	}
	return b.String()
}

func TestDeckTitle(t *testing.T) {
	for _, c := range []struct{ name, src, want string }{
		{"talk.md", "---\ntitle: Front\n---\n# Heading", "Front"},
		{"talk.md", "## Small\n\n# Large\n\n---\n\n# Later\n", "Large"},
		{"talk.md", "## Small\n\n---\n\n# Later\n", "talk"}, // followers are told the title before that is shown
		{"my talk.md", "only text", "my talk"},
		{"x/deep.md", "only text", "deep"},
	} {
		if d := read(t, c.name, []byte(c.src)); d.Title != c.want {
			t.Errorf("%q: title %q, want %q", c.src, d.Title, c.want)
		}
	}
}

func TestMarkdownEncodings(t *testing.T) {
	for name, src := range map[string]string{
		"BOM":           "\xef\xbb\xbf# Grüße",
		"UTF-16 little": "\xff\xfe#\x00 \x00G\x00r\x00\xfc\x00\xdf\x00e\x00",
		"UTF-16 big":    "\xfe\xff\x00#\x00 \x00G\x00r\x00\xfc\x00\xdf\x00e",
		"old Mac lines": "# Grüße\r\rtext",
	} {
		if d := read(t, "a.md", []byte(src)); d.Title != "Grüße" {
			t.Errorf("%s: title %q", name, d.Title)
		}
	}
}

func TestPicturesOfMarkdown(t *testing.T) {
	red := importertest.PNG(importertest.Colours(40, 30))
	for _, c := range []struct {
		ref, markdown, name string
		found               bool
	}{
		{"img/a.png", "talk.md", "a.png", true},       // browsers upload bare names
		{"img/a.png", "talk.md", "x/img/a.png", true}, // or with a folder above
		{"../img/a.png", "slides/talk.md", "img/a.png", true},
		{"a%20b.png", "talk.md", "a b.png", true},
		{"A.PNG", "talk.md", "a.png", true},
		{`img\a.png`, "talk.md", "img/a.png", true},
		{"/img/a.png", "talk.md", "public/img/a.png", true},
		{"b.png", "talk.md", "a.png", false},
		{"https://x.example/a.png", "talk.md", "a.png", false},
		{"//x.example/a.png", "talk.md", "a.png", false},
		{"C:/a.png", "talk.md", "b.png", false},
	} {
		d := read(t, c.markdown, []byte("![alt](<"+c.ref+">)"), c.name, red)
		got := strings.Contains(d.Slides[0].Views[0].HTML, `<img src="picture:0" alt="alt" width="40" height="30"/>`)
		if got != c.found {
			t.Errorf("%s with %s: %s", c.ref, c.name, d.Slides[0].Views[0].HTML)
		}
		if !c.found && (!strings.Contains(d.Slides[0].Views[0].HTML, `<span class="missing">alt</span>`) || len(d.Warnings) == 0) {
			t.Errorf("%s: %s %q", c.ref, d.Slides[0].Views[0].HTML, d.Warnings)
		}
	}
	d := read(t, "t.md", []byte("![a](a.png) ![b](./a.png)"), "a.png", red)
	if len(d.Pictures) != 1 {
		t.Errorf("one picture twice was kept %d times", len(d.Pictures))
	}
}

func TestDamagedPictureOfMarkdown(t *testing.T) {
	red := importertest.PNG(importertest.Colours(40, 30))
	d := read(t, "t.md", []byte("\n![alt](a.png)"), "a.png", red[:len(red)/2])
	if want := "line 2: a.png is cut short: the file ends before the picture does."; len(d.Warnings) != 1 || d.Warnings[0] != want {
		t.Errorf("warnings %q", d.Warnings)
	}
	if !strings.Contains(d.Slides[0].Views[0].HTML, "missing") || len(d.Pictures) != 0 {
		t.Errorf("%s", d.Slides[0].Views[0].HTML)
	}
}

// TestWordsInDrawings: those that are drawn are text of the slide, once it shows them.
func TestWordsInDrawings(t *testing.T) {
	drawing := []byte(`<svg xmlns="http://www.w3.org/2000/svg"><text>Order</text><foreignObject><p xmlns="http://www.w3.org/1999/xhtml">Parcel sent</p></foreignObject></svg>`)
	for src, want := range map[string]string{
		"# A\n\n![flow](a.svg)":        "A\nflow: Order, Parcel sent",
		"# A\n\n![](a.svg) then":       "A\nOrder, Parcel sent then",
		"![Order, Parcel sent](a.svg)": "Order, Parcel sent",
	} {
		d := read(t, "t.md", []byte(src), "a.svg", drawing)
		if got := d.Slides[0].Views[0].Text; got != want {
			t.Errorf("%q: %q, want %q", src, got, want)
		}
	}
	d := read(t, "t.md", []byte("---\nmarp: true\n---\n\n* one\n* ![flow](a.svg)\n"), "a.svg", drawing)
	if views := d.Slides[0].Views; strings.Contains(views[0].Text+views[1].Text, "Order") || !strings.Contains(views[len(views)-1].Text, "Order") {
		t.Errorf("%+v", views)
	}
}

func TestDataPicture(t *testing.T) {
	svg := `data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22 width=%224%22 height=%222%22/%3E`
	d := read(t, "t.md", []byte("![alt](<"+svg+">)"))
	if len(d.Pictures) != 1 || !d.Pictures[0].Vector || d.Pictures[0].Width != 4 {
		t.Errorf("%+v %q", d.Pictures, d.Warnings)
	}
}

func TestDeepNesting(t *testing.T) {
	for _, src := range []string{strings.Repeat("<div>", 1000), strings.Repeat(">", 600) + "x", strings.Repeat("<div>\n\n", 700)} {
		d, err := tryRead("a.md", src)
		if err != nil {
			importertest.CheckRefusal(t, err)
			continue
		}
		importertest.CheckDraft(t, d)
	}
}

// TestAuthor: front matter says who gives the talk, in many ways.
func TestAuthor(t *testing.T) {
	for src, want := range map[string]string{
		"---\nauthor: Ada Lovelace\n---\n# a\n":                                                                 "Ada Lovelace",
		"---\nmarp: true\nauthor: Ada  Lovelace\n---\n# a\n":                                                    "Ada Lovelace",
		"---\nauthors:\n  - Ada Lovelace\n  - Alan Turing\n---\n# a\n":                                          "Ada Lovelace, Alan Turing",
		"---\nauthor: [Ada Lovelace, Alan Turing]\n---\n# a\n":                                                  "Ada Lovelace, Alan Turing",
		"---\nformat: revealjs\nauthor:\n  - name: Ada Lovelace\n    email: a@b.c\n  - name: Alan\n---\n## a\n": "Ada Lovelace, Alan",
		"---\nauthor: Ada Lovelace <ada@example.org>, Alan\n---\n# a\n":                                         "Ada Lovelace, Alan",
		"---\nauthor:\n  name:\n    given: Ada\n    family: Lovelace\n---\n# a\n":                               "Ada Lovelace",
		"% A talk\n% Ada Lovelace\n\n# a\n":                                                                     "Ada Lovelace",
		"# by Ada\n":                                                                                            "",
	} {
		if got := read(t, "talk.md", []byte(src)).Header.Author; got != want {
			t.Errorf("%q: %q, want %q", src, got, want)
		}
	}
}

// TestPlanned: front matter says how long the talk, and a slide, is to take.
func TestPlanned(t *testing.T) {
	for src, want := range map[string]string{
		"---\nduration: 20 min\ntime: 2m\n---\n# a\n\n---\n\n# b\n":                                                                             "1200: 120 0",
		"---\nmdc: true\nduration: 35min\n---\n# a\n\n---\ntime: 90s\n---\n# b\n":                                                               "2100: 0 90",
		"---\nmarp: true\n---\n# a\n\n<!-- time: 2m -->\n\n---\n\n# b\n\n<!-- (1 min) -->\n":                                                    "0: 120 60",
		"<!-- .slide: data-timing=\"75\" -->\n# a\n\n---\n\n<!-- .slide: data-timing=\"x\" -->\n# b\n":                                          "0: 75 0 “data-timing” is no number of seconds, and was left out.",
		"# a\n\nNote:\ntime: 1:30\n\n---\n\n# b\n":                                                                                              "0: 90 0",
		"---\nrevealOptions:\n  totalTime: 600\n---\n# a\n\n---\n\n# b\n":                                                                       "600: 0 0",
		"---\nrevealOptions:\n  totalTime: 600\n  defaultTiming: 9\n---\n# a\n\n---\n\n<!-- .slide: data-timing=\"100\" -->\n# b\n\n---\n\n# c": "600: 250 100 250",
		"---\nrevealOptions:\n  defaultTiming: 90\n---\n# a\n\n---\n\n<!-- .slide: data-timing=\"0\" -->\n# b\n\n---\n\ntime: 1m":               "0: 90 0 90",
		"---\nformat:\n  revealjs:\n    default-timing: 45\n---\n## a\n\n## b {timing=60}\n":                                                    "0: 45 60",
		"---\nduration: soon\n---\n# a\n":                                                                                                       "0: 0 “duration: soon” is no time such as 90s, 2 min or 1:30.",
	} {
		d := read(t, "talk.md", []byte(src))
		got := fmt.Sprintf("%d:", d.Header.Planned)
		for _, s := range d.Slides {
			slide := deck.Slide{FilePlanned: s.Planned, Notes: s.Notes}
			slide.SetPlanned()
			got += fmt.Sprint(" ", slide.Planned)
		}
		for _, r := range d.Remarks {
			got += " " + r.Text
		}
		if got != want {
			t.Errorf("%q: %s, want %s", src, got, want)
		}
	}
}
