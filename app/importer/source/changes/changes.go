// Package changes tells when files of this computer's disk have changed, and are quiet
// again: saved by writing over them or by renaming, by an editor or by a program that
// takes its time. It listens to the system where that says something, and looks by
// itself beside that, since folders on a network say nothing.
package changes

import (
	"context"
	"maps"
	"path/filepath"
	"time"

	"github.com/fsnotify/fsnotify"

	"lectern/app/importer/source"
)

const (
	quiet      = 25 * time.Millisecond  // without a word of the system: what was being saved is
	lookEvery  = 400 * time.Millisecond // where the system says nothing
	lookPart   = 20                     // one part of so many of the time goes into looking, at the most
	goneWait   = 200 * time.Millisecond // for a file that an editor takes away and puts back
	emptyWait  = time.Second            // for one that was emptied to be written
	endingWait = 10 * time.Second       // for one that has no end yet, and does not grow
)

// longest is how long a change waits for what never stands still, as a log beside the
// slides: then it is taken as it is. Less in its test.
var longest = time.Second

// A Watch looks at where a deck comes from. It is used by one goroutine.
type Watch struct {
	of     source.Footprint
	told   map[string]source.Stamp // as Next told it last
	seen   map[string]source.Stamp // as it was looked at last
	since  time.Time               // it is as it was seen
	first  time.Time               // it was seen to be another than was told; zero while it is the same
	events *fsnotify.Watcher       // nil where the system has none
	heard  map[string]bool         // the folders that it listens to
}

// Open begins to watch what was read as its stamps say. Whoever calls it calls Close.
func Open(of source.Footprint) *Watch {
	w := &Watch{heard: map[string]bool{}}
	w.events, _ = fsnotify.NewWatcher() // without it Next looks by itself
	w.Set(of)
	return w
}

// Set says where the deck comes from by now, and as what it was read.
func (w *Watch) Set(of source.Footprint) {
	w.of = of
	w.told = maps.Clone(of.Files)
	w.seen, w.since, w.first = nil, time.Now(), time.Time{}
	w.listen()
}

func (w *Watch) listen() {
	if w.events == nil {
		return
	}
	want := map[string]bool{}
	for _, dir := range w.of.Folders() {
		want[dir] = true
		// Again, though it is heard: one that was taken away and put back is another.
		if err := w.events.Add(dir); err == nil {
			w.heard[dir] = true
		}
	}
	for dir := range w.heard {
		if !want[dir] {
			w.events.Remove(dir)
			delete(w.heard, dir)
		}
	}
}

// Close ends it.
func (w *Watch) Close() {
	if w.events != nil {
		w.events.Close()
	}
}

// Next returns once something has changed since it was told last, or read, and is
// quiet; or with ctx's error.
func (w *Watch) Next(ctx context.Context) error {
	var events <-chan fsnotify.Event
	var errs <-chan error
	if w.events != nil {
		events, errs = w.events.Events, w.events.Errors
	}
	next := time.NewTimer(0) // it may have changed before anybody listened
	defer next.Stop()
	for {
		word := false
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-next.C:
		case <-errs: // there were more words than anybody can hear
		case e := <-events:
			if !w.concerns(e.Name) {
				continue
			}
			word = true
			if err := w.settle(ctx, events); err != nil {
				return err
			}
		}
		wait, changed := w.look(word)
		if changed {
			w.told, w.first = w.seen, time.Time{}
			return nil
		}
		next.Reset(wait)
	}
}

// settle waits until the system has said nothing for a moment, or for too long nothing
// but that.
func (w *Watch) settle(ctx context.Context, events <-chan fsnotify.Event) error {
	still, end := time.NewTimer(quiet), time.NewTimer(longest)
	defer still.Stop()
	defer end.Stop()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-still.C:
			return nil
		case <-end.C:
			return nil
		case e := <-events:
			if w.concerns(e.Name) {
				still.Reset(quiet)
			}
		}
	}
}

// concerns reports whether a path is the deck's.
func (w *Watch) concerns(path string) bool {
	if _, ours := w.of.Files[path]; ours {
		return true
	}
	if w.of.Folder != "" {
		inside, err := filepath.Rel(w.of.Folder, path)
		return err == nil && !source.Junk(filepath.ToSlash(inside))
	}
	// A file in a folder where a link of ours leads, or a folder that one comes in.
	for ours := range w.of.Files {
		if filepath.Base(ours) == filepath.Base(path) || filepath.Dir(ours) == path {
			return true
		}
	}
	return false
}

// look reports whether something is new and quiet, and else when to look again. word
// says that the system has told of a change, and of none since.
func (w *Watch) look(word bool) (wait time.Duration, changed bool) {
	began := time.Now()
	now := w.of.Look()
	idle := max(lookEvery, lookPart*time.Since(began))
	if same(now, w.told) {
		w.seen, w.since, w.first = now, began, time.Time{}
		if word {
			w.listen() // folders may have come
		}
		return idle, false
	}
	if w.first.IsZero() {
		w.first = began
	}
	if w.seen == nil || !same(now, w.seen) {
		w.seen, w.since = now, began
		if !word && began.Sub(w.first) < longest { // who knows what comes: it is looked at twice
			return 2 * quiet, false
		}
	}
	if still := time.Since(w.since); still < w.patience(now) {
		return max(quiet, min(still/2, lookEvery)), false
	}
	w.listen()
	return 0, true
}

// patience is for how long what was seen has to stand still before it is taken for
// what was meant.
func (w *Watch) patience(now map[string]source.Stamp) (most time.Duration) {
	for path, was := range w.told {
		if now[path] == (source.Stamp{}) && was != (source.Stamp{}) {
			most = max(most, goneWait)
		}
	}
	for path, is := range now {
		if is != w.told[path] && is != (source.Stamp{}) {
			most = max(most, unfinished(path, is.Size))
		}
	}
	return most
}

func same(a, b map[string]source.Stamp) bool {
	for path, s := range a {
		if t := b[path]; s.Size != t.Size || !s.Modified.Equal(t.Modified) {
			return false
		}
	}
	for path, t := range b {
		if _, known := a[path]; !known && t != (source.Stamp{}) {
			return false
		}
	}
	return true
}
