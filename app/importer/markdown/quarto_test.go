package markdown

import (
	"strings"
	"testing"
)

// quartoDeck is a deck of Quarto's with some settings of its slides.
func quartoDeck(settings, slides string) string {
	src := "---\nformat:\n  revealjs:\n"
	for l := range strings.Lines(settings) {
		src += "    " + l
	}
	return src + "\n---\n\n" + slides
}

// shownIn is the words of each view of a slide.
func shownIn(t *testing.T, src string, files ...any) string {
	t.Helper()
	var all []string
	for _, v := range read(t, append([]any{"a.qmd", src}, files...)...).Slides[0].Views {
		all = append(all, strings.Join(strings.Fields(v.Text), " "))
	}
	return strings.Join(all, " | ")
}

// TestQuartoFragments: their order is an attribute without data- before it.
func TestQuartoFragments(t *testing.T) {
	const fragments = "## A\n\n::: {.fragment fragment-index=2}\nsecond\n:::\n\n::: {.fragment fragment-index=1}\nfirst\n:::\n\n[with]{.fragment fragment-index=2}\n"
	if got, want := shownIn(t, quartoDeck("slide-level: 2", fragments)), "A | A first | A second first with"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	d := read(t, "a.qmd", quartoDeck("slide-level: 2", "## A\n\n::: {.fragment autoslide=2000}\nb\n:::\n"))
	if got := order(d); got != "A:-,2" {
		t.Error(got)
	}
}
