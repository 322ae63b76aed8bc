package dialect

import (
	"iter"
	"math"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"lectern/app/deck"
)

// Slide is a slide on its way, and what a dialect may change of it.
type Slide struct {
	Number  int         // from 1
	Count   int         // of all slides
	Counted Counted     // where it stands among those with numbers
	Line    int         // the first
	Meta    FrontMatter // the deck's
	Front   FrontMatter // its own, or nil

	// Body is a <div> with the slide's blocks. In it are elements, attributes and
	// comments as they were written; whatever nobody makes something of is dropped
	// in the end. A class that its author wrote begins with x-; one that a dialect
	// sets is the theme's. A style attribute becomes a rule of the slide's sheet.
	Body *html.Node

	Comments []*Comment // in the order in which they are written
	Styles   []Style    // in the order in which they count
	Classes  []Class    // of the stage, as their author wrote them
	Theme    []string   // classes of the stage that are the theme's
	Notes    []string   // the speaker's, beside those in comments
	Planned  int        // seconds that it is to take, or 0

	// Markdown makes elements of a text that a directive has, without a paragraph
	// around what is only one.
	Markdown func(text string, line int) []*html.Node

	// Seconds is how long the deck stays here before it goes on by itself, 0 for ever; nil
	// where nobody says so.
	Seconds *float64

	Report *Report
}

// Comment is a comment of HTML. What is left when all dialects were asked becomes
// the speaker's notes.
type Comment struct {
	Text  string
	Line  int
	Node  *html.Node // where it stands; nil if broken HTML swallowed it
	Taken bool       // it is no note
}

// Style is an author's style sheet.
type Style struct {
	Text   string
	Line   int
	File   string // that it is in; "" is the deck's
	Scoped bool   // for this slide alone
	Tool   bool   // the tool's, and not its author's: whoever reads it remarks nothing
}

// Class is the name of a class, and the line that it is on.
type Class struct {
	Name string
	Line int
	Done bool // what it means is in Theme already
}

// AddTheme gives the stage a class of the theme's.
func (s *Slide) AddTheme(class string) {
	if !slices.Contains(s.Theme, class) {
		s.Theme = append(s.Theme, class)
	}
}

// What the tree says of steps. The core counts them in the order of the document and
// takes the attributes away. Their authors' attributes of these names never come so
// far.
const (
	// StepAttr is the step at which an element comes: +1 is the next one, +0 that of
	// the one before, +n later by n; n is step n, and does not move the count.
	StepAttr = "data-step"
	// Never as a StepAttr is no step: the element only holds its place.
	Never = "never"
	// UntilAttr is the step at which it goes again, likewise; relative to StepAttr's
	// where there is one, else to the count.
	UntilAttr = "data-until"
	// EffectAttr is what it is when it is not there: EffectVeil, EffectAbsent, or
	// EffectClass with a name: it is always there, and has the class from StepAttr
	// until UntilAttr.
	EffectAttr = "data-effect"
	// CurrentAttr is the step from which on it is no longer what came last, relative to
	// StepAttr's; "" is never. From StepAttr until then it has the class CurrentClass.
	CurrentAttr = "data-current"
	// LineAttr is the line of the text on which an element begins.
	LineAttr = "data-line"

	// LinesAttr is on a <pre> the lines that stand out, step by step, divided by |;
	// LinesAtAttr the step of the second, likewise.
	LinesAttr   = "data-lines"
	LinesAtAttr = "data-lines-at"
	// SecondsAttr is how long the deck stays at the step at which an element comes, as
	// Slide.Seconds.
	SecondsAttr = "data-seconds"

	EffectVeil   = ""
	EffectAbsent = "absent"
	EffectClass  = "class:"

	CurrentClass = AuthorClass + "current-fragment"
)

// Milliseconds reads how long a deck stays somewhere, as tools write it. It returns nil
// for what is no number; less than a deck can stay is as little as it can.
func Milliseconds(text string) *float64 {
	ms, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	if err != nil || math.IsNaN(ms) {
		return nil
	}
	s := 0.0
	if ms > 0 {
		s = min(max(ms/1000, deck.MinSeconds), deck.MaxSeconds)
	}
	return &s
}

// AuthorClass is what comes before an author's classes.
const AuthorClass = "x-"

