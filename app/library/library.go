// Package library is what can be done about decks, whoever asks for it: the
// command line with or without a running Lectern, the API and the page. It owns
// the rule that the same file is the same deck. Who may ask is the server's.
package library

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"strconv"

	"golang.org/x/sync/errgroup"

	"lectern/app/deck"
	"lectern/app/drawing"
	"lectern/app/exporter"
	"lectern/app/importer"
	"lectern/app/importer/options"
	"lectern/app/importer/portable"
	"lectern/app/importer/source"
	"lectern/app/store"
)

// Library is the decks of one database.
type Library struct {
	store    *store.Store
	importer *importer.Importer
	exporter *exporter.Exporter
	drawing  *drawing.Drawing
	spool    string
	memory   memory
}

// New returns the library in s. It reads files with i, has pages drawn by d, which
// somebody runs, and keeps uploads in the folder spool until they are imported.
func New(s *store.Store, i *importer.Importer, d *drawing.Drawing, spool string) *Library {
	return &Library{store: s, importer: i, exporter: exporter.New(s, d, i), drawing: d, spool: spool}
}

// Spool returns a place for the files of one upload.
func (l *Library) Spool() (*source.Spool, error) { return source.NewSpool(l.spool) }

// Progress is told how many slides of an import are done.
type Progress func(done, total int)

// Add imports files as one deck, as o says. The same files again are the same deck:
// then it returns that one, as it stands.
func (l *Library) Add(ctx context.Context, files fs.FS, o options.Options, progress Progress) (deck.Info, error) {
	r, err := l.Take(ctx, files, o, progress)
	return r.Info, err
}

// Take is Add, and says what has become of the library by it: see TakeBack.
func (l *Library) Take(ctx context.Context, files fs.FS, o options.Options, progress Progress) (store.Replaced, error) {
	return l.add(ctx, files, nil, o, progress)
}

// TakeBack undoes what Take did, whose answer nobody waits for any more: a deck that was
// not here before is deleted, and one that got other slides has its own again.
func (l *Library) TakeBack(ctx context.Context, r store.Replaced) error {
	switch {
	case r.Before != 0:
		_, err := l.store.Replace(ctx, r.ID, r.Before, store.Replacing{TakenBack: true})
		return err
	case r.New:
		_, err := l.store.Delete(ctx, r.ID)
		return err
	}
	return nil
}

// AddPaths is Add for what lies on this computer's disk: a file, with what it needs
// from beside it, a folder, or several files that are one deck. It also returns where
// that lies.
func (l *Library) AddPaths(ctx context.Context, paths []string, o options.Options, progress Progress) (info deck.Info, from source.Footprint, err error) {
	files, err := source.OpenDisk(paths...)
	if err != nil {
		return info, from, err
	}
	defer files.Close()
	r, err := l.add(ctx, files, files, o, progress)
	return r.Info, files.Footprint(), err
}

// add is Add; disk is where the files come from, or nil.
func (l *Library) add(ctx context.Context, files fs.FS, disk *source.Disk, o options.Options, progress Progress) (store.Replaced, error) {
	if _, is, err := portable.Find(files); err != nil {
		return store.Replaced{}, err
	} else if is {
		return l.addPortable(ctx, files, o, progress)
	}
	return l.addFiles(ctx, files, disk, o, nil, progress)
}

// addFiles is add for the files that a deck is made of; was is what it was before it
// came here, or nil.
func (l *Library) addFiles(ctx context.Context, files fs.FS, disk *source.Disk, o options.Options, was *portable.Manifest, progress Progress) (r store.Replaced, err error) {
	digest, err := digestOf(ctx, files, o)
	if err != nil {
		return r, err
	}
	if info, ok, err := l.store.DeckOf(ctx, digest); err != nil || ok && meant(info, o) {
		if err != nil || !lacks(info, o) {
			return store.Replaced{Info: info}, err
		}
		o.Update = strconv.FormatInt(info.ID, 10)
	}
	if o.Update != "" {
		if err := l.mayUpdate(ctx, o); err != nil {
			return r, err
		}
		if files, err = l.withFetched(ctx, files, o); err != nil {
			return r, err
		}
	}
	var there *here
	var far *onWeb
	r, err = l.make(ctx, files, disk, o, was, progress, digest, nil)
	if errors.As(err, &there) {
		if !lacks(there.info, o) {
			return store.Replaced{Info: there.info}, nil
		}
		o.Update = strconv.FormatInt(there.info.ID, 10)
		r, err = l.make(ctx, files, disk, o, was, progress, digest, nil)
	}
	if errors.Is(err, importer.ErrNeedsFiles) {
		return l.addUnzipped(ctx, files, o, was, progress)
	}
	if errors.As(err, &far) {
		web, err := l.fetch(ctx, files, far.addresses)
		if err != nil {
			return r, err
		}
		defer web.Close()
		return l.make(ctx, web, disk, o, was, progress, digest, web)
	}
	return r, err
}

