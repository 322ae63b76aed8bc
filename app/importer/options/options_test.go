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
		"a separator":    {"separator", `^\r?\n---\r?\n$`, true, ""},
		"reveal-md's":    {"vertical_separator", `<!--v-->`, true, ""},
		"no expression":  {"separator", `(`, true, `is a regular expression; "(" is none that can be used: missing closing )`},
		"one ahead":      {"separator", `\n(?=# )`, true, `is a regular expression; "\\n(?=# )" is none that can be used: it looks ahead or behind, which Lectern cannot`},
		"one for all":    {"vertical_separator", `x*`, true, `is what stands between two slides; "x*" matches where nothing is`},
		"line ends":      {"separator", `^`, true, `is what stands between two slides; "^" matches where nothing is`},
		"a long one":     {"separator", strings.Repeat("-", MaxSeparator+1), true, "has at most 200 characters"},
		"a side":         {"notes_side", "none", true, ""},
		"no side":        {"notes_side", "middle", true, `is none, right, left, top or bottom; "middle" is none of them`},
		"a password":     {"password", "s3cret", true, ""},
		"a long secret":  {"password", strings.Repeat("x", MaxPassword+1), true, "has at most 1024 characters"},
		"a language":     {"lang", "pt_BR", true, ""},
		"no language":    {"lang", "new", true, `is a language such as en or pt-BR; "new" is none`},
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
	if a, b := (Options{Separator: "--"}), (Options{VerticalSeparator: "--"}); a.Kind() == b.Kind() || a.Kind() == "" {
		t.Errorf("%q and %q are two decks", a.Kind(), b.Kind())
	}
}
