package slidev

import (
	"html"
	"maps"
	"regexp"
	"slices"
	"strings"

	"lectern/app/deck"
	"lectern/app/importer/markdown/dialect"
	"lectern/app/importer/words"
)

const maxWritten = 12 << 20 // bytes of a text with all that it takes in

// expander writes a deck anew with all that it takes in.
type expander struct {
	out   dialect.Cuts
	files dialect.Files
	r     *dialect.Report
	room  int
	parts int // slides that were written,
	shown int // and those of them that are not hidden

	defaults dialect.FrontMatter // that every slide has, where it says nothing else
	head     dialect.FrontMatter // what the deck says of the slides that are written, which counts more

	mdc     bool
	numbers bool              // of lines of code
	reads   map[string]string // what was read, by name
	times   int
	titles  []*title
	tocs    []toc
}

// Cuts implements dialect.Dialect. Of its own deck it takes in slides and code of other files, and
// writes what is Slidev's, and no Markdown, as HTML: slots, magic moves, names with a
// colon.
func (Dialect) Cuts(deck dialect.Deck) dialect.Cuts {
	if !deck.Own {
		return fronts(deck)
	}
	e := &expander{files: deck.Files, r: deck.Report, room: dialect.MaxIncluded, out: dialect.Cuts{Only: true, Src: []byte{}, Places: []dialect.Place{}}}
	e.out.Styles = project(deck)
	e.mdc = truthy(deck.Meta["mdc"].Text) || truthy(deck.Meta["comark"].Text)
	e.numbers = deck.Meta["lineNumbers"].Text == "true"
	e.defaults = maps.Clone(deck.Meta["defaults"].Inside)
	maps.DeleteFunc(e.defaults, func(k string, _ dialect.Value) bool { return k == "hide" || k == "disabled" || k == "src" })
	d := document{name: deck.File, lines: splitLines(string(deck.Src)), headed: deck.Meta != nil}
	for i, p := range divide(d.lines) {
		if i > 0 {
			e.slide(d, p, nil, nil, true)
			continue
		}
		src := deck.Meta["src"]
		e.head = maps.Clone(deck.Meta)
		delete(e.head, "src")
		if src.Text != "" && !hides(e.head) {
			for i := range d.lines[:src.Line] { // so that the lines of the front matter stay
				e.line("", "", i+1)
			}
			e.include(d, key{name: "src", from: src.Line}, src.Text, nil, []string{d.name}, false)
		} else {
			e.slide(d, p, nil, nil, p.start != p.body)
		}
		e.head = nil
	}
	e.complete()
	return e.out
}

func splitLines(s string) []string {
	lines := strings.Split(strings.ReplaceAll(s, "\r\n", "\n"), "\n")
	if n := len(lines); lines[n-1] == "" {
		lines = lines[:n-1]
	}
	return lines
}

// document is a file with slides.
type document struct {
	file   string // as remarks name it; "" is the deck's own
	name   string // among the deck's files
	lines  []string
	headed bool // its front matter was the deck's, and is blank
}

// line writes one, and where it comes from.
func (e *expander) line(text, file string, number int) {
	if len(e.out.Src) > maxWritten {
		return
	}
	e.out.Src = append(e.out.Src, text...)
	e.out.Src = append(e.out.Src, '\n')
	e.out.Places = append(e.out.Places, dialect.Place{File: file, Line: number})
}

// at is the line of the new text that is written next.
func (e *expander) at() int { return len(e.out.Places) + 1 }

// A key is one of a front matter, with the lines that say its value.
type key struct {
	name  string
	lines []string
	from  int // the line of the file, from 1
	file  string
}

var keyLine = regexp.MustCompile(`^["']?([A-Za-z_$][\w.$-]*)["']?[ \t]*:`)

// keysOf takes a front matter apart.
func keysOf(lines []string, first int, file string) (all []key) {
	for i, l := range lines {
		if m := keyLine.FindStringSubmatch(l); m != nil {
			all = append(all, key{name: m[1], lines: []string{l}, from: first + i, file: file})
		} else if n := len(all); n > 0 {
			all[n-1].lines = append(all[n-1].lines, l)
		}
	}
	return all
}

// front is the front matter of a slide, and the first line of what is on it.
func (d document) front(p part) (all []key, body int) {
	if p.start != p.body {
		end := p.body - 1
		if end > p.end || p.body > len(d.lines) || strings.TrimRight(d.lines[end], " \t\r") != "---" {
			end = p.body
		}
		return keysOf(d.lines[p.start+1:max(p.start+1, end)], p.start+2, d.file), p.body
	}
	// The other spelling: a block of YAML that begins the slide.
	at := p.body
	if at == 0 && d.headed {
		return nil, at
	}
	for at < p.end && strings.TrimSpace(d.lines[at]) == "" {
		at++
	}
	if at >= p.end || !yamlFence.MatchString(d.lines[at]) {
		return nil, p.body
	}
	for end := at + 1; end < p.end; end++ {
		if strings.Contains(d.lines[end], "```") {
			return keysOf(d.lines[at+1:end], at+2, d.file), end + 1
		}
	}
	return nil, p.body
}

