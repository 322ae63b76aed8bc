package app

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"lectern/app/fault"
	"lectern/app/importer/source"
	"lectern/app/library"
	"lectern/app/library/watch"
	"lectern/app/live"
)

// begin imports the files of the command line and makes the first one live, or
// shows the welcome deck to a newcomer. Its error is a start that has nothing
// to present.
func begin(ctx context.Context, c Config, lib *library.Library, hub *live.Hub, files *watch.Watch) error {
	if len(c.Files) == 0 {
		if !c.Welcome {
			return nil
		}
		if never, err := lib.NeverUsed(ctx); err != nil || !never {
			return err
		}
		id, err := lib.Welcome(ctx)
		if err != nil {
			return err
		}
		return lib.Present(ctx, id)
	}
	var errs []error
	presenting := false
	decks := source.Group(c.Files)
	if told := source.TellGroup(decks); told != "" {
		fmt.Fprintln(c.Out, told)
	}
	for i, paths := range decks {
		name := source.NameOf(paths)
		id, err := add(ctx, c, lib, hub, files, "start-"+strconv.Itoa(i), name, paths)
		if err == nil && !presenting {
			err = lib.Present(ctx, id)
			presenting = err == nil
		}
		if ctx.Err() != nil {
			return nil
		}
		if err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", name, err))
			fmt.Fprintf(c.Out, "%s: %s\n", name, fault.Sentence(err))
		}
	}
	if !presenting && !c.Window {
		return fault.Wrap(fault.NotADeck, errors.Join(errs...), "There is nothing to present")
	}
	return nil
}

// add imports one deck, and tells the terminal and the consoles how it goes.
func add(ctx context.Context, c Config, lib *library.Library, hub *live.Hub, files *watch.Watch, id, name string, paths []string) (int64, error) {
	show, end := c.Progress(name)
	defer end()
	report := live.Import{ID: id, Name: name}
	hub.Report(report) // from its first byte on
	info, from, err := lib.AddPaths(ctx, paths, c.Options, func(done, total int) {
		report.Done, report.Total = done, total
		hub.Report(report)
		show(done, total)
	})
	if err != nil {
		report.Error = fault.Sentence(err)
		hub.Report(report)
		return 0, err
	}
	report.Deck = info.ID
	hub.Report(report)
	end()
	for _, w := range info.Warnings {
		fmt.Fprintf(c.Out, "%s: %s\n", name, w)
	}
	if watch.Can(paths) {
		files.Follow(info.ID, paths, from, c.Options)
		fmt.Fprintf(c.Out, "Follows %s: what you save there is on the screens at once.\n", name)
	}
	return info.ID, nil
}
