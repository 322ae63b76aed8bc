// Package dialect says what a dialect of Markdown is: what one tool for slides adds
// to the common core (CommonMark, GFM, --- between slides, notes in comments and
// after Note:), and how the core asks about it.
//
// Decks wander from tool to tool, so every dialect is asked about every deck. Where
// what they mean contradicts, the deck's own decides, the one that detects it.
package dialect

// Dialect is the Markdown of one tool. Common implements it for whoever adds
// nothing in some respect.
type Dialect interface {
	// Detect reports whether a deck was written for the tool: it has what no
	// other's have.
	Detect(meta FrontMatter, src []byte) bool

	// Split rewrites a text in as many bytes and lines, so that CommonMark divides
	// it where the tool does. It returns the front matters of single slides, which
	// it blanks, by the offset of the break that opens the slide. own says whether
	// this is the deck's own dialect.
	Split(src []byte, own bool, r *Report) ([]byte, map[int]FrontMatter)

	// Key says what becomes of a key of a front matter.
	Key(name string) Key

	// ClassOfFirst reports whether a class in the deck's front matter is the first
	// slide's, and not every slide's.
	ClassOfFirst() bool

	// Fragment reports whether the items of a list with this marker, one of - + * .
	// and ), come one after the other. Only the deck's own dialect is asked.
	Fragment(marker byte) bool

	// Directive reports whether a comment speaks to the tool, and is no note. It
	// remarks what of it is not honoured.
	Directive(comment string, line int, r *Report) bool

	// Picture takes the words for a picture's place and size out of those that
	// stand for it, and says in a sentence what is not honoured.
	Picture(words []string) (kept []string, remark string)

	// Tag, Attribute, Code and Line say in a sentence what is not honoured of an
	// HTML element, of one of its attributes, of what is written behind a fence,
	// of a line of a paragraph; "" where they know nothing of it.
	Tag(name string) string
	Attribute(name string) string
	Code(info string) string
	Line(text string, own bool) string
}

// Key is what becomes of a key of a front matter.
type Key int

const (
	Unknown  Key = iota
	Ignored      // it changes nothing that matters here
	Unheeded     // it would make the deck another one
)

// CodeSteps is what is said of steps in code, by whatever tool.
const CodeSteps = "the steps of this code are not honoured."

// Common is the dialect that adds nothing.
type Common struct{}

func (Common) Detect(FrontMatter, []byte) bool { return false }
func (Common) Split(src []byte, _ bool, _ *Report) ([]byte, map[int]FrontMatter) {
	return src, nil
}
func (Common) Key(string) Key                            { return Unknown }
func (Common) ClassOfFirst() bool                        { return false }
func (Common) Fragment(byte) bool                        { return false }
func (Common) Directive(string, int, *Report) bool       { return false }
func (Common) Picture(words []string) ([]string, string) { return words, "" }
func (Common) Tag(string) string                         { return "" }
func (Common) Attribute(string) string                   { return "" }
func (Common) Code(string) string                        { return "" }
func (Common) Line(string, bool) string                  { return "" }
