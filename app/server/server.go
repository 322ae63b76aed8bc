// Package server is Lectern over HTTP. routes.go is the table of all addresses and
// of who may use them; a file an area answers:
//
//	pages, assets     the built pages and what they name
//	room, join        what anybody follows: the streams, how to join
//	slides, outline, pictures  what of a deck may be seen
//	languages         in which of its languages
//	ahead             what comes next, sealed
//	idle, programme   what kiosks show between talks
//	draw              what of it has to be drawn first
//	marks, ink        where the presenter points, and draws
//	messages, notice  what is said to the speaker, and over every screen
//	desk, upload      what the presenter does with decks
//	follow, again     decks that are read again
//	export            decks as files
//	present, pair     how browsers are let in, and phones;
//	devices           how they are sent away
//	screens           who shows what, and what screens are to show
//	drive             which of them moves the live deck
//	ops, metrics      health, readiness, figures
//
// access knows who comes, answer how answers look. Nothing is published here: a
// change goes to the store, and comes back from PostgreSQL through live.
package server

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"sync"
	"time"

	"golang.org/x/sync/semaphore"

	"lectern/app/deck"
	"lectern/app/drawing"
	"lectern/app/fanout"
	"lectern/app/idle"
	"lectern/app/lan/reach"
	"lectern/app/library"
	"lectern/app/library/watch"
	"lectern/app/live"
	"lectern/app/roster"
	"lectern/app/server/access"
	"lectern/app/server/answer"
	"lectern/app/store"
)

// Config is what a Server works with and how it calls itself.
type Config struct {
	Store    *store.Store
	Library  *library.Library
	Watch    *watch.Watch
	Drawing  *drawing.Drawing
	Hub      *live.Hub
	Roster   *roster.Roster
	Follower *live.Follower
	Idle     *idle.Idle
	Log      *slog.Logger

	Key     string // the presenter's, see presenter.key
	Name    string // how this server calls itself
	ID      string // the same for all servers of one database, and no secret
	Version string
	// URLs are the addresses that people can open, the best one first. It is
	// asked again each time, since a laptop's addresses change.
	URLs func() []string
	// Reach looks whether phones can open them.
	Reach     func(context.Context) reach.Report
	PublicURL *url.URL // of --public-url; or nil
	// TrustedProxies are whose X-Forwarded-For counts.
	TrustedProxies []netip.Prefix
	// MaxViewers and MaxViewersPerAddress bound the streams that are followed at
	// once; 0 is no bound of our own.
	MaxViewers, MaxViewersPerAddress int
	// Restarts counts how often the embedded PostgreSQL was started again.
	Restarts func() int64
	// LocalPathChanged is told of each new LocalPath. It may be nil.
	LocalPathChanged func(path string)

	times times // of a test; else the usual ones
}

// Server serves one listener.
type Server struct {
	Config
	http        *http.Server
	cancel      context.CancelCauseFunc // ends all requests, streams too
	guard       *access.Guard
	hosts       *access.Hosts
	proxies     access.Proxies
	fanout      *fanout.Writers
	streamLimit access.StreamLimit
	connLimit   *access.ConnLimit
	full        sync.Once // the first refusal is worth a line in the log
	metrics     *metrics
	slides      *cache[deckKey, *cached]
	images      *cache[imageKey, served]
	films       *cache[partKey, []byte]
	aheads      *cache[aheadKey, ahead]
	inks        *cache[inkKey, *answer.Blob]
	marks       *marks
	pictureSeen *cache[momentKey, bool] // whether anybody may have a picture
	stepsSeen   *cache[deckMoment, map[int]int]
	codes       *cache[string, *answer.Blob] // QR codes by address
	wishes      *cache[wishKey, int]
	room        *semaphore.Weighted // bytes of disk for uploads
	turn        *semaphore.Weighted // one import of an upload at a time
	arrivals    arrivals
	moved       chan struct{} // capacity 1: the room may see something else
}

