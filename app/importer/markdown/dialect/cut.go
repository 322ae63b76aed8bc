package dialect

import (
	"bytes"
	"regexp"
	"slices"

	"lectern/app/importer/options"
)

// Deck is a text on its way to slides, and what is known of it.
type Deck struct {
	Own     bool   // it is written in the dialect that is asked
	Src     []byte // its lines end in \n; front matters are blank already
	Meta    FrontMatter
	Options options.Options
	Report  *Report
	File    string // its name among the files
	Files   Files  // that came with it
}

// Files are those that came with a deck.
type Files interface {
	// Find returns the file that a file of the deck means by a name, or "".
	Find(from, name string) string
	// Read returns a text. It is a fs.ErrNotExist if there is none of that name.
	Read(name string) ([]byte, error)
}

// What a deck takes in of other files is bounded: they are a stranger's, too.
const (
	MaxIncluded = 4 << 20 // bytes of all that is taken in
	MaxNested   = 20      // files inside each other
	MaxReads    = 2000    // times that a file is taken in
)

// Place is where a line was written.
type Place struct {
	File string // "" is the deck's own
	Line int    // from 1
}

// Cut is a blank line after which a slide begins, whatever block is open there.
type Cut struct {
	Line  int         // from 1; 0 is before the first
	Down  bool        // the slide stands below the one before, in a stack
	HTML  bool        // it is HTML, and no Markdown
	Front FrontMatter // the slide's own, or nil
}

// Cuts is where a text is divided.
type Cuts struct {
	Src    []byte      // rewritten, in as many lines but where there are
	Places []Place     // of its lines
	First  FrontMatter // the first slide's own, or nil
	Cuts   []Cut       // by their lines
	Styles []Style     // of all slides
	Only   bool        // nothing else divides it: a thematic break is a line on a slide
	// Divides reports which levels of headings begin a slide, too; nil is none.
	Divides func(level int) bool
}

// Others is a text of another dialect, as it is.
func Others(d Deck) Cuts { return Cuts{Src: d.Src} }

// Page is a file of HTML with slides in it.
type Page struct {
	Cuts
	Meta FrontMatter // what its head says
}

// Tidy sorts the cuts, and takes out what is there twice.
func (c *Cuts) Tidy() {
	slices.SortStableFunc(c.Cuts, func(a, b Cut) int { return a.Line - b.Line })
	c.Cuts = slices.CompactFunc(c.Cuts, func(a, b Cut) bool { return a.Line == b.Line })
}

var (
	dashes     = regexp.MustCompile(`^---[ \t]*\n?$`)
	twoDashes  = regexp.MustCompile(`^--[ \t]*\n?$`)
	fourDashes = regexp.MustCompile(`^----[ \t]*\n?$`)
)

// PlainCuts divides a text at what people write between slides where no tool says
// what that is: three dashes on a line of their own, also where CommonMark would make
// a heading of the text above them, and two dashes with nothing above, and nothing or a heading below; where
// stacks is true, also four of them, which is reveal-md's: what follows them, or two, stands
// below. Where nothing divides it, blank
// lines may.
func PlainCuts(d Deck, stacks bool) Cuts {
	c := Cuts{Src: d.Src}
	lines, inside := Lines(d.Src), Inside(d.Src)
	if !bytes.Contains(d.Src, []byte("\n--")) && !bytes.HasPrefix(d.Src, []byte("--")) {
		c.Cuts = blankLines(lines, inside)
		if c.Cuts != nil {
			d.Report.Warn(1, "the slides were divided at two and three blank lines, as nothing else divides them.")
		}
		return c
	}
	blank := func(i int) bool { return i < 0 || i >= len(lines) || len(bytes.TrimSpace(lines[i])) == 0 }
	c.Src = bytes.Clone(d.Src)
	at := 0
	for i, line := range lines {
		switch {
		case inside[i]:
		case dashes.Match(line), stacks && fourDashes.Match(line):
			c.Cuts = append(c.Cuts, Cut{Line: i + 1, Down: len(bytes.TrimSpace(line)) == 4})
			Blank(c.Src, at, at+len(line))
		case twoDashes.Match(line) && blank(i-1) && (blank(i+1) || headingLine.Match(lines[i+1])):
			c.Cuts = append(c.Cuts, Cut{Line: i + 1, Down: stacks})
			Blank(c.Src, at, at+len(line))
		case twoDashes.Match(line) && !blank(i-1):
			d.Report.Warn(i+1, "the text above -- is a heading; a blank line above and below makes it the end of a slide.")
		case twoDashes.Match(line):
			d.Report.Warn(i+1, "this -- is shown; a blank line above and below makes it the end of a slide.")
		}
		at += len(line)
	}
	return c
}

// Lines is the lines of a text, with their ends.
func Lines(src []byte) [][]byte { return slices.Collect(bytes.Lines(src)) }

var (
	breakLine   = regexp.MustCompile(`^ {0,3}((-[ \t]*){3,}|(\*[ \t]*){3,}|(_[ \t]*){3,})\n?$`)
	headingLine = regexp.MustCompile(`^#{1,6}[ \t]`)
)

// blankLines guesses that a text is divided by two and three blank lines, as
// reveal.js's own example is: there are no other breaks, and several times there are as
// many, and a heading after them. Where there are both, two have a slide stand below.
func blankLines(lines [][]byte, inside []bool) (cuts []Cut) {
	blank, headings := 0, 0
	started, across := false, false
	for i, line := range lines {
		switch {
		case inside[i]:
			blank, started = 0, true
		case breakLine.Match(line):
			return nil
		case len(bytes.TrimSpace(line)) == 0:
			blank++
		default:
			if blank > 1 && started {
				cuts = append(cuts, Cut{Line: i, Down: blank == 2})
				across = across || blank > 2
				if headingLine.Match(line) {
					headings++
				}
			}
			blank, started = 0, true
		}
	}
	if headings < 3 || headings < len(cuts) {
		return nil
	}
	for i := range cuts {
		cuts[i].Down = cuts[i].Down && across
	}
	return cuts
}
