package cli

import (
	"context"
	"errors"
	"fmt"
	"os"

	"lectern/app"
	"lectern/app/client"
	"lectern/app/datadir"
	"lectern/app/fault"
	"lectern/app/importer/source"
)

// importFiles adds the files to the library, whether a Lectern runs on it or
// not, and prints a line for each: id, slides, title.
func importFiles(ctx context.Context, o options) (err error) {
	if u := o.config.Options.Update; u != "" && u != "same" && len(source.Group(o.config.Files)) > 1 {
		return fault.Errorf(fault.Malformed, "--update=%s is for one deck; import the others without it", u)
	}
	add, end, err := adder(ctx, o.config)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, end()) }()
	err = addEach(ctx, o.config, add, func(d client.Added, _ []string) error {
		_, err := fmt.Fprintf(os.Stdout, "%d\t%d\t%s\n", d.ID, d.Slides, d.Title)
		return err
	})
	if err != nil && ctx.Err() != nil {
		return fault.Errorf(fault.Conflict, "interrupted; what was not printed was not imported")
	}
	return err
}

// handOver gives the files to the Lectern that runs already, and makes the first
// one live. That one follows the files as far as it can read them; it returns those
// that it cannot.
func handOver(ctx context.Context, c app.Config, run datadir.Run) (followers, error) {
	through := client.Client{Run: run}
	add := uploader(through, c)
	presenting := false
	var here followers
	err := addEach(ctx, c, add, func(d client.Added, paths []string) error {
		if !presenting {
			if err := through.Present(ctx, d.ID); err != nil {
				return err
			}
			presenting = true
		}
		fmt.Fprintf(c.Out, "The Lectern at %s has %s\n", run.URL, d.Title)
		here.take(ctx, c, through, d.ID, paths)
		return nil
	})
	return here, err
}

// addFunc adds the files of one deck to the library.
type addFunc func(ctx context.Context, paths []string, show func(done, total int)) (client.Added, error)

// addEach adds the files, tells how that goes, and hands on each that is in. It
// goes on after a file that is no deck; its error says that there was one.
func addEach(ctx context.Context, c app.Config, add addFunc, added func(d client.Added, paths []string) error) error {
	bad := 0
	decks := source.Group(c.Files)
	if told := source.TellGroup(decks); told != "" {
		fmt.Fprintln(c.Out, told)
	}
	for _, paths := range decks {
		name := source.NameOf(paths)
		show, end := c.Progress(name)
		d, err := add(ctx, paths, show)
		end()
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			bad++
			fmt.Fprintf(c.Out, "%s: %s\n", name, fault.Sentence(err))
			continue
		}
		for _, r := range d.Remarks {
			fmt.Fprintf(c.Out, "%s: %s\n", name, r)
		}
		if err := added(d, paths); err != nil {
			return err
		}
	}
	if bad > 0 {
		return fault.Errorf(fault.NotADeck, "%d of %d decks were not imported", bad, len(decks))
	}
	return nil
}

// uploader adds a file through the Lectern that runs.
func uploader(through client.Client, c app.Config) addFunc {
	return func(ctx context.Context, paths []string, show func(done, total int)) (client.Added, error) {
		return through.Import(ctx, paths, c.Options, show)
	}
}

// adder returns how to add a file: through the Lectern that runs, or into the
// database itself.
func adder(ctx context.Context, c app.Config) (add addFunc, end func() error, err error) {
	lib, end, err := app.OpenLibrary(ctx, c)
	var running *datadir.Running
	if errors.As(err, &running) {
		return uploader(client.Client{Run: running.Run}, c), func() error { return nil }, nil
	}
	if err != nil {
		return nil, nil, err
	}
	return func(ctx context.Context, paths []string, show func(done, total int)) (client.Added, error) {
		info, _, err := lib.AddPaths(ctx, paths, c.Options, show)
		return client.Added{ID: info.ID, Slides: info.Slides, Title: info.Title, Remarks: info.Remarks}, err
	}, end, nil
}
