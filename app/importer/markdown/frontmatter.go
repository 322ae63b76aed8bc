package markdown

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"

	"lectern/app/deck"
	"lectern/app/importer/markdown/dialect"
	"lectern/app/importer/markdown/look"
	"lectern/app/importer/words"
)

// What is before and after a front matter, and what reads it. Some tools name the
// language behind the first line.
var fences = map[string]struct {
	end  string
	read func([]byte, int, *dialect.Report) (dialect.FrontMatter, bool)
}{
	"---":     {"---", dialect.ReadFrontMatter},
	"---yaml": {"---", dialect.ReadFrontMatter},
	"---toml": {"---", dialect.ReadTOML},
	"---json": {"---", dialect.ReadJSON},
	"+++":     {"+++", dialect.ReadTOML},
	";;;":     {";;;", dialect.ReadJSON},
}

// cutFrontMatter reads the front matter of a text and returns the text with
// that part blanked, so that offsets and lines stay what they were. Between a
// leading --- and the next one there is front matter only if it reads as a
// mapping: otherwise the author meant two slides.
func cutFrontMatter(src []byte, r *dialect.Report) (dialect.FrontMatter, []byte) {
	start := 0 // of the line ---
	for start < len(src) && (src[start] == '\n' || src[start] == ' ' || src[start] == '\t') {
		start++
	}
	start = bytes.LastIndexByte(src[:start], '\n') + 1
	body := dialect.LineEnd(src, start)
	first := strings.ToLower(strings.ReplaceAll(strings.TrimRight(string(src[start:body]), " \t\n"), " ", ""))
	if strings.HasPrefix(first, "%") {
		return cutTitleBlock(src, start)
	}
	if first == "{" {
		return cutJSON(src, start, r)
	}
	fence, ok := fences[first]
	if !ok {
		return nil, src
	}
	for at := body; at < len(src) && at-body <= dialect.MaxFrontMatter; {
		end := dialect.LineEnd(src, at)
		if l := strings.TrimRight(string(src[at:end]), " \t\n"); l == fence.end || l == "..." && fence.end == "---" {
			meta, ok := fence.read(src[body:at], dialect.LineAt(src, body), r)
			if !ok {
				return nil, src
			}
			src = bytes.Clone(src)
			dialect.Blank(src, start, end)
			return meta, src
		}
		at = end
	}
	return nil, src
}

// cutJSON reads an object that a text begins with and that nothing is around, as Hugo
// has it.
func cutJSON(src []byte, start int, r *dialect.Report) (dialect.FrontMatter, []byte) {
	for at := start; at < len(src) && at-start <= dialect.MaxFrontMatter; {
		end := dialect.LineEnd(src, at)
		if strings.TrimRight(string(src[at:end]), " \t\n") == "}" && json.Valid(src[start:end]) {
			meta, ok := dialect.ReadJSON(src[start:end], dialect.LineAt(src, start), r)
			if !ok {
				break
			}
			src = bytes.Clone(src)
			dialect.Blank(src, start, end)
			return meta, src
		}
		at = end
	}
	return nil, src
}

// cutTitleBlock reads Pandoc's lines of % before a text: the title, authors, the date.
func cutTitleBlock(src []byte, start int) (dialect.FrontMatter, []byte) {
	meta, at := dialect.FrontMatter{}, start
	for _, key := range []string{"title", "author", "date"} {
		end := dialect.LineEnd(src, at)
		text, ok := strings.CutPrefix(string(src[at:end]), "%")
		if !ok || strings.HasPrefix(text, "%") {
			break
		}
		meta[key] = dialect.Value{Text: strings.TrimSpace(text), Line: dialect.LineAt(src, at)}
		at = end
	}
	if at == start {
		return nil, src
	}
	src = bytes.Clone(src)
	dialect.Blank(src, start, at)
	return meta, src
}

