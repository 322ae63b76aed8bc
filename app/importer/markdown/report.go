package markdown

import (
	"cmp"
	"fmt"
	"slices"
)

// maxWarnings keeps a report readable.
const maxWarnings = 100

// report collects what a text could not have honoured, by line.
type report struct {
	warnings []lineWarning
	seen     map[lineWarning]bool
}

type lineWarning struct {
	line int
	text string
}

// warn adds a sentence about a line. The same sentence is kept once a line.
func (r *report) warn(line int, format string, args ...any) {
	w := lineWarning{line, fmt.Sprintf(format, args...)}
	if r.seen == nil {
		r.seen = map[lineWarning]bool{}
	}
	if !r.seen[w] {
		r.seen[w] = true
		r.warnings = append(r.warnings, w)
	}
}

// sentences returns the report in the order of the lines.
func (r *report) sentences() []string {
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
