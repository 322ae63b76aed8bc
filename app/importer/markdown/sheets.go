package markdown

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"lectern/app/deck"
	"lectern/app/importer/markdown/dialect"
	"lectern/app/importer/markdown/look"
	"lectern/app/importer/words"
)

// maxStyles is how many style sheets, or different style attributes, a slide has.
const maxStyles = 500

// maxRules is how many rules of style sheets are looked at for each view of a slide.
const maxRules = 4000

// dress makes style sheets of what its author says of a slide's looks: in <style>, in
// directives, in style attributes. A class that none of them knows goes. Whoever
// shows the slide asks for what each view needs: see viewOf.
func (m *markdownDeck) dress(s *dialect.Slide) []*look.Sheet {
	var sheets []*look.Sheet
	rules := 0
	for _, style := range s.Styles[:min(len(s.Styles), maxStyles)] {
		sheet := m.sheet(style)
		if rules += sheet.Rules(); rules > maxRules {
			s.Report.Warn(style.Line, "this style sheet is left out: with it a slide would have more than %d rules.", maxRules)
			break
		}
		sheets = append(sheets, sheet)
	}
	known := func(class string) bool {
		return slices.ContainsFunc(sheets, func(s *look.Sheet) bool { return s.Knows(class) })
	}
	for _, c := range s.Classes {
		if !c.Done && !known(c.Name) && !slideClasses[stageClass(c.Name)] {
			s.Report.Warn(c.Line, "the class “%s” has no style here.", words.OneLine(c.Name, 40))
		}
	}
	m.putBehind(s, sheets)
	var own look.Attributes
	for n := range dialect.Elements(s.Body) {
		for _, c := range strings.Fields(dialect.Attr(n, "class")) {
			if name, ok := strings.CutPrefix(c, dialect.AuthorClass); ok && !known(name) {
				dialect.DropClass(n, name)
			}
		}
		style, ok := dialect.LookupAttr(n, "style")
		if !ok {
			continue
		}
		dialect.DelAttr(n, "style")
		line := dialect.Line(n)
		declarations := look.Declarations(style, line, m.grammar, s.Report.Warn)
		if class := own.Class(declarations, maxStyles, func() { s.Report.Warn(line, look.TooHeavy) }); class != "" {
			dialect.AddClass(n, class)
		}
	}
	return append(sheets, own.Sheet())
}

// sheet is an author's, which is read once for all the slides that it is for.
func (m *markdownDeck) sheet(style dialect.Style) *look.Sheet {
	key := style.File + " " + strconv.Itoa(style.Line) + " " + style.Text
	sheet := m.sheets[key]
	if sheet == nil {
		grammar, warn := m.grammar, m.report.Warn
		if style.File != "" {
			warn = func(line int, format string, args ...any) {
				m.report.WarnOf(deck.OnStyle, style.File, line, format, args...)
			}
		}
		if style.Tool {
			grammar, warn = &look.Grammar{}, func(int, string, ...any) {}
			if m.grammar != nil { // its pixels are the stage's
				grammar.Stage = m.grammar.Stage
			}
		}
		sheet = look.Parse(style.Text, style.Line, grammar, warn)
		if m.sheets == nil {
			m.sheets = map[string]*look.Sheet{}
		}
		m.sheets[key] = sheet
	}
	return sheet
}

// putBehind puts the picture that sheets have behind a slide there.
func (m *markdownDeck) putBehind(s *dialect.Slide, sheets []*look.Sheet) {
	var g *look.Ground
	for _, sheet := range sheets {
		if all := sheet.Behind(authorsOf(s)); len(all) > 0 {
			g = &all[len(all)-1] // that counts
		}
	}
	if g == nil {
		return
	}
	img := dialect.Backdrop(g.Address, "", g.Value("background-size"), g.Value("background-position"))
	ground := dialect.Element("div", "ground", img)
	dialect.SetAttr(ground, dialect.LineAttr, fmt.Sprint(g.Line))
	if slices.ContainsFunc(s.Theme, func(c string) bool { return strings.HasPrefix(c, "split-") }) {
		dialect.AddStyle(ground, "left:0;right:0;width:100%") // all of the stage
	}
	s.Body.InsertBefore(ground, s.Body.FirstChild)
}

// authorsOf is the classes of the stage that are its author's.
func authorsOf(s *dialect.Slide) (list []string) {
	for _, c := range s.Classes {
		list = append(list, strings.Fields(authorClasses(c.Name))...)
	}
	return list
}

// around is an element around what is on a stage.
func around(nodes []*html.Node) *html.Node {
	body := &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div}
	for _, n := range nodes {
		body.AppendChild(n)
	}
	return body
}
