package dialect

import (
	"bytes"
	"path"
	"regexp"
	"slices"
	"strings"
)

var (
	// What a style sheet takes in; only what lies beside it is looked for.
	importOfSheet = regexp.MustCompile(`@import\s+(?:url\(\s*)?["']?([^"'()\s;]+\.css)["']?\s*\)?\s*;`)
	// What a script takes in, of those that have a project's style sheets together.
	importOfScript = regexp.MustCompile(`(?m)^[ \t]*import[ \t]+["'](\.[^"'\n]+\.css)["']`)
	commentInSheet = regexp.MustCompile(`(?s)/\*.*?\*/`)
)

// ImportedSheets are the style sheets beside a sheet, or beside a script, that it takes
// in, as places in its text. None that is in a comment is meant.
func ImportedSheets(name string, text []byte) [][]int {
	of := importOfScript
	if path.Ext(name) == ".css" {
		of = importOfSheet
	}
	if comments := commentInSheet.FindAllIndex(text, -1); len(comments) > 0 {
		text = bytes.Clone(text)
		for _, c := range comments {
			Blank(text, c[0], c[1])
		}
	}
	return of.FindAllSubmatchIndex(text, maxSheets)
}

// A deck is shown with so many style sheets that lie beside it, and so many bytes of them.
const (
	maxSheets      = 50
	maxSheetsBytes = 1 << 20
)

// A SheetReader reads style sheets that lie beside a deck, each once.
type SheetReader struct {
	Files  Files
	Styles []Style  // what was read, in the order in which they count
	Unread []string // what a script takes in that cannot be read: a sheet's @import stays there, and is remarked
	seen   []string
	bytes  int
}

// Read reads a file that came with the deck, and before it those that it takes in. It
// reports false where it cannot be read.
func (r *SheetReader) Read(file string) bool {
	if slices.Contains(r.seen, file) {
		return true
	}
	b, err := r.Files.Read(file)
	if err != nil || len(r.seen) == maxSheets || r.bytes+len(b) > maxSheetsBytes {
		return false
	}
	r.bytes += len(b)
	r.seen = append(r.seen, file)
	b = bytes.Clone(b)
	for _, at := range ImportedSheets(file, b) {
		name := string(b[at[2]:at[3]])
		if strings.Contains(name, "//") {
			continue
		}
		switch found := r.Files.Find(file, name); {
		case found == "":
		case r.Read(found):
			Blank(b, at[0], at[1])
		case path.Ext(file) != ".css":
			r.Unread = append(r.Unread, found)
		}
	}
	if path.Ext(file) == ".css" {
		r.Styles = append(r.Styles, Style{Text: string(b), Line: 1, File: file})
	}
	return true
}
