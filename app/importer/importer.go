// Package importer has files turned into decks, in a child process of the same
// binary: files come from strangers, and whatever they do to what reads them is
// done to nobody else. What the files make is for package convert to say, which
// runs in the child; each format is a package beside it.
//
// The child gets the files through its standard input, a part at a time, and tells
// the deck on its standard output (package wire), where every word is checked. It
// is locked in before it reads a stranger's byte (package confine), has bounds of
// memory and time (Limits), and is killed at once when the import is cancelled, the
// Importer is closed, or its parent ends.
//
// A deck of a PDF is there before its pages are drawn: these are read and drawn when
// somebody needs them, by a child of their own (Pages).
package importer

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"sync"
	"time"

	"lectern/app/deck"
	"lectern/app/importer/fonts"
	"lectern/app/importer/options"
)

// closeWait is how long Close waits for a child to be gone that was killed. The
// kernel may have to write before it is.
const closeWait = 500 * time.Millisecond

// Config is what an Importer needs.
type Config struct {
	// EngineCache is the folder of the compiled PDF engine. Without one it is
	// compiled anew for each PDF, for many seconds.
	EngineCache string
	// TalkFolder is where LibreOffice has a folder for each talk that it draws; "" for
	// the system's for such things.
	TalkFolder string
	// Program is the binary that the children run, whose main calls RunIfChild; "" for
	// this process's own.
	Program string
	Log     *slog.Logger      // nil for none
	Limits  Limits            // the zero value stands for DefaultLimits
	Fonts   func() *fonts.Set // for what brings none; nil for fonts.Installed
}

// Importer makes decks, one at a time. It is safe for concurrent use.
type Importer struct {
	config  Config
	ctx     context.Context // until Close
	cancel  context.CancelFunc
	turn    chan struct{}
	running sync.WaitGroup

	compiling chan struct{} // held while it is found out what the cache has
	compiled  bool          // the engine lies in the cache, or cannot

	mu       sync.Mutex
	closed   bool
	warned   map[string]bool // what the log has been told
	ahead    func()          // ends Precompile; nil before it
	spare    *process        // that waits for a PDF, or nil
	spareEnd *time.Timer     // ends it
}

// New returns an Importer. It starts nothing yet.
func New(c Config) *Importer {
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Fonts == nil {
		c.Fonts = fonts.Installed
	}
	if c.Limits == (Limits{}) {
		c.Limits = DefaultLimits
	}
	ctx, cancel := context.WithCancel(context.Background())
	return &Importer{config: c, ctx: ctx, cancel: cancel, turn: make(chan struct{}, 1), compiling: make(chan struct{}, 1), warned: map[string]bool{}}
}

// Close cancels the imports, and closes all Pages.
func (im *Importer) Close() error {
	im.cancel()
	im.mu.Lock()
	im.closed = true
	im.endSpare()
	im.mu.Unlock()
	ended := make(chan struct{})
	go func() {
		im.running.Wait()
		close(ended)
	}()
	select {
	case <-ended:
	case <-time.After(closeWait):
	}
	return nil
}

// Import makes one deck of the files in fsys, as o says, and gives it to sink. Others wait
// until it is done. It returns at once when ctx is cancelled, with ctx.Err(), and
// leaves the sink alone from then on; it may go on reading fsys for a moment. Every
// other error is for the person who chose the files, the sink's own, or a fault of
// ours.
func (im *Importer) Import(ctx context.Context, fsys fs.FS, o options.Options, sink deck.Sink) error {
	ctx, cancel, done, err := im.take(ctx)
	if err != nil {
		return err
	}
	defer cancel()
	g := &gate{to: sink, owner: im.ctx}
	ended := make(chan error, 1)
	go func() {
		defer done()
		ended <- im.run(ctx, fsys, o, g)
	}()
	select {
	case err = <-ended:
	case <-ctx.Done():
	}
	g.close()
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return err
}

// take counts an import in, and waits for its turn. The context that it returns is over
// with the Importer, too, and once cancel is called; done gives the turn back.
func (im *Importer) take(ctx context.Context) (own context.Context, cancel, done func(), err error) {
	if !im.begin() {
		return nil, nil, nil, errors.New("importer: closed")
	}
	own, end := context.WithCancel(ctx)
	stop := context.AfterFunc(im.ctx, end)
	cancel = func() { stop(); end() }
	select {
	case im.turn <- struct{}{}:
		return own, cancel, func() { <-im.turn; im.running.Done() }, nil
	case <-own.Done():
		defer cancel()
		im.running.Done()
		return nil, nil, nil, own.Err()
	}
}

// begin counts an import in, unless it comes after Close.
func (im *Importer) begin() bool {
	im.mu.Lock()
	defer im.mu.Unlock()
	if im.closed {
		return false
	}
	im.running.Add(1)
	return true
}

// maxWarned is how many warnings the log has room for: a child that a stranger's
// file took over may make up others in each import.
const maxWarned = 100

// warn tells the log once.
func (im *Importer) warn(sentence string) {
	im.mu.Lock()
	defer im.mu.Unlock()
	if !im.warned[sentence] && len(im.warned) < maxWarned {
		im.warned[sentence] = true
		im.config.Log.Warn(sentence)
	}
}
