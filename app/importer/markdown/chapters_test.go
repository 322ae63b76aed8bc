package markdown

import (
	"strings"
	"testing"
)

func TestChapters(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"two levels":    {"# Talk\n\n---\n\n# Why\n\n---\n\n## One\n\n---\n\n## Two\n\n---\n\nmore\n\n---\n\n# How\n\n---\n\n## Three\n\n---\n\n### Four", "|Why||||How||"},
		"all alike":     {"# Talk\n\n---\n\n# One\n\n---\n\n# Two\n\n---\n\n# Three\n\n---\n\n## Four", "||||"},
		"one of a kind": {"# Talk\n\n---\n\n## One\n\n---\n\n## Two\n\n---\n\n# Thanks", "|||"},
		"Quarto":        {"---\ntitle: T\nformat: revealjs\n---\n\n# Why\n\n## One\n\n## Two\n\n# How\n\n## Three\n\n## Four\n\n## Five\n", "|Why|||How|||"},
	} {
		t.Run(name, func(t *testing.T) {
			d := read(t, "talk.md", c.text)
			var got []string
			for _, s := range d.Slides {
				got = append(got, s.Section)
			}
			if strings.Join(got, "|") != c.want {
				t.Errorf("%q, want %q", strings.Join(got, "|"), c.want)
			}
		})
	}
}
