package markdown

import "testing"

// TestUnseenText: what a deck's own sheet takes off a slide nobody is read.
func TestUnseenText(t *testing.T) {
	for name, c := range map[string]struct{ src, want string }{
		"by a class":     {"<style>.x { display: none }</style>\n\na\n\n<p class=\"x\">b</p>\n", "a"},
		"by itself":      {"a\n\n<p style=\"display: none\">b</p>\n", "a"},
		"all inside":     {"<style>.x { display: none }</style>\n\na\n\n<div class=\"x\"><p>b</p><p>c</p></div>\n", "a"},
		"shown again":    {"<style>p { display: none } .x { display: block }</style>\n\n<p>a</p>\n\n<p class=\"x\">b</p>\n", "b"},
		"before it":      {"<style>p::before { display: none }</style>\n\na\n", "a"},
		"where it has":   {"<style>p:has(b) { display: none }</style>\n\na\n", "a"},
		"another's":      {"<style>.y { display: none }</style>\n\n<p class=\"x\">a</p>\n", "a"},
		"with a pointer": {"<style>.x:hover { display: none }</style>\n\n<p class=\"x\">a</p>\n", "a"},
	} {
		t.Run(name, func(t *testing.T) {
			d := read(t, "a.md", c.src)
			if got := d.Slides[0].Views[0].Text; got != c.want {
				t.Errorf("%q, want %q: %s", got, c.want, d.Slides[0].Views[0].CSS)
			}
		})
	}
}

// TestTitleFormulas: a title says a formula in words.
func TestTitleFormulas(t *testing.T) {
	for src, want := range map[string]string{
		`# $\LaTeX$ and $\KaTeX{}$`:         "LaTeX and KaTeX",
		`# Why $E = mc^2$`:                  "Why E = mc²",
		`# $x_1 + x_{ij} \le \frac{a}{2}$`:  "x₁ + x_(ij) ≤ a/2",
		`# $\sqrt{2}$ is no $\alpha^{n+1}$`: "√2 is no αⁿ⁺¹",
		`# $e^{-x}$`:                        "e^(−x)",
	} {
		if got := read(t, "a.md", src).Slides[0].Title; got != want {
			t.Errorf("%s: %q, want %q", src, got, want)
		}
	}
}
