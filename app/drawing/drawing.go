// Package drawing owns which page is drawn when. A deck's pages are drawn when
// somebody needs them: what the room sees, what comes next, what a person asks for,
// and in the background all others. Two never draw the same: whoever needs what is
// being drawn waits for that one drawing. What was drawn and read is in the store, up
// to a bound there, and is made again when it is asked for.
//
// Nobody's rights are looked at here: whoever asks may have it.
//
// Run owns the goroutines: one that draws what people wait for, one that draws in the
// background, one that finds out what there is to do there, and one that tells other
// servers. Each of the first two has one child process of the importer's at the most.
package drawing

import (
	"context"
	"io/fs"
	"log/slog"
	"runtime"
	"slices"
	"sync"
	"time"

	"lectern/app/deck"
	"lectern/app/fault"
	"lectern/app/importer/options"
	"lectern/app/store"
)

// Pages reads and draws the pages of one file. It is used by one goroutine at a time.
type Pages interface {
	Read(context.Context, deck.Page) (deck.PageContent, error)
	Draw(ctx context.Context, page deck.Page, width int) (deck.PictureSize, error)
	// StepBack says, before anything is read or drawn, that nobody waits for it.
	StepBack()
	Close() error
}

// Config is what a Drawing works with.
type Config struct {
	Store *store.Store
	// Open returns the pages of the file of a name, of files that a deck was made from.
	Open func(ctx context.Context, files fs.FS, name string, o options.Options) Pages
	// Warm gets ready for pages that are wanted soon, and returns at once; or nil.
	Warm func()
	Log  *slog.Logger
}

// Urgency is how much somebody needs something.
type Urgency int

const (
	Background Urgency = iota // nobody asked for it yet
	Asked                     // a person looks for it
	Next                      // the room sees it soon
	Now                       // the room sees it
)

// Drawing draws pages. It is safe for concurrent use.
type Drawing struct {
	Config
	people, behind *lane // the same on a computer with one processor
	look, said     chan struct{}
	testArrived    func() // called, in tests, for each new job; or nil

	mu      sync.Mutex
	jobs    map[jobKey]*job
	arrived int64                    // jobs so far
	round   int64                    // from 1: see Round
	used    map[int]time.Time        // widths that people asked for, and when last
	written int64                    // bytes of renditions since they were trimmed
	news    map[int64]store.PageNews // by deck, that nobody was told yet
}

// New returns a Drawing, which draws while Run runs.
func New(c Config) *Drawing {
	if c.Warm == nil {
		c.Warm = func() {}
	}
	d := &Drawing{Config: c, round: 1, look: make(chan struct{}, 1), said: make(chan struct{}, 1), jobs: map[jobKey]*job{}, used: map[int]time.Time{}, news: map[int64]store.PageNews{}}
	d.people, d.behind = newLane(d), newLane(d)
	if runtime.GOMAXPROCS(0) == 1 {
		d.behind = d.people
	}
	return d
}

// Run draws until ctx ends.
func (d *Drawing) Run(ctx context.Context) {
	var all sync.WaitGroup
	defer all.Wait()
	for _, l := range d.lanes() {
		all.Go(func() { l.run(ctx) })
	}
	all.Go(func() { d.background(ctx) })
	all.Go(func() { d.spread(ctx) })
}

func (d *Drawing) lanes() []*lane {
	if d.people == d.behind {
		return []*lane{d.people}
	}
	return []*lane{d.people, d.behind}
}

var errNoPicture = fault.Errorf(fault.NotFound, "There is no such picture")

// Draw returns a page's picture in a width, drawn now unless it is kept. Its error is
// a fault.NotFound where there is no such page, or none in that width, and where it
// cannot be drawn.
func (d *Drawing) Draw(ctx context.Context, hash string, width int, u Urgency) (deck.PictureSize, error) {
	page, err := d.Store.Page(ctx, hash)
	if err != nil {
		return deck.PictureSize{}, err
	}
	if !slices.Contains(page.Widths, width) || page.Widest != nil && width > *page.Widest {
		return deck.PictureSize{}, errNoPicture
	}
	d.uses(width, u)
	if !page.Read && width == page.Widths[0] {
		// It is made when the page is read.
		if err := d.read(ctx, page, u); err != nil {
			return deck.PictureSize{}, err
		}
		if z, err := d.Store.Picture(ctx, hash, width); fault.CodeOf(err) != fault.NotFound {
			return z, err
		}
	}
	return d.wait(ctx, d.put(page, width, u, true))
}

// Want has a page read, and drawn in these widths, without anybody who waits for it;
// unless it is wanted no more before, see Round.
func (d *Drawing) Want(ctx context.Context, hash string, widths []int, u Urgency) error {
	page, err := d.Store.Page(ctx, hash)
	if err != nil {
		return err
	}
	if !page.Read {
		d.put(page, 0, u, false)
	}
	for _, w := range widths {
		if !slices.Contains(page.Widths, w) || page.Widest != nil && w > *page.Widest || !page.Read && w == page.Widths[0] {
			continue
		}
		if has, err := d.Store.HasPicture(ctx, hash, w); err != nil || has {
			continue
		}
		d.put(page, w, u, false)
	}
	return nil
}

// Read has a page read, unless it was. Once it returns nil the store has its title,
// its text and its links; or that it cannot be drawn.
func (d *Drawing) Read(ctx context.Context, hash string, u Urgency) error {
	page, err := d.Store.Page(ctx, hash)
	if err != nil || page.Read {
		return err
	}
	return d.read(ctx, page, u)
}

// ReadAll has all pages of a deck read.
func (d *Drawing) ReadAll(ctx context.Context, id int64, u Urgency) error {
	hashes, err := d.Store.UnreadOf(ctx, id)
	for _, hash := range hashes {
		if err == nil {
			err = d.Read(ctx, hash, u)
		}
	}
	return err
}

func (d *Drawing) read(ctx context.Context, page store.PagePicture, u Urgency) error {
	_, err := d.wait(ctx, d.put(page, 0, u, true))
	return err
}

// Look has the background look for what there is to do: pages came, or another deck
// is live.
func (d *Drawing) Look() {
	select {
	case d.look <- struct{}{}:
	default:
	}
}

// usedLately is for how long a width is drawn ahead that nobody asks for any more.
const usedLately = 15 * time.Minute

// uses notes that the room uses a width.
func (d *Drawing) uses(width int, u Urgency) {
	if u < Next {
		return
	}
	d.mu.Lock()
	_, known := d.used[width]
	d.used[width] = time.Now()
	d.mu.Unlock()
	if !known {
		d.Look()
	}
}

// Used are the widths that the room has used lately, ascending.
func (d *Drawing) Used() (widths []int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for w, at := range d.used {
		if time.Since(at) > usedLately {
			delete(d.used, w)
			continue
		}
		widths = append(widths, w)
	}
	slices.Sort(widths)
	return widths
}
