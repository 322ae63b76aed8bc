package server_test

import (
	"context"
	"testing"

	"lectern/app/fault"
	"lectern/app/importer/importertest"
	"lectern/app/importer/options"
)

// TestImportTakenBack: what came in for one who has hung up by then is as if it had not
// come: a new deck is gone, one that was here stays, and one whose place was taken has
// its slides again.
func TestImportTakenBack(t *testing.T) {
	s := start(t)
	over, hangUp := context.WithCancel(t.Context())
	hangUp()
	take := func(text string, o options.Options, ctx context.Context, want error) int64 {
		t.Helper()
		r, err := s.server.Library.Take(t.Context(), importertest.Tree("harbour.md", text), o, func(int, int) {})
		if err != nil {
			t.Fatal(err)
		}
		if err := s.server.WhileWanted(ctx, r); err != want {
			t.Errorf("%v, want %v", err, want)
		}
		return r.ID
	}
	gone := take("# New", options.Options{}, over, context.Canceled)
	if _, err := s.store.Deck(t.Context(), gone); fault.CodeOf(err) != fault.NotFound {
		t.Errorf("the new deck is there: %v", err)
	}
	id := take("# One\n\n---\n\n# Two", options.Options{}, t.Context(), nil)
	if again := take("# One\n\n---\n\n# Two", options.Options{}, over, context.Canceled); again != id {
		t.Fatalf("deck %d, not %d", again, id)
	}
	take("# Changed", options.Options{Update: options.Same}, over, context.Canceled)
	slides, err := s.store.Slides(t.Context(), id)
	if err != nil || len(slides) != 2 || slides[0].Title != "One" {
		t.Errorf("%+v, %v", slides, err)
	}
	if before, err := s.store.BeforeReplace(t.Context(), id); before != 0 || err != nil {
		t.Errorf("what was cancelled, %d, is offered as what the deck had before (%v)", before, err)
	}
}
