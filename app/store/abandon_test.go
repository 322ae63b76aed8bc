package store_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"

	"lectern/app/deck"
	"lectern/app/store/storetest"
)

// TestAbandon: of an import that fails nothing stays, and nothing is taken that
// another deck has or is about to have.
func TestAbandon(t *testing.T) {
	s, url := storetest.Open(t)
	db := storetest.Connect(t, url)
	count := func(table string) (n int) {
		t.Helper()
		if err := db.QueryRow(t.Context(), "SELECT count(*) FROM "+table).Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	picture := func(data string) deck.DraftPicture {
		return deck.DraftPicture{Number: 0, Width: 1, Height: 1, Sizes: []deck.PictureSize{{Width: 1, Height: 1, Type: "image/png", Data: []byte(data)}}}
	}
	ctx, cancel := context.WithCancel(t.Context())
	failed, other := s.NewDeck("failed"), s.NewDeck("other")
	for _, err := range []error{
		failed.Picture(ctx, picture("of one")),
		failed.Original(ctx, "talk.md", strings.NewReader("# Talk")),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	broken := errors.New("broken")
	if err := failed.Original(ctx, "cut.md", failing{broken}); !errors.Is(err, broken) {
		t.Fatal(err)
	}
	if count("pictures") != 1 || count("originals") != 2 {
		t.Fatalf("%d pictures and %d originals came", count("pictures"), count("originals"))
	}
	shared := picture("of both")
	shared.Number = 1
	if err := failed.Picture(ctx, shared); err != nil {
		t.Fatal(err)
	}
	if err := other.Picture(t.Context(), picture("of both")); err != nil {
		t.Fatal(err)
	}
	cancel() // as of an import that was cancelled
	if err := failed.Abandon(ctx); err != nil {
		t.Fatal(err)
	}
	if count("pictures") != 1 || count("picture_sizes") != 1 || count("originals") != 0 || count("original_parts") != 0 {
		t.Errorf("%d pictures, %d originals in %d parts are left; want one, of the other deck", count("pictures"), count("originals"), count("original_parts"))
	}
	if err := other.Begin(t.Context(), deck.Header{Title: "x", Format: deck.Pictures, Slides: 1}); err != nil {
		t.Fatal(err)
	}
	if err := other.Slide(t.Context(), deck.DraftSlide{Number: 1, Views: []deck.DraftView{{Picture: 0}}}); err != nil {
		t.Fatal(err)
	}
	if _, err := other.Finish(t.Context()); err != nil {
		t.Errorf("the other deck: %v", err)
	}
	if err := other.Abandon(t.Context()); err != nil || count("pictures") != 1 {
		t.Errorf("a deck that is there lost its picture: %v", err)
	}
}

// TestFilesTwiceAtOnce: two servers, or a server and a program beside it, that
// are at the same files at the same time make one deck of them.
func TestFilesTwiceAtOnce(t *testing.T) {
	s, url := storetest.Open(t)
	const imports = 4
	ids := make(chan int64, imports)
	var begun, done sync.WaitGroup
	begun.Add(imports)
	for range imports {
		done.Go(func() {
			n := s.NewDeck("digest")
			err := draft("talk", 3).Write(t.Context(), n)
			if err == nil {
				err = n.Original(t.Context(), "talk.md", strings.NewReader("# Talk"))
			}
			begun.Done()
			begun.Wait()
			if err != nil {
				t.Error(err)
				return
			}
			info, err := n.Finish(t.Context())
			if err != nil || info.Slides != 3 {
				t.Error(info, err)
			}
			ids <- info.ID
		})
	}
	done.Wait()
	close(ids)
	first := <-ids
	for id := range ids {
		if id != first {
			t.Errorf("they are decks %d and %d", first, id)
		}
	}
	var originals int
	if err := storetest.Connect(t, url).QueryRow(t.Context(), `SELECT count(*) FROM originals`).Scan(&originals); err != nil || originals != 1 {
		t.Errorf("%d originals are kept, %v", originals, err)
	}
}
