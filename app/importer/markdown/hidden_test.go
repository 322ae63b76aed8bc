package markdown

import (
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"lectern/app/deck/decktest"
	"lectern/app/importer/importertest"
	"lectern/app/importer/options"
)

var secret = regexp.MustCompile(`(?i)secret\w*`)

// checkSecrets fails if a word that begins with SECRET is in what the room gets, or
// one of the text is not in the notes.
func checkSecrets(t *testing.T, src string, d *decktest.Deck) {
	t.Helper()
	notes := d.Title
	for i, s := range d.Slides {
		for step, v := range s.Views {
			if m := secret.FindString(s.Title + v.HTML + v.Text); m != "" {
				t.Errorf("slide %d, step %d shows %s\n%s", i+1, step, m, v.HTML)
			}
		}
		notes += s.Notes + "\n"
	}
	for _, m := range secret.FindAllString(src, -1) {
		if !strings.Contains(notes, m) {
			t.Errorf("%s is not in the notes\n%s", m, notes)
		}
	}
}

// TestNotesOfTools: each spelling of notes that a tool has is the speaker's alone, in
// every dialect.
func TestNotesOfTools(t *testing.T) {
	files, err := filepath.Glob("testdata/notes/*.md")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for name := range named {
			t.Run(name+"/"+filepath.Base(file), func(t *testing.T) {
				d := &decktest.Deck{}
				if err := Import(t.Context(), importertest.Tree("a.md", src), "a.md", nil, options.Options{Dialect: name}, d); err != nil {
					t.Fatal(err)
				}
				importertest.CheckDraft(t, d)
				checkSecrets(t, string(src), d)
			})
		}
	}
}

