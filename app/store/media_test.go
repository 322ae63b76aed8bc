package store_test

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"lectern/app/deck"
	"lectern/app/fault"
	"lectern/app/store/storetest"
)

// TestMedia: a film is the original that it is, at an address of its own, which stands in
// the view; it may be had once that was shown, and is gone with the deck.
func TestMedia(t *testing.T) {
	s, url := storetest.Open(t)
	content := bytes.Repeat([]byte("film"), 700_000)
	n := s.NewDeck("")
	if err := errors.Join(
		n.Begin(t.Context(), deck.Header{Title: "A", Format: deck.Markdown, Slides: 2}),
		n.Original(t.Context(), "talk.md", strings.NewReader("text")),
		n.Original(t.Context(), "clip.mp4", bytes.NewReader(content)),
		n.Picture(t.Context(), deck.DraftPicture{Number: 0, Media: &deck.Media{File: "clip.mp4", Type: "video/mp4"}}),
		n.Slide(t.Context(), deck.DraftSlide{Number: 1, Views: []deck.DraftView{{HTML: "<p>a</p>", Picture: -1}}}),
		n.Slide(t.Context(), deck.DraftSlide{Number: 2, Views: []deck.DraftView{{HTML: `<video src="picture:0"></video>`, Picture: -1}}}),
	); err != nil {
		t.Fatal(err)
	}
	info, err := n.Finish(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	slides, err := s.Slides(t.Context(), info.ID)
	if err != nil {
		t.Fatal(err)
	}
	v := slides[1].Views[0]
	if len(v.Uses) != 1 || v.HTML != `<video src="/media/`+v.Uses[0]+`"></video>` {
		t.Fatal(v)
	}
	m, err := s.Media(t.Context(), v.Uses[0])
	got := make([]byte, 10)
	if _, readErr := s.ReadOriginal(t.Context(), m.Original, got, 1<<20-2); err != nil || readErr != nil || m.Type != "video/mp4" || m.Size != int64(len(content)) || !bytes.Equal(got, content[1<<20-2:][:10]) {
		t.Errorf("%+v, %v, %q, %v", m, err, got, readErr)
	}
	for slide, want := range []bool{1: false, 2: true} { // in this order: what was shown stays so
		if slide == 0 {
			continue
		}
		change(t, s, info.ID, deck.Change{"live": true, "current_slide": slide})
		if shown, err := s.PictureShown(t.Context(), v.Uses[0]); err != nil || shown != want {
			t.Errorf("at slide %d: %v, %v", slide, shown, err)
		}
	}
	conn := storetest.Connect(t, url)
	if _, err := conn.Exec(t.Context(), `DELETE FROM decks; UPDATE originals SET stored_at = now() - interval '2 days'`); err != nil {
		t.Fatal(err)
	}
	if err := s.Sweep(t.Context(), time.Hour); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Media(t.Context(), v.Uses[0]); fault.CodeOf(err) != fault.NotFound {
		t.Error(err)
	}
	if _, err := s.ReadOriginal(t.Context(), m.Original, got, 0); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Error(err)
	}
}

// TestPlaying: a film goes on from where it is said to be, and each slide's from its
// beginning; followers are told, but under a cover.
func TestPlaying(t *testing.T) {
	s, _ := storetest.Open(t)
	id := add(t, s, "A talk", 3)
	change(t, s, id, deck.Change{"live": true})
	before := change(t, s, id, deck.Change{"playing": true, "played": 2.5})
	if !before.Playing || before.Played != 2.5 || before.PlayedAt == nil || before.SeenRev != before.Rev {
		t.Errorf("%+v", before.State)
	}
	if again := change(t, s, id, deck.Change{"playing": true, "played": 2.5}); again.Rev != before.Rev {
		t.Error("what is so already is told again")
	}
	stepped := change(t, s, id, deck.Change{"title": "Other"})
	if !stepped.Playing || !stepped.PlayedAt.Equal(*before.PlayedAt) {
		t.Errorf("%+v", stepped.State)
	}
	next := change(t, s, id, deck.Change{"current_slide": 2})
	if next.Playing || next.Played != 0 || next.PlayedAt != nil {
		t.Errorf("%+v", next.State)
	}
	change(t, s, id, deck.Change{"blank": deck.Black})
	if dark := change(t, s, id, deck.Change{"playing": true}); dark.SeenRev == dark.Rev {
		t.Error("the room hears of a film under a cover")
	}
	for _, played := range []float64{-1, 1e9} {
		if _, err := s.Change(t.Context(), id, deck.Change{"played": played}); fault.CodeOf(err) != fault.OutOfRange {
			t.Errorf("%g: %v", played, err)
		}
	}
}
