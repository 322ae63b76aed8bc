// Package look cleans the style sheets of decks. What a deck says of its looks is kept
// where it can change that deck's slides and nothing else: properties that are known,
// values that fetch nothing, selectors that begin at the slide and cannot name what
// is not the deck's own. It writes a sheet anew from its tokens (CSS Syntax 3), so
// that all browsers read it as it was understood here.
package look

import (
	"strings"

	"golang.org/x/net/html"
)

const (
	// Stage is what every selector begins with. The page has a class of its own in its
	// place for each sheet, which outweighs what the theme says. It is nowhere else in
	// a sheet.
	Stage = ":slide"

	// Prefix is before each class of an author's, so that none is one of the page's.
	Prefix = "x-"

	// MaxSheet is how many bytes an author's style sheet has at most.
	MaxSheet = 256 << 10

	maxRules = 2000
	maxView  = 64 << 10 // bytes of what a view needs of all sheets
	maxNests = 2        // columns around columns: a browser lays out what is in them anew for each
)

// Grammar is what the style sheets of a tool take for granted.
type Grammar struct {
	// Stage has the names of what a slide is, or what is around it: elements, classes
	// with their dot, pseudo-classes with their colon.
	Stage map[string]bool

	// Pixel is how many of the stage's 1280 pixels are one of the tool's; 0 is 1.
	Pixel float64

	// Rem is what 1rem is, as CSS; "" is 16 of the tool's pixels.
	Rem string

	// Pages reports whether the slide's ::after is its page number.
	Pages bool

	// Attributes are those that a page number's content may ask for, by ours.
	Attributes map[string]string

	// Import reports whether a style sheet of this name is there anyway.
	Import func(name string) bool

	// Apply returns the declarations of what stands behind @apply; nil without it.
	Apply func(names string) (css string)
}

func (g *Grammar) pixel() float64 {
	if g.Pixel == 0 {
		return 1
	}
	return g.Pixel
}

// Warn takes a remark on a line: dialect.Report's.
type Warn func(line int, format string, args ...any)

// Sheet is an author's style sheet, cleaned.
type Sheet struct {
	rules   []rule
	classes map[string]bool
	grounds []Ground
}

// Knows reports whether there are rules for a class.
func (s *Sheet) Knows(class string) bool { return s.classes[class] }

// Rules is how many there are.
func (s *Sheet) Rules() int { return len(s.rules) }

// Ground is a picture that a rule wants behind the slides that it is for.
type Ground struct {
	Line         int
	Address      string
	Declarations []Declaration // of that rule, about backgrounds
	selectors    []styled
}

// Value is that of a property, or "".
func (g *Ground) Value(property string) string {
	for _, d := range g.Declarations {
		if d.Property == property {
			return d.Value
		}
	}
	return ""
}

// Declaration is a property with its value, cleaned.
type Declaration struct {
	Property, Value string
}

// rule is one that is written.
type rule struct {
	selectors []styled
	body      string        // declarations
	own       []Declaration // of properties of the author's own
	burdens   []burden
	said      bool // there are words in it
	columns   bool
	heavy     func() // remarks that a view is without it, or a part of its selectors
}

// Parse cleans a style sheet whose first line is a line of the deck. What is left out
// is remarked. A nil Grammar is that of plain Markdown.
func Parse(css string, line int, g *Grammar, warn Warn) *Sheet {
	c := newCleaner(g, warn)
	if len(css) > MaxSheet {
		c.warn(line, "this style sheet is left out: it has more than %d kB.", MaxSheet>>10)
		return &c.sheet
	}
	c.items(tokens(css, line), nil, false)
	return &c.sheet
}

// Declarations cleans the value of a style attribute.
func Declarations(css string, line int, g *Grammar, warn Warn) string {
	return Join(List(css, line, g, warn))
}

// List is Declarations, one by one.
func List(css string, line int, g *Grammar, warn Warn) (list []Declaration) {
	c := newCleaner(g, warn)
	if len(css) > MaxSheet>>4 {
		c.warn(line, "a style attribute is left out: it has more than %d kB.", MaxSheet>>14)
		return nil
	}
	for _, item := range split(tokens(css, line)) {
		d, ok := c.declaration(item, false)
		switch {
		case ok && d.address != "":
			c.refuse(d)
		case ok:
			list = append(list, Declaration{d.property, d.text()})
		}
	}
	return list
}

// Join writes declarations as a rule has them.
func Join(list []Declaration) string {
	var b strings.Builder
	for i, d := range list {
		if i > 0 {
			b.WriteByte(';')
		}
		b.WriteString(d.Property + ":" + d.Value)
	}
	return b.String()
}

// Class is an author's class as it stands in a slide and its sheets.
func Class(name string) string { return Prefix + name }

// For returns the rules that a view needs: the stage with these classes, and body with
// what is on it. Nothing that only what is not there would need is among them, and no
// words of theirs but where they are seen: an author's classes that only veiled elements
// have are numbers from then on, in body, too.
func For(sheets []*Sheet, stage []string, body *html.Node) string {
	v := inspect(stage, body)
	v.loads = loads(sheets)
	type chosen struct {
		*rule
		selectors string
	}
	var all []chosen
	uses := map[string]bool{}
	for _, s := range sheets {
		for i := range s.rules {
			r := &s.rules[i]
			if selectors := v.selectors(*r); selectors != "" {
				all = append(all, chosen{r, selectors})
				use(uses, r.body)
			}
		}
	}
	for before := -1; before < len(uses); { // a property may need another
		before = len(uses)
		for _, r := range all {
			for _, d := range r.own {
				if uses[d.Property] {
					use(uses, d.Value)
				}
			}
		}
	}
	var b strings.Builder
	for _, r := range all {
		text := r.declarations(uses)
		if text != "" {
			text = r.selectors + "{" + text + "}"
		}
		if b.Len()+len(text) > maxView {
			r.heavy()
			break
		}
		b.WriteString(text)
	}
	v.hide()
	return b.String()
}

// Behind returns the pictures that a sheet wants behind a slide, the last of them on top.
func (s *Sheet) Behind(stage []string) (all []Ground) {
	v := seen{stage: stage}
	for _, g := range s.grounds {
		for _, sel := range g.selectors {
			if v.stageIs(sel.from[0]) {
				all = append(all, g)
				break
			}
		}
	}
	return all
}
