package options

import (
	"fmt"
	"strings"
	"testing"
)

func TestSet(t *testing.T) {
	for name, c := range map[string]struct {
		name, value string
		known       bool
		says        string
	}{
		"a dialect":      {"dialect", "marp", true, ""},
		"found":          {"dialect", "", true, ""},
		"no dialect":     {"dialect", "Marp", true, `is markdown, marp, reveal, slidev or quarto; "Marp" is none of them`},
		"a side":         {"notes_side", "none", true, ""},
		"no side":        {"notes_side", "middle", true, `is none, right, left, top or bottom; "middle" is none of them`},
		"a password":     {"password", "s3cret", true, ""},
		"a long one":     {"password", strings.Repeat("x", MaxPassword+1), true, "has at most 1024 characters"},
		"an update":      {"update", "7", true, ""},
		"of the same":    {"update", "same", true, ""},
		"of no deck":     {"update", "-7", true, `is a deck's id, or same for the deck that came from a file of that name; "-7" is neither`},
		"another's name": {"notes-side", "left", false, ""},
	} {
		t.Run(name, func(t *testing.T) {
			var o Options
			known, err := o.Set(c.name, c.value)
			if known != c.known || c.says == "" && err != nil || c.says != "" && (err == nil || err.Error() != c.says) {
				t.Errorf("%v, %v", known, err)
			}
		})
	}
}

// TestSecret: a password is in nothing that is printed, and makes no other deck.
func TestSecret(t *testing.T) {
	o := Options{Dialect: "marp", Password: "s3cret"}
	for _, s := range []string{fmt.Sprint(o), fmt.Sprintf("%+v %#v %s", o, o, struct{ Options Options }{o}), o.Kind()} {
		if strings.Contains(s, "s3cret") || !strings.Contains(s, "marp") {
			t.Error(s)
		}
	}
	if (Options{Password: "s3cret"}).Kind() != "" {
		t.Error("another deck for a password")
	}
}
