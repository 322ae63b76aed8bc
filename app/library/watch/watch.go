// Package watch keeps decks as their files on this computer's disk are: what is saved
// there is on the screens at once. A mistake leaves the screens as they are, and is told
// until it is mended.
package watch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"lectern/app/deck"
	"lectern/app/fault"
	"lectern/app/importer/options"
	"lectern/app/importer/source"
	"lectern/app/importer/source/changes"
	"lectern/app/library"
	"lectern/app/live"
)

// againAfter is how long a save waits that could not be taken in for another reason
// than itself: the room is frozen, the database is away.
const againAfter = 300 * time.Millisecond

// Watch follows the files of decks. It is safe for concurrent use.
type Watch struct {
	library *library.Library
	hub     *live.Hub
	log     *slog.Logger
	out     io.Writer

	ctx    context.Context
	cancel context.CancelFunc
	wait   sync.WaitGroup

	mu    sync.Mutex
	over  bool
	decks map[int64]*followed
}

// followed is a deck whose files are watched.
type followed struct {
	live.Followed
	cancel context.CancelFunc
}

// New returns a Watch that follows nothing. What a person at the terminal should know
// it writes to out.
func New(l *library.Library, hub *live.Hub, log *slog.Logger, out io.Writer) *Watch {
	w := &Watch{library: l, hub: hub, log: log, out: out, decks: map[int64]*followed{}}
	w.ctx, w.cancel = context.WithCancel(context.Background())
	hub.Inform("follows", live.Follows{Decks: []live.Followed{}})
	return w
}

// Close ends it, with the import that is under way.
func (w *Watch) Close() error {
	w.mu.Lock()
	w.over = true
	w.mu.Unlock()
	w.cancel()
	w.wait.Wait()
	return nil
}

// Follow has a deck follow the files that it was made of, which paths are as
// library.AddPaths takes them, from as they were then. It takes the place of what the
// deck followed before.
func (w *Watch) Follow(id int64, paths []string, from source.Footprint, o options.Options) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.over {
		return
	}
	if before := w.decks[id]; before != nil {
		before.cancel()
	}
	ctx, cancel := context.WithCancel(w.ctx)
	f := &followed{live.Followed{Deck: id, Name: source.NameOf(paths)}, cancel}
	w.decks[id] = f
	w.tell()
	w.wait.Add(1)
	go func() {
		defer w.wait.Done()
		defer cancel()
		w.run(ctx, f, paths, from, o)
		w.mu.Lock()
		defer w.mu.Unlock()
		if w.decks[id] == f {
			delete(w.decks, id)
			w.tell()
		}
	}()
}

// Take is Follow for who has sent the files from elsewhere, where this process can
// read them too: they must be the ones that the deck was made of.
func (w *Watch) Take(ctx context.Context, id int64, paths []string, o options.Options) error {
	if !Can(paths) {
		return fault.Errorf(fault.OutOfRange, "There is nothing to follow")
	}
	from, is, err := w.library.IsOf(ctx, id, paths)
	if err != nil {
		return err
	}
	if !is {
		return fault.Errorf(fault.Conflict, "This Lectern finds other files at %s than the deck was made of", paths[0])
	}
	w.Follow(id, paths, from, o)
	return nil
}

// tell is called with the lock held.
func (w *Watch) tell() {
	all := live.Follows{Decks: []live.Followed{}}
	for _, f := range w.decks {
		all.Decks = append(all.Decks, f.Followed)
	}
	slices.SortFunc(all.Decks, func(a, b live.Followed) int { return int(a.Deck - b.Deck) })
	w.hub.Inform("follows", all)
}

func (w *Watch) change(f *followed, change func(*live.Followed)) {
	w.mu.Lock()
	defer w.mu.Unlock()
	change(&f.Followed)
	if w.decks[f.Deck] == f {
		w.tell()
	}
}

