package office

import (
	"strings"
	"unicode/utf8"
)

// block is a piece of a slide: paragraphs, a table, or a picture.
type block struct {
	paragraphs []paragraph
	table      [][]cell
	picture    string // a part's name
	alt        string
	missing    string // what is not shown: "a chart"
}

type cell struct {
	paragraphs []paragraph
	cols, rows int // that it spans
	covered    bool
}

type paragraph struct {
	level   int // of a list, from 1; 0 for none
	ordered bool
	runs    []run
}

type run struct {
	text              string // "\n" for a line's end
	bold, italic      bool
	underline, struck bool
	raised, lowered   bool
	link              string
	field             bool // a number or a date that the program fills in
}

// plain is a paragraph's words.
func (p paragraph) plain() string {
	var b strings.Builder
	for _, r := range p.runs {
		b.WriteString(r.text)
	}
	return b.String()
}

func (p paragraph) empty() bool { return strings.TrimSpace(p.plain()) == "" }

// text reads paragraphs, without the empty ones at the ends.
func (s *shapes) text(body *node, listed bool) []paragraph {
	var all []paragraph
	for _, n := range body.all("p") {
		p := s.paragraph(n, listed)
		if p.empty() {
			if s.only != "" {
				p.runs = nil
			} else {
				continue
			}
		}
		all = append(all, p)
	}
	for len(all) > 0 && all[len(all)-1].empty() {
		all = all[:len(all)-1]
	}
	return all
}

func (s *shapes) paragraph(n *node, listed bool) paragraph {
	var p paragraph
	if pr := n.child("pPr"); pr != nil {
		p.ordered = pr.child("buAutoNum") != nil
		switch {
		case pr.child("buNone") != nil:
			listed = false
		case p.ordered, pr.child("buChar") != nil, pr.child("buBlip") != nil:
			listed = true
		}
		if listed {
			p.level = min(max(pr.int("lvl"), 0), 8)
		}
	}
	if listed {
		p.level++
	}
	for _, k := range n.kids {
		switch k.name {
		case "r", "fld":
			r := run{text: unescape.Replace(k.child("t").words()), field: k.name == "fld"}
			s.style(&r, k.child("rPr"))
			p.runs = append(p.runs, r)
		case "br":
			p.runs = append(p.runs, run{text: "\n"})
		case "m": // a14:m, a formula
			p.runs = append(p.runs, run{text: formula(k)})
		case "AlternateContent":
			if m := k.child("Choice", "m"); m != nil {
				p.runs = append(p.runs, run{text: formula(m)})
			}
		}
	}
	return p
}

func (s *shapes) style(r *run, pr *node) {
	if strings.TrimSpace(r.text) != "" {
		font := s.theme
		if latin := pr.child("latin"); latin != nil {
			font = latin.attr("typeface")
		}
		s.fonts(font)
	}
	if pr == nil {
		return
	}
	s.langs.add(pr.attr("lang"), utf8.RuneCountInString(r.text))
	r.bold, r.italic = pr.is("b"), pr.is("i")
	r.underline = pr.attr("u") != "" && pr.attr("u") != "none"
	r.struck = pr.attr("strike") == "sngStrike" || pr.attr("strike") == "dblStrike"
	r.raised, r.lowered = pr.int("baseline") > 0, pr.int("baseline") < 0
	if link := pr.child("hlinkClick"); link != nil {
		if to := s.relations[link.ref("id")]; to.outside {
			r.link = to.target
		}
	}
}

// formula is what stands in a formula, in the order in which it is written.
func formula(n *node) string {
	var b strings.Builder
	n.find(func(k *node) bool {
		if k.name == "t" {
			b.WriteString(k.words())
			return false
		}
		return true
	})
	return b.String()
}
