package markdown

import (
	"fmt"
	"math/rand/v2"
	"path"
	"strings"
	"testing"
)

// TestTails compares with what looks at every name.
func TestTails(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	parts := []string{"a", "A", "b", "B.png", "b.png", "k.png", "K.png", "K.PNG", "x"}
	some := func() string {
		p := make([]string, 1+rnd.IntN(4))
		for i := range p {
			p[i] = parts[rnd.IntN(len(parts))]
		}
		return strings.Join(p, "/")
	}
	common := func(a, b string, equal func(a, b string) bool) int {
		x, y := strings.Split(path.Clean(a), "/"), strings.Split(path.Clean(b), "/")
		n := 0
		for n < len(x) && n < len(y) && equal(x[len(x)-1-n], y[len(y)-1-n]) {
			n++
		}
		return n
	}
	for range 3000 {
		names := make([]string, rnd.IntN(8))
		for i := range names {
			names[i] = some()
		}
		markdown, ref := some()+".md", some()
		want, most := "", 0
		for _, name := range names {
			if name == path.Join(path.Dir(markdown), ref) {
				want = name
				break
			}
			n := 2 * common(name, ref, func(a, b string) bool { return a == b })
			if n == 0 {
				n = common(name, ref, strings.EqualFold)
			}
			if n > most {
				want, most = name, n
			}
		}
		index := indexTails(names)
		if got := index.match(markdown, ref); got != want {
			t.Fatalf("%s from %s among %q: %q, want %q", ref, markdown, names, got, want)
		}
	}
}

// TestManyPictures: names are looked up, and not compared with each other.
func TestManyPictures(t *testing.T) {
	var names []string
	for i := range 5000 {
		names = append(names, fmt.Sprintf("%s%d/a.png", strings.Repeat("deep/", 30), i))
	}
	index := indexTails(names)
	if n := len(index.exact); n > maxTail*len(names) {
		t.Errorf("%d ends", n)
	}
	for i := range 16_000 {
		want := names[0]
		if i < len(names) {
			want = names[i]
		}
		if got := index.match("talk.md", fmt.Sprintf("%d/A.png", i)); got != want {
			t.Fatalf("%q, want %q", got, want)
		}
	}
}
