// Package chart draws those of Mermaid's kinds that need no more than arithmetic: pies,
// mind maps, time lines and Gantt charts. It is pure.
package chart

import (
	"fmt"
	"html"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	maxLines = 400 // of a chart
	em       = 14.0
	leading  = 1.3 * em
)

const ink, muted, rule, paper = "#1b1c22", "#44464f", "#9a978d", "#f1efe9"

// colours are those of parts: a ground for dark words, and a line of the same.
var colours = []struct{ ground, line string }{
	{"#d3dafb", "#2b4be0"}, {"#d2ecd9", "#1d7a3d"}, {"#fbe3c8", "#b05a00"}, {"#f6d3de", "#b3245a"},
	{"#d2ebf1", "#0b7285"}, {"#e6d9f6", "#6b3fb0"}, {"#efe8b9", "#7a6a00"}, {"#e3e0d8", "#5a5d68"},
}

// kinds are the words that charts begin with.
var kinds = map[string]func(head string, lines []line) (string, error){"pie": pie, "mindmap": mindmap, "timeline": timeline, "gantt": gantt}

// line is one of a chart, without the space around it.
type line struct {
	number, indent int
	text           string
}

// Wrong is what a line of a chart has wrong, as the end of a sentence.
type Wrong struct {
	Line    int
	Message string
}

func (w *Wrong) Error() string { return fmt.Sprintf("its line %d %s", w.Line, w.Message) }

func (l line) wrong(format string, args ...any) error {
	return &Wrong{l.number, fmt.Sprintf(format, args...)}
}

// Draw makes an SVG of a chart. It reports false for a diagram that is none.
func Draw(src string) (svg string, is bool, err error) {
	title, lines := read(src)
	if len(lines) == 0 {
		return "", false, nil
	}
	word, rest, _ := strings.Cut(lines[0].text, " ")
	draw := kinds[word]
	if draw == nil {
		return "", false, nil
	}
	if len(lines) > maxLines {
		return "", true, &Wrong{lines[maxLines].number, fmt.Sprintf("is one too many: it has more than %d", maxLines)}
	}
	if title != "" {
		lines = append(lines[:1:1], append([]line{{text: "title " + title}}, lines[1:]...)...)
		if word == "mindmap" {
			lines = append(lines[:1], lines[2:]...)
		}
	}
	svg, err = draw(strings.TrimSpace(rest), lines[1:])
	return svg, true, err
}

// read returns the lines that say something: not a comment, nor what sets Mermaid up. A
// front matter may have a title.
func read(src string) (title string, lines []line) {
	front := false
	for i, text := range strings.Split(strings.ReplaceAll(src, "\r\n", "\n"), "\n") {
		trimmed := strings.TrimSpace(text)
		switch {
		case trimmed == "---" && len(lines) == 0:
			front = !front
			continue
		case front:
			if t, ok := strings.CutPrefix(trimmed, "title:"); ok {
				title = strings.Trim(strings.TrimSpace(t), `"'`)
			}
			continue
		case trimmed == "", strings.HasPrefix(trimmed, "%%"), strings.HasPrefix(trimmed, "accTitle"), strings.HasPrefix(trimmed, "accDescr"):
			continue
		}
		if at := strings.Index(trimmed, " %%"); at > 0 {
			trimmed = strings.TrimSpace(trimmed[:at])
		}
		indent := 0
		for _, r := range text {
			if r == '\t' {
				indent += 4
			} else if r == ' ' {
				indent++
			} else {
				break
			}
		}
		lines = append(lines, line{i + 1, indent, trimmed})
	}
	return title, lines
}

// canvas is a drawing in the making.
type canvas struct{ strings.Builder }

func num(v float64) string { return strconv.FormatFloat(v, 'f', 1, 64) }

func (c *canvas) rect(x, y, w, h, r float64, fill, stroke string) {
	fmt.Fprintf(c, `<rect x="%s" y="%s" width="%s" height="%s" rx="%s" fill="%s"`, num(x), num(y), num(max(0, w)), num(max(0, h)), num(r), fill)
	if stroke != "" {
		fmt.Fprintf(c, ` stroke="%s" stroke-width="1.5"`, stroke)
	}
	c.WriteString("/>")
}

func (c *canvas) path(d, fill, stroke string, width float64) {
	fmt.Fprintf(c, `<path d="%s" fill="%s" stroke="%s" stroke-width="%s"/>`, d, fill, stroke, num(width))
}

func (c *canvas) rule(x1, y1, x2, y2 float64, stroke string) {
	c.path(fmt.Sprintf("M%s %sL%s %s", num(x1), num(y1), num(x2), num(y2)), "none", stroke, 1)
}

// text writes a line of words whose middle is at y; anchor is start, middle or end.
func (c *canvas) text(x, y float64, anchor, fill, words string, bold bool) {
	weight := ""
	if bold {
		weight = ` font-weight="600"`
	}
	fmt.Fprintf(c, `<text x="%s" y="%s" font-size="14" text-anchor="%s" fill="%s"%s>%s</text>`, num(x), num(y+0.35*em), anchor, fill, weight, html.EscapeString(words))
}

// block writes lines of words around a middle.
func (c *canvas) block(x, y float64, lines []string, fill string, bold bool) {
	y -= float64(len(lines)-1) / 2 * leading
	for _, l := range lines {
		c.text(x, y, "middle", fill, l, bold)
		y += leading
	}
}

// svg is the whole drawing.
func (c *canvas) svg(w, h float64) string {
	return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" width="%s" height="%s" viewBox="0 0 %s %s"><style>text{font-family:system-ui,sans-serif}</style>%s</svg>`,
		num(w), num(h), num(w), num(h), c.String())
}

// width is about what words take.
func width(words string) float64 {
	w := 0.0
	for _, r := range words {
		switch {
		case r >= 0x1100:
			w += 1
		case strings.ContainsRune("iljtfrI.,:;'|!() ", r):
			w += 0.33
		case unicode.IsUpper(r), strings.ContainsRune("mwMW@%", r):
			w += 0.72
		default:
			w += 0.56
		}
	}
	return w * em
}

func widest(lines []string) (w float64) {
	for _, l := range lines {
		w = max(w, width(l))
	}
	return w
}

var breaks = strings.NewReplacer("<br/>", "\n", "<br />", "\n", "<br>", "\n", `\n`, "\n", "**", "", "__", "")

// words are those of a label, in lines no wider than most.
func words(label string, most float64) (lines []string) {
	label = strings.TrimSpace(label)
	if s, ok := strings.CutPrefix(label, `"`); ok {
		label = strings.TrimSuffix(s, `"`)
	}
	label = strings.Trim(label, "`")
	for part := range strings.SplitSeq(breaks.Replace(label), "\n") {
		now := ""
		for _, w := range strings.Fields(part) {
			if now != "" && width(now+" "+w) > most {
				lines, now = append(lines, now), ""
			}
			for now == "" && width(w) > most && utf8.RuneCountInString(w) > 8 {
				r := []rune(w)
				n := max(4, int(most/em))
				if n >= len(r) {
					break
				}
				lines, w = append(lines, string(r[:n])), string(r[n:])
			}
			now = strings.TrimSpace(now + " " + w)
		}
		if now != "" {
			lines = append(lines, now)
		}
	}
	return lines
}
