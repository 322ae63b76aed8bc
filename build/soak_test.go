package main

import (
	"strings"
	"testing"
)

func TestNews(t *testing.T) {
	var out strings.Builder
	n := news{w: &out}
	for _, part := range []string{
		`{"Action":"output","Output":"=== RUN   TestRig\n"}` + "\n" + `{"Action":"output","Out`,
		`put":"rig seed 1: settled\n"}` + "\nno JSON\n",
		`{"Action":"output","Output":"    rig_test.go:1: harm\n"}` + "\n" + `{"Action":"output","Output":"soak 1 min\n"}` + "\n",
	} {
		if _, err := n.Write([]byte(part)); err != nil {
			t.Fatal(err)
		}
	}
	if got, want := out.String(), "rig seed 1: settled\nsoak 1 min\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
