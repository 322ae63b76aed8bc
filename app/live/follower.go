package live

import (
	"context"
	"log/slog"
	"math/rand/v2"
	"sync/atomic"
	"time"

	"lectern/app/deck"
	"lectern/app/store"
)

// The Follower's waits: between attempts to connect, and how long the
// connection may be quiet before it is asked for a sign of life. A room that has
// waited for long is not to wait for another two seconds once the database is
// back.
const (
	firstRetry = 100 * time.Millisecond
	lastRetry  = 500 * time.Millisecond
	quiet      = 5 * time.Second
)

// Follower keeps one connection to PostgreSQL that listens, and gives the Hub
// all it hears.
type Follower struct {
	store    *store.Store
	hub      *Hub
	log      *slog.Logger
	heard    func(store.Peer)
	device   func(id int64) // see OnDevice
	pages    func(store.PageNews)
	drive    func(d deck.Drive, anew bool) // see OnDrive
	deck     func(deck.State)              // see OnDeck
	round    func()                        // see OnRound
	screens  func([]deck.Screen)           // see OnScreens
	screen   func(store.ScreenNews)
	ready    chan struct{} // closed at the first snapshot
	connects atomic.Int64
	up       atomic.Bool
}

// NewFollower returns a Follower; Run makes it follow. heard is given what other
// servers on the database say of themselves.
func NewFollower(s *store.Store, h *Hub, heard func(store.Peer), log *slog.Logger) *Follower {
	return &Follower{store: s, hub: h, heard: heard, log: log, device: func(int64) {}, pages: func(store.PageNews) {}, drive: func(deck.Drive, bool) {}, deck: func(deck.State) {}, round: func() {}, screens: func([]deck.Screen) {}, screen: func(store.ScreenNews) {}, ready: make(chan struct{})}
}

// OnDevice has changed called with the id of each device that is gone or may do
// something else now, and with 0 whenever that may be so of any: after a time in
// which nothing was heard. It must be called before Run.
func (f *Follower) OnDevice(changed func(id int64)) { f.device = changed }

// OnPages has told called when pages of a deck were read, and with no deck whenever
// that may be so of any: after a time in which nothing was heard. It must be called
// before Run.
func (f *Follower) OnPages(told func(store.PageNews)) { f.pages = told }

// OnDrive has heard called with who drives; anew, whatever was heard before, after a
// time in which nothing was. It must be called before Run.
func (f *Follower) OnDrive(heard func(d deck.Drive, anew bool)) { f.drive = heard }

// OnDeck has told called with each deck's state as it changes, and with all of them after
// a time in which nothing was heard. It must be called before Run, and told returns at
// once.
func (f *Follower) OnDeck(told func(deck.State)) { f.deck = told }

// OnScreens has all called with the screens that are known, after a time in which nothing
// was heard of them, and news with each thing that is heard of one. It must be called
// before Run, and both return at once.
func (f *Follower) OnScreens(all func([]deck.Screen), news func(store.ScreenNews)) {
	f.screens, f.screen = all, news
}

// OnRound has changed called when what goes round between talks may be something else: also
// after a time in which nothing was heard. It must be called before Run.
func (f *Follower) OnRound(changed func()) { f.round = changed }

// Ready is closed once the Hub knows the state of the database.
func (f *Follower) Ready() <-chan struct{} { return f.ready }

// Up reports whether the listener is connected.
func (f *Follower) Up() bool { return f.up.Load() }

// Connects counts how often the listener has connected.
func (f *Follower) Connects() int64 { return f.connects.Load() }

// Run follows until ctx ends. It reconnects by itself.
func (f *Follower) Run(ctx context.Context) {
	retry := firstRetry
	lost := false
	for ctx.Err() == nil {
		feed, snap, err := f.store.Follow(ctx)
		if err == nil {
			if lost {
				f.log.Info("the database is back")
			}
			lost, retry = false, firstRetry
			err = f.follow(ctx, feed, snap)
		}
		f.up.Store(false)
		f.hub.Disconnected()
		if ctx.Err() != nil {
			return
		}
		if !lost {
			f.log.Warn("the database is away: viewers keep what they show", "err", err)
		}
		lost = true
		// Half of the wait is chance, so that several servers do not come back
		// to one database in step.
		wait := time.NewTimer(retry/2 + rand.N(retry/2))
		select {
		case <-ctx.Done():
			wait.Stop()
			return
		case <-wait.C:
		}
		retry = min(retry*2, lastRetry)
	}
}

func (f *Follower) follow(ctx context.Context, feed *store.Feed, snap store.Snapshot) error {
	defer feed.Close()
	f.device(0)
	f.drive(snap.Drive, true)
	f.hub.Inform("messages", Messages{snap.Messages})
	f.hub.Notice(snap.Notice)
	f.hub.Reset(snap.Rev, snap.Decks)
	f.hub.ResetInk(snap.Ink)
	f.screens(snap.Screens)
	f.pages(store.PageNews{Changed: true})
	for _, d := range snap.Decks {
		f.deck(d)
	}
	f.round()
	if f.connects.Add(1) == 1 {
		close(f.ready)
	}
	f.up.Store(true)
	for {
		notice, err := feed.Next(ctx, quiet)
		if err != nil {
			return err
		}
		if notice.Deck != nil {
			f.hub.Publish(*notice.Deck)
			f.deck(*notice.Deck)
		}
		if notice.Peer != nil {
			f.heard(*notice.Peer)
		}
		if notice.Device != 0 {
			f.device(notice.Device)
		}
		if notice.Messages != nil {
			f.hub.Inform("messages", Messages{notice.Messages})
		}
		if notice.Notice != nil {
			f.hub.Notice(*notice.Notice)
		}
		if notice.Round {
			f.round()
		}
		if notice.Drive != nil {
			f.drive(*notice.Drive, false)
		}
		if notice.Mark != nil {
			f.hub.Mark(*notice.Mark)
		}
		if notice.Ink != nil {
			f.hub.Drawn(*notice.Ink)
		}
		if notice.Screens != nil {
			f.screen(*notice.Screens)
		}
		if notice.Pages != nil {
			f.pages(*notice.Pages)
		}
	}
}
