package slidev

import (
	"errors"
	"io/fs"
	"strconv"
	"strings"

	"lectern/app/importer/markdown/dialect"
)

var (
	errMissing = errors.New("there is no such file beside the deck")
	errLarge   = errors.New("all that the deck takes in has more than 4 MB")
	errMany    = errors.New("the deck takes in too many files")
	errText    = errors.New("it is no text")
)

// read finds a file that a document names and reads it.
func (e *expander) read(d document, name string) (text, found string, err error) {
	name = strings.TrimSpace(name)
	if rest, ok := strings.CutPrefix(name, "@/"); ok {
		name = "/" + rest
	}
	if e.files == nil {
		return "", "", errMissing
	}
	if found = e.files.Find(d.name, name); found == "" {
		return "", "", errMissing
	}
	if e.times++; e.times > dialect.MaxReads {
		return "", "", errMany
	}
	if text, ok := e.reads[found]; ok {
		if e.room -= len(text); e.room < 0 {
			return "", "", errLarge
		}
		return text, found, nil
	}
	b, err := e.files.Read(found)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "", "", errMissing
	case err != nil:
		return "", "", errText
	case len(b) > e.room:
		return "", "", errLarge
	}
	e.room -= len(b)
	if e.reads == nil {
		e.reads = map[string]string{}
	}
	e.reads[found] = string(b)
	return string(b), found, nil
}

// rangeOf is which of so many slides "2,5-7" means, ascending and once each.
func rangeOf(total int, ranges string) []int {
	if ranges == "" || ranges == "all" || ranges == "*" {
		ranges = "1-"
	}
	if ranges == "none" {
		return nil
	}
	seen := map[int]bool{}
	list := strings.FieldsFunc(ranges, func(r rune) bool { return r == ',' || r == ';' })
	for _, p := range list[:min(len(list), 200)] {
		first, last, ranged := strings.Cut(strings.TrimSpace(p), "-")
		a, err := strconv.Atoi(first)
		if err != nil {
			continue
		}
		b := a
		if ranged {
			if b, err = strconv.Atoi(last); err != nil {
				b = total
			}
		}
		for i := max(1, a); i <= min(b, total); i++ {
			seen[i] = true
		}
	}
	var out []int
	for i := 1; i <= total; i++ {
		if seen[i] {
			out = append(out, i)
		}
	}
	return out
}
