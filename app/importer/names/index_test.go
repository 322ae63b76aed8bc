package names

import (
	"fmt"
	"math/rand/v2"
	"path"
	"slices"
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
		whole := path.Join(path.Dir(markdown), ref)
		i := slices.Index(names, whole)
		if i < 0 {
			i = slices.IndexFunc(names, func(name string) bool { return strings.EqualFold(name, whole) })
		}
		for j, name := range names {
			if j == i {
				want = name
				break
			}
			n := 2 * common(name, ref, func(a, b string) bool { return a == b })
			if n == 0 {
				n = common(name, ref, strings.EqualFold)
			}
			if n > most && i < 0 {
				want, most = name, n
			}
		}
		index := NewIndex(names)
		if got := index.Find(markdown, ref); got != want {
			t.Fatalf("%s from %s among %q: %q, want %q", ref, markdown, names, got, want)
		}
	}
}

// TestFind: the names that people, tools and disks have for a file.
func TestFind(t *testing.T) {
	const composed, apart = "Gr\u00f6\u00dfe \ud55c.png", "Gro\u0308\u00dfe \u1112\u1161\u11ab.png"
	for name, c := range map[string]struct {
		text, ref string
		files     string // separated by |; the first one is meant
	}{
		"to the letter":         {"t.md", "a b.png", "a b.png|A B.png"},
		"in the text's folder":  {"talk/t.md", "img/a.png", "talk/img/a.png|img/a.png"},
		"from here":             {"talk/t.md", "./a.png", "talk/a.png|a.png"},
		"a way up":              {"talk/de/t.md", "../img/a.png", "talk/img/a.png|talk/de/img/a.png"},
		"a way up too far":      {"t.md", "../../img/a.png", "img/a.png"},
		"percent":               {"t.md", "a%20b%C3%BC.png", "a bü.png|a%20b%C3%BC.png"},
		"percent to the letter": {"t.md", "a%20b.png", "a%20b.png"},
		"percent of a percent":  {"t.md", "100%25.png", "100%.png|100%25.png"},
		"a percent of its own":  {"t.md", "100% sure%21.png", "100% sure!.png"},
		"percent of Windows":    {"t.md", "Gr%F6%DFe.png", "Größe.png"},
		"a percent slash":       {"t.md", "img%2Fa.png", "img/a.png"},
		"an entity":             {"t.md", "R&amp;D&#32;&uuml;.png", "R&D ü.png"},
		"an ampersand":          {"t.md", "R&D.png", "R&D.png"},
		"an entity's name":      {"t.md", "a&copy.png", "a&copy.png"},
		"escapes":               {"t.md", `a\(1\)\_b.png`, "a(1)_b.png"},
		"parentheses":           {"t.md", "a(1).png", "a(1).png"},
		"a query":               {"t.md", "a.png?v=2#x", "a.png"},
		"a question mark":       {"t.md", "why?.png", "why?.png"},
		"a hash":                {"t.md", "C# 1.png", "C# 1.png"},
		"Windows":               {"t.md", `img\one.png`, "img/one.png|one.png"},
		"Windows, a way up":     {"a/b/t.md", `..\..\img\_1.png`, "img/_1.png|b/_1.png"},
		"a drive":               {"t.md", `C:\Users\me\talk\img\a.png`, "img/a.png|x/a.png"},
		"a file's address":      {"t.md", "file:///home/me/talk/img/a%20b.png", "img/a b.png"},
		"composed":              {"t.md", composed, apart},
		"apart":                 {"t.md", apart, composed},
		"composed, both there":  {"t.md", composed, composed + "|" + apart},
		"apart, both there":     {"t.md", apart, apart + "|" + composed},
		"apart and escaped":     {"t.md", "Gro%CC%88%C3%9Fe%20\u1112\u1161\u11ab.png", composed},
		"another case":          {"talk/t.md", "IMG/A.PNG", "talk/img/a.png"},
		"case after all":        {"t.md", "A.png", "x/A.png|b.png"},
		"composed, other case":  {"t.md", "gr\u00d6\u00dfe \ud55c.PNG", apart},
		"apart, not the case":   {"t.md", composed, apart + "|gr\u00f6\u00dfe \ud55c.png"},
		"here, not elsewhere":   {"talk/t.md", "a.png", "talk/A.png|a.png|x/a.png"},
		"a Mac's screenshot":    {"t.md", "at 3.04 PM.png", "at 3.04\u202fPM.png"},
		"Slidev's root":         {"slides.md", "/boat.png", "public/boat.png|boat.png"},
		"a project's root":      {"p/slides.md", "/img/boat.png", "p/public/img/boat.png|img/boat.png"},
		"a page's root":         {"p/pages/a.md", "/boat.png", "p/public/boat.png|x/boat.png"},
		"a site's root":         {"t.md", "/img/a.png", "img/a.png|a.png"},
		"without folders":       {"t.md", "img/a.png", "a.png"},
		"by its end":            {"t.md", "img/a.png", "x/img/a.png|a.png"},
		"spaces around":         {"t.md", " a.png ", "a.png"},
		"another":               {"t.md", "a.png", "|b.png|a.png.png|a"},
		"nothing":               {"t.md", "#top", "|top"},
	} {
		t.Run(name, func(t *testing.T) {
			want, _, _ := strings.Cut(c.files, "|")
			files := strings.Split(strings.TrimPrefix(c.files, "|"), "|")
			for range files { // whatever their order
				if got := NewIndex(files).Find(c.text, c.ref); got != want {
					t.Errorf("%q among %q: %q, want %q", c.ref, files, got, want)
				}
				files = append(files[1:], files[0])
			}
		})
	}
}

func TestRemote(t *testing.T) {
	for ref, want := range map[string]bool{
		"https://x.org/a.png": true, "//x.org/a.png": true, "data:image/png,x": true, "mailto:a": true, "HTTP:x": true, "blob:x": true,
		"a.png": false, "/a.png": false, `C:\a.png`: false, "c:/a.png": false, "file:///a.png": false, "a b:c.png": false, "": false,
	} {
		if got := Remote(ref); got != want {
			t.Errorf("%q: %v", ref, got)
		}
	}
}

// TestManyPictures: names are looked up, and not compared with each other.
func TestManyPictures(t *testing.T) {
	var names []string
	for i := range 5000 {
		names = append(names, fmt.Sprintf("%s%d/a.png", strings.Repeat("deep/", 30), i))
	}
	index := NewIndex(names)
	if n := len(index.exact); n > maxTail*len(names) {
		t.Errorf("%d ends", n)
	}
	for i := range 16_000 {
		want := names[0]
		if i < len(names) {
			want = names[i]
		}
		if got := index.Find("talk.md", fmt.Sprintf("%d/A.png", i)); got != want {
			t.Fatalf("%q, want %q", got, want)
		}
	}
}
