package access

import (
	"context"
	"sync"
	"time"

	"lectern/app/deck"
)

// Drive knows who moves the live deck, as the database said last.
type Drive struct {
	// Told is told of each change, in order.
	Told func(deck.Drive)

	mu   sync.Mutex
	now  deck.Drive
	news chan struct{} // closed when there is some; nil unless somebody waits
}

// Heard takes the database's word; anew, whatever was heard before. It is for
// live.Follower.OnDrive.
func (d *Drive) Heard(now deck.Drive, anew bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if now.Turn <= d.now.Turn && !anew {
		return
	}
	d.now = now
	d.Told(now)
	if d.news != nil {
		close(d.news)
		d.news = nil
	}
}

// Now returns who drives.
func (d *Drive) Now() deck.Drive {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.now
}

// awaitLimit is how long an answer waits at most for this server to hear of a change.
const awaitLimit = time.Second

// Await returns once this change, or a later one, was heard of: then whoever is
// answered with it finds here what they did. It waits for a moment at most.
func (d *Drive) Await(ctx context.Context, want deck.Drive) {
	ctx, cancel := context.WithTimeout(ctx, awaitLimit)
	defer cancel()
	for {
		d.mu.Lock()
		if d.now.Turn >= want.Turn {
			d.mu.Unlock()
			return
		}
		if d.news == nil {
			d.news = make(chan struct{})
		}
		news := d.news
		d.mu.Unlock()
		select {
		case <-news:
		case <-ctx.Done():
			return
		}
	}
}
