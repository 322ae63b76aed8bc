package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"

	"lectern/app/datadir"
	"lectern/app/drawing"
	"lectern/app/fault"
	"lectern/app/importer"
	"lectern/app/importer/office/libreoffice"
	"lectern/app/importer/options"
	"lectern/app/importer/source"
	"lectern/app/keeper"
	"lectern/app/library"
	"lectern/app/store"
)

// opened is the library without anybody who serves it.
type opened struct {
	*library.Library
	store    *store.Store
	url      string       // of the database
	restarts func() int64 // of the embedded PostgreSQL
	drawing  *drawing.Drawing
	// precompile has the PDF engine compiled, unless it is, before the first PDF comes.
	precompile func(context.Context)
}

// OpenLibrary opens the library of a data folder on which no Lectern runs; where
// one does, the error is a *datadir.Running. Whoever calls it calls end.
func OpenLibrary(ctx context.Context, c Config) (lib *library.Library, end func() error, err error) {
	var stops stack
	dir, err := datadir.Open(ctx, c.Data)
	if err != nil {
		return nil, nil, err
	}
	stops.push(dir.Close)
	o, err := open(ctx, c, dir, &stops)
	if err != nil {
		return nil, nil, errors.Join(err, stops.run())
	}
	return o.Library, stops.run, nil
}

// engineCache is the folder of the compiled PDF engine.
const engineCache = "cache"

// open starts the database, unless it is an outside one, and opens the library
// in it.
func open(ctx context.Context, c Config, dir *datadir.Dir, stops *stack) (*opened, error) {
	if err := dir.Trusted(engineCache); err != nil { // there is machine code in it
		return nil, err
	}
	o := &opened{url: c.DatabaseURL, restarts: func() int64 { return 0 }}
	connect := func() (*store.Store, error) { return openOutside(ctx, c) }
	if o.url == "" {
		k, err := keeper.Start(ctx, keeper.Config{Dir: c.Data, Log: c.Log, Status: func(s string) { fmt.Fprintln(c.Out, s) }})
		if err != nil {
			return nil, err
		}
		stops.push(k.Stop)
		o.url, o.restarts = k.URL(), k.Restarts
		connect = func() (*store.Store, error) { return store.Open(ctx, o.url) }
	}
	var err error
	if o.store, err = connect(); err != nil {
		return nil, err
	}
	stops.push(func() error { o.store.Close(); return nil })
	// Whoever has the folder is alone in it: what was begun there ended in a crash.
	spool := filepath.Join(c.Data, "uploads")
	if err := source.EmptySpools(spool); err != nil {
		return nil, fault.Wrap(fault.Forbidden, err, "The folder %s cannot be emptied", spool)
	}
	talks := filepath.Join(c.Data, "talks")
	if err := libreoffice.Empty(talks); err != nil {
		return nil, fault.Wrap(fault.Forbidden, err, "The folder %s cannot be emptied", talks)
	}
	// What is lost of the folder is compiled again.
	files := importer.New(importer.Config{EngineCache: dir.File(engineCache), TalkFolder: talks, Log: c.Log})
	stops.push(files.Close)
	o.precompile = files.Precompile
	o.drawing = drawing.New(drawing.Config{
		Store: o.store, Log: c.Log, Warm: files.Warm,
		Open: func(ctx context.Context, in fs.FS, name string, with options.Options) drawing.Pages {
			return files.Pages(ctx, in, name, with)
		},
	})
	stops.push(start(ctx, o.drawing.Run))
	o.Library = library.New(o.store, files, o.drawing, spool)
	stops.push(o.Library.Close)
	return o, nil
}

// stack is what must be stopped, in reverse order of its start.
type stack []func() error

func (s *stack) push(stop func() error) { *s = append(*s, stop) }

func (s *stack) run() error {
	var errs []error
	for _, stop := range slices.Backward(*s) {
		errs = append(errs, stop())
	}
	*s = nil
	return errors.Join(errs...)
}

// start runs the functions until stop is called, which waits for them. The end
// of ctx does not reach them: what is begun last is stopped first.
func start(ctx context.Context, run ...func(context.Context)) (stop func() error) {
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	done := make(chan struct{}, len(run))
	for _, f := range run {
		go func() {
			defer func() { done <- struct{}{} }()
			f(ctx)
		}()
	}
	return func() error {
		cancel()
		for range run {
			<-done
		}
		return nil
	}
}
