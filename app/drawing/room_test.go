package drawing

import (
	"testing"

	"lectern/app/store"
)

// TestRoom: of a deck that is larger than what is kept, the background draws half of
// that at the most; another deck has room again.
func TestRoom(t *testing.T) {
	r := &rests{}
	for _, step := range []struct {
		deck, bytes int64
		want        bool
	}{{1, store.MostDrawn/2 - 1, true}, {1, 1, true}, {1, 0, false}, {2, 0, true}, {1, 0, true}} {
		if got := r.room([]store.UndrawnPage{{Deck: step.deck}}); got != step.want {
			t.Errorf("%+v: %v", step, got)
		}
		r.ahead += step.bytes
	}
}
