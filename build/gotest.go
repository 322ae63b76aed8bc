package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
)

// goTest runs `go test ./...`, shows it as go test does, failing tests in full,
// and returns the count.
func goTest(ctx context.Context, c checkout, f flavour, env []string) (count, error) {
	args := f.args("test", "-json", "-timeout", "18m", "-p", "2")
	switch {
	case os.Getenv("CGO_ENABLED") == "0":
		step("Without the race detector: CGO_ENABLED is 0")
	case !have("gcc", "clang", "cc"):
		step("Without the race detector: there is no C compiler")
	default:
		args = append(args, "-race")
		env = append(env, "CGO_ENABLED=1")
	}
	cmd := c.cmd(append(args, "./...")...).with(env...).exec(ctx)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return count{}, err
	}
	if err := cmd.Start(); err != nil {
		return count{}, err
	}
	r := report{w: os.Stdout}
	readErr := r.read(out)
	if err := cmd.Wait(); err != nil {
		return r.count, fmt.Errorf("go test: %w", err)
	}
	return r.count, readErr
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
}

// A place is a test of a package, or with no test the package itself.
type place struct{ pkg, test string }

// event is described by `go doc test2json`.
type event struct {
	Action, Package, ImportPath, Test, Output string
}

// read takes events until the end of in.
func (r *report) read(in io.Reader) error {
	r.pending = map[place]*strings.Builder{}
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
	switch e.Action {
	case "build-output":
		io.WriteString(r.w, e.Output)
	case "output":
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
	switch e.Action {
	case "pass":
		r.count.passed++
	case "skip":
		r.count.skipped++
		r.show(at)
	case "fail":
		r.count.failed++
		r.show(at)
	}
	delete(r.pending, at)
}

// packageEnds shows the closing line of a package that passed, and all that is
// left of one that failed: the tests that a crash cut off are in it.
func (r *report) packageEnds(e event) {
	own := place{e.Package, ""}
	if e.Action == "fail" {
		rest := slices.SortedFunc(maps.Keys(r.pending), func(a, b place) int { return strings.Compare(a.test, b.test) })
		for _, at := range rest {
			if at.pkg == e.Package && at.test != "" {
				r.count.failed++
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
