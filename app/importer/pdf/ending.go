package pdf

import (
	"bytes"
	"regexp"
	"strings"

	"lectern/app/deck"
)

// ending is how a file ends.
type ending int

const (
	whole    ending = iota // with the mark that every PDF ends with
	tailless               // nothing is missing but what comes after its objects
	cut
)

const (
	maxTail    = 4 << 20  // of a file, in which its last object is looked for
	maxScanned = 16 << 20 // of a file that is scanned for what is missing
)

// ending finds out how the file ends. PDFium would repair one that is cut, and lose pages
// without a word; but a file that lacks some of the table of objects that comes after
// them has all that is to be seen.
func (d *file) ending() (ending, error) {
	end, err := d.printed()
	if err != nil {
		return cut, err
	}
	tail, err := d.part(end-4096, end)
	if err != nil || bytes.Contains(tail, []byte("%%EOF")) {
		return whole, err
	}
	// What comes after the last object.
	last := -1
	for size := int64(4096); last < 0 && size <= maxTail; size *= 8 {
		if tail, err = d.part(end-size, end); err != nil {
			return cut, err
		}
		last = bytes.LastIndex(tail, []byte("endobj"))
	}
	if last < 0 {
		return cut, nil
	}
	rest := bytes.TrimSpace(tail[last+len("endobj"):])
	switch {
	case len(rest) > 0 && (begins(rest, "xref") || begins(rest, "trailer") || begins(rest, "startxref")):
		return tailless, nil
	case tableStream.Match(rest[:min(len(rest), 200)]):
		return tailless, nil
	case len(rest) == 0:
		if all, err := d.refersToAll(end); err != nil || all {
			return tailless, err
		}
	}
	return cut, nil
}

// tableStream matches the beginning of a table of objects that is an object itself.
var tableStream = regexp.MustCompile(`^\d+ \d+ obj\s*<<[^>]*/XRef`)

// begins reports whether s begins with the word, or is a part of it that was cut off.
func begins(s []byte, word string) bool {
	return strings.HasPrefix(string(s[:min(len(s), len(word))]), word) || strings.HasPrefix(word, string(s))
}

// printed is where the file ends, without the padding that follows.
func (d *file) printed() (int64, error) {
	for end := d.size; end > 0; end = max(0, end-blockSize) {
		tail, err := d.part(end-blockSize, end)
		if err != nil {
			return 0, err
		}
		if tail = bytes.TrimRight(tail, "\x00 \t\r\n\x1a"); len(tail) > 0 {
			return max(0, end-blockSize) + int64(len(tail)), nil
		}
	}
	return 0, nil
}

// part reads a part of the file, as far as there is one.
func (d *file) part(from, to int64) ([]byte, error) {
	buf := make([]byte, max(0, to-max(0, from)))
	_, err := d.ReadAt(buf, max(0, from))
	return buf, err
}

var (
	streams  = regexp.MustCompile(`(?s)\bstream\r?\n.*?endstream`)
	defined  = regexp.MustCompile(`\b(\d+) \d+ obj\b`)
	referred = regexp.MustCompile(`\b(\d+) \d+ R\b`)
)

// refersToAll reports whether there is an object for whatever the others refer to.
func (d *file) refersToAll(end int64) (bool, error) {
	if end > maxScanned {
		return false, nil
	}
	data, err := d.part(0, end)
	if err != nil || bytes.Contains(data, []byte("/ObjStm")) {
		return false, err
	}
	data = streams.ReplaceAll(data, nil)
	there := map[string]bool{}
	for _, m := range defined.FindAllSubmatch(data, -1) {
		there[string(m[1])] = true
	}
	for _, m := range referred.FindAllSubmatch(data, -1) {
		if !there[string(m[1])] {
			return false, nil
		}
	}
	return true, nil
}

// everyPage reports whether a document that lacks its end has every page that it says
// it has.
func (d *Document) everyPage() (bool, error) {
	n, err := d.sandbox.pages()
	if err != nil || n <= 0 {
		return false, nil
	}
	for i := range min(n, deck.MaxSlides) {
		if _, possible := d.sandbox.size(deck.Page{Number: i}); !possible {
			return false, d.file.failed()
		}
	}
	return true, nil
}
