package main

import (
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// The events are go test's own, with times and durations taken out.
const events = `{"ImportPath":"lectern/bad","Action":"build-output","Output":"bad.go:3:1: syntax error\n"}
{"Action":"start","Package":"lectern/a"}
{"Action":"run","Package":"lectern/a","Test":"TestGood"}
{"Action":"output","Package":"lectern/a","Test":"TestGood","Output":"=== RUN   TestGood\n"}
{"Action":"output","Package":"lectern/a","Test":"TestGood","Output":"--- PASS: TestGood\n"}
{"Action":"pass","Package":"lectern/a","Test":"TestGood"}
{"Action":"output","Package":"lectern/a","Test":"TestNot","Output":"    a_test.go:9: no display\n"}
{"Action":"output","Package":"lectern/a","Test":"TestNot","Output":"--- SKIP: TestNot\n"}
{"Action":"skip","Package":"lectern/a","Test":"TestNot"}
{"Action":"output","Package":"lectern/a","Output":"PASS\n"}
{"Action":"output","Package":"lectern/a","Output":"ok  \tlectern/a\t0.1s\n"}
{"Action":"pass","Package":"lectern/a"}
{"Action":"output","Package":"lectern/b","Test":"TestBad","Output":"    b_test.go:7: got 1\n"}
{"Action":"output","Package":"lectern/b","Test":"TestBad","Output":"--- FAIL: TestBad\n"}
{"Action":"fail","Package":"lectern/b","Test":"TestBad"}
{"Action":"output","Package":"lectern/b","Test":"TestCut","Output":"panic: cut off\n"}
{"Action":"output","Package":"lectern/b","Output":"FAIL\tlectern/b\t0.2s\n"}
{"Action":"fail","Package":"lectern/b"}
not JSON
`

func TestReport(t *testing.T) {
	var out strings.Builder
	r := report{w: &out}
	if err := r.read(strings.NewReader(events)); err != nil {
		t.Fatal(err)
	}
	const want = "bad.go:3:1: syntax error\n" +
		"    a_test.go:9: no display\n--- SKIP: TestNot\n" +
		"ok  \tlectern/a\t0.1s\n" +
		"    b_test.go:7: got 1\n--- FAIL: TestBad\n" +
		"panic: cut off\n" +
		"FAIL\tlectern/b\t0.2s\n" +
		"not JSON\n"
	if out.String() != want {
		t.Errorf("got\n%s\nwant\n%s", out.String(), want)
	}
	if got := r.running(); !strings.HasPrefix(got, "  compiling") {
		t.Errorf("when all have ended there runs %q", got)
	}
	if got, want := r.count.String(), "1 passed, 2 failed, 1 skipped"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestRunning: what runs is told by the innermost test, the longest first.
func TestRunning(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := report{w: io.Discard, begin: time.Now()}
		events, w := io.Pipe()
		done := make(chan error)
		go func() { done <- r.read(events) }()
		io.WriteString(w, `{"Action":"start","Package":"lectern/a"}
{"Action":"run","Package":"lectern/a","Test":"TestOne"}
{"Action":"run","Package":"lectern/a","Test":"TestOne/case"}
`)
		time.Sleep(20 * time.Second)
		io.WriteString(w, `{"Action":"start","Package":"lectern/b"}
{"Action":"run","Package":"lectern/a","Test":"TestTwo"}
{"Action":"pass","Package":"lectern/a","Test":"TestTwo"}
`)
		time.Sleep(5 * time.Second)
		if got, want := r.running(), "  a TestOne/case runs for 25s, b runs for 5s"; got != want {
			t.Errorf("got %q, want %q", got, want)
		}
		// The tests of a package that is cut off are over with it.
		io.WriteString(w, `{"Action":"fail","Package":"lectern/a"}
`)
		synctest.Wait()
		if got, want := r.running(), "  b runs for 5s"; got != want {
			t.Errorf("got %q, want %q", got, want)
		}
		w.Close()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
}
