package markdown

import (
	"path"
	"strings"
	"unicode"
)

// maxTail is how many parts of a path count, from its end, where the path itself is
// not there.
const maxTail = 16

// tails finds a file by the end of its path.
type tails struct {
	names  []string
	whole  map[string]bool
	exact  map[string]int    // the first name that ends so
	folded map[string][2]int // the first whatever the case, and the first with another case in its last part; -1 for none
}

func indexTails(names []string) tails {
	t := tails{names: names, whole: map[string]bool{}, exact: map[string]int{}, folded: map[string][2]int{}}
	for i, name := range names {
		t.whole[name] = true
		for tail := range tailsOf(name) {
			if _, known := t.exact[tail]; !known {
				t.exact[tail] = i
			}
		}
		for tail := range tailsOf(fold(name)) {
			switch two, known := t.folded[tail]; {
			case !known:
				t.folded[tail] = [2]int{i, -1}
			case two[1] < 0 && path.Base(name) != path.Base(names[two[0]]):
				t.folded[tail] = [2]int{two[0], i}
			}
		}
	}
	return t
}

// match finds the file that ref means: by its path from the Markdown file, and
// since browsers upload bare names, else the one whose path agrees with it
// most from the end. It returns "" if there is none.
func (t *tails) match(markdown, ref string) string {
	if exact := path.Join(path.Dir(markdown), ref); t.whole[exact] {
		return exact
	}
	ref = path.Clean(ref)
	best, most := -1, 0
	take := func(i, n int) {
		if n > most || n == most && i < best {
			best, most = i, n
		}
	}
	// The same letters count more than the same name in other letters.
	for tail, n := range tailsOf(ref) {
		if i, ok := t.exact[tail]; ok {
			take(i, 2*n)
		}
	}
	for tail, n := range tailsOf(fold(ref)) {
		two, ok := t.folded[tail]
		if !ok {
			break
		}
		for _, i := range two {
			if i >= 0 && path.Base(t.names[i]) != path.Base(ref) {
				take(i, n)
				break
			}
		}
	}
	if best < 0 {
		return ""
	}
	return t.names[best]
}

// tailsOf are the ends of a path, from the shortest on, with how many parts they
// have.
func tailsOf(name string) func(yield func(string, int) bool) {
	return func(yield func(string, int) bool) {
		at := len(name)
		for n := 1; n <= maxTail && at >= 0; n++ {
			at = strings.LastIndexByte(name[:at], '/')
			if !yield(name[at+1:], n) {
				return
			}
		}
	}
}

// fold makes equal what strings.EqualFold calls equal.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		least := r
		for f := unicode.SimpleFold(r); f != r; f = unicode.SimpleFold(f) {
			least = min(least, f)
		}
		return least
	}, s)
}