// make imports files, with what was fetched for them, or nil, in the place of another
// deck where there is one to take.
func (l *Library) make(ctx context.Context, files fs.FS, disk *source.Disk, o options.Options, was *portable.Manifest, progress Progress, digest string, web *fetched) (store.Replaced, error) {
	known := digest
	if o.Update != "" {
		known = "" // it is a deck of its own first, whatever else is here
	}
	d, kept := l.store.NewDeck(known), map[string]bool{}
	if o.Saved {
		over, _ := strconv.ParseInt(o.Update, 10, 64)
		d.Over(over)
		same, had, err := l.same(ctx, over, files)
		if err != nil {
			return store.Replaced{}, err
		}
		d.Know(same, had)
		for _, o := range had {
			kept[o.Name] = true
		}
	}
	info, contents, err := l.fill(ctx, d, files, disk, o, was, progress, web, kept)
	if err != nil {
		// What stays where the database is away is swept up later.
		d.Abandon(ctx)
	}
	l.drawing.Look()
	r := store.Replaced{Info: info, New: err == nil && !d.Found()}
	if err == nil && o.Update != "" {
		r, err = l.update(ctx, info, o, cmp.Or(contents, digest))
	}
	if err == nil && disk != nil {
		l.memory.remember(r.ID, d.Made())
	}
	return r, err
}

// digestOf is the same for the same files that are read in the same way.
func digestOf(ctx context.Context, files fs.FS, o options.Options) (string, error) {
	digest, err := source.Digest(ctx, files)
	return readAs(digest, o), err
}

// readAs makes the digest of files one of a deck: read in another way, they are another.
func readAs(digest string, o options.Options) string {
	kind := o.Kind()
	if kind == "" {
		return digest
	}
	sum := sha256.Sum256([]byte(digest + " " + kind))
	return hex.EncodeToString(sum[:])
}

func (l *Library) fill(ctx context.Context, d *store.NewDeck, files fs.FS, disk *source.Disk, o options.Options, was *portable.Manifest, progress Progress, web *fetched, kept map[string]bool) (info deck.Info, contents string, err error) {
	count := &counting{NewDeck: d, store: l.store, options: o, progress: progress, web: web}
	if disk != nil {
		for _, r := range disk.Remarks {
			if err := d.Remark(ctx, r); err != nil {
				return info, "", err
			}
		}
		count.said = disk.Said
	}
	d.ReadAs(o)
	var to deck.Sink = count
	if was != nil {
		d.Stand(was.Title, was.Slide, was.Step)
		d.Ran(was.DeckRuns())
		d.Drawn(was.DeckInk(), len(was.Slides))
		to = &restoring{Sink: to, was: was}
	}
	d.Password(o.Password)
	// Both at once: a large file takes as long to keep as to read.
	both, each := errgroup.WithContext(ctx)
	both.Go(func() error { return l.importer.Import(each, files, o, to) })
	both.Go(func() error { return keep(each, files, d, kept) })
	if err := both.Wait(); err != nil {
		return info, "", err
	}
	if len(count.far) > 0 {
		return info, "", &onWeb{count.far}
	}
	info, err = d.Finish(ctx)
	return info, count.contents, err
}

// keep stores what was imported, byte for byte, but for what is kept already: what is
// derived of it can be made again then.
func keep(ctx context.Context, files fs.FS, d *store.NewDeck, kept map[string]bool) error {
	return source.Walk(ctx, files, func(name string, _ int64) error {
		if kept[name] {
			return nil
		}
		f, err := files.Open(name)
		if err != nil {
			return err
		}
		defer f.Close()
		return d.Original(ctx, name, f)
	})
}

// here says that the files of a zip are a deck already.
type here struct{ info deck.Info }

func (h *here) Error() string { return "library: the deck is here" }

// Present makes a deck live, from its beginning. One that is live already goes
// on where it is: the app was started again in mid-talk.
func (l *Library) Present(ctx context.Context, id int64) error {
	info, err := l.store.Deck(ctx, id)
	if err != nil || info.Live {
		return err
	}
	_, err = l.store.Change(ctx, id, deck.FromStart())
	return err
}
