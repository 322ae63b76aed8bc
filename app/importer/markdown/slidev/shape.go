package slidev

import (
	"strings"

	"golang.org/x/net/html"

	"lectern/app/importer/markdown/dialect"
	"lectern/app/importer/markdown/look"
	"lectern/app/importer/markdown/slidev/utility"
	"lectern/app/importer/words"
)

// deckOf is what the slides of a deck have together.
type deckOf struct {
	dark   bool
	book   *utility.Book
	canvas dialect.Canvas
	pixel  float64 // of the stage's, what one of the canvas measures
	base   string  // the sheet that every slide has
	sheets map[staged]string
}

// darkThemes are light on dark whatever the deck says.
var darkThemes = words.Set(`dracula purplin vuetiful geist eloc penguin academic-dark`)

func deckWith(meta dialect.FrontMatter) *deckOf {
	d := &deckOf{sheets: map[staged]string{}}
	scheme := meta["colorSchema"].Text
	d.dark = scheme == "dark" || scheme == "" && darkThemes[meta["theme"].Text]
	d.canvas, _ = canvasOf(meta)
	d.pixel = d.canvas.Pixel()
	d.book = utility.NewBook(utility.Options{Dark: d.dark, Primary: "#3ab9d5", Scale: d.pixel})
	if c := meta["themeConfig"].Inside["primary"].Text; colourWord.MatchString(c) {
		d.book.Primary = c
	}
	return d
}

// Sheets implements dialect.Dialect.
func (Dialect) Sheets(meta dialect.FrontMatter, _ dialect.Cuts) *look.Grammar {
	d := deckWith(meta)
	stage := words.Set(`.slidev-layout .slidev-page .slidev-slide-content .slidev-slide-container #app #slide-content #slide-container html body :root`)
	if d.dark {
		stage[".dark"], stage["html.dark"] = true, true
	}
	return &look.Grammar{
		Pixel: d.pixel,
		Stage: stage,
		Apply: func(names string) string {
			var b strings.Builder
			for _, decl := range d.book.Apply(strings.Fields(names)) {
				b.WriteString(decl.Property + ":" + decl.Value + ";")
			}
			return b.String()
		},
	}
}

// Shaper implements dialect.Dialect. Steps are honoured in every deck, the rest in
// Slidev's own.
func (Dialect) Shaper(meta dialect.FrontMatter, _ []byte, own bool) dialect.Shaper {
	if !own {
		return func(s *dialect.Slide) {
			if isTimed(s.Body) {
				steps(s)
			}
		}
	}
	d := deckWith(meta)
	return func(s *dialect.Slide) {
		if s.Number == 1 {
			d.remark(s)
		}
		notes(s)
		d.expressions(s)
		d.directives(s)
		d.components(s)
		steps(s)
		d.layout(s)
		d.styles(s)
	}
}

// isTimed reports whether a slide of another tool's has steps of Slidev's.
func isTimed(body *html.Node) bool {
	for n := range body.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		if strings.HasPrefix(n.Data, "v-") {
			return true
		}
		for _, a := range n.Attr {
			if strings.HasPrefix(a.Key, "v-click") || strings.HasPrefix(a.Key, "v-after") || strings.HasPrefix(a.Key, "v-mark") {
				return true
			}
		}
	}
	return false
}

// notes leaves of the comments the one that ends the slide.
func notes(s *dialect.Slide) {
	for _, c := range s.Comments {
		if rest, ok := strings.CutPrefix(c.Text, noteMark); ok {
			c.Text = rest
		} else {
			c.Taken = true
		}
	}
}

// directives takes what Vue's attributes say that is not about steps: what is dragged,
// what moves, classes that are bound.
func (d *deckOf) directives(s *dialect.Slide) {
	for n := range dialect.Elements(s.Body) {
		for _, a := range append([]html.Attribute(nil), n.Attr...) {
			name, _, _ := strings.Cut(a.Key, ".")
			switch {
			case name == "v-drag":
				d.drag(s, n, a.Val)
			case name == "v-html" || name == "v-text":
				if m := literal.FindStringSubmatch(strings.TrimSpace(a.Val)); m != nil && !hasWords(n) {
					n.AppendChild(dialect.Text(m[1] + m[2] + m[3]))
				}
			case a.Key == "v-if" && strings.TrimSpace(a.Val) == "false":
				if n.Parent != nil {
					remove(n)
				}
			case a.Key == ":src" && literal.MatchString(strings.TrimSpace(a.Val)):
				m := literal.FindStringSubmatch(strings.TrimSpace(a.Val))
				dialect.SetAttr(n, "src", m[1]+m[2]+m[3])
			case a.Key == ":class":
				if m := literal.FindStringSubmatch(strings.TrimSpace(a.Val)); m != nil {
					for _, c := range strings.Fields(m[1] + m[2] + m[3]) {
						dialect.AddClass(n, dialect.AuthorClass+c)
					}
					continue
				}
				fallthrough
			case a.Key == ":style":
				s.Report.Warn(dialect.Line(n), "“%s” is not run: what it says is left out.", a.Key)
			}
		}
	}
}

// Attribute implements dialect.Dialect.
func (Dialect) Attribute(name string) string {
	base, _, _ := strings.Cut(name, ".")
	switch {
	case base == "v-motion":
		return "what “v-motion” moves stands where it comes to rest."
	case base == "v-for" || base == "v-if" || base == "v-show" || base == "v-else" || base == "v-else-if":
		return "“" + base + "” is not run: what it is on is shown once."
	case strings.HasPrefix(name, "_") && len(name) > 1:
		return "the handler “@" + words.OneLine(name[1:], 40) + "” was removed."
	}
	return ""
}
