package names

import (
	"slices"
	"strings"
	"testing"
)

// FuzzFind: whatever a text calls a file, and whatever files are called, what is found
// is one of them.
func FuzzFind(f *testing.F) {
	for _, s := range [][2]string{{"a.png", "img/a.png|b.png"}, {`..\%20\&amp;.png?x#y`, "Gro\u0308ße.png"}, {"/a%2Fb", "public/a/b"}, {"C:\\x", "x"}, {"file:///%FF", "\xff"}, {"%", "%"}, {"", ""}} {
		f.Add(s[0], s[1])
	}
	f.Fuzz(func(t *testing.T, ref, list string) {
		files := strings.Split(list, "|")
		index := NewIndex(files)
		if got := index.Find("talk/a.md", ref); got != "" && !slices.Contains(files, got) {
			t.Errorf("%q among %q: %q", ref, files, got)
		}
		if n := len(Meant(ref)); n > 12 {
			t.Errorf("%q may mean %d files", ref, n)
		}
	})
}