var yamlFence = regexp.MustCompile("^[ \t]*```ya?ml[ \t]*$")

// slide writes one slide, or those that it takes in. over is the keys of the slides
// that took it in, which count more.
func (e *expander) slide(d document, p part, over []key, chain []string, divided bool) {
	keys, body := d.front(p)
	all := merged(keys, over)
	i := slices.IndexFunc(all, func(k key) bool { return k.name == "src" })
	if i < 0 || isHidden(all) {
		e.write(d, all, body, p.end, p.start+1, divided)
		return
	}
	src := all[i]
	value, _ := scalarOf(src)
	e.include(d, src, value, slices.Delete(all, i, i+1), append(chain, d.name), divided)
}

// merged is the keys of a slide with those that count more.
func merged(keys, over []key) []key {
	out := slices.DeleteFunc(slices.Clone(keys), func(k key) bool {
		return slices.ContainsFunc(over, func(o key) bool { return o.name == k.name })
	})
	return append(out, over...)
}

func isHidden(all []key) bool {
	front := dialect.FrontMatter{}
	for _, k := range all {
		v, _ := scalarOf(k)
		front[k.name] = dialect.Value{Text: v}
	}
	return hides(front)
}

// hides reports whether a slide is none of the deck's.
func hides(front dialect.FrontMatter) bool {
	return truthy(strings.TrimSpace(front["hide"].Text)) || truthy(strings.TrimSpace(front["disabled"].Text))
}

// truthy reports whether a value of YAML counts as true.
func truthy(v string) bool { return v != "" && v != "false" && v != "0" && v != "null" && v != "~" }

// scalarOf is the value of a key that is on one line.
func scalarOf(k key) (string, int) {
	var quiet dialect.Report
	meta, _ := dialect.ReadFrontMatter([]byte(strings.Join(k.lines, "\n")), k.from, &quiet)
	return strings.TrimSpace(meta[k.name].Text), k.from
}

// include writes the slides of another file.
func (e *expander) include(d document, src key, value string, over []key, chain []string, divided bool) {
	name, ranges, _ := strings.Cut(value, "#")
	fail := func(format string, args ...any) {
		e.parts++
		if divided {
			e.cut(d.file, src.from)
		}
		e.r.Warn(e.at(), format, args...)
		e.line(`<span class="slidev-missing">`+html.EscapeString(words.OneLine(value, 80))+`</span>`, d.file, src.from)
		e.line("", d.file, src.from)
	}
	text, found, err := e.read(d, name)
	switch {
	case len(chain) > dialect.MaxNested || err == nil && slices.Contains(chain, found):
		fail("“%s” takes itself in; its slides were left out.", words.OneLine(value, 80))
		return
	case err != nil:
		fail("the slides of “%s” were not included: %s.", words.OneLine(value, 80), err)
		return
	}
	in := document{file: found, name: found, lines: splitLines(text)}
	parts := divide(in.lines)
	parts = parts[:min(len(parts), deck.MaxSlides+1)]
	for n, i := range rangeOf(len(parts), ranges) {
		if e.parts > deck.MaxSlides {
			return
		}
		e.slide(in, parts[i-1], over, chain, divided || n > 0)
	}
}

// cut divides the new text at a blank line.
func (e *expander) cut(file string, line int) {
	e.line("", file, line)
	e.out.Cuts = append(e.out.Cuts, dialect.Cut{Line: len(e.out.Places)})
}

// write writes a slide: a line that divides it from the one before, its front matter,
// and what is on it.
func (e *expander) write(d document, keys []key, body, end, line int, divided bool) {
	e.parts++
	if divided {
		e.cut(d.file, line)
	}
	front := e.frontOf(keys)
	if divided {
		e.out.Cuts[len(e.out.Cuts)-1].Front = front
	} else {
		e.out.First = front
	}
	if !hides(front) {
		e.shown++
		if t, ok := titleOf(front, d.lines[min(body, len(d.lines)):min(end, len(d.lines))]); ok {
			t.number = e.shown
			e.titles = append(e.titles, &t)
		}
	}
	w := writer{expander: e, doc: d}
	w.slide(body, end)
}

// frontOf is all that is said of a slide, by its own keys and by the deck; the lines in the
// values of its keys are those of the new text, in which each key is written as a blank line.
func (e *expander) frontOf(keys []key) dialect.FrontMatter {
	front := dialect.FrontMatter{}
	maps.Copy(front, e.defaults)
	for _, k := range keys {
		var quiet dialect.Report
		e.line("", k.file, k.from)
		meta, ok := dialect.ReadFrontMatter([]byte(strings.Join(k.lines, "\n")), e.at()-1, &quiet)
		if !ok {
			continue
		}
		e.r.Add(&quiet)
		for name, v := range meta {
			v.Line = e.at() - 1
			front[name] = v
		}
	}
	maps.Copy(front, e.head)
	return front
}
