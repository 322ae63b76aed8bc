package main

import (
	"context"
	"errors"
	"strings"
	"testing"
)

// found is what go test says of the lines of outcomes: "pass lectern/a TestOne".
func found(t *testing.T, outcomes string) *report {
	t.Helper()
	var events strings.Builder
	for line := range strings.Lines(outcomes) {
		f := append(strings.Fields(line), "", "")
		if f[0] == "race" {
			events.WriteString(`{"Action":"output","Package":"` + f[1] + `","Test":"` + f[2] + `","Output":"WARNING: DATA RACE\n"}` + "\n")
			continue
		}
		events.WriteString(`{"Action":"` + f[0] + `","Package":"` + f[1] + `","Test":"` + f[2] + `"}` + "\n")
	}
	r := &report{w: &strings.Builder{}}
	if err := r.read(strings.NewReader(events.String())); err != nil {
		t.Fatal(err)
	}
	return r
}

// TestAgain: a test that failed beside the others, and passes alone, is named and
// counted as passed; one that fails twice has failed.
func TestAgain(t *testing.T) {
	first := found(t, "pass lectern/a TestOne/a\nfail lectern/a TestOne/b\nfail lectern/a TestOne\npass lectern/a TestTwo\nfail lectern/a\n")
	for name, second := range map[string]string{
		"passes":     "pass lectern/a TestOne/a\npass lectern/a TestOne/b\npass lectern/a TestOne\npass lectern/a\n",
		"fails":      "fail lectern/a TestOne\nfail lectern/a\n",
		"is no test": "pass lectern/a\n",
	} {
		t.Run(name, func(t *testing.T) {
			var a again
			asked := ""
			taken := a.take(trial{first, func(_ context.Context, pkg, test string) (*report, error) {
				asked += pkg + " " + test
				r := found(t, second)
				if r.count.failed > 0 {
					return r, errors.New("exit status 1")
				}
				return r, nil
			}})
			total := first.count
			var out strings.Builder
			err := a.try(t.Context(), &out, &total)
			if !taken || asked != "lectern/a ^TestOne$" {
				t.Errorf("%v, it was asked for %q", taken, asked)
			}
			if name == "passes" && (err != nil || total.String() != "4 passed, 0 failed" || !strings.Contains(out.String(), "a TestOne failed beside")) {
				t.Errorf("%v, %s, %q", err, total, out.String())
			}
			if name != "passes" && (err == nil || total != first.count || out.Len() > 0) {
				t.Errorf("%v, %s, %q", err, total, out.String())
			}
		})
	}
}

// TestNotAgain: what is no accident has no second try.
func TestNotAgain(t *testing.T) {
	for name, outcomes := range map[string]string{
		"a race":            "race lectern/a TestOne\nfail lectern/a TestOne\nfail lectern/a\n",
		"a crash":           "run lectern/a TestOne\nfail lectern/a TestTwo\noutput lectern/a TestOne\nfail lectern/a\n",
		"a package":         "pass lectern/a TestOne\nfail lectern/a\n",
		"what has no tests": "build-fail lectern/a\nfail lectern/b TestOne\nfail lectern/b\n",
		"many":              "fail lectern/a TestA\nfail lectern/a TestB\nfail lectern/a TestC\nfail lectern/a TestD\nfail lectern/a\n",
		"nothing":           "pass lectern/a TestOne\npass lectern/a\n",
	} {
		t.Run(name, func(t *testing.T) {
			var a again
			if a.take(trial{report: found(t, outcomes)}) {
				t.Error("it has one")
			}
		})
	}
}
