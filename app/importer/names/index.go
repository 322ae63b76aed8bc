package names

import (
	"path"
	"strings"
)

// maxTail is how many parts of a path count, from its end, where the path itself is
// not there.
const maxTail = 16

// Index finds files of a tree by the names that texts have for them.
type Index struct {
	names  []string
	whole  [3]map[string]int // paths to the letter, composed, and folded
	exact  map[string]int    // the first path that ends so, composed
	folded map[string][2]int // the first whatever the case, and the first with another case in its last part; -1 for none
}

// keys are what makes two paths the same, from the strictest on.
var keys = [3]func(string) string{func(s string) string { return s }, Composed, Folded}

// NewIndex returns one of the files with these paths.
func NewIndex(files []string) *Index {
	x := &Index{names: files, exact: map[string]int{}, folded: map[string][2]int{}}
	for k, key := range keys {
		x.whole[k] = make(map[string]int, len(files))
		for i, name := range files {
			if at := key(name); !has(x.whole[k], at) {
				x.whole[k][at] = i
			}
		}
	}
	for i, name := range files {
		for tail := range tailsOf(Composed(name)) {
			if !has(x.exact, tail) {
				x.exact[tail] = i
			}
		}
		for tail := range tailsOf(Folded(name)) {
			switch two, known := x.folded[tail]; {
			case !known:
				x.folded[tail] = [2]int{i, -1}
			case two[1] < 0 && path.Base(name) != path.Base(files[two[0]]):
				x.folded[tail] = [2]int{two[0], i}
			}
		}
	}
	return x
}

func has(m map[string]int, key string) bool { _, ok := m[key]; return ok }

// Find returns the file that a text of the tree means by ref, or "". The path from the
// text's folder counts first, the more the more literally it is meant; and since
// browsers upload bare names, else the file whose path agrees most from the end.
func (x *Index) Find(text, ref string) string {
	meant, folder := Meant(ref), path.Dir(text)
	for k, key := range keys {
		for _, m := range meant {
			for _, p := range Places(folder, m) {
				if i, ok := x.whole[k][key(p)]; ok {
					return x.names[i]
				}
			}
		}
	}
	best, most := -1, 0
	for _, m := range meant {
		if i, n := x.tail(path.Clean(m)); n > most {
			best, most = i, n
		}
	}
	if best < 0 {
		return ""
	}
	return x.names[best]
}

// tail is the file whose path agrees most with ref, from its end, and how much.
func (x *Index) tail(ref string) (best, most int) {
	take := func(i, n int) {
		if n > most || n == most && i < best {
			best, most = i, n
		}
	}
	// The same letters count more than the same name in other letters.
	for tail, n := range tailsOf(Composed(ref)) {
		if i, ok := x.exact[tail]; ok {
			take(i, 2*n)
		}
	}
	for tail, n := range tailsOf(Folded(ref)) {
		two, ok := x.folded[tail]
		if !ok {
			break
		}
		for _, i := range two {
			if i >= 0 && path.Base(x.names[i]) != path.Base(ref) {
				take(i, n)
				break
			}
		}
	}
	return best, most
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
