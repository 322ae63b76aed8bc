package slidev

import (
	"bytes"
	"cmp"
	"fmt"
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
	tocWord   = regexp.MustCompile(`(?:^|\s):?(min-?[dD]epth|max-?[dD]epth|columns|mode|start|list-?[cC]lass|list-?[sS]tyle)=(?:"([^"]*)"|'([^']*)')`)
	logo      = regexp.MustCompile(`\$?\\((?:La|Ka|Xe|XeLa|Lua|LuaLa)?TeX)\b(?:\{\})?\$?`) // as a formula
	inlineTag = regexp.MustCompile(`<[^>]*>|\{[.#][^}]*\}|!?\[|\]\([^)]*\)|[*` + "`" + `~]|\$`)
)

// A title is one of a slide, and stands in a tree of them.
type title struct {
	number int // of the slide
	level  int
	text   string
	hidden bool // with all that is below it
	below  []*title
}

const maxLevel = 12

// titleOf is the title that a slide has for a table of contents.
func titleOf(front dialect.FrontMatter, lines []string) (t title, ok bool) {
	t.hidden = truthy(strings.TrimSpace(front["hideInToc"].Text))
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
	t.level = min(max(1, t.level), maxLevel)
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
		w.tocs = append(w.tocs, toc{slide: w.shown, attributes: tocTag.FindStringSubmatch(t)[1]})
		return fmt.Sprintf(tocMark, len(w.tocs)-1)
	})
}

// complete puts in what was not known before.
func (e *expander) complete() {
	e.out.Src = bytes.ReplaceAll(e.out.Src, []byte(totalMark), []byte(strconv.Itoa(e.shown)))
	for i, one := range e.tocs[:min(len(e.tocs), 20)] {
		mark, toc := fmt.Appendf(nil, tocMark, i), []byte(one.html(e.titles))
		if len(e.out.Src)+bytes.Count(e.out.Src, mark)*len(toc) > maxWritten {
			e.r.Warn(1+bytes.Count(e.out.Src[:max(0, bytes.Index(e.out.Src, mark))], []byte("\n")), "this table of contents is left out: its titles are too long.")
			toc = nil
		}
		e.out.Src = bytes.ReplaceAll(e.out.Src, mark, toc)
	}
}
