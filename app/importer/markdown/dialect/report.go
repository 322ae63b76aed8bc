package dialect

import (
	"cmp"
	"fmt"
	"slices"
)

const (
	maxWarnings = 100    // keeps a report readable
	maxKept     = 10_000 // and this one small: what comes later is only counted
)

// Report collects what a text could not have honoured, by line.
type Report struct {
	warnings []lineWarning
	seen     map[lineWarning]bool
	more     int
}

type lineWarning struct {
	line int
	text string
}

// Warn adds a sentence about a line. The same sentence is kept once a line.
func (r *Report) Warn(line int, format string, args ...any) {
	if len(r.warnings) == maxKept {
		r.more++
		return
	}
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
	r.more += other.more
}

// Sentences returns the report in the order of the lines.
func (r *Report) Sentences() []string {
	slices.SortFunc(r.warnings, func(a, b lineWarning) int {
		return cmp.Or(cmp.Compare(a.line, b.line), cmp.Compare(a.text, b.text))
	})
	var out []string
	for i, w := range r.warnings {
		if i == maxWarnings {
			return append(out, fmt.Sprintf("And %d more like these.", len(r.warnings)+r.more-maxWarnings))
		}
		out = append(out, fmt.Sprintf("line %d: %s", w.line, w.text))
	}
	return out
}
