package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"

	"lectern/app"
	"lectern/app/client"
	"lectern/app/datadir"
	"lectern/app/deck"
	"lectern/app/exporter"
	"lectern/app/fault"
	"lectern/app/library"
)

// export is what is exported, and how.
type export struct {
	exporter.Options
	deck  string // its id or title
	file  string
	force bool // replace a file that is there
}

// exportDeck writes a deck to a file, whether a Lectern runs on the library or not.
func exportDeck(ctx context.Context, o options) (err error) {
	e := o.export
	if err := e.free(); err != nil {
		return err
	}
	from, end, err := exports(ctx, o.config)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, end()) }()
	decks, err := from.Decks(ctx)
	if err != nil {
		return err
	}
	id, err := library.Named(decks, e.deck)
	if err != nil {
		return err
	}
	err = e.write(func(w io.Writer) error { return from.Export(ctx, id, e.Options, w) })
	if err != nil && ctx.Err() != nil {
		return fault.Errorf(fault.Conflict, "interrupted; %s was not written", e.file)
	}
	if err == nil {
		fmt.Fprintln(os.Stdout, e.file)
	}
	return err
}

// exportsDecks is a library that decks are exported from.
type exportsDecks interface {
	Decks(context.Context) ([]deck.Summary, error)
	Export(ctx context.Context, id int64, o exporter.Options, w io.Writer) error
}

// exports returns the library of the Lectern that runs, or of the database itself.
func exports(ctx context.Context, c app.Config) (from exportsDecks, end func() error, err error) {
	lib, end, err := app.OpenLibrary(ctx, c)
	var running *datadir.Running
	if errors.As(err, &running) {
		return client.Client{Run: running.Run}, func() error { return nil }, nil
	}
	return opened{lib}, end, err
}

// opened is a library that nobody serves.
type opened struct{ *library.Library }

func (l opened) Export(ctx context.Context, id int64, o exporter.Options, w io.Writer) error {
	f, err := l.Library.Export(ctx, id, o)
	if err != nil {
		return err
	}
	return f.Write(ctx, w)
}

// free reports that the file can be written, as far as that can be told before.
func (e *export) free() error {
	st, err := os.Stat(e.file)
	switch {
	case err == nil && st.IsDir():
		return fault.Errorf(fault.Conflict, "%s is a folder; name a file in it", e.file)
	case err == nil && !e.force:
		return e.taken()
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return e.refused(err)
	}
	if _, err := os.Stat(filepath.Dir(e.file)); err != nil {
		return e.refused(err)
	}
	return nil
}

func (e *export) taken() error {
	return fault.Errorf(fault.Conflict, "%s is there already; give another name, or --force to replace it", e.file)
}

func (e *export) refused(err error) error {
	return fault.Wrap(fault.Conflict, err, "%s cannot be written: %s", e.file, fault.Reason(err))
}

// write has the file written beside its place, and puts it there once it is complete.
func (e *export) write(write func(io.Writer) error) error {
	name := filepath.Join(filepath.Dir(e.file), fmt.Sprintf(".lectern-export-%016x", rand.Uint64()))
	tmp, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666) // as any program's files, for the umask to bound
	if err != nil {
		return e.refused(err)
	}
	defer os.Remove(name)
	to := &disk{w: bufio.NewWriterSize(tmp, 1<<20)}
	err = write(to)
	flushed := errors.Join(to.w.Flush(), tmp.Sync(), tmp.Close())
	switch {
	case to.err != nil:
		return e.refused(to.err)
	case err != nil:
		return err
	case flushed != nil:
		return e.refused(flushed)
	}
	if err := e.place(name); err != nil {
		return err
	}
	// The next to come after a power cut finds it: see datadir.WriteFile.
	if err := datadir.SyncFolder(filepath.Dir(e.file)); err != nil {
		return e.refused(err)
	}
	return nil
}

// place gives the file its name, which nobody may have taken meanwhile.
func (e *export) place(tmp string) error {
	if !e.force {
		switch err := os.Link(tmp, e.file); {
		case err == nil:
			return nil
		case errors.Is(err, fs.ErrExist):
			return e.taken()
		}
		// A disk without links.
		if _, err := os.Lstat(e.file); err == nil {
			return e.taken()
		}
	}
	if err := os.Rename(tmp, e.file); err != nil {
		return e.refused(err)
	}
	return nil
}

// disk keeps the error of the disk, so that it can be told from one of the deck.
type disk struct {
	w   *bufio.Writer
	err error
}

func (d *disk) Write(p []byte) (int, error) {
	n, err := d.w.Write(p)
	if err != nil {
		d.err = err
	}
	return n, err
}
