// Package marp knows the Markdown of Marp and Marpit.
package marp

import (
	"fmt"
	"strings"

	"lectern/app/importer/markdown/dialect"
	"lectern/app/importer/words"
)

// Dialect is Marp's.
type Dialect struct{ dialect.Common }

// Detect looks for "marp: true", without which Marp's own editors show no slides.
func (Dialect) Detect(meta dialect.FrontMatter, _ []byte) bool {
	v, ok := meta["marp"]
	return ok && v.Text == "true"
}

var (
	ignored  = words.Set(`marp theme description author keywords url image math transition auto-scaling`)
	unheeded = words.Set(`
		headingDivider size style paginate header footer backgroundColor backgroundImage backgroundPosition
		backgroundRepeat backgroundSize color`)
)

// Key implements dialect.Dialect, as the others do.
func (Dialect) Key(name string) dialect.Key { return dialect.KeyOf(name, ignored, unheeded) }

// Cuts implements dialect.Dialect: CommonMark divides Marp's decks, and text above ---
// is a heading.
func (Dialect) Cuts(d dialect.Deck) dialect.Cuts { return dialect.Cuts{Src: d.Src} }

// Fragment implements dialect.Dialect, as Marpit's fragment plugin does.
func (Dialect) Fragment(marker byte) bool { return marker == '*' || marker == ')' }

// What may stand in a comment.
var directives = words.Set(`
	theme style lang headingDivider size math title description author keywords url image marp transition
	paginate header footer class backgroundColor backgroundImage backgroundPosition backgroundRepeat
	backgroundSize color`)

// Formulas implements dialect.Dialect. Whether KaTeX or MathJax sets them, they mean
// the same.
func (Dialect) Formulas(meta dialect.FrontMatter) bool { return meta["math"].Text != "false" }

// Shaper implements dialect.Dialect.
func (Dialect) Shaper(dialect.FrontMatter, bool) dialect.Shaper {
	return func(s *dialect.Slide) {
		for _, c := range s.Comments {
			c.Taken = c.Taken || directive(c.Text, c.Line, s.Report)
		}
		for img := range dialect.Elements(s.Body, "img") {
			alt := strings.Fields(dialect.Attr(img, "alt"))
			if kept, remark := picture(alt); remark != "" {
				s.Report.Warn(dialect.Line(img), "%s", remark)
				dialect.SetAttr(img, "alt", strings.Join(kept, " "))
			}
		}
	}
}

// directive reports whether a comment speaks to Marp.
func directive(comment string, line int, r *dialect.Report) bool {
	t := strings.TrimSpace(comment)
	if t == "fit" {
		r.Warn(line, "Marp's “fit” is not honoured.")
		return true
	}
	first, _, ok := strings.Cut(t, ":")
	if name := strings.TrimLeft(strings.TrimSpace(first), "_$"); !ok || !directives[name] {
		return false
	}
	var quiet dialect.Report
	meta, ok := dialect.ReadFrontMatter([]byte(t), 1, &quiet)
	if !ok {
		return false
	}
	for k := range meta {
		if !directives[strings.TrimLeft(k, "_$")] {
			return false
		}
	}
	if len(meta) == 0 { // a directive all the same, with a mistake in it
		r.Warn(line, "Marp's “%s” is not honoured.", words.OneLine(first, 40))
	}
	above := strings.Count(comment[:len(comment)-len(strings.TrimLeft(comment, " \t\n"))], "\n")
	for k, v := range meta {
		r.Warn(line+v.Line-1+above, "Marp's “%s” is not honoured.", words.OneLine(k, 40))
	}
	return true
}

var (
	places = words.Set(`cover contain fit auto left right vertical`)
	sizes  = words.Set(`w h left right width height blur brightness contrast drop-shadow grayscale hue-rotate invert opacity saturate sepia`)
)

func picture(alt []string) (kept []string, remark string) {
	var taken []string
	for _, word := range alt {
		name, _, sized := strings.Cut(word, ":")
		if sized && sizes[name] || len(kept) == 0 && (word == "bg" || len(taken) > 0 && places[word]) {
			taken = append(taken, word)
		} else {
			kept = append(kept, word)
		}
	}
	if len(taken) == 0 {
		return alt, ""
	}
	return kept, fmt.Sprintf("Marp's “%s” for a picture is not honoured.", words.OneLine(strings.Join(taken, " "), 60))
}
