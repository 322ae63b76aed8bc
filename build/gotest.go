package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"
)

// goTest runs `go test`, shows it as go test does, failing tests in full, and
// says what runs when there has been nothing to show for a while. The events go to
// also besides.
func (c command) goTest(ctx context.Context, also io.Writer) (*report, error) {
	cmd := c.exec(ctx)
	cmd.Stderr = terminal
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	defer endGroup(cmd.Process.Pid)
	r := &report{w: terminal, begin: time.Now()}
	defer terminal.watch(silence, r.running)()
	readErr := r.read(io.TeeReader(out, also))
	if err := cmd.Wait(); err != nil {
		if ctx.Err() != nil {
			err = errInterrupted
		}
		return r, fmt.Errorf("go test: %w", err)
	}
	return r, readErr
}

// A count says how the tests ended; a test with subtests counts besides them.
type count struct{ passed, failed, skipped int }

func (c count) String() string {
	text := fmt.Sprintf("%d passed, %d failed", c.passed, c.failed)
	if c.skipped > 0 {
		text += fmt.Sprintf(", %d skipped", c.skipped)
	}
	return text
}

// A report turns the events of `go test -json` back into what go test prints,
// without the output of tests that pass.
type report struct {
	w       io.Writer
	count   count
	pending map[place]*strings.Builder // output of what has not ended yet
	parts   []part                     // the packages that have ended
	tests   map[place]*count           // what each test came to, with its subtests
	failed  map[place]*count           // of those, the ones that failed
	certain bool                       // something failed that cannot be an accident

	begin time.Time
	mu    sync.Mutex
	runs  map[place]time.Time // since when what has not ended yet runs
}

// A place is a test of a package, or with no test the package itself.
type place struct{ pkg, test string }

// event is described by `go doc test2json`.
type event struct {
	Action, Package, ImportPath, Test, Output string

	Elapsed float64 // seconds
}

// read takes events until the end of in.
func (r *report) read(in io.Reader) error {
	r.pending = map[place]*strings.Builder{}
	r.runs = map[place]time.Time{}
	r.tests, r.failed = map[place]*count{}, map[place]*count{}
	lines := bufio.NewReader(in)
	for {
		line, err := lines.ReadBytes('\n')
		if len(line) > 0 {
			var e event
			if json.Unmarshal(line, &e) != nil {
				r.w.Write(line) // go test's own words, such as a package that does not load
			} else {
				r.take(e)
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

func (r *report) take(e event) {
	at := place{e.Package, e.Test}
	r.note(at, e.Action)
	switch e.Action {
	case "build-output":
		io.WriteString(r.w, e.Output)
	case "build-fail":
		r.certain = true
	case "output":
		r.certain = r.certain || strings.Contains(e.Output, "WARNING: DATA RACE")
		if r.pending[at] == nil {
			r.pending[at] = &strings.Builder{}
		}
		r.pending[at].WriteString(e.Output)
	case "pass", "skip", "fail":
		if e.Test == "" {
			r.packageEnds(e)
		} else {
			r.testEnds(e)
		}
	}
}

func (r *report) testEnds(e event) {
	at := place{e.Package, e.Test}
	var one count
	switch e.Action {
	case "pass":
		one.passed++
	case "skip":
		one.skipped++
		r.show(at)
	case "fail":
		one.failed++
		r.show(at)
	}
	delete(r.pending, at)
	whole := at.whole()
	if r.tests[whole] == nil {
		r.tests[whole] = &count{}
	}
	r.tests[whole].more(one)
	if r.count.more(one); one.failed > 0 {
		r.failed[whole] = r.tests[whole]
	}
}

// packageEnds shows the closing line of a package that passed, and all that is
// left of one that failed: the tests that a crash cut off are in it.
func (r *report) packageEnds(e event) {
	own := place{e.Package, ""}
	r.parts = append(r.parts, part{"test " + inside(e.Package), time.Duration(e.Elapsed * float64(time.Second))})
	if e.Action == "fail" {
		r.certain = r.certain || !slices.ContainsFunc(slices.Collect(maps.Keys(r.failed)), func(at place) bool { return at.pkg == e.Package })
		rest := slices.SortedFunc(maps.Keys(r.pending), func(a, b place) int { return strings.Compare(a.test, b.test) })
		for _, at := range rest {
			if at.pkg == e.Package && at.test != "" {
				r.count.failed++
				r.certain = true
				r.show(at)
				delete(r.pending, at)
			}
		}
		r.show(own)
	} else if b := r.pending[own]; b != nil {
		for line := range strings.Lines(b.String()) {
			if strings.HasPrefix(line, "ok ") || strings.HasPrefix(line, "? ") {
				io.WriteString(r.w, line)
			}
		}
	}
	delete(r.pending, own)
}

func (r *report) show(at place) {
	if b := r.pending[at]; b != nil {
		io.WriteString(r.w, b.String())
	}
}

// note keeps what runs, and since when.
func (r *report) note(at place, action string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch action {
	case "start", "run", "cont":
		r.runs[at] = time.Now()
	case "pause", "pass", "fail", "skip":
		// (Tests that a crash or the time limit cut off have no end of their own.)
		maps.DeleteFunc(r.runs, func(one place, _ time.Time) bool {
			return one == at || at.test == "" && one.pkg == at.pkg
		})
	}
}

// running names the tests that run and for how long, the longest first; of a test
// with subtests, the innermost.
func (r *report) running() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	since := maps.Clone(r.runs)
	for at := range r.runs {
		if at.test == "" {
			continue
		}
		delete(since, place{at.pkg, ""})
		for i := range at.test {
			if at.test[i] == '/' {
				delete(since, place{at.pkg, at.test[:i]})
			}
		}
	}
	all := slices.SortedFunc(maps.Keys(since), func(a, b place) int { return since[a].Compare(since[b]) })
	if len(all) == 0 {
		return fmt.Sprintf("  compiling the tests for %s", short(time.Since(r.begin)))
	}
	var texts []string
	for _, at := range all[:min(len(all), 3)] {
		text := inside(at.pkg)
		if at.test != "" {
			text += " " + at.test
		}
		texts = append(texts, text+" runs for "+short(time.Since(since[at])))
	}
	if more := len(all) - len(texts); more > 0 {
		texts = append(texts, fmt.Sprintf("%d more", more))
	}
	return "  " + strings.Join(texts, ", ")
}

// inside is a package's path in the checkout.
func inside(pkg string) string { return strings.TrimPrefix(pkg, "lectern/") }
