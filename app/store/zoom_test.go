package store_test

import (
	"testing"

	"lectern/app/deck"
	"lectern/app/fault"
	"lectern/app/store/storetest"
)

// TestZoom: a part of a slide is the room's as its position is, and no longer than its
// slide.
func TestZoom(t *testing.T) {
	s, url := storetest.Open(t)
	conn := storetest.Connect(t, url)
	id := add(t, s, "a", 3)
	change(t, s, id, deck.Change{"live": true})
	part := &deck.Zoom{X: 0.25, Y: 0.5, W: 0.5}
	d := change(t, s, id, deck.Change{"zoom": part})
	if d.Zoom == nil || *d.Zoom != *part || d.Visible().Zoom != *part || d.SeenRev != d.Rev {
		t.Errorf("%+v", d.State)
	}
	if same := change(t, s, id, deck.Change{"zoom": part}); same.Rev != d.Rev {
		t.Error("the same part again is a change")
	}
	frozen := change(t, s, id, deck.Change{"blank": deck.Freeze})
	behind := change(t, s, id, deck.Change{"zoom": (*deck.Zoom)(nil)})
	if behind.Visible().Zoom != *part || behind.SeenRev != frozen.SeenRev {
		t.Errorf("while it is frozen the room is told %+v", behind.Visible())
	}
	if shown := change(t, s, id, deck.Change{"blank": deck.Shown}); shown.Visible().Zoom != (deck.Zoom{}) {
		t.Errorf("then it sees %+v", shown.Visible())
	}
	change(t, s, id, deck.Change{"zoom": part})
	if moved := change(t, s, id, deck.Change{"current_slide": 2}); moved.Zoom != nil {
		t.Errorf("another slide has %+v", moved.Zoom)
	}
	if both := change(t, s, id, deck.Change{"current_slide": 3, "zoom": part}); both.Zoom == nil {
		t.Error("a slide and its part at once: it is all of it")
	}
	for zoom, ok := range map[string]bool{
		`{"x":0,"y":0,"w":1}`: true, `{"x":0.95,"y":0,"w":0.05}`: true,
		`{}`: false, `[]`: false, `1`: false, `null`: false, `{"x":0,"y":0}`: false, `{"x":0,"y":0,"w":0.01}`: false, `{"x":0.6,"y":0,"w":0.5}`: false,
		`{"x":0,"y":-0.1,"w":0.5}`: false, `{"x":"0","y":0,"w":0.5}`: false, `{"x":[0],"y":0,"w":0.5}`: false, `{"x":0,"y":0,"w":0.5,"h":0.5}`: false,
	} {
		_, err := conn.Exec(t.Context(), `UPDATE decks SET zoom = $2 WHERE id = $1`, id, zoom)
		if (err == nil) != ok {
			t.Errorf("%s: %v", zoom, err)
		}
	}
	if _, err := s.Change(t.Context(), id, deck.Change{"zoom": &deck.Zoom{X: 0.6, W: 0.5}}); fault.CodeOf(err) != fault.OutOfRange {
		t.Errorf("beside the slide: %v", err)
	}
}
