package store_test

import (
	"bytes"
	"errors"
	"io"
	"math/rand/v2"
	"testing"
	"time"

	"lectern/app/deck"
	"lectern/app/deck/decktest"
	"lectern/app/fault"
	"lectern/app/store/storetest"
)

// TestOriginals: files come back byte for byte, whatever their size, and go with
// their deck.
func TestOriginals(t *testing.T) {
	s, url := storetest.Open(t)
	large := make([]byte, 5<<20/2)
	source := rand.NewChaCha8([32]byte{})
	source.Read(large)
	files := []struct {
		name string
		data []byte
	}{
		{"talk/talk.md", []byte("# A")},
		{"talk/large.png", large},
		{"talk/one part.png", large[:1<<20]},
		{"talk/empty\u202f", nil},
	}
	n := s.NewDeck("")
	for _, f := range files {
		if err := n.Original(t.Context(), f.name, bytes.NewReader(f.data)); err != nil {
			t.Fatal(err)
		}
	}
	if err := draft("talk", 1).Write(t.Context(), n); err != nil {
		t.Fatal(err)
	}
	info, err := n.Finish(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	kept, err := s.Originals(t.Context(), info.ID)
	if err != nil || len(kept) != len(files) {
		t.Fatalf("%+v, %v", kept, err)
	}
	for i, f := range files {
		got, err := io.ReadAll(s.OpenOriginal(t.Context(), kept[i]))
		if err != nil || kept[i].Name != f.name || kept[i].Size != int64(len(f.data)) || !bytes.Equal(got, f.data) {
			t.Errorf("%+v: %d bytes, %v; want %q of %d", kept[i], len(got), err, f.name, len(f.data))
		}
	}

	// One whose deck never came is swept up, too, but not while it may still come.
	if err := s.NewDeck("").Original(t.Context(), "lost.md", bytes.NewReader([]byte("lost"))); err != nil {
		t.Fatal(err)
	}
	conn := storetest.Connect(t, url)
	parts := func() (n int) {
		t.Helper()
		if err := s.Sweep(t.Context(), time.Hour); err != nil {
			t.Fatal(err)
		}
		if err := conn.QueryRow(t.Context(), `SELECT count(*) FROM original_parts`).Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	if n := parts(); n != 1+3+1+0+1 {
		t.Errorf("%d parts are kept", n)
	}
	if _, err := conn.Exec(t.Context(), `UPDATE originals SET stored_at = now() - interval '2 days'`); err != nil {
		t.Fatal(err)
	}
	if n := parts(); n != 1+3+1+0 {
		t.Errorf("%d parts are kept of the deck", n)
	}
	if _, err := conn.Exec(t.Context(), `UPDATE decks SET deleted_at = now() - interval '2 hours'`); err != nil {
		t.Fatal(err)
	}
	if n := parts(); n != 0 {
		t.Errorf("%d parts outlive the deck", n)
	}
	if _, err := io.ReadAll(s.OpenOriginal(t.Context(), kept[0])); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("after the sweep: %v", err)
	}
}

// TestOriginalsAreBounded: a file that is too large is refused while it comes, and
// its reader's errors are its own.
func TestOriginalsAreBounded(t *testing.T) {
	s, _ := storetest.Open(t)
	n := s.NewDeck("")
	broken := errors.New("broken")
	if err := n.Original(t.Context(), "a", io.MultiReader(bytes.NewReader([]byte("x")), failing{broken})); err != broken {
		t.Errorf("%v", err)
	}
	n.LimitOriginals(10)
	if err := n.Original(t.Context(), "a", bytes.NewReader(make([]byte, 6))); err != nil {
		t.Error(err)
	}
	if err := n.Original(t.Context(), "b", bytes.NewReader(make([]byte, 5))); fault.CodeOf(err) != fault.TooLarge {
		t.Errorf("a byte too many: %v", err)
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

// TestIncompleteDeck: a deck of which something is missing is not added.
func TestIncompleteDeck(t *testing.T) {
	s, _ := storetest.Open(t)
	header := deck.Header{Title: "x", Format: deck.Markdown, Slides: 2}
	page, empty := decktest.Page("<p></p>"), deck.DraftSlide{Number: 2}
	page.Number = 1
	other := deck.DraftSlide{Number: 2, Views: []deck.DraftView{{Picture: 7}}}
	both := deck.DraftSlide{Number: 2, Views: []deck.DraftView{{HTML: "x", Picture: 0}}}
	many := deck.DraftSlide{Number: 2, Views: make([]deck.DraftView, deck.MaxSteps+2)}
	for i := range many.Views {
		many.Views[i] = page.Views[0]
	}
	for name, slides := range map[string][]deck.DraftSlide{
		"no slides":       {},
		"a slide less":    {page},
		"one slide twice": {page, page},
		"no picture":      {page, other},
		"no view":         {page, empty},
		"too many views":  {page, many},
		"two in one view": {page, both},
	} {
		t.Run(name, func(t *testing.T) {
			n := s.NewDeck("")
			if err := n.Begin(t.Context(), header); err != nil {
				t.Fatal(err)
			}
			for _, slide := range slides {
				if err := n.Slide(t.Context(), slide); err != nil {
					t.Fatal(err)
				}
			}
			if info, err := n.Finish(t.Context()); err == nil {
				t.Errorf("it is deck %d", info.ID)
			}
		})
	}
	if decks, err := s.Decks(t.Context()); err != nil || len(decks) > 0 {
		t.Errorf("%+v, %v", decks, err)
	}
}