// run takes in what is saved, until ctx ends or the deck is no more.
func (w *Watch) run(ctx context.Context, f *followed, paths []string, from source.Footprint, o options.Options) {
	files := changes.Open(from)
	defer files.Close()
	var said []string // the remarks that the terminal has
	if info, err := w.library.Deck(ctx, f.Deck); err == nil {
		said = info.Warnings
	}
	for files.Next(ctx) == nil {
		info, ok := w.takeIn(ctx, f, files, paths, o)
		if !ok {
			return
		}
		if info == nil {
			continue
		}
		for _, warning := range info.Warnings {
			if !slices.Contains(said, warning) {
				fmt.Fprintf(w.out, "%s: %s\n", f.Name, warning)
			}
		}
		said = info.Warnings
	}
}

// takeIn imports what was saved. It returns the deck, or nil where it stays as it was,
// and false where there is no more to follow.
func (w *Watch) takeIn(ctx context.Context, f *followed, files *changes.Watch, paths []string, o options.Options) (*deck.Info, bool) {
	for {
		info, before, from, err := w.library.Saved(ctx, f.Deck, paths, o)
		switch {
		case ctx.Err() != nil:
			return nil, false
		case err == nil:
			files.Set(from)
			mended := f.Error != ""
			w.change(f, func(n *live.Followed) {
				n.Error, n.File, n.Line = "", "", 0
				if before != 0 {
					n.Before, n.Saved = before, time.Now()
				}
			})
			if mended {
				fmt.Fprintf(w.out, "%s is on the screens again.\n", f.Name)
			}
			if before == 0 {
				return nil, true
			}
			if err := w.library.ForgetSaved(ctx, f.Deck); err != nil && ctx.Err() == nil {
				w.log.Warn("what a deck was before its file was saved is still there", "deck", f.Deck, "err", err)
			}
			return &info, true
		case w.gone(ctx, f.Deck):
			return nil, false
		}
		w.fail(f, err)
		if code := fault.CodeOf(err); code != fault.Conflict && code != fault.Unavailable && code != "" {
			return nil, true // the next save may mend it
		}
		if !w.pause(ctx, files) {
			return nil, false
		}
	}
}

// gone reports whether a deck is not in the library any more.
func (w *Watch) gone(ctx context.Context, id int64) bool {
	_, err := w.library.Deck(ctx, id)
	return fault.CodeOf(err) == fault.NotFound
}

// pause waits for a moment.
func (w *Watch) pause(ctx context.Context, _ *changes.Watch) bool {
	select {
	case <-ctx.Done():
		return false
	case <-time.After(againAfter):
		return true
	}
}

// fail tells why what was saved is not on the screens.
func (w *Watch) fail(f *followed, err error) {
	sentence, file, line := fault.Sentence(err), "", 0
	if fault.CodeOf(err) == "" {
		w.log.Error("a file that was saved was not taken in", "name", f.Name, "err", err)
		sentence = "It could not be read; the log says more"
	}
	var broken *library.Broken
	if errors.As(err, &broken) {
		sentence, file, line = broken.Remark.Text, broken.Remark.File, broken.Remark.Line
	}
	if f.Error == sentence && f.Line == line {
		return
	}
	w.change(f, func(n *live.Followed) { n.Error, n.File, n.Line = sentence, file, line })
	at := f.Name + ": "
	switch {
	case line > 0:
		at = fmt.Sprintf("%s:%d: ", file, line)
	case strings.HasPrefix(sentence, f.Name):
		at = ""
	}
	fmt.Fprintf(w.out, "%s%s The screens keep what they had.\n", at, stopped(sentence))
}

// stopped ends a sentence.
func stopped(s string) string {
	if n := len(s); n > 0 && s[n-1] != '.' {
		return s + "."
	}
	return s
}

// Can reports whether files can be followed: what Lectern itself has written is a copy
// of a deck, and not what anybody works on.
func Can(paths []string) bool {
	return len(paths) > 0 && !(len(paths) == 1 && strings.EqualFold(filepath.Ext(paths[0]), ".lectern"))
}
