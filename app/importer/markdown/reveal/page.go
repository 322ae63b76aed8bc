package reveal

import (
	"bytes"
	"errors"
	"html"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	xhtml "golang.org/x/net/html"

	"lectern/app/deck"
	"lectern/app/importer/markdown/dialect"
	"lectern/app/importer/markdown/look"
	"lectern/app/importer/words"
)

const (
	maxTaken = 4 << 20 // bytes of other files that a page takes in
	maxTags  = 8 << 20 // bytes of sections' tags: each is written anew for all the slides inside
)

// writer writes a page's slides anew, one after the other, each after a blank line
// that divides it from the one before.
type writer struct {
	out    dialect.Page
	src    []byte
	d      dialect.Deck
	line   func(at int) int // of the page
	taken  int              // bytes of other files
	tagged int              // bytes of tags
}

// Page implements dialect.Dialect: it writes the sections of a file of HTML.
func (Dialect) Page(d dialect.Deck) (dialect.Page, bool) {
	if !isPage(d.Src) {
		return dialect.Page{}, false
	}
	src := bytes.Clone(d.Src)
	p := scan(src)
	if len(p.slides) == 0 {
		return dialect.Page{}, false
	}
	for _, c := range p.comments { // of its author's to himself
		if !speaks(src[c.from:c.to]) {
			dialect.Blank(src, c.from, c.to)
		}
	}
	w := &writer{src: src, d: d, line: lineCounter(src)}
	w.out.Only = true
	w.out.Meta = dialect.FrontMatter{"title": {Text: p.title, Line: 1}, "lang": {Text: p.lang, Line: 1}, "theme": {Text: "white", Line: 1}}
	w.options(p.options)
	for _, name := range p.sheets {
		w.sheet(name)
	}
	for _, style := range p.styles {
		w.style(style.Text, "", style.Line)
	}
	for _, s := range p.slides {
		if s.markdown {
			w.markdown(s)
		} else {
			w.html(s)
		}
	}
	return w.out, true
}

// options adds those of reveal.js. A blank line stands for each before the slides, so that
// remarks on it say where it is.
func (w *writer) options(all dialect.FrontMatter) {
	if len(all) == 0 {
		return
	}
	for _, name := range slices.Sorted(maps.Keys(all)) {
		v := all[name]
		line := v.Line
		v.Line = w.next()
		all[name] = v
		w.put("", "", line)
	}
	w.out.Meta[optionsKey] = dialect.Value{Inside: all, Line: w.next()}
}

// speaks reports whether a comment says something to reveal.js.
func speaks(comment []byte) bool {
	t := strings.TrimSpace(strings.TrimPrefix(string(comment), "<!--"))
	return strings.HasPrefix(t, slideWord) || strings.HasPrefix(t, elementWord)
}

// lineCounter counts lines up to places that mostly grow.
func lineCounter(src []byte) func(int) int {
	at, line := 0, 1
	return func(to int) int {
		if to < at {
			at, line = 0, 1
		}
		line += bytes.Count(src[at:to], []byte("\n"))
		at = to
		return line
	}
}

// put writes lines that stand in a file from a line on.
func (w *writer) put(text, file string, line int) {
	for l := range strings.Lines(text + "\n") {
		w.out.Src = append(w.out.Src, l...)
		w.out.Places = append(w.out.Places, dialect.Place{File: file, Line: line})
		line++
	}
}

// next is the line of the new text that is written next, which remarks are about.
func (w *writer) next() int { return len(w.out.Places) + 1 }

// cut begins a slide.
func (w *writer) cut(c dialect.Cut, file string, line int) {
	w.put("", file, line)
	c.Line = len(w.out.Places)
	w.out.Cuts.Cuts = append(w.out.Cuts.Cuts, c)
}

// tags writes the sections that are around a slide, on one line.
func (w *writer) tags(s slide) {
	var b strings.Builder
	for _, t := range s.tags {
		if w.tagged += t.to - t.from; w.tagged > maxTags {
			if w.tagged-(t.to-t.from) <= maxTags {
				w.d.Report.Warn(w.next(), "the attributes of sections are left out from here on: those of all slides have more than %d MB.", maxTags>>20)
			}
			b.WriteString("<section>")
			continue
		}
		z := xhtml.NewTokenizer(bytes.NewReader(w.src[t.from:t.to]))
		z.Next()
		b.WriteString("<section")
		for _, a := range z.Token().Attr {
			b.WriteString(" " + a.Key + `="` + html.EscapeString(strings.Join(strings.Fields(a.Val), " ")) + `"`)
		}
		b.WriteString(">")
	}
	w.put(b.String(), "", w.line(s.tags[len(s.tags)-1].from))
}

// html writes a slide that is elements.
func (w *writer) html(s slide) {
	line := w.line(s.tags[len(s.tags)-1].from)
	w.cut(dialect.Cut{Down: s.down, HTML: true}, "", line)
	w.tags(s)
	body := templateCode.ReplaceAllStringFunc(string(w.src[s.body.from:s.body.to]), func(code string) string {
		m := templateCode.FindStringSubmatch(code)
		return m[1] + html.EscapeString(m[2]) + m[3]
	})
	w.put(body, "", w.line(s.body.from))
}

