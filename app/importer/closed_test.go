package importer

import (
	"testing"

	"lectern/app/deck/decktest"
	"lectern/app/importer/importertest"
)

func TestClosed(t *testing.T) {
	im := New("")
	if err := im.Close(); err != nil {
		t.Error(err)
	}
	if err := im.Import(t.Context(), importertest.Tree("a.md", "# a"), &decktest.Deck{}); err == nil {
		t.Error("imports after Close")
	}
}
