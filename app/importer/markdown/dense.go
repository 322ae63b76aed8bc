package markdown

import "bytes"

// The parser's time grows with the square of the signs in a paragraph, since each
// may look through all that follows. These are far beyond what a slide can show.
const (
	maxMarkup    = 4000          // signs in a paragraph
	maxAllMarkup = 400_000       // signs in a text
	maxReach     = 2_000_000_000 // signs of a paragraph times its bytes, in a text
	maxLineReach = 200_000_000   // signs of a paragraph times its lines, in a text
	maxLines     = 200_000       // of a text
	maxNesting   = 100           // of quotes and lists, on one line
)

// tooDense returns the line of a text that is made to keep the parser busy, or
// 0.
func tooDense(b []byte) int {
	markup, bytesOf, linesOf := 0, 0, 0 // of the paragraph
	all, reach, lineReach := 0, int64(0), int64(0)
	line := 0
	for l := range bytes.Lines(b) {
		if line++; line > maxLines {
			return line
		}
		t := bytes.TrimLeft(l, " \t>*+-.)0123456789")
		if nesting := len(bytes.Fields(bytes.ReplaceAll(l[:len(l)-len(t)], []byte(">"), []byte("> ")))); nesting > maxNesting && bytes.ContainsAny(l[:len(l)-len(t)], ">+-*.)") {
			return line
		}
		if len(bytes.TrimSpace(l)) == 0 {
			reach += int64(markup) * int64(bytesOf)
			lineReach += int64(markup) * int64(linesOf)
			markup, bytesOf, linesOf = 0, 0, 0
			continue
		}
		for _, c := range l {
			switch c {
			case '*', '_', '~', '[', ']', '`', '<', '&', '@', ':', '|', '\\', '=', '^', '{', '$':
				markup++
				all++
			}
		}
		bytesOf += len(l)
		linesOf++
		if markup > maxMarkup || all > maxAllMarkup || reach+int64(markup)*int64(bytesOf) > maxReach || lineReach+int64(markup)*int64(linesOf) > maxLineReach {
			return line
		}
	}
	return 0
}
