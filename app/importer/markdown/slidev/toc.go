package slidev

import (
	"bytes"
	"cmp"
	"fmt"
	"html"
	"regexp"
	"strconv"
	"strings"

	"lectern/app/importer/markdown/dialect"
)

// What is put in the place of a total and of a table of contents until all slides are
// known. Nobody writes these.
const (
	totalMark = "\u2060slidev-total\u2060"
	tocMark   = "\u2060slidev-toc-%d\u2060"
)

var (
	tocTag    = regexp.MustCompile(`<Toc\b([^>]*?)/?>(?:[ \t]*</Toc>)?`)
	totalTag  = regexp.MustCompile(`<(?:SlidesTotal|slides-total)[^>]*?/?>(?:</(?:SlidesTotal|slides-total)>)?|\{\{\s*\$(?:slidev\.)?nav\.total\s*\}\}`)
	headLine  = regexp.MustCompile(`^(#+) (.*)$`)
	comment   = regexp.MustCompile(`<!--.*?(?:-->|$)`)
	notesLine = regexp.MustCompile(`(?i)^\s*(?:[*_]*notes?[*_]*\s*:|\?\?\?|:{3,}.*\bnotes\b|<[a-z][^>]*\bnotes\b|<(?:speaker|presenter)-?notes|%%|\^\s)`) // what is the speaker's alone
	tocNumber = regexp.MustCompile(`\b:?(min-?[dD]epth|max-?[dD]epth|columns)=["'](\d+)["']`)
	logo      = regexp.MustCompile(`\$?\\((?:La|Ka|Xe|XeLa|Lua|LuaLa)?TeX)\b(?:\{\})?\$?`) // as a formula
	inlineTag = regexp.MustCompile(`<[^>]*>|\{[.#][^}]*\}|!?\[|\]\([^)]*\)|[*` + "`" + `~]|\$`)
)

// A title is one of a slide.
type title struct {
	level int
	text  string
}

// titleOf is the title that a slide has for a table of contents.
func titleOf(front dialect.FrontMatter, lines []string) (t title, ok bool) {
	if truthy(strings.TrimSpace(front["hideInToc"].Text)) {
		return t, false
	}
	t.text = strings.TrimSpace(cmp.Or(front["title"].Text, front["name"].Text))
	t.level, _ = strconv.Atoi(front["level"].Text)
	if t.text == "" {
		inside := dialect.Inside([]byte(strings.Join(lines, "\n"))) // code has no headings, and comments are notes
		for i, l := range lines {
			if notesLine.MatchString(l) {
				break
			}
			if m := headLine.FindStringSubmatch(l); m != nil && !inside[i] {
				t.text = m[2]
				if t.level == 0 {
					t.level = len(m[1])
				}
				break
			}
		}
	}
	t.level = max(1, t.level)
	t.text = logo.ReplaceAllString(t.text, "$1")
	t.text = strings.TrimSpace(inlineTag.ReplaceAllString(comment.ReplaceAllString(t.text, ""), ""))
	return t, t.text != ""
}

// later marks the places of what is known when all slides are.
func (w *writer) later(line string) string {
	if strings.Contains(line, "otal") {
		line = totalTag.ReplaceAllString(line, totalMark)
	}
	if !strings.Contains(line, "<Toc") {
		return line
	}
	return tocTag.ReplaceAllStringFunc(line, func(t string) string {
		w.tocs = append(w.tocs, tocTag.FindStringSubmatch(t)[1])
		return fmt.Sprintf(tocMark, len(w.tocs)-1)
	})
}

// complete puts in what was not known before.
func (e *expander) complete() {
	e.out.Src = bytes.ReplaceAll(e.out.Src, []byte(totalMark), []byte(strconv.Itoa(e.shown)))
	for i, attributes := range e.tocs[:min(len(e.tocs), 20)] {
		mark, toc := fmt.Appendf(nil, tocMark, i), []byte(e.toc(attributes))
		if len(e.out.Src)+bytes.Count(e.out.Src, mark)*len(toc) > maxWritten {
			e.r.Warn(1+bytes.Count(e.out.Src[:max(0, bytes.Index(e.out.Src, mark))], []byte("\n")), "this table of contents is left out: its titles are too long.")
			toc = nil
		}
		e.out.Src = bytes.ReplaceAll(e.out.Src, mark, toc)
	}
}

// toc is the table of contents as HTML on one line.
func (e *expander) toc(attributes string) string {
	least, most, columns := 1, 1000, "1"
	for _, m := range tocNumber.FindAllStringSubmatch(attributes, -1) {
		n, _ := strconv.Atoi(m[2])
		switch m[1][:3] {
		case "min":
			least = n
		case "max":
			most = n
		default:
			columns = m[2]
		}
	}
	rest := tocNumber.ReplaceAllString(attributes, "")
	var b strings.Builder
	fmt.Fprintf(&b, `<div class="slidev-toc" style="column-count:%s"%s>`, columns, strings.TrimRight(" "+strings.TrimSpace(rest), " "))
	depth := 0
	base := 0
	for _, t := range e.titles {
		// A title is one deeper than the one before at the most.
		level := min(t.level, base+1)
		base = level
		if level < least || level > most {
			continue
		}
		for depth > level-least+1 {
			b.WriteString("</li></ol>")
			depth--
		}
		if depth == level-least+1 {
			b.WriteString("</li>")
		}
		for depth < level-least+1 {
			b.WriteString("<ol>")
			depth++
		}
		b.WriteString("<li>" + html.EscapeString(t.text))
	}
	for ; depth > 0; depth-- {
		b.WriteString("</li></ol>")
	}
	b.WriteString("</div>")
	return b.String()
}
