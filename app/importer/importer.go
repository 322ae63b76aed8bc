// Package importer has files turned into decks. What the files make is for package
// convert to say; each format is a package beside it.
package importer

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"runtime/debug"
	"sync"
	"time"

	"lectern/app/deck"
	"lectern/app/importer/convert"
)

const (
	// atOnce is how many imports run; others wait for their turn. One that was
	// cancelled keeps its turn until it has ended.
	atOnce = 2
	// closeWait is how long Close waits for imports to end that were cancelled.
	closeWait = 500 * time.Millisecond
)

// Importer makes decks. It is safe for concurrent use.
type Importer struct {
	ctx    context.Context // until Close
	cancel context.CancelFunc
	turns  chan struct{}
	pdf    engine

	mu      sync.Mutex
	closed  bool
	running sync.WaitGroup
}

// New returns an Importer that keeps the compiled PDF engine in cacheDir, so that
// it starts at once from the second time on. With an empty cacheDir it is compiled
// anew each time.
func New(cacheDir string) *Importer {
	ctx, cancel := context.WithCancel(context.Background())
	return &Importer{ctx: ctx, cancel: cancel, turns: make(chan struct{}, atOnce), pdf: engine{cacheDir: cacheDir}}
}

// Close cancels the imports that run and frees the PDF engine. It waits a moment
// for what was cancelled, and no longer: a decoder in the midst of a picture and
// the compiler of the PDF engine cannot be interrupted. They end with the process
// then, and leave nothing half written.
func (im *Importer) Close() error {
	im.cancel()
	im.mu.Lock()
	im.closed = true
	im.mu.Unlock()
	ended := make(chan struct{})
	go func() {
		im.running.Wait()
		close(ended)
	}()
	select {
	case <-ended:
		return im.pdf.close()
	case <-time.After(closeWait):
		return nil
	}
}

// Import makes one deck of the files in fsys and gives it to sink. It returns at
// once when ctx is cancelled, with ctx.Err(), and leaves the sink alone from then
// on; what it had begun may go on reading fsys for a moment. Every other error is
// for the person who chose the files, the sink's own, or a fault of ours.
func (im *Importer) Import(ctx context.Context, fsys fs.FS, sink deck.Sink) error {
	if !im.begin() {
		return errors.New("importer: closed")
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(im.ctx, cancel)()
	select {
	case im.turns <- struct{}{}:
	case <-ctx.Done():
		im.running.Done()
		return ctx.Err()
	}
	g := &gate{to: sink, owner: im.ctx}
	done := make(chan error, 1)
	go func() {
		defer im.running.Done()
		defer func() { <-im.turns }()
		done <- im.make(ctx, fsys, g)
	}()
	var err error
	select {
	case err = <-done:
	case <-ctx.Done():
	}
	g.close()
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return err
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

// make is the import itself. A file that a decoder stumbles over must not end the
// talk.
func (im *Importer) make(ctx context.Context, fsys fs.FS, to *gate) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("importer: panic: %v\n%s", p, debug.Stack())
		}
	}()
	return convert.Convert(ctx, fsys, &im.pdf, to)
}
