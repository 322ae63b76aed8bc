// Package options says what may be said with files that are imported: on the command
// line, in the page, or to the API. It is pure.
package options

// Options are of one import. The zero value finds everything by itself.
type Options struct {
	Dialect   string // of Markdown: "markdown", "marp", "reveal" or "slidev"; "" to find it
	NotesSide string // of a PDF's pages: "none", "right", "left", "top" or "bottom"; "" to find it
	Password  string // of a PDF that is locked
}
