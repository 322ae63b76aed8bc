package importer

import (
	"sync"

	"lectern/app/deck"
	"lectern/app/fault"
)

// tally counts finished slides and their bytes, from several goroutines.
type tally struct {
	mu    sync.Mutex
	done  int
	total int
	bytes int
	opts  Options
}

func newTally(total int, o Options) *tally { return &tally{total: total, opts: o} }

// add reports one more slide. It fails when the deck has become too large to
// be kept.
func (t *tally) add(p deck.DraftPicture) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, s := range p.Sizes {
		t.bytes += len(s.Data)
	}
	if t.bytes > maxDraft {
		return fault.Errorf(fault.TooLarge, "The pictures of this deck need more than %d MB; split it in two.", maxDraft>>20)
	}
	t.done++
	t.opts.progress(t.done, t.total)
	return nil
}