// New returns a Server; Serve makes it serve. It must be called before the
// Follower runs, whose word about devices it needs.
func New(c Config) *Server {
	if c.times == (times{}) {
		c.times = times{read: 30 * time.Second, write: 30 * time.Second, stall: 30 * time.Second}
	}
	ctx, cancel := context.WithCancelCause(context.Background())
	s := &Server{
		Config:  c,
		cancel:  cancel,
		guard:   access.NewGuard(c.Store, c.Key, c.PublicURL, c.TrustedProxies, c.Log),
		hosts:   access.NewHosts(c.PublicURL),
		proxies: c.TrustedProxies,
		room:    semaphore.NewWeighted(spoolBytes),
		turn:    semaphore.NewWeighted(1),
	}
	c.Follower.OnDevice(s.guard.Changed)
	s.guard.Drive.Told = func(now deck.Drive) { c.Hub.Inform("drive", now) }
	c.Follower.OnDrive(s.guard.Drive.Heard)
	c.Follower.OnPages(s.pagesRead)
	c.Roster.Keep(c.Store, pagesTag())
	c.Follower.OnScreens(c.Roster.Known, c.Roster.News)
	s.moved = make(chan struct{}, 1)
	c.Hub.OnChange(func() {
		select {
		case s.moved <- struct{}{}:
		default:
		}
	})
	if c.LocalPathChanged != nil {
		s.guard.LocalChanged = c.LocalPathChanged
	}
	s.films, s.wishes = newMediaCache(c.Store), newWishCache()
	s.slides, s.images, s.codes = newSlideCache(c.Store), newImageCache(c.Store), newCodeCache()
	s.aheads = s.newAheadCache()
	s.inks, s.marks = newInkCache(c.Store), newMarks(c.Store, c.Hub, c.Log)
	s.pictureSeen, s.stepsSeen = s.newShownCache(), newStepsCache(c.Store)
	s.streamLimit.Most, s.streamLimit.MostEach = c.MaxViewers, c.MaxViewersPerAddress
	s.connLimit = &access.ConnLimit{
		Trusted: func(a netip.Addr) bool { return a.IsLoopback() || s.proxies.Trusted(a) },
		Log:     c.Log,
	}
	s.guard.OnPresenter = s.connLimit.Favour
	if files := openFiles(); files > 0 {
		s.connLimit.Most, s.connLimit.Spare = max(1, files-spareFiles), sparePlaces
		s.connLimit.MostEach = max(1, s.connLimit.Most/2)
		if streams := max(1, s.connLimit.Most-sparePages); c.MaxViewers == 0 || c.MaxViewers > streams {
			s.streamLimit.Most = streams
			c.Log.Debug("a follower takes an open file, and there are fewer of these than --max-viewers", "viewers", streams)
		}
	}
	s.metrics = newMetrics(s)
	s.http = &http.Server{
		Handler:           s.handler(),
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       c.times.read, // of refused requests, too
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    16 << 10,
		ErrorLog:          slog.NewLogLogger(c.Log.Handler(), slog.LevelDebug),
		BaseContext:       func(net.Listener) context.Context { return ctx },
		ConnState:         s.connLimit.ConnState,
		ConnContext: func(ctx context.Context, c net.Conn) context.Context {
			return s.connLimit.ConnContext(fanout.ConnContext(ctx, c), c)
		},
	}
	return s
}

// Serve answers on l until Close. It owns l.
func (s *Server) Serve(l net.Listener) error {
	s.fanout = fanout.Open(s.Hub, s.Log, s.metrics.observeLag)
	defer s.fanout.Close()
	ctx, cancel := context.WithCancel(context.Background())
	var parts sync.WaitGroup
	parts.Go(func() { s.drawAhead(ctx) })
	parts.Go(func() { s.guard.Run(ctx) })
	parts.Go(func() { s.marks.run(ctx) })
	defer func() { cancel(); parts.Wait() }()
	err := s.http.Serve(l)
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}

// Close ends the streams, waits for the requests under way, at most until ctx
// ends, and frees the listener.
func (s *Server) Close(ctx context.Context) error {
	// Shutdown alone would wait for the streams for ever.
	s.cancel(answer.ErrStopping)
	if err := s.http.Shutdown(ctx); err != nil {
		return s.http.Close()
	}
	return nil
}

// Of the files that this process may have open, some are no followers'.
const (
	spareFiles  = 80  // no connections: the database, uploads; of these,
	sparePlaces = 40  // are connections of the presenter's after all, when nobody else comes in
	sparePages  = 120 // connections for pages and pictures
)

func (s *Server) fail(w http.ResponseWriter, r *http.Request, err error) {
	answer.Fail(w, r, s.Log, err)
}
