package live

import (
	"bytes"
	"encoding/json"
	"testing"
	"time"

	"lectern/app/deck"
	"lectern/app/sealed"
)

// FuzzEvent: whatever a state holds, its event is one event of
// text/event-stream, and says the state.
func FuzzEvent(f *testing.F) {
	f.Add(int64(7), 3, 0, int64(128), "", int64(0))
	f.Add(int64(1), 1, 2, int64(1), "freeze", int64(1<<40))
	f.Add(int64(-1), -5, 0, int64(0), "a\n\nevent: end\ndata: {}\n\n", int64(-1))
	f.Fuzz(func(t *testing.T, id int64, slide, step int, rev int64, blank string, at int64) {
		fr := NewHub(sealed.From([]byte("a secret of the database"))).frameOf(deck.State{
			ID: id, CurrentSlide: slide, CurrentStep: step, ShownSlide: slide, ShownStep: step,
			Blank: deck.Blank(blank), Slides: slide, SeenRev: rev, SeenAt: time.UnixMilli(at),
		})
		fr.encode(nil)
		for _, b := range [][]byte{fr.slide, fr.changed} {
			if !bytes.HasSuffix(b, []byte("\n\n")) || bytes.Count(b, []byte("\n\n")) != 1 || bytes.ContainsRune(b, '\r') {
				t.Fatalf("not one event: %q", b)
			}
			data, ok := bytes.CutPrefix(b[bytes.Index(b, []byte("data: ")):], []byte("data: "))
			var e Event
			if !ok || json.Unmarshal(data, &e) != nil {
				t.Fatalf("no JSON in %q", b)
			}
			if e.Deck != id || e.Slide != slide || e.Step != step || e.Rev != rev {
				t.Fatalf("%+v of deck %d, slide %d, step %d, rev %d", e, id, slide, step, rev)
			}
		}
	})
}
