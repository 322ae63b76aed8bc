package plan

import (
	"strings"
	"unicode"

	"lectern/app/deck"
)

// Steps returns which slide each page is of, from 0. Pages that follow each other
// and share a label are one slide, as beamer and Typst write it. labels are the
// document's own: empty where it has none. entries are what the outline says of each
// page, "" for nothing.
func Steps(labels, entries []string) []int {
	slides := make([]int, len(labels))
	usual := !oneLabel(labels)
	first, entry := 0, "" // of this slide
	for i := range labels {
		if i == 0 {
			entry = entries[0]
			continue
		}
		same := usual && labels[i] != "" && labels[i] == labels[i-1] && i-first <= deck.MaxSteps
		// Frames that are not counted have their label in common, but no entry.
		if entries[i] != "" && entry != "" && entries[i] != entry {
			same = false
		}
		slides[i] = slides[i-1]
		if !same {
			slides[i]++
			first, entry = i, ""
		}
		if entries[i] != "" {
			entry = entries[i]
		}
	}
	return slides
}

// fewPages can be the steps of one slide, and nothing else.
const fewPages = 10

// oneLabel reports whether nearly all pages have one and the same label, which says
// nothing then: a program gave it to the whole document, and not to a slide. A label
// without a number is none of a slide.
func oneLabel(labels []string) bool {
	times := map[string]int{}
	for _, l := range labels {
		if times[l]++; l == "" || times[l]*5 < len(labels)*4 {
			continue
		}
		if len(labels) > fewPages || !strings.ContainsFunc(l, unicode.IsDigit) {
			return true
		}
	}
	return false
}
