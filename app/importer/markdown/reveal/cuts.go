package reveal

import (
	"bytes"
	"cmp"
	"regexp"
	"strings"

	"lectern/app/importer/markdown/dialect"
	"lectern/app/importer/options"
	"lectern/app/importer/words"
)

// separators is what divides a deck, and its notes from a slide.
type separators struct {
	across, down, notes string // expressions; "" where nobody said one
}

// found is what is said of separators, in an option or else in reveal-md's front matter.
func found(d dialect.Deck) separators {
	said := func(option, key string) string {
		v := d.Meta[key]
		if option != "" {
			v = dialect.Value{Text: option, Line: 1}
		}
		return usable(d.Report, v.Line, key, v.Text, len(d.Src))
	}
	return separators{
		across: said(d.Options.Separator, "separator"),
		down:   said(d.Options.VerticalSeparator, "verticalSeparator"),
		notes:  said("", "notesSeparator"),
	}
}

// maxWork is how many steps it may take to look for an expression in a text: two seconds.
// What people write takes a few for each byte.
const maxWork = 100_000_000

// usable is an expression that somebody said, or "" and a remark where it is of no use.
func usable(r *dialect.Report, line int, key, expr string, bytes int) string {
	if expr == "" {
		return ""
	}
	if _, err := options.CompileSeparator(expr); err != nil {
		r.Warn(line, "“%s” %s.", key, err)
		return ""
	}
	if options.SeparatorWork(expr)*bytes > maxWork {
		r.Warn(line, "“%s” would take too long to be looked for in so large a text, and was left out; write a shorter one.", key)
		return ""
	}
	return expr
}

// Cuts implements dialect.Dialect. Where nobody said what divides the deck, it is what
// people write between slides.
func (Dialect) Cuts(d dialect.Deck) dialect.Cuts {
	if !d.Own {
		return dialect.Others(d)
	}
	s := found(d)
	c := s.cut(d)
	if s.notes != "" {
		c.Src = s.renameNotes(c)
	}
	c.Only, c.Styles = true, d.Sheets(cssOf(d.Meta)...)
	return c
}

// cssOf are the settings of reveal-md that name style sheets: css, and a theme that is a
// file.
func cssOf(meta dialect.FrontMatter) []dialect.Value {
	theme := meta["theme"]
	if stem := themeOf(meta); darkThemes[stem] || lightThemes[stem] || !strings.HasSuffix(theme.Text, ".css") {
		theme.Text = ""
	}
	return []dialect.Value{theme, meta["css"]}
}

func (s separators) cut(d dialect.Deck) dialect.Cuts {
	if s.across == "" && s.down == "" {
		return dialect.PlainCuts(d, true)
	}
	s.across = cmp.Or(s.across, `^---[ \t]*$`)
	return s.match(d)
}

// checked leaves out expressions that are of no use in a text of so many bytes.
func (s separators) checked(r *dialect.Report, line, bytes int) separators {
	return separators{
		across: usable(r, line, "data-separator", s.across, bytes),
		down:   usable(r, line, "data-separator-vertical", s.down, bytes),
		notes:  usable(r, line, "data-separator-notes", s.notes, bytes),
	}
}

// pageCuts divides what a page has in a section, or names: by reveal.js's own
// expressions where it says no others.
func (s separators) pageCuts(d dialect.Deck) dialect.Cuts {
	s.across = cmp.Or(s.across, `^---[ \t]*$`)
	c := s.match(d)
	if s.notes != "" {
		c.Src = s.renameNotes(c)
	}
	return c
}

// match divides a text as reveal.js's slidify does: whatever matches one of the two
// expressions is between slides, before anything else reads the text. But it divides
// no code in a fence that is closed.
func (s separators) match(d dialect.Deck) dialect.Cuts {
	c := dialect.Cuts{Src: d.Src}
	whole := s.across
	if s.down != "" {
		whole += "|" + s.down
	}
	either, err := regexp.Compile("(?m)" + whole)
	across, err2 := regexp.Compile(s.across) // of what matched alone
	if err != nil || err2 != nil {
		return dialect.PlainCuts(d, true) // each can be read by itself, and both together cannot
	}
	c.Src = bytes.Clone(d.Src)
	inside := dialect.Inside(d.Src)
	line, counted := 1, 0 // of the bytes before counted
	for _, m := range either.FindAllIndex(d.Src, -1) {
		from, to := m[0], m[1]
		if from == to {
			continue
		}
		// The line that stays blank: the last that the match is on.
		last := bytes.LastIndexByte(d.Src[:to-1], '\n') + 1
		line += bytes.Count(d.Src[counted:last], []byte("\n"))
		counted = last
		if inside[min(line, len(inside))-1] && !isComment(d.Src[from:to]) {
			d.Report.Warn(line, "what divides slides stands in code here, and was left in it.")
			continue
		}
		end := dialect.LineEnd(d.Src, last)
		rest := d.Src[min(to, end):end]
		dialect.Blank(c.Src, from, to)
		if before := d.Src[last:max(last, from)]; len(bytes.TrimSpace(before)) > 0 || len(bytes.TrimSpace(rest)) > 0 {
			d.Report.Warn(line, "what divides slides stands beside other words here; put “%s” on a line of its own.", words.OneLine(string(bytes.TrimSpace(d.Src[from:to])), 40))
			continue
		}
		c.Cuts = append(c.Cuts, dialect.Cut{Line: line, Down: s.down != "" && !across.Match(d.Src[from:to])})
	}
	return c
}

// isComment reports whether a separator is a comment of HTML, such as <!--s-->: a line
// inside of one, to who follows fences and comments.
func isComment(b []byte) bool {
	return strings.HasPrefix(strings.TrimSpace(string(b)), "<!--")
}

// renameNotes writes Note: where a slide has what stands before its notes, just once
// (as reveal.js has it).
func (s separators) renameNotes(c dialect.Cuts) []byte {
	re, err := regexp.Compile("(?mi)" + s.notes)
	if err != nil {
		return c.Src
	}
	var out []byte
	slide := func(text []byte) {
		if m := re.FindAllIndex(text, 2); len(m) == 1 && m[0][0] < m[0][1] {
			rest := text[m[0][1]:]
			out = append(out, text[:m[0][0]]...)
			out = append(out, bytes.Repeat([]byte("\n"), bytes.Count(text[m[0][0]:m[0][1]], []byte("\n")))...)
			if at := len(out); at > 0 && out[at-1] != '\n' { // in mid-line: the words after take the line below
				out = append(out, '\n')
				rest = bytes.Replace(rest, []byte("\n"), []byte(" "), 1)
			}
			out = append(out, "Note: "...)
			out = append(out, rest...)
			return
		}
		out = append(out, text...)
	}
	lines := dialect.Lines(c.Src)
	from := 0
	for _, cut := range c.Cuts {
		at := min(cut.Line, len(lines))
		slide(bytes.Join(lines[from:max(from, at)], nil))
		from = max(from, at)
	}
	slide(bytes.Join(lines[from:], nil))
	return out
}