// Attr is the value of an element's attribute, or "".
func Attr(n *html.Node, key string) string {
	v, _ := LookupAttr(n, key)
	return v
}

// LookupAttr reports also whether there is one.
func LookupAttr(n *html.Node, key string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val, true
		}
	}
	return "", false
}

// SetAttr gives an element an attribute, or changes it.
func SetAttr(n *html.Node, key, value string) {
	for i, a := range n.Attr {
		if a.Key == key {
			n.Attr[i].Val = value
			return
		}
	}
	n.Attr = append(n.Attr, html.Attribute{Key: key, Val: value})
}

// DelAttr takes attributes away.
func DelAttr(n *html.Node, keys ...string) {
	n.Attr = slices.DeleteFunc(n.Attr, func(a html.Attribute) bool { return slices.Contains(keys, a.Key) })
}

// Line is the line on which an element begins, or that of the one around it.
func Line(n *html.Node) int {
	for ; n != nil; n = n.Parent {
		if l, err := strconv.Atoi(Attr(n, LineAttr)); err == nil {
			return l
		}
	}
	return 1
}

// HasClass reports whether an element has a class of its author's.
func HasClass(n *html.Node, name string) bool {
	return slices.Contains(strings.Fields(Attr(n, "class")), AuthorClass+name)
}

// DropClass takes a class of its author's away, and reports whether there was one.
func DropClass(n *html.Node, name string) bool {
	all := strings.Fields(Attr(n, "class"))
	left := slices.DeleteFunc(slices.Clone(all), func(c string) bool { return c == AuthorClass+name })
	if len(left) == len(all) {
		return false
	}
	if len(left) == 0 {
		DelAttr(n, "class")
	} else {
		SetAttr(n, "class", strings.Join(left, " "))
	}
	return true
}

// AddClass gives an element a class of the theme's; with AuthorClass before it, one of
// its author's.
func AddClass(n *html.Node, name string) {
	if all := strings.Fields(Attr(n, "class")); !slices.Contains(all, name) {
		SetAttr(n, "class", strings.Join(append(all, name), " "))
	}
}

// AddStyle adds declarations to an element's style attribute.
func AddStyle(n *html.Node, declarations string) {
	if before := strings.TrimRight(Attr(n, "style"), "; \t\n"); before != "" {
		declarations = before + "; " + declarations
	}
	SetAttr(n, "style", declarations)
}

// Element makes an element with a class of the theme's, or none.
func Element(name, class string, children ...*html.Node) *html.Node {
	n := &html.Node{Type: html.ElementNode, Data: name, DataAtom: atom.Lookup([]byte(name))}
	if class != "" {
		n.Attr = []html.Attribute{{Key: "class", Val: class}}
	}
	for _, c := range children {
		n.AppendChild(c)
	}
	return n
}

// Text makes a text.
func Text(s string) *html.Node { return &html.Node{Type: html.TextNode, Data: s} }

// Rename makes an element another one; its attributes stay.
func Rename(n *html.Node, name string) {
	n.Data, n.DataAtom = name, atom.Lookup([]byte(name))
}

// Unwrap puts an element's children in its place.
func Unwrap(n *html.Node) {
	MoveBefore(n, n)
	n.Parent.RemoveChild(n)
}

// MoveBefore moves what is inside of from before a node.
func MoveBefore(before, from *html.Node) {
	for c := from.FirstChild; c != nil; c = from.FirstChild {
		from.RemoveChild(c)
		before.Parent.InsertBefore(c, before)
	}
}

// MoveInto moves what is inside of from to the end of another element.
func MoveInto(to, from *html.Node) {
	for c := from.FirstChild; c != nil; c = from.FirstChild {
		from.RemoveChild(c)
		to.AppendChild(c)
	}
}

// Wrap puts an element around another.
func Wrap(n, around *html.Node) {
	n.Parent.InsertBefore(around, n)
	n.Parent.RemoveChild(n)
	around.AppendChild(n)
}

// Elements is all elements of a tree below n with one of these names, or all, in the
// order of the document. They are collected first, so that the tree may be changed.
func Elements(n *html.Node, names ...string) iter.Seq[*html.Node] {
	var list []*html.Node
	for c := range n.Descendants() {
		if c.Type == html.ElementNode && (len(names) == 0 || slices.Contains(names, c.Data)) {
			list = append(list, c)
		}
	}
	return slices.Values(list)
}
