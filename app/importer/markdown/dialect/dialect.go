// Package dialect says what a dialect of Markdown is: what one tool for slides adds
// to the common core (CommonMark, GFM, --- between slides, notes in comments and
// after Note:), and how the core asks about it.
//
// Decks wander from tool to tool, so every dialect is asked about every deck. Where
// what they mean contradicts, the deck's own decides, the one that detects it: it is
// asked first.
package dialect

import (
	"strings"

	"lectern/app/importer/markdown/look"
)

// Dialect is the Markdown of one tool. Common implements it for whoever adds
// nothing in some respect. A deck is asked about in the order of the methods.
type Dialect interface {
	// Detect reports whether a deck was written for the tool: it has what no
	// other's have.
	Detect(meta FrontMatter, src []byte) bool

	// Page reads a file of HTML, if it is one of the tool's.
	Page(d Deck) (Page, bool)

	// Cuts says where slides begin that CommonMark would not begin there, and writes the
	// text so that it divides it where the tool does. Every dialect is asked, the deck's own
	// (Deck.Own) last. Another one may say no more than the front matters that single slides
	// have in its way, each at the break that opens its slide; Others does nothing.
	Cuts(d Deck) Cuts

	// Hides tells whether a slide is kept from the show. text is its Markdown, without what
	// is in code.
	Hides(front FrontMatter, text []byte) Hiding

	// Loops reports whether a deck that goes on by itself begins anew after its end.
	// Only the deck's own dialect is asked.
	Loops(meta FrontMatter) bool

	// Takes is how many seconds the talk is to take, or 0. Only the deck's own dialect is
	// asked.
	Takes(meta FrontMatter) int

	// Breaks reports whether a line's end is one on the slide, too. Only the deck's
	// own dialect is asked.
	Breaks(meta FrontMatter) bool

	// Formulas reports whether there are formulas in a deck. Only its own dialect is
	// asked.
	Formulas(meta FrontMatter) bool

	// Key says what becomes of a key of a front matter.
	Key(name string) Key

	// ClassOfFirst reports whether a class in the deck's front matter is the first
	// slide's, and not every slide's.
	ClassOfFirst() bool

	// Fragment reports whether the items of a list with this marker, one of - + * .
	// and ), come one after the other. Only the deck's own dialect is asked.
	Fragment(marker byte) bool

	// Fence reads what stands behind the fence of a block of code. It reports false
	// where nothing of it is the tool's.
	Fence(info string) (Fence, bool)

	// Shaper returns what makes the tool's slides of trees, in the deck's order. It
	// may look at the whole text first, and a shaper may remember what came before;
	// it gets a slide twice where HTML in it could not be read at first. nil does
	// nothing.
	Shaper(meta FrontMatter, src []byte, own bool) Shaper

	// Sheets is what the tool's style sheets take for granted, or nil. Only the deck's
	// own dialect is asked.
	Sheets(meta FrontMatter, cuts Cuts) *look.Grammar

	// Tag says whether an element of HTML is one that the Shaper knows; else in a
	// sentence what is not honoured of it, or "" where it knows nothing of it.
	Tag(name string) (known bool, remark string)

	// Attribute, Code and Line say in a sentence what is not honoured of an
	// attribute of HTML, of what is written behind a fence, of a line of a
	// paragraph; "" where they know nothing of it.
	Attribute(name string) string
	Code(info string) string
	Line(text string, own bool) string
}

// Shaper changes a slide's tree into what its tool shows.
type Shaper func(*Slide)

// Hiding is how far a slide is kept from the show.
type Hiding int

const (
	Seen      Hiding = iota
	Uncounted        // it has no number of its own
	Passed           // whoever goes on passes it by, and it is at hand
	Absent           // it is no slide of the deck, as if its author had deleted it
)

// Visibility is what an expression of which the first group is reveal.js's word has found.
func Visibility(found [][]byte) Hiding {
	switch {
	case found == nil:
		return Seen
	case strings.EqualFold(string(found[1]), "uncounted"):
		return Uncounted
	}
	return Passed
}

// Key is what becomes of a key of a front matter.
type Key int

const (
	Unknown  Key = iota
	Ignored      // it changes nothing that matters here
	Unheeded     // it would make the deck another one
)

// Fence is what is said of a block of code behind its fence. Lines and Steps are
// numbers and ranges with commas between, as 1,3-5; "all" or "*" is the whole.
type Fence struct {
	Language string   // or "" to take the first word
	Steps    []string // the lines that stand out, one step after the other; one alone is no step
	At       string   // the step of the second, as StepAttr has it; "" is the next
	Numbers  bool     // lines are numbered,
	Start    int      // from here; 0 is 1
}

// CodeSteps is what is said of steps in code, by whatever tool.
const CodeSteps = "the steps of this code are not honoured."

// Common is the dialect that adds nothing.
type Common struct{}

func (Common) Detect(FrontMatter, []byte) bool { return false }
func (Common) Page(Deck) (Page, bool)          { return Page{}, false }
func (Common) Cuts(d Deck) Cuts {
	if !d.Own {
		return Others(d)
	}
	return PlainCuts(d, false)
}
func (Common) Hides(FrontMatter, []byte) Hiding        { return Seen }
func (Common) Loops(FrontMatter) bool                  { return false }
func (Common) Takes(FrontMatter) int                   { return 0 }
func (Common) Breaks(FrontMatter) bool                 { return false }
func (Common) Formulas(FrontMatter) bool               { return true }
func (Common) Key(string) Key                          { return Unknown }
func (Common) ClassOfFirst() bool                      { return false }
func (Common) Fragment(byte) bool                      { return false }
func (Common) Fence(string) (Fence, bool)              { return Fence{}, false }
func (Common) Shaper(FrontMatter, []byte, bool) Shaper { return nil }
func (Common) Sheets(FrontMatter, Cuts) *look.Grammar  { return nil }
func (Common) Tag(string) (bool, string)               { return false, "" }
func (Common) Attribute(string) string                 { return "" }
func (Common) Code(string) string                      { return "" }
func (Common) Line(string, bool) string                { return "" }