// TestNotesAnywhere: a note is not shown, whatever is around it and however that is
// broken. What stands before it and on the next slide is.
func TestNotesAnywhere(t *testing.T) {
	for i, note := range []string{
		"Note: SECRET", "Notes: SECRET", "note:SECRET", "NOTES:\nSECRET", "Note: SECRET\n\n- SECRETLIST\n\nSECRETEND", "Note: a\n### SECRETHEADING",
		"???\nSECRET", "???  \n\nSECRET\n\n> SECRET", "??? SECRET",
		"::: notes\nSECRET\n:::", ":::notes\n\nSECRET\n\n:::", "::: {.notes}\n- SECRET\n:::", ":::::{ .notes #x }\nSECRET\n:::::", "::: notes :::\nSECRET\n:::",
		":::: {.columns}\n::: notes\nSECRET\n:::\n::::", "::: notes\n::: {.x}\nSECRETIN\n:::\nSECRETOUT\n:::", "::: notes\nSECRET never closed", "::: {.x .notes k=v}\nSECRET\n:::",
		"<aside class=\"notes\">SECRET</aside>", "<aside class='notes'>\n\nSECRET\n\n- SECRETLIST\n\n</aside>", "<ASIDE CLASS=NOTES>SECRET</ASIDE>", "<div class=\"a notes\"><div>SECRET</div>SECRETEND</div>",
		"<aside class=\"notes\">\nSECRET never closed", "<section class=\"notes\">SECRET</section>", "<p class=notes>SECRET</p>", "words <aside class=\"notes\">SECRET", "<aside class=\"notes\"><b>SECRET</aside>",
		"<div data-notes=\"SECRET\">x</div>", "<aside class=\"notes\">\n\n```\nSECRET\n</aside>\n```\n\n</aside>",
		"words <!-- SECRET\n\nSECRETEND -->", "words <!-- SECRET never closed", "| a <!-- SECRET | SECRETEND --> |", "- a <!-- SECRET\n\n  SECRETEND -->", "  <!-- SECRET\nSECRETEND -->",
		"%% SECRET %%", "words %%SECRET%% words", "%%\nSECRET\n\nSECRETEND\n%%", "**Note:** SECRET", "^ SECRET", "%% SECRET", "<Notes>SECRET</Notes>", "<div>\n<!--\nSECRET\n\nSECRETEND -->\n</div>", "<aside class=\"notes\">\n\nSECRET\n\n---\n\nSECRETEND\n\n</aside>", "Note\u00a0: SECRET", "__Notes__: SECRET\nSECRETEND",
	} {
		for j, before := range []string{
			"", "words\n", "words\n\n", "- one\n- two\n", "- one\n\n  - two\n", "1. one\n\n   more\n", "* one\n* two\n", "> quoted\n", "> - quoted\n", "| a |\n|---|\n| b |\n",
			"<div>box</div>\n", "<div>\n", "<div>\n\n", "<b>\n\n", "<ul><li>\n\n", "<table><tr><td>\n\n", "<pre>x</pre>\n", "```js\nx\n```\n", "~~~\nx\n~~~\n\n", "    code\n\n", "[r]: http://x\n",
			"x[^1]\n\n[^1]: foot\n", "Term\n: meaning\n", "::: left\nx\n:::\n", "::: left\nx\n", "> [!NOTE]\n> x\n", "# Heading {.x}\n", "![](none.png)\n", "<!-- a comment -->\n", "text <!-- a comment -->\n",
			"- [x] task\n", "***bold*\n", "[link](\n", "`code\n", "<span>\n", "<p>\n", "<details><summary>x\n\n",
		} {
			fronts := []string{"", "---\nmarp: true\n---\n\n", "---\ntheme: x\nlayout: cover\n---\n\n", "---\nformat: revealjs\n---\n\n"}
			for _, front := range []string{fronts[(i+j)%4], fronts[(i+j+1)%4]} {
				src := front + "# Before\n\nBEFORE\n\n" + before + note + "\n\n---\n\n# After\n\nAFTER\n"
				d, err := tryRead("a.md", src)
				if err != nil {
					t.Fatalf("%q: %v", src, err)
				}
				shown := ""
				for _, s := range d.Slides {
					for _, v := range s.Views {
						shown += s.Title + v.HTML + v.Text
					}
				}
				if m := secret.FindString(shown); m != "" {
					t.Errorf("%q shows %s\n%s", src, m, shown)
				}
				for _, want := range []string{"BEFORE", "AFTER"} {
					if want == "AFTER" && strings.Contains(front, "layout") && strings.HasSuffix(note, "never closed") {
						continue // in Slidev a comment goes on over slides
					}
					if !strings.Contains(shown, want) {
						t.Errorf("%q does not show %s\n%s", src, want, shown)
					}
				}
			}
		}
	}
}

// TestNotNotes: what only looks like notes is shown.
func TestNotNotes(t *testing.T) {
	for _, src := range []string{
		"```\nNote: SHOWN\n```", "    Note: SHOWN", "`<!-- SHOWN -->`", "- Note: SHOWN", "> Note: SHOWN", "1. step\n   Note: SHOWN\n2. step", "<pre>\nNote: SHOWN\n</pre>",
		"Notebook: SHOWN", "Note that SHOWN: x", "100 %% SHOWN", "a %%b SHOWN", "a ^ SHOWN", "x^2^ SHOWN", "\\<!-- SHOWN", "<aside>SHOWN</aside>", "<div class=note>SHOWN</div>", "::: note\nSHOWN\n:::", "What??? SHOWN", "???SHOWN",
		"```\n::: notes\nSHOWN\n:::\n```", "```html\n<aside class=\"notes\">SHOWN</aside>\n```", "````\n???\n\nSHOWN\n````", "<!-- a\n\nNote: b\n-->\n\nSHOWN", "`%% SHOWN %%`",
	} {
		d := read(t, "a.md", src)
		if v := d.Slides[0].Views[0]; !strings.Contains(v.Text, "SHOWN") || strings.Contains(d.Slides[0].Notes, "SHOWN") {
			t.Errorf("%q: %s\nnotes %q", src, v.HTML, d.Slides[0].Notes)
		}
	}
}

