package store

import (
	"fmt"
	"strings"
	"testing"
)

func TestAlign(t *testing.T) {
	deck := func(looks string) (all []seenSlide) {
		for i, l := range strings.Split(looks, "") {
			all = append(all, seenSlide{number: i + 1, look: l})
		}
		return all
	}
	for _, c := range []struct{ old, new, to, edited string }{
		{"abc", "abc", "0 1 2", ""},
		{"abc", "xabc", "1 2 3", ""},  // one more before
		{"abc", "abxc", "0 1 3", ""},  // in the middle
		{"abc", "ac", "0 -1 1", ""},   // one less
		{"abc", "aBc", "0 1 2", "1"},  // one edited
		{"abc", "xaBc", "1 2 3", "2"}, // both
		{"abcdef", "Abcxdef", "0 1 2 4 5 6", "0"},
		{"abcd", "cdab", "-1 -1 0 1", ""}, // moved: one of the two stays
		{"aaa", "aa", "0 1 -1", ""},
		{"abc", "XYZ", "0 1 2", "0 1 2"}, // all
		{"abc", "X", "0 -1 -1", "0"},
		{"a", "XYZ", "0", "0"},
	} {
		a := align(deck(c.old), deck(c.new))
		edited := []string{}
		for i, e := range a.edited {
			if e {
				edited = append(edited, fmt.Sprint(i))
			}
		}
		if to := strings.Trim(fmt.Sprint(a.to), "[]"); to != c.to || strings.Join(edited, " ") != c.edited {
			t.Errorf("%s → %s: %s, edited %s; want %s, edited %s", c.old, c.new, to, edited, c.to, c.edited)
		}
	}
	if now := align(deck("abcd"), deck("abd")).now(2); now != 2 {
		t.Errorf("what follows a slide that is gone is %d", now)
	}
	if now := align(deck("abcd"), deck("ab")).now(3); now != 1 {
		t.Errorf("where the end is gone it is %d", now)
	}
	// What is too large to compare is paired as it stands.
	many, others := make([]seenSlide, 2000), make([]seenSlide, 2000)
	for i := range many {
		many[i].look, others[i].look = fmt.Sprint(i), fmt.Sprint(i+1)
	}
	others[0].look, others[1999].look = "x", "y"
	if a := align(many, others); a.to[1000] != 1000 || !a.edited[1000] {
		t.Errorf("%v", a.to[1000])
	}
}