// Keys of a front matter that Lectern itself reads, and those that many tools write
// and that change nothing that matters here.
var (
	ownKeys    = words.Set(`title lang class src time duration`)
	commonKeys = words.Set(`
		author authors description date url image tags category categories draft permalink slug aliases published
		version license copyright created updated modified cssclass cssclasses event venue id name email type status
		summary weight`)
)

// warnKeys reports the keys that a deck's own tool would have honoured, and those
// that nobody knows, which are misspelt more often than not.
func warnKeys(meta dialect.FrontMatter, r *dialect.Report) {
	for k, v := range meta {
		if ownKeys[k] || commonKeys[k] {
			continue
		}
		switch keyOf(k) {
		case dialect.Ignored:
		case dialect.Unheeded:
			if strings.TrimPrefix(k, "_") == "transition" {
				r.NoTransition(v)
				continue
			}
			r.Warn(v.Line, "“%s” is not honoured.", k)
		default:
			r.Warn(v.Line, "“%s” means nothing here.", words.OneLine(k, 40))
		}
	}
}

// keyOf is what becomes of a key. It is ignored if any dialect ignores it.
func keyOf(name string) dialect.Key {
	key := dialect.Unknown
	for _, d := range dialects {
		switch k := d.Key(name); k {
		case dialect.Ignored:
			return k
		case dialect.Unheeded:
			key = k
		}
	}
	return key
}

// lang is the language the front matter gives, if it is a BCP 47 tag: as such, or among
// the attributes that Slidev has for the page.
func lang(meta dialect.FrontMatter, r *dialect.Report) string {
	v, ok := meta["lang"]
	if !ok {
		v = meta["htmlAttrs"].Inside["lang"]
	}
	t := strings.ReplaceAll(strings.TrimSpace(v.Text), "_", "-")
	if t == "" {
		return ""
	}
	if !words.LangTag.MatchString(t) || len(t) > 35 {
		r.Warn(v.Line, "“%s” is no language tag such as en or pt-BR.", words.OneLine(t, 40))
		return ""
	}
	return t
}

// planned is how many seconds a slide is to take, as its front matter says; the deck's
// own is the first slide's, too.
func (m *markdownDeck) planned(s section, number int) int {
	if _, said := s.front["time"]; !said && number == 1 {
		return m.seconds(m.meta, "time")
	}
	return m.seconds(s.front, "time")
}

// seconds is how long a key says that something is to take, or 0.
func (m *markdownDeck) seconds(meta dialect.FrontMatter, key string) int {
	v := meta[key]
	n := deck.Seconds(v.Text)
	if n == 0 && strings.TrimSpace(v.Text) != "" {
		m.report.Warn(v.Line, "“%s: %s” is no time such as 90s, 2 min or 1:30.", key, words.OneLine(v.Text, 40))
	}
	return n
}

// The classes that the slides' style sheet knows. Any other could only meet a
// class of the page around the slide.
var slideClasses = words.Set(`lead invert dark center`)

// classes is the classes that a slide's front matter gives it, or the deck's.
func (m *markdownDeck) classes(s section, number int) []dialect.Class {
	v := m.meta["class"]
	switch {
	case s.front != nil:
		v = s.front["class"]
	case number > 1 && m.own.ClassOfFirst():
		return nil
	}
	var out []dialect.Class
	for _, c := range strings.Fields(v.Text) {
		out = append(out, dialect.Class{Name: c, Line: v.Line})
	}
	return out
}

// class is the classes of a slide's stage: the theme's, and its author's that a style
// sheet knows.
func class(s *dialect.Slide, sheets []*look.Sheet) string {
	out := slices.Clone(s.Theme)
	for _, c := range s.Classes {
		if name := stageClass(c.Name); slideClasses[name] && !c.Done {
			out = append(out, name)
		}
		if slices.ContainsFunc(sheets, func(s *look.Sheet) bool { return s.Knows(c.Name) }) {
			out = append(out, strings.Fields(authorClasses(c.Name))...)
		}
	}
	return strings.Join(out, " ")
}

// stageClass is a class as the theme calls it: Slidev's text-center is center.
func stageClass(name string) string { return strings.TrimPrefix(name, "text-") }
