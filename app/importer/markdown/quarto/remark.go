package quarto

import (
	"bytes"
	"regexp"
	"strings"

	"lectern/app/importer/markdown/dialect"
)

// pause is the comment that stands where the rest of a slide comes a step later.
const pause = "lectern:pause"

var (
	remarkBreak = regexp.MustCompile(`^---[ \t]*\n?$`)
	remarkPause = regexp.MustCompile(`^--[ \t]*\n?$`)
	remarkNotes = regexp.MustCompile(`^\?\?\?[ \t]*\n?$`)
	property    = regexp.MustCompile(`^([A-Za-z][\w-]*):[ \t]*(.*?)[ \t]*\n?$`)
	openBlock   = regexp.MustCompile(`^[ \t]*((?:\.[A-Za-z][\w-]*)+)\[[ \t]*(.*?)[ \t]*\n?$`)
	openInline  = regexp.MustCompile(`((?:\.[A-Za-z][\w-]*)+)\[`)
)

// classKey is remark's property class.
const classKey = "slide-class"

// properties of a slide, before its words.
var properties = map[string]bool{
	"class": true, "name": true, "layout": true, "template": true, "count": true, "exclude": true, "continued": true,
	"background-image": true, "background-size": true, "background-position": true, "background-color": true, "background-repeat": true,
}

// remark divides a text as remark does, and writes what is its own in the words of
// others: notes after ???, pauses, blocks and words with a class.
func remark(src []byte, r *dialect.Report) dialect.Cuts {
	var c dialect.Cuts
	inside := dialect.Inside(src)
	front := dialect.FrontMatter{}
	top := true // no words of the slide yet
	var in brackets
	notes := false
	put := func(line []byte, text string) {
		c.Src = append(c.Src, text...)
		if bytes.HasSuffix(line, []byte("\n")) {
			c.Src = append(c.Src, '\n')
		}
	}
	first := front
	for i, line := range dialect.Lines(src) {
		m := property.FindSubmatch(line)
		switch {
		case inside[i]:
			top = false
			c.Src = append(c.Src, line...)
		case remarkBreak.Match(line):
			front, top, in, notes = dialect.FrontMatter{}, true, brackets{}, false
			c.Cuts = append(c.Cuts, dialect.Cut{Line: i + 1, Front: front})
			put(line, "")
		case notes:
			c.Src = append(c.Src, line...)
		case remarkPause.Match(line):
			put(line, "<!--"+pause+"-->")
		case remarkNotes.Match(line):
			put(line, "Note:")
			notes = true
		case top && m != nil && properties[string(m[1])]:
			name := string(m[1])
			if name == "class" { // the core's means another list
				name = classKey
			}
			front[name] = dialect.Value{Text: string(m[2]), Line: i + 1}
			put(line, "")
		case len(bytes.TrimSpace(line)) == 0 && !in.ended:
			c.Src = append(c.Src, line...)
		default:
			top = false
			put(line, in.write(strings.TrimSuffix(string(line), "\n")))
		}
	}
	if len(first) > 0 {
		c.First = first
	}
	for i, cut := range c.Cuts {
		if v := cut.Front["template"]; v.Text != "" {
			r.Warn(v.Line, "the template “%s” is not taken in.", v.Text)
		}
		if v := cut.Front["layout"]; v.Text == "true" {
			r.Warn(v.Line, "a layout for the slides after it is a slide of its own here.")
		}
		if len(cut.Front) == 0 {
			c.Cuts[i].Front = nil
		}
	}
	return c
}

// brackets are those of .name[ that are open, each true for one that became a div of
// Pandoc's, which has its ends on lines of their own.
type brackets struct {
	open  []bool
	ended bool // the innermost ended with words; its end is the next blank line
}

// maxClassed is how many .name[ ] of a line are written anew.
const maxClassed = 200

// write writes .name[ … ] as a div, where it is on several lines, and as a span where it
// is on one.
func (b *brackets) write(line string) string {
	trimmed := strings.TrimSpace(line)
	if b.ended {
		if b.ended = false; trimmed == "" {
			return ":::"
		}
	}
	if m := openBlock.FindStringSubmatch(line); m != nil && balance(m[2]) == 0 && len(b.open) < 20 {
		b.open = append(b.open, m[2] == "")
		if m[2] == "" {
			return "::: {" + dots(m[1]) + "}"
		}
		return `<div class="` + strings.ReplaceAll(m[1][1:], ".", " ") + `">` + m[2]
	}
	if n := len(b.open); n > 0 && strings.HasSuffix(trimmed, "]") && balance(line) == -1 {
		fenced, words := b.open[n-1], strings.TrimSuffix(trimmed, "]")
		b.open = b.open[:n-1]
		switch {
		case !fenced:
			return words + "</div>"
		case words == "":
			return ":::"
		}
		b.ended = true
		line = words
	}
	for at, n := 0, 0; n < maxClassed; n++ {
		m := openInline.FindStringIndex(line[at:])
		if m == nil {
			break
		}
		start, open := at+m[0], at+m[1]
		end := closing(line, open)
		if end < 0 || strings.Count(line[:start], "`")%2 == 1 {
			at = open
			continue
		}
		line = line[:start] + "[" + line[open:end] + "]{" + dots(line[start:open-1]) + "}" + line[end+1:]
		at = start + 1
	}
	return line
}

// dots is .a.b with spaces between.
func dots(names string) string { return strings.TrimSpace(strings.ReplaceAll(names, ".", " .")) }

// balance is how many more brackets open than close.
func balance(s string) int { return strings.Count(s, "[") - strings.Count(s, "]") }

// closing is the place of the bracket that closes the one before from, or -1.
func closing(line string, from int) int {
	depth := 1
	for i := from; i < len(line); i++ {
		switch line[i] {
		case '[':
			depth++
		case ']':
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return -1
}
