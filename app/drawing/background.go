package drawing

import (
	"context"
	"time"

	"lectern/app/fault"
	"lectern/app/store"
)

// The background's waits: while there is nothing to do, since another server may
// have left something; and after an error, from the first to the last.
const (
	lookEvery  = time.Minute
	firstRetry = time.Second
	lastRetry  = 30 * time.Second
)

// atOnce is how many pages the background looks for at a time: another deck may be
// live by then.
const atOnce = 10

// background has all pages read, in order, and those of the live deck drawn as the
// room needs them. What it has done is in the store: it goes on there after a new
// start.
func (d *Drawing) background(ctx context.Context) {
	retry := firstRetry
	rests := &rests{until: map[int64]time.Time{}, next: map[int64]time.Duration{}}
	for ctx.Err() == nil {
		did, err := d.some(ctx, rests)
		wait := time.Duration(0)
		switch {
		case err != nil:
			d.Log.Debug("pages are not drawn ahead", "err", err)
			wait = retry
			retry = min(2*retry, lastRetry)
		case !did:
			wait, retry = lookEvery, firstRetry
		default:
			retry = firstRetry
			continue
		}
		pause := time.NewTimer(wait)
		select {
		case <-ctx.Done():
		case <-pause.C:
		case <-d.look:
			if err != nil { // who looks for pages does not bring the database back
				select {
				case <-ctx.Done():
				case <-pause.C:
				}
			}
		}
		pause.Stop()
	}
}

// some does some of what there is to do, and reports whether there was anything.
func (d *Drawing) some(ctx context.Context, rests *rests) (did bool, err error) {
	unread, err := d.Store.UnreadPages(ctx, rests.decks(), atOnce)
	if err != nil {
		return false, err
	}
	for _, p := range unread {
		if !rests.note(p.Deck, d.Read(ctx, p.Hash, Background)) {
			break
		}
	}
	if len(unread) > 0 {
		return true, nil
	}
	for _, width := range d.Used() {
		undrawn, err := d.Store.UndrawnPages(ctx, rests.decks(), width, atOnce)
		if err != nil {
			return did, err
		}
		if !rests.room(undrawn) || rests.again(undrawn) {
			return false, nil
		}
		for _, p := range undrawn {
			size, err := d.Draw(ctx, p.Hash, p.Width, Background)
			rests.ahead += int64(len(size.Data))
			if !rests.note(p.Deck, err) {
				break
			}
		}
		if len(undrawn) > 0 {
			return true, nil
		}
	}
	return false, nil
}

// rests are decks that the background leaves alone for a while: something went wrong
// with them that was no page's fault, and may be over then.
type rests struct {
	until map[int64]time.Time
	next  map[int64]time.Duration // how long the next one takes

	live  int64 // the deck that is drawn ahead
	ahead int64 // how much of it was, in bytes

	drawn store.UndrawnPage // the first of those that were drawn last
}

// room reports whether there is room for more of the live deck ahead of its need. Of one
// that is larger than what is kept, what was drawn first would be forgotten first, and
// drawn again, for ever.
func (r *rests) room(undrawn []store.UndrawnPage) bool {
	if len(undrawn) > 0 && undrawn[0].Deck != r.live {
		r.live, r.ahead = undrawn[0].Deck, 0
	}
	return r.ahead < store.MostDrawn/2
}

// again reports whether these were drawn a moment ago, and not kept: the disk may be
// full.
func (r *rests) again(undrawn []store.UndrawnPage) bool {
	if len(undrawn) == 0 {
		return false
	}
	before := r.drawn
	r.drawn = undrawn[0]
	if before == r.drawn {
		r.drawn = store.UndrawnPage{} // in a while it may be another matter
		return true
	}
	return false
}

// The first rest of a deck, and the longest.
const (
	firstRest = 5 * time.Second
	lastRest  = 10 * time.Minute
)

// note takes what came of a page, and reports whether its deck is to go on.
func (r *rests) note(id int64, err error) bool {
	if err == nil || fault.CodeOf(err) == fault.NotFound { // it cannot be drawn, or is gone
		delete(r.next, id)
		return true
	}
	wait := max(firstRest, r.next[id])
	r.until[id], r.next[id] = time.Now().Add(wait), min(2*wait, lastRest)
	return false
}

// decks are those that rest.
func (r *rests) decks() (list []int64) {
	for id, until := range r.until {
		if time.Now().After(until) {
			delete(r.until, id)
			continue
		}
		list = append(list, id)
	}
	return list
}

// trimEvery is how many bytes of renditions are kept before there is a look at how
// many there are by now.
const trimEvery = 64 << 20

// wrote counts what was kept.
func (d *Drawing) wrote(ctx context.Context, bytes int) {
	d.mu.Lock()
	d.written += int64(bytes)
	trim := d.written >= trimEvery
	if trim {
		d.written = 0
	}
	d.mu.Unlock()
	if !trim {
		return
	}
	if err := d.Store.TrimDrawn(ctx, store.MostDrawn); err != nil && ctx.Err() == nil {
		d.Log.Debug("renditions were not trimmed", "err", err)
	}
}

// tellEvery is how often servers are told that a deck's pages were read.
const tellEvery = time.Second

// tell has all servers learn that pages of a deck were read, or, where one cannot be
// drawn, that a view is another now.
func (d *Drawing) tell(id int64, changed bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	n := d.news[id]
	d.news[id] = store.PageNews{Deck: id, Changed: n.Changed || changed}
	select {
	case d.said <- struct{}{}:
	default:
	}
}

// spread tells them.
func (d *Drawing) spread(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-d.said:
		}
		d.mu.Lock()
		news := d.news
		d.news = map[int64]store.PageNews{}
		d.mu.Unlock()
		for _, n := range news {
			if err := d.Store.TellPages(ctx, n); err != nil && ctx.Err() == nil {
				d.Log.Debug("others were not told of pages", "err", err)
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(tellEvery):
		}
	}
}
