package main

import (
	"context"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// maxAgain is how many failed tests have a second try. More of them are no accident.
const maxAgain = 3

// A trial is what one run of `go test` found, and what it takes to try a test of it
// again.
type trial struct {
	report *report
	run    func(ctx context.Context, pkg, test string) (*report, error)
}

// again gives the tests that failed in a short run a second try, each alone. Dozens of
// browsers and databases share the processors then, and a test that fails beside them
// alone tells of the machine more often than of the code; it is named all the same,
// with what it said. What cannot be an accident has no second try: a race, a crash, what
// does not compile, many failures. Nor has anything in a run of everything.
type again struct {
	mu     sync.Mutex
	trials []trial
}

// take keeps what a run found, and says whether it is for a second try.
func (a *again) take(t trial) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	known := 0
	for _, kept := range append(a.trials, t) {
		known += len(kept.report.failed)
	}
	if len(t.report.failed) == 0 || t.report.certain || known > maxAgain {
		return false
	}
	a.trials = append(a.trials, t)
	return true
}

// try tries all that failed again, and counts what comes of it in place of the first
// try. A test that passes then is told to w.
func (a *again) try(ctx context.Context, w io.Writer, total *count) error {
	var wrong []string
	for _, t := range a.trials {
		for _, at := range slices.SortedFunc(maps.Keys(t.report.failed), place.compare) {
			step("Once more, alone: %s %s", inside(at.pkg), at.test)
			r, err := t.run(ctx, at.pkg, "^"+regexp.QuoteMeta(at.test)+"$")
			if err != nil || r.count.passed == 0 {
				wrong = append(wrong, at.String())
				continue
			}
			total.less(*t.report.failed[at])
			total.more(r.count)
			fmt.Fprintf(w, "unsteady: %s failed beside the others, and passed alone\n", at)
		}
	}
	if len(wrong) > 0 {
		return fmt.Errorf("twice: %s", strings.Join(wrong, ", "))
	}
	return nil
}

func (c *count) more(d count) {
	c.passed, c.failed, c.skipped = c.passed+d.passed, c.failed+d.failed, c.skipped+d.skipped
}

func (c *count) less(d count) {
	c.passed, c.failed, c.skipped = c.passed-d.passed, c.failed-d.failed, c.skipped-d.skipped
}

func (at place) compare(b place) int { return strings.Compare(at.String(), b.String()) }

func (at place) String() string { return strings.TrimSpace(inside(at.pkg) + " " + at.test) }

// whole is the test that a subtest belongs to.
func (at place) whole() place {
	at.test, _, _ = strings.Cut(at.test, "/")
	return at
}
