package source

import (
	"testing"
	"testing/fstest"

	"lectern/app/importer/importertest"
	"lectern/app/importer/names"
)

// TestBeside: what was fetched lies beside the files of a deck, and makes no other of
// them.
func TestBeside(t *testing.T) {
	a, b := names.Web("https://example.org/a.png"), names.Web("https://example.org/b.png")
	files := importertest.Tree("talk.md", "# A", "img/a.png", "1", "from-the-web/mine.txt", "x")
	both := Beside(files, importertest.Tree(a, "one", b, "two", "other.txt", "no"))
	if err := fstest.TestFS(both, "talk.md", "img/a.png", a, b); err != nil {
		t.Error(err)
	}
	plain := importertest.Tree("talk.md", "# A", "img/a.png", "1")
	want, err := Digest(t.Context(), plain)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := Digest(t.Context(), Beside(plain, importertest.Tree(a, "one"))); err != nil || got != want {
		t.Errorf("the digest is another: %v", err)
	}
	if names.IsWeb("x/"+a) || names.IsWeb("from-the-web/a.png") || !names.IsWeb(a) {
		t.Error(a)
	}
}