// templateCode is code in a script that is none, so that its author need not write
// &lt; for <.
var templateCode = regexp.MustCompile(`(?is)(<code\b[^>]*>\s*)<script\b[^>]*\btype\s*=\s*["']?text/template["']?[^>]*>(.*?)</script>(\s*</code>)`)

// markdown writes the slides of a section with Markdown in it, or in a file that it
// names.
func (w *writer) markdown(s slide) {
	text, file, line := string(w.src[s.body.from:s.body.to]), "", w.line(s.body.from)
	if !s.raw {
		text = html.UnescapeString(text)
	}
	text = dedent(text)
	var by separators
	for _, a := range s.attrs {
		switch a.Key {
		case "data-separator":
			by.across = a.Val
		case "data-separator-vertical":
			by.down = a.Val
		case "data-separator-notes":
			by.notes = a.Val
		case "data-markdown":
			if a.Val != "" {
				var ok bool
				if text, file, ok = w.read(a.Val); !ok {
					w.cut(dialect.Cut{Down: s.down}, "", line)
					w.put("`"+strings.ReplaceAll(words.OneLine(a.Val, 80), "`", "")+"`", "", line)
					return
				}
				line = 1
			}
		}
	}
	var quiet dialect.Report
	c := dialect.Cuts{Src: []byte(text)}
	if by != (separators{}) || file != "" { // else it is one slide, whatever is in it
		all := len(w.src) + w.taken // that is divided on the page
		c = by.checked(w.d.Report, w.next(), all).pageCuts(dialect.Deck{Src: c.Src, Report: &quiet})
	}
	c.Tidy()
	lines := dialect.Lines(c.Src)
	from := 0
	part := func(to int, down bool) {
		w.cut(dialect.Cut{Down: down}, file, line+from)
		w.tags(s)
		w.put("", file, line+from)
		w.put(strings.TrimSuffix(string(bytes.Join(lines[from:to], nil)), "\n"), file, line+from)
		from = to
	}
	down := s.down
	for _, cut := range c.Cuts {
		to := min(cut.Line, len(lines))
		part(max(from, to), down)
		down = cut.Down || s.down
	}
	part(len(lines), down)
}

// read reads a file that a page names.
func (w *writer) read(name string) (text, file string, ok bool) {
	line := w.next()
	name, _, _ = strings.Cut(name, "?")
	file = w.d.Files.Find(w.d.File, name)
	b, err := []byte(nil), error(fs.ErrNotExist)
	if file != "" {
		b, err = w.d.Files.Read(file)
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		w.d.Report.Warn(line, "the slides of “%s” were not included: there is no such file beside the page.", words.OneLine(name, 80))
	case err != nil:
		w.d.Report.Warn(line, "the slides of “%s” were not included: it is no text.", words.OneLine(name, 80))
	case w.taken+len(b) > maxTaken:
		w.d.Report.Warn(line, "the slides of “%s” were not included: all files together have more than %d MB.", words.OneLine(name, 80), maxTaken>>20)
	default:
		w.taken += len(b)
		return strings.ReplaceAll(string(b), "\r\n", "\n"), file, true
	}
	return "", "", false
}

// ofReveal are the style sheets that reveal.js itself brings.
var ofReveal = words.Set(`reveal.css reset.css theme.css paper.css pdf.css zenburn.css monokai.css print.css`)

// sheet takes in a style sheet of the deck's own.
func (w *writer) sheet(name string) {
	base := path.Base(name)
	stem := strings.TrimSuffix(base, ".css")
	switch {
	case darkThemes[stem]:
		w.out.Meta["theme"] = dialect.Value{Text: stem, Line: 1}
		return
	case ofReveal[base] || lightThemes[stem] || strings.Contains(name, "://") || strings.HasPrefix(name, "//"):
		return
	case strings.Contains(name, "plugin/") || strings.Contains(name, "node_modules/") || strings.Contains(name, "/dist/") || strings.Contains(name, "lib/css/"):
		return
	}
	file := w.d.Files.Find(w.d.File, name)
	if file == "" {
		w.d.Report.WarnOf(deck.OnStyle, w.d.File, 1, "the style sheet %s was not found.", words.OneLine(name, 80))
		return
	}
	b, err := w.d.Files.Read(file)
	if err != nil || w.taken+len(b) > maxTaken {
		w.d.Report.WarnOf(deck.OnStyle, w.d.File, 1, "the style sheet %s was left out: it cannot be read.", words.OneLine(name, 80))
		return
	}
	w.taken += len(b)
	w.style(string(b), file, 1)
}

// style adds a style sheet. Its lines stand blank before the slides, so that remarks on
// them say where they are.
func (w *writer) style(text, file string, line int) {
	w.out.Styles = append(w.out.Styles, dialect.Style{Text: text, Line: w.next()})
	if len(text) <= look.MaxSheet {
		w.put(strings.Repeat("\n", strings.Count(text, "\n")), file, line)
	}
}

// dedent takes off the indentation that the first line has, as reveal.js does.
func dedent(text string) string {
	lines := strings.SplitAfter(text, "\n")
	indent := -1
	for i, l := range lines {
		bare := strings.TrimLeft(l, " \t")
		if strings.TrimSpace(l) == "" {
			continue
		}
		if indent < 0 {
			if indent = len(l) - len(bare); i == 0 {
				indent = -1 // it stands behind its tag
				continue
			}
		}
		lines[i] = l[min(indent, len(l)-len(bare)):]
	}
	return strings.Join(lines, "")
}
