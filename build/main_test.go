package main

import (
	"slices"
	"strings"
	"testing"
)

func TestWrongUsage(t *testing.T) {
	for _, args := range [][]string{{}, {"tset"}, {"web", "now"}} {
		if status := start(t.Context(), args); status != 2 {
			t.Errorf("build %s ends with %d, want 2", strings.Join(args, " "), status)
		}
	}
	for _, args := range [][]string{{"help"}, {"--help"}} {
		if status := start(t.Context(), args); status != 0 {
			t.Errorf("build %s ends with %d, want 0", strings.Join(args, " "), status)
		}
	}
}

func TestUsageNamesEveryVerb(t *testing.T) {
	var out strings.Builder
	usage(&out)
	for _, v := range []string{"binary", "run", "test", "bench", "rig", "soak", "package", "web", "help"} {
		if !slices.ContainsFunc(verbs, func(have verb) bool { return have.name == v }) || !strings.Contains(out.String(), "\n  "+v) {
			t.Errorf("the usage lacks %s:\n%s", v, out.String())
		}
	}
}

func TestFailureShowsCommandAndEnd(t *testing.T) {
	c, err := findCheckout()
	if err != nil {
		t.Fatal(err)
	}
	err = c.cmd("go", "tool", "no-such-tool").run(t.Context())
	if err == nil || !strings.Contains(err.Error(), "go tool no-such-tool: exit status") || !strings.Contains(err.Error(), `"no-such-tool"`) {
		t.Errorf("got %v", err)
	}
}

func TestEnd(t *testing.T) {
	if got, want := end("a\nb\nc\n", 2), "…\nb\nc"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := end("a\nb\n", 2), "a\nb"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