// TestNoteText: notes are Markdown, also those that are HTML.
func TestNoteText(t *testing.T) {
	for src, want := range map[string]string{
		"$$\nx\n$$\nNote: four":                                                    "four",
		"Note: one\n\n- two\n  - three":                                            "one\n\n- two\n  - three",
		"::: notes\n**one**\n\n    code\n:::":                                      "**one**\n\n    code",
		"<aside class=notes>\n\n**one** `two`\n\n- a\n- b\n\n1. c\n\n</aside>":     "**one** `two`\n\n- a\n- b\n\n1. c",
		"a <aside class=notes>one *two*</aside> b\n\n<!-- three -->\n\nNote: four": "three\n\none *two*\n\nfour",
		"---\nmarp: true\n---\n<div class=notes>\n\n* one\n* two\n\n</div>":        "- one\n- two",
	} {
		d := read(t, "a.md", src)
		if got := d.Slides[0].Notes; got != want {
			t.Errorf("%q: %q, want %q", src, got, want)
		}
		if n := len(d.Slides[0].Views); n != 1 {
			t.Errorf("%q: %d steps", src, n)
		}
	}
}

// TestFootnoteSteps: a footnote comes with its number, and none is of the notes'.
func TestFootnoteSteps(t *testing.T) {
	d := read(t, "a.md", "---\nmarp: true\n---\nzero[^z]\n\n* one[^a]\n* two[^b]\n\n[^a]: ALPHA\n[^b]: BETA\n[^z]: ZETA\n\n---\n\nagain[^b]\n\n<aside class=notes>\n\nx[^c]\n\n</aside>\n\n[^c]: SECRET\n")
	views := d.Slides[0].Views
	for step, want := range [][]bool{{true, false, false}, {true, true, false}, {true, true, true}} {
		for i, word := range []string{"ZETA", "ALPHA", "BETA"} {
			if got := strings.Contains(views[step].HTML, word); got != want[i] {
				t.Errorf("step %d: %s is %v\n%s", step, word, got, views[step].HTML)
			}
		}
	}
	if v := d.Slides[1].Views[0]; !strings.Contains(v.HTML, "BETA") || strings.Contains(v.HTML, "SECRET") || !strings.Contains(d.Slides[1].Notes, "SECRET") {
		t.Errorf("%s\n%s", v.HTML, d.Slides[1].Notes)
	}
}

// TestBeginnings: of files, and of slides.
func TestBeginnings(t *testing.T) {
	for src, want := range map[string]string{
		"+++\ntitle = \"T\"\ntags = [\n  \"a\", # x\n  \"b\"\n]\n[params]\nx = 1\n+++\n# A": "T: A",
		";;;\n{\"title\": \"T\",\n\t\"lang\": \"de\"}\n;;;\n# A":                            "T: A",
		"\n{\n \"title\": \"T\",\n\t\"a\": {\n\"b\": 1\n}\n}\n\n# A":                        "T: A",
		";;;\n\"title\": \"T\"\n;;;\n\n# A":                                                 "T: A",
		"---json\n{\"title\": \"T\"}\n---\n# A":                                             "T: A",
		"---toml\ntitle = 'T'\n---\n# A":                                                    "T: A",
		"% T\n% me\n% today\n\n# A":                                                         "T: A",
		"---\n# A\n---\n# B":                                                                "A: A|B",
		"\ufeff---\r\ntitle: T\r\n---\r\n\r\n# A\r\n\r\n---\r\n\ufeff# B\r\n":               "T: A|B",
		"# A\n\ntext\n---\n\n# B\n\ntext\n---\n# C":                                         "A: A|B|C",
		"# A\n\n<div>x</div>\n---\n# B":                                                     "A: A|B",
		"# A\n\n- x\n---\n# B\n\n| a |\n|-|\n| b |\n---\n# C":                               "A: A|B|C",
		"# A\n\nHead\n----\n\n## B":                                                         "A: A",
		"---\nmarp: true\n---\n# A\n\ntext\n---\n\n# B":                                     "A: A",
		"# A\n\n## B\n\ntext\n\n## C\n\n### D":                                              "A: A|B|C",
		"# A\n\n## B":                                                                       "A: A",
		"# A\n\n--\n# B\n\n```\n\n--\n# x\n```":                                             "A: A|B",
		"{ not JSON\n}\n\n# A\n\n---\n\n# B":                                                "A: A|B",
		"# A\n\n### B\n\n### C":                                                             "A: A|B|C",
		"# A\n\n## B\n\n## C\n\n---\n\n## D":                                                "A: A|D",
		"# A\n```\n---\n# x\n# y\n# z\n```":                                                 "A: A",
		"# A\n\n## B\n\nNote: x\n\n## C":                                                    "A: A|B|C",
	} {
		d := read(t, "a.md", src)
		got := d.Title + ": "
		for i, s := range d.Slides {
			if i > 0 {
				got += "|"
			}
			got += s.Title
		}
		if got != want {
			t.Errorf("%q: %s, want %s", src, got, want)
		}
	}
}

