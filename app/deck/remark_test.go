package deck_test

import (
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
	} {
		if got := r.String(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
