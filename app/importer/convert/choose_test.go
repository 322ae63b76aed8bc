package convert

import (
	"strings"
	"testing"

	"lectern/app/deck"
	"lectern/app/fault"
	"lectern/app/importer/importertest"
)

// TestChoose: which of a folder's files is the deck is found as a person would find it,
// in a folder and in a zip alike; where nobody could tell, the sentence names them.
func TestChoose(t *testing.T) {
	red := string(importertest.PNG(importertest.Colours(4, 3)))
	const (
		md     = "# Hello\n"
		talk   = "# One\n\n---\n\n# Two\n"
		marp   = "---\nmarp: true\n---\n\n# One\n"
		slidev = "---\ntheme: default\n---\n\n# One\n\n---\nsrc: ./pages/a.md\n---\n"
		qmd    = "---\ntitle: Talk\nformat: revealjs\n---\n\n## One\n"
		pdf    = "%PDF-1.7\n"
		page   = `<!doctype html><div class="reveal"><div class="slides"><section>One</section><section>Two</section></div></div>`
	)
	for name, c := range map[string]struct {
		files []string // name, contents, …
		main  string   // the deck, or what the sentence says
	}{
		"pictures, a text":       {[]string{"Slide1.PNG", red, "Slide2.PNG", red, "info.txt", "exported"}, "Slide1.PNG"},
		"pictures, a read-me":    {[]string{"1.png", red, "README", "x", "LICENSE", "x", "README.md", md}, "1.png"},
		"pictures, notes":        {[]string{"1.png", red, "notes.txt", talk, "Notes.md", md}, "1.png"},
		"a text that shows them": {[]string{"1.png", red, "talk.txt", "# A\n\n![](1.png)", "info.txt", "x"}, "talk.txt"},
		"a text alone":           {[]string{"a/talk.txt", md}, "a/talk.txt"},
		"Markdown, pictures":     {[]string{"vortrag.md", md, "logo.png", red}, "vortrag.md"},
		"Slidev":                 {[]string{"slides.md", slidev, "pages.md", md, "README.md", talk, "package.json", "{}", "components/A.vue", "x", "pages/a.md", talk, "public/a.png", red}, "slides.md"},
		"Slidev, exported":       {[]string{"slides.md", slidev, "slides-export.pdf", pdf, "package.json", "{}"}, "slides.md"},
		"Slidev in a folder":     {[]string{"README.md", md, "deck/slides.md", slidev, "deck/README.md", md}, "deck/slides.md"},
		"Marp among others":      {[]string{"a.md", marp, "b.md", talk, "c.md", md}, "a.md"},
		"Quarto":                 {[]string{"index.qmd", qmd, "about.qmd", md, "_quarto.yml", "x", "index.html", "<html>"}, "index.qmd"},
		"Quarto's result":        {[]string{"talk.qmd", qmd, "talk.pdf", pdf}, "talk.qmd"},
		"a page":                 {[]string{"index.html", page, "own.css", "x", "more.md", md, "README.md", md, "test/a.html", page}, "index.html"},
		"a page's Markdown":      {[]string{"talk/index.html", `<section data-markdown="slides.md"></section>`, "talk/slides.md", talk, "talk/css/a.css", "x"}, "talk/index.html"},
		"a rendered page":        {[]string{"talk.qmd", qmd, "talk.html", page, "talk_files/reveal.css", "x"}, "talk.qmd"},
		"an index":               {[]string{"index.md", talk, "todo.md", md}, "index.md"},
		"presentation":           {[]string{"presentation.md", md, "outline.md", md}, "presentation.md"},
		"talk":                   {[]string{"talk.md", talk, "more.md", talk}, "talk.md"},
		"the folder's name":      {[]string{"Harbour/harbour.md", md, "Harbour/more.md", talk, "Harbour/x.png", red}, "Harbour/harbour.md"},
		"what takes others in":   {[]string{"all.md", "---\nsrc: one.md\n---\n\n---\nsrc: ./two.md\n---\n", "one.md", talk, "two.md", talk}, "all.md"},
		"the outermost":          {[]string{"a.md", talk, "archive/b.md", talk, "archive/slides.md", talk}, "a.md"},
		"the one with slides":    {[]string{"a.md", md, "b.md", talk}, "b.md"},
		"two that could be":      {[]string{"a.md", talk, "b.md", talk, "notes.md", md}, "a.md and b.md are two decks; import one Markdown file at a time"},
		"two without slides":     {[]string{"a.md", md, "b.md", md}, "a.md and b.md are two decks; import one Markdown file at a time"},
		"read-mes alone":         {[]string{"README.md", md, "CHANGELOG.md", md}, "README.md"},
		"beamer":                 {[]string{"talk.tex", "x", "talk.pdf", pdf, "talk.pdfpc", "{}", "fig/a.pdf", pdf, "fig/b.png", red, "Makefile", "x"}, "talk.pdf"},
		"beamer, with figures":   {[]string{"talk.tex", "x", "talk.pdf", pdf, "plot.pdf", pdf}, "talk.pdf"},
		"beamer, not made":       {[]string{"talk.tex", "x", "b.png", red}, "There is talk.tex, and no PDF of it; make the PDF, and import that"},
		"a handout":              {[]string{"talk.pdf", pdf, "talk-handout.pdf", pdf, "Notes.pdf", pdf}, "talk.pdf"},
		"PDF, its text":          {[]string{"report.md", md, "report.pdf", pdf}, "report.pdf"},
		"PDF, a read-me":         {[]string{"README.md", talk, "x.pdf", pdf, "a.png", red}, "x.pdf"},
		"PDF, another talk":      {[]string{"a.md", talk, "x.pdf", pdf}, "x.pdf and a.md do not make one deck; import the PDF by itself"},
		"two PDFs":               {[]string{"a.pdf", pdf, "b.pdf", pdf}, "a.pdf and b.pdf are two decks; import one PDF at a time"},
		"junk beside":            {[]string{"a.md", md, ".git/b.md", talk, "node_modules/slides.md", talk, "__MACOSX/._a.md", "x", "Thumbs.db", "x", "~$a.pptx", "x"}, "a.md"},
		"junk alone":             {[]string{".hidden.md", md}, ".hidden.md"},
		"nothing":                {[]string{"a.go", "package a", "b.html", "<html>"}, "There is no Markdown, PDF or picture in"},
	} {
		t.Run(name, func(t *testing.T) {
			var entries []importertest.Entry
			var folder []any
			for i := 0; i < len(c.files); i += 2 {
				entries = append(entries, importertest.Entry{Name: c.files[i], Data: []byte(c.files[i+1])})
				folder = append(folder, "my talk/"+c.files[i], c.files[i+1])
			}
			check := func(way string, got *choice, err error) {
				t.Helper()
				main := ""
				if err != nil {
					main = fault.Sentence(err)
					importertest.CheckRefusal(t, err)
				} else {
					main = strings.TrimPrefix(got.main, "my talk/")
					got.close()
				}
				if main != c.main && (err == nil || !strings.HasPrefix(main, c.main)) {
					t.Errorf("%s: %s, want %s", way, main, c.main)
				}
			}
			if name != "junk alone" {
				got, err := choose(t.Context(), tree(File{"my.zip", importertest.Zip(entries...)}), "")
				check("zip", got, err)
			}
			got, err := choose(t.Context(), importertest.Tree(folder...), "")
			check("folder", got, err)
		})
	}
}

// TestLeftOut: a project's many files are one remark.
func TestLeftOut(t *testing.T) {
	parts := []any{"p/slides.md", "# A", "p/a.zip", string(importertest.Zip()), "p/README.md", "# B"}
	for _, n := range strings.Fields("a b c d e f g") {
		parts = append(parts, "p/"+n+".vue", "x")
	}
	c, err := choose(t.Context(), importertest.Tree(parts...), "")
	if err != nil {
		t.Fatal(err)
	}
	want := "a.vue and 6 more files were left out: they are no slides.|a.zip was left out: it is a zip file itself.|README.md was left out: the deck is slides.md."
	if got := strings.Join(c.remarks, "|"); c.format != deck.Markdown || got != want {
		t.Errorf("%s %s", c.format, got)
	}
}
