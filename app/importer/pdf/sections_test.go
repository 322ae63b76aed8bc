package pdf

import (
	"strings"
	"testing"
)

// TestSections: the outermost entries of an outline are the talk's sections, where there are
// several, and fewer than pages.
func TestSections(t *testing.T) {
	for in, want := range map[string]string{
		"||Why|||How||": "||Why|||How||",
		"Why|||How|||":  "Why|||How|||",
		"One|Two|Three": "||",   // a name for each page
		"||Thanks||":    "||||", // one alone divides nothing
	} {
		pages := strings.Split(in, "|")
		slides := make([]int, len(pages))
		for i := range pages {
			slides[i] = i
		}
		tk := &talk{}
		tk.order(len(pages), slides, make([]string, len(pages)))
		tk.divide(partsOf(pages))
		if got := strings.Join(tk.parts, "|"); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
	// What begins with a page that is no slide begins with the next.
	tk := &talk{}
	tk.order(4, []int{0, -1, 1, 2}, make([]string, 4))
	if tk.divide([]string{"", "Why", "", ""}); strings.Join(tk.parts, "|") != "|Why|" {
		t.Errorf("%q", tk.parts)
	}
}
