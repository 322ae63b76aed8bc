package slidev

import (
	"regexp"
	"slices"
	"strings"

	"lectern/app/importer/markdown/dialect"
	"lectern/app/importer/words"
)

// maxClasses is how many different classes a slide has.
const maxClasses = 500

// mayName are attributes that are of HTML, Vue or the core, and no classes.
var mayName = regexp.MustCompile(`^(?:data-|aria-|v-|on|_|:|@|#|x-)`)

// html attributes mean what HTML says.
var htmlNames = words.Set(`class style src alt href id title lang dir name width height type start value at depth every hide fade controls loop muted
	autoplay target rel colspan rowspan checked disabled`)

// styles gives a slide its style sheets: what Slidev has for every deck, what its
// classes mean, and its author's own.
func (d *deckOf) styles(s *dialect.Slide) {
	var classes []string
	add := func(c string) {
		if len(classes) < maxClasses && !slices.Contains(classes, c) {
			classes = append(classes, c)
		}
	}
	dialect.Sized(s.Body)
	for n := range dialect.Elements(s.Body) {
		if n.Data == "pre" {
			dialect.AddClass(n, dialect.AuthorClass+"slidev-code")
		}
		attributes := slices.Clone(n.Attr)
		icons := false
		for _, a := range attributes {
			if isIconClass(a.Key) {
				icons = true
				dialect.DelAttr(n, a.Key)
				continue
			}
			if htmlNames[a.Key] || mayName.MatchString(a.Key) || a.Key == "" {
				continue
			}
			of := d.book.FromAttribute(a.Key, a.Val)
			for _, c := range of {
				dialect.AddClass(n, dialect.AuthorClass+c)
			}
			if len(of) > 0 {
				dialect.DelAttr(n, a.Key)
			}
		}
		for _, c := range strings.Fields(dialect.Attr(n, "class")) {
			if name, ok := strings.CutPrefix(c, dialect.AuthorClass); ok {
				add(name)
				icons = icons || isIconClass(name)
			}
		}
		if icons {
			dialect.AddClass(n, dialect.AuthorClass+"slidev-icon")
			s.Report.Warn(dialect.Line(n), "icons are shown as a neutral mark.")
		}
	}
	own := s.Styles
	for i := range own {
		own[i].Scoped = true
		own[i].Text = d.understood(own[i].Text)
		for _, c := range s.Classes { // which are the stage's
			if !ofAll.MatchString(c.Name) && !slices.Contains(classes, c.Name) {
				own[i].Text = d.onStage(own[i].Text, c.Name)
			}
		}
	}
	for i, c := range s.Classes { // of the theme's own, those mean nothing in Slidev
		s.Classes[i].Done = c.Name != "lead" && c.Name != "invert" && c.Name != "dark"
	}
	s.Styles = append([]dialect.Style{{Text: d.sheet(), Line: s.Line, Tool: true}}, own...)
	css := d.book.Sheet(classes, "")
	classes = nil
	for _, c := range s.Classes {
		add(c.Name)
	}
	if css += d.book.Sheet(classes, stage); css != "" {
		s.Styles = slices.Insert(s.Styles, 1, dialect.Style{Text: css, Line: s.Line, Tool: true})
	}
	if css := variable(own); css != "" {
		at := len(s.Styles) - len(own)
		s.Styles = slices.Insert(s.Styles, at, dialect.Style{Text: css, Line: s.Line, Tool: true})
	}
	d.canvas.Frame(s)
}

// stage is the selector of the slide itself.
const stage = ".slidev-layout"

// ofAll are the classes that every slide's stage has, of which a sheet says the same on
// all of a deck's slides.
var ofAll = regexp.MustCompile(`^slidev-(?:layout|page-\d+)$`)

// staged is a style sheet in which a class means the stage; without a class it is those
// that all slides have.
type staged struct{ css, class string }

// understood is a style sheet as whoever reads it knows it, the same on all slides: a
// project's may be large, and is worked through once.
func (d *deckOf) understood(css string) string {
	return d.once(staged{css: css}, func() string {
		return unoRule.ReplaceAllString(asStage(css, ofAll.MatchString), "@apply $1")
	})
}

// onStage has a class in a style sheet mean that the slide has it.
func (d *deckOf) onStage(css, class string) string {
	if !strings.Contains(css, "."+class) {
		return css
	}
	return d.once(staged{css, class}, func() string {
		return asStage(css, func(name string) bool { return name == class })
	})
}

func (d *deckOf) once(key staged, work func() string) string {
	css, ok := d.sheets[key]
	if !ok {
		css = work()
		d.sheets[key] = css
	}
	return css
}

var classInSheet = regexp.MustCompile(`(?:^|[\s,{};>+~(])\.[\w-]+`)

func asStage(css string, is func(class string) bool) string {
	return classInSheet.ReplaceAllStringFunc(css, func(m string) string {
		before, name, _ := strings.Cut(m, ".")
		if !is(name) {
			return m
		}
		return before + stage + "." + name
	})
}

var unoRule = regexp.MustCompile(`--(?:uno|at-apply):\s*['"]?([^;}'"]{0,500})['"]?`)
