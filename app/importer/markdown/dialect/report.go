package dialect

import (
	"cmp"
	"fmt"
	"slices"
)

// maxWarnings keeps a report readable.
const maxWarnings = 100

// Report collects what a text could not have honoured, by line.
type Report struct {
	warnings []lineWarning
	seen     map[lineWarning]bool
}

type lineWarning struct {
	line int
	text string
}

// Warn adds a sentence about a line. The same sentence is kept once a line.
func (r *Report) Warn(line int, format string, args ...any) {
	w := lineWarning{line, fmt.Sprintf(format, args...)}
	if r.seen == nil {
		r.seen = map[lineWarning]bool{}
	}
	if !r.seen[w] {
		r.seen[w] = true
		r.warnings = append(r.warnings, w)
	}
}

// Add takes in what another report holds.
func (r *Report) Add(other *Report) {
	for _, w := range other.warnings {
		r.Warn(w.line, "%s", w.text)
	}
}

// Sentences returns the report in the order of the lines.
func (r *Report) Sentences() []string {
	slices.SortFunc(r.warnings, func(a, b lineWarning) int {
		return cmp.Or(cmp.Compare(a.line, b.line), cmp.Compare(a.text, b.text))
	})
	var out []string
	for i, w := range r.warnings {
		if i == maxWarnings {
			return append(out, fmt.Sprintf("And %d more like these.", len(r.warnings)-maxWarnings))
		}
		out = append(out, fmt.Sprintf("line %d: %s", w.line, w.text))
	}
	return out
}
