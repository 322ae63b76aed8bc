package deck_test

import (
	"strings"
	"testing"

	"lectern/app/deck"
)

func TestRemark(t *testing.T) {
	for want, r := range map[string]deck.Remark{
		"It is left out.":                              deck.Say(deck.OnFile, "It is left out."),
		"line 3: it is so.":                            {File: "talk.md", Line: 3, Text: "it is so."},
		"lines 3 and 9: it is so.":                     {Line: 3, Lines: []int{3, 9}, Text: "it is so."},
		"lines 3, 9 and 14: it is so.":                 {Line: 3, Lines: []int{3, 9, 14}, Text: "it is so."},
		"lines 3, 9, 14 and 2 more: it is so.":         {Line: 3, Lines: []int{3, 9, 14, 15, 16}, Text: "it is so."},
		"parts/a.md, line 3: it is so.":                {File: "parts/a.md", Included: true, Line: 3, Text: "it is so."},
		"parts/a.md: it is so.":                        {File: "parts/a.md", Included: true, Text: "it is so."},
		"parts/a.md, lines 1, 2, 3 and 1 more: it is.": {File: "parts/a.md", Included: true, Line: 1, Lines: []int{1, 2, 3, 4}, Text: "it is."},
		"page 3: it is so.":                            {Pages: []int{3}, Text: "it is so."},
		"pages 3, 9, 14 and 1 more: it is so.":         {Pages: []int{3, 9, 14, 20}, Text: "it is so."},
	} {
		if got := r.String(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// TestOnPages: the same on many pages is one remark.
func TestOnPages(t *testing.T) {
	remarks := []deck.Remark{deck.Say(deck.OnPage, "so."), {Kind: deck.OnLayout, Pages: []int{1}, Text: "so."}}
	for _, c := range []struct {
		page int
		text string
		new  bool
	}{{4, "so.", true}, {2, "so.", true}, {4, "so.", false}, {3, "otherwise.", true}} {
		var isNew bool
		if remarks, isNew = deck.OnPages(remarks, c.page, c.text); isNew != c.new {
			t.Errorf("%+v: %v", c, isNew)
		}
	}
	want := "so.|page 1: so.|pages 2 and 4: so.|page 3: otherwise."
	var got []string
	for _, r := range remarks {
		got = append(got, r.String())
	}
	if strings.Join(got, "|") != want {
		t.Errorf("%q, want %q", got, want)
	}
}
