package peers

import (
	_ "embed"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

//go:embed slidev.mjs
var slidevScript []byte

// slidevParser has Slidev's own parser read some files.
func slidevParser(t testing.TB, files ...string) []made {
	t.Helper()
	return read(t, "LECTERN_TEST_SLIDEV", "slidev.mjs", slidevScript, files)
}

// TestSlidev: a deck of Slidev has the slides and the notes that Slidev's own parser
// finds in it and in what it takes in; LECTERN_TEST_SLIDEV_DECKS names more decks.
func TestSlidev(t *testing.T) {
	own, err := filepath.Abs("testdata/slidev/slides.md")
	if err != nil {
		t.Fatal(err)
	}
	files := append([]string{own}, filepath.SplitList(os.Getenv("LECTERN_TEST_SLIDEV_DECKS"))...)
	for i, want := range slidevParser(t, files...) {
		d := lectern(t, files[i])
		if len(d.Slides) != len(want.Slides) {
			t.Errorf("%s: %d slides, in Slidev %d", files[i], len(d.Slides), len(want.Slides))
			continue
		}
		for n, s := range want.Slides {
			notes := strings.Join(s.Notes, "")
			if got := d.Slides[n].Notes; strings.Join(strings.Fields(got), " ") != strings.Join(strings.Fields(notes), " ") {
				t.Errorf("%s, slide %d: notes %q, in Slidev %q", files[i], n+1, got, notes)
			}
		}
	}
}
