package markdown

import (
	"bytes"
	"fmt"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"lectern/app/fault"
	"lectern/app/importer/words"
)

// What a deck gives to every follower's browser is bounded, and looked at while it
// is made: a few bytes of Markdown can stand for gigabytes. Package wire has the
// same bounds, for what passes from process to process.
const (
	maxNodes    = 20_000  // elements and texts of a slide
	maxCells    = 20_000  // of a slide's tables, with what they span
	maxAllCells = 200_000 // of a deck's tables
	maxHTML     = 1 << 20 // of a slide
	maxText     = 100_000 // bytes of a slide's text
	maxWord     = 2000    // letters without a space between them
	maxNotes    = 100_000 // bytes of a slide's notes
)

var maxDeckHTML = 64 << 20 // of all slides; less in its test

// excess is what there is too much of, as the end of a sentence that begins with a
// slide or a file: "has more than …; divide it".
type excess struct {
	clause string
	at     int // offset in the text, or -1 where only the slide is known
}

func (e *excess) Error() string { return e.clause }

func tooMuch(format string, args ...any) error {
	return &excess{fmt.Sprintf(format, args...), -1}
}

// counter is where a slide, or a part of one, is written to. It panics with an
// excess where there is no room left: goldmark would go on through the rest of the
// slide.
type counter struct {
	b    []byte
	room *int
}

func (c *counter) Write(p []byte) (int, error) {
	if *c.room -= len(p); *c.room < 0 {
		panic(tooMuch("has more than %d kB as HTML; divide it with lines of ---", maxHTML>>10))
	}
	c.b = append(c.b, p...)
	return len(p), nil
}

// catch makes an error of a panic with an excess.
func catch(err *error) {
	switch p := recover().(type) {
	case nil:
	case *excess:
		*err = p
	default:
		panic(p)
	}
}

// inSlide says what a slide has too much of.
func inSlide(number int, name string, line int, e *excess) error {
	return fault.Errorf(fault.TooLarge, "Slide %d of %s, on line %d, %s", number, name, line, e.clause)
}

// Elements that HTML opens again in the next block where they were not closed, with
// all their attributes, as often as there are blocks (HTML 13.2.4.3).
var reopened = words.Set(`a b big code em font i nobr s small strike strong tt u`)

// Elements that neither close others nor let formatting elements fall out.
var inlineElements = words.Set(`a b big code em font i nobr s small strike strong tt u
	span kbd samp var del ins mark sub sup abbr cite q time img ruby rt rp bdi bdo wbr input br`)

// countTokens bounds the tree that html.Parse would make of a fragment, before it
// does. Each block with text in it may open all formatting elements again that are
// still open. It returns how many nodes there may be with those that were counted
// before.
func countTokens(nodes int, fragment []byte) (int, error) {
	z := html.NewTokenizer(bytes.NewReader(fragment))
	type open struct {
		name  string
		depth int // of blocks
	}
	var active []open
	depth, lost, paragraphs := 0, 0, 0
	for nodes <= maxNodes {
		switch tt := z.Next(); tt {
		case html.ErrorToken:
			return nodes, nil
		case html.TextToken:
			nodes += 1 + lost
			lost = 0
		case html.StartTagToken, html.SelfClosingTagToken:
			b, _ := z.TagName()
			name := string(b)
			nodes++
			if name == "p" {
				paragraphs++
			}
			if !inlineElements[name] {
				depth++
				lost = len(active)
				continue
			}
			nodes += lost
			lost = 0
			if reopened[name] {
				active = append(active, open{name, depth})
			}
		case html.EndTagToken:
			b, _ := z.TagName()
			name := string(b)
			if name == "p" {
				if paragraphs--; paragraphs < 0 { // an end without a begin is both
					nodes, paragraphs = nodes+1, 0
				}
			}
			if !inlineElements[name] {
				depth = max(0, depth-1)
				lost = len(active)
				continue
			}
			if !reopened[name] {
				continue
			}
			for i := len(active) - 1; i >= 0; i-- {
				if active[i].name == name {
					if depth > active[i].depth { // it is closed in another block
						nodes += 32
					}
					active = append(active[:i], active[i+1:]...)
					break
				}
			}
			lost = min(lost, len(active))
		}
	}
	return nodes, tooManyNodes()
}

func tooManyNodes() error {
	return tooMuch("has more than %d elements, or some that are never closed; divide it with lines of ---", maxNodes)
}

// hasLongWord reports whether a text has letters in which browsers look for a place
// to break them that is not there: their time grows with the square, to a minute
// for 50,000 letters of Arabic. ASCII is quick, and Chinese breaks anywhere.
func hasLongWord(text string) bool {
	n := 0
	for _, r := range text {
		switch {
		case unicode.IsSpace(r), isWide(r):
			n = 0
		case r >= 0x80:
			if n++; n > maxWord {
				return true
			}
		}
	}
	return false
}

// countNodes bounds a tree.
func countNodes(n *html.Node) error {
	nodes := 0
	for range n.Descendants() {
		if nodes++; nodes > maxNodes {
			return tooManyNodes()
		}
	}
	return nil
}

// boundSpans keeps tables small that say that a cell is as large as thousands. A
// cell spans no more rows than its table has.
func boundSpans(body *html.Node) error {
	rows := map[*html.Node]int{} // of each table
	for n := range body.Descendants() {
		if n.DataAtom == atom.Tr {
			rows[tableOf(n)]++
		}
	}
	cells := 0
	for n := range body.Descendants() {
		if n.DataAtom != atom.Td && n.DataAtom != atom.Th {
			continue
		}
		high := span(n, "rowspan", max(1, rows[tableOf(n)]))
		if cells += span(n, "colspan", 1000) * high; cells > maxCells {
			return tooMuch("has tables of more than %d cells; divide them", maxCells)
		}
	}
	return nil
}