// TestInlined: pictures inside the text, in every spelling, and longer than the text
// may be.
func TestInlined(t *testing.T) {
	for _, file := range []string{"nopad.md", "small.md"} {
		src, err := os.ReadFile("testdata/inlined/" + file)
		if err != nil {
			t.Fatal(err)
		}
		d := read(t, "a.md", src)
		if len(d.Warnings) > 0 {
			t.Errorf("%s: %q", file, d.Warnings)
		}
		for i, s := range d.Slides {
			if !strings.Contains(s.Views[0].HTML, "picture:") {
				t.Errorf("%s: slide %d: %s", file, i+1, s.Views[0].HTML)
			}
		}
	}
	red := string(importertest.PNG(importertest.Colours(40, 30)))
	var src strings.Builder
	for i := range 3 {
		fmt.Fprintf(&src, "![in](data:image/png;base64,%s)\n\n---\n\n", base64Of(red+strings.Repeat(" ", 2<<20+i)))
	}
	d := read(t, "a.md", src.String())
	if len(d.Pictures) != 3 || len(d.Slides) != 3 {
		t.Errorf("%d pictures on %d slides: %q", len(d.Pictures), len(d.Slides), d.Warnings)
	}
}

func base64Of(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }

func TestCode(t *testing.T) {
	for info, want := range map[string][]string{
		"python {2}":                           {`<span class="line dim"><span class="cl">`, `<span class="line"><span class="cl">`},
		"text {2}":                             {`<span class="line dim"><span class="cl">a`, `<span class="line"><span class="cl">b`},
		`{.python .numberLines startFrom="7"}`: {`<span class="ln">7</span>`, `<span class="ln">8</span>`, `class="language-python"`},
		"text showLineNumbers":                 {`<span class="ln">1</span>`},
		`js hl_lines="1" linenums="3"`:         {`<span class="ln">3</span>`, `<span class="line dim">`},
	} {
		d := read(t, "a.md", "```"+info+"\na = 1\nb = 2\nc = 3\n```\n")
		for _, w := range want {
			if v := d.Slides[0].Views[0]; !strings.Contains(v.HTML, w) || len(d.Slides[0].Views) > 1 || v.Text != "a = 1\nb = 2\nc = 3" {
				t.Errorf("%s: no %s in %s\n%q", info, w, v.HTML, v.Text)
			}
		}
	}
}

// TestHiddenAttribute: what HTML hides is on no slide, whatever element it is.
func TestHiddenAttribute(t *testing.T) {
	for _, src := range []string{"<p hidden>SECRET</p>", "a <span hidden>SECRET</span> b", "<div hidden=\"\">\n\nSECRET\n\n</div>", "<custom-box hidden>SECRET</custom-box>", "<section hidden><b>SECRET</b></section>"} {
		d := read(t, "a.md", "# One\n\n"+src+"\n")
		if v := d.Slides[0].Views[0]; strings.Contains(v.HTML+v.Text+d.Slides[0].Title, "SECRET") {
			t.Errorf("%s is shown: %s", src, v.HTML)
		}
	}
}
