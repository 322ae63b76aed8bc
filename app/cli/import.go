package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"lectern/app"
	"lectern/app/client"
	"lectern/app/datadir"
	"lectern/app/fault"
	"lectern/app/library"
)

// importFiles adds the files to the library, whether a Lectern runs on it or
// not, and prints a line for each: id, slides, title. It goes on after a file
// that is no deck; its error says that there was one.
func importFiles(ctx context.Context, o options) (err error) {
	add, end, err := adder(ctx, o.config)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, end()) }()
	c, bad := o.config, 0
	for _, path := range c.Files {
		show, over := c.Progress(filepath.Base(path))
		added, err := add(ctx, path, show)
		over()
		if ctx.Err() != nil {
			return fault.Errorf(fault.Conflict, "interrupted; what was not printed was not imported")
		}
		if err != nil {
			bad++
			fmt.Fprintf(c.Out, "%s: %s\n", path, fault.Sentence(err))
			continue
		}
		for _, w := range added.Warnings {
			fmt.Fprintf(c.Out, "%s: %s\n", filepath.Base(path), w)
		}
		fmt.Fprintf(os.Stdout, "%d\t%d\t%s\n", added.ID, added.Slides, added.Title)
	}
	if bad > 0 {
		return fault.Errorf(fault.NotADeck, "%d of %d files were not imported", bad, len(c.Files))
	}
	return nil
}

type addFunc func(ctx context.Context, path string, show library.Progress) (client.Added, error)

// adder returns how to add a file: through the Lectern that runs, or into the
// database itself.
func adder(ctx context.Context, c app.Config) (add addFunc, end func() error, err error) {
	lib, end, err := app.OpenLibrary(ctx, c)
	var running *datadir.Running
	if errors.As(err, &running) {
		through := client.Client{Run: running.Run}
		return func(ctx context.Context, path string, show library.Progress) (client.Added, error) {
			return through.Import(ctx, path, show)
		}, func() error { return nil }, nil
	}
	if err != nil {
		return nil, nil, err
	}
	return func(ctx context.Context, path string, show library.Progress) (client.Added, error) {
		info, err := lib.AddPath(ctx, path, show)
		return client.Added{ID: info.ID, Slides: info.Slides, Title: info.Title, Warnings: info.Warnings}, err
	}, end, nil
}

// handOver gives the files to the Lectern that runs already, and makes the first
// one live.
func handOver(ctx context.Context, c app.Config, run datadir.Run) error {
	through := client.Client{Run: run}
	presenting, bad := false, 0
	for _, path := range c.Files {
		show, over := c.Progress(filepath.Base(path))
		added, err := through.Import(ctx, path, show)
		over()
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			bad++
			fmt.Fprintf(c.Out, "%s: %s\n", path, fault.Sentence(err))
			continue
		}
		for _, w := range added.Warnings {
			fmt.Fprintf(c.Out, "%s: %s\n", filepath.Base(path), w)
		}
		if !presenting {
			if err := through.Present(ctx, added.ID); err != nil {
				return err
			}
			presenting = true
		}
		fmt.Fprintf(c.Out, "The Lectern at %s has %s\n", run.URL, added.Title)
	}
	if bad > 0 {
		return fault.Errorf(fault.NotADeck, "%d of %d files were not imported", bad, len(c.Files))
	}
	return nil
}
