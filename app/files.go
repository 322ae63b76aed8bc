package app

import (
	"context"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"lectern/app/deck"
	"lectern/app/fault"
	"lectern/app/importer"
	"lectern/app/live"
	"lectern/app/store"
)

//go:embed welcome.md
var welcomeDeck []byte

// cacheFolder is where compiled code is kept between starts; what is lost
// there is made again.
func cacheFolder(data string) string { return filepath.Join(data, "cache") }

// begin imports the files of the command line and makes the first one live, or
// shows the welcome deck to a newcomer. Its error is a start that has nothing
// to present.
func (l *library) begin(ctx context.Context, c Config, hub *live.Hub) error {
	if len(c.Files) == 0 {
		if !c.Welcome {
			return nil
		}
		if virgin, err := l.store.Virgin(ctx); err != nil || !virgin {
			return err
		}
		id, err := l.welcome(ctx)
		if err != nil {
			return err
		}
		return l.present(ctx, id)
	}
	var errs []error
	presenting := false
	for _, path := range c.Files {
		id, err := l.take(ctx, c, hub, path)
		if err == nil && !presenting {
			err = l.present(ctx, id)
			presenting = err == nil
		}
		if ctx.Err() != nil {
			return nil
		}
		if err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", path, err))
			fmt.Fprintf(c.Out, "%s: %s\n", path, Sentence(err))
		}
	}
	if !presenting && !c.Window {
		return fault.Wrap(fault.NotADeck, errors.Join(errs...), "There is nothing to present")
	}
	return nil
}

// take imports one file, unless the library has it already: who starts
// `lectern talk.pdf` every day means the same deck.
func (l *library) take(ctx context.Context, c Config, hub *live.Hub, path string) (int64, error) {
	files, missed, err := importer.ReadFiles(path)
	if err != nil {
		return 0, err
	}
	digest := digestOf(files)
	if info, ok, err := l.store.Made(ctx, digest); err != nil {
		return 0, err
	} else if ok {
		if !info.Live { // a live deck goes on where it was: the app was restarted in mid-talk
			first, shown := 1, deck.Shown
			if _, err := l.store.Change(ctx, info.Deck, store.Change{Slide: &first, Blank: &shown}); err != nil {
				return 0, err
			}
		}
		return info.Deck, nil
	}
	name := filepath.Base(path)
	line := newProgress(c, name)
	report := live.Import{ID: digest[:16], Name: name}
	info, err := l.add(ctx, files, missed, digest, func(done, total int) {
		report.Done, report.Total = done, total
		hub.Report(report)
		line.show(done, total)
	})
	line.end()
	if err != nil {
		report.Error = Sentence(err)
		hub.Report(report)
		return 0, err
	}
	report.Deck = info.Deck
	hub.Report(report)
	for _, w := range info.Warnings {
		fmt.Fprintf(c.Out, "%s: %s\n", name, w)
	}
	return info.Deck, nil
}

// add imports files as one deck. missed is what the files themselves lack.
func (l *library) add(ctx context.Context, files []importer.File, missed []string, digest string, progress func(done, total int)) (deck.Info, error) {
	draft, err := l.importer.Import(ctx, files, importer.Options{Progress: progress})
	if err != nil {
		return deck.Info{}, err
	}
	draft.Digest = digest
	draft.Warnings = append(missed, draft.Warnings...)
	return l.store.Add(ctx, draft)
}

// present makes a deck live. One that was live stays where it was.
func (l *library) present(ctx context.Context, id int64) error {
	yes := true
	_, err := l.store.Change(ctx, id, store.Change{Live: &yes})
	return err
}

// welcome adds the welcome deck, or finds it.
func (l *library) welcome(ctx context.Context) (int64, error) {
	files := []importer.File{{Name: "welcome.md", Data: welcomeDeck}}
	digest := digestOf(files)
	if info, ok, err := l.store.Made(ctx, digest); err != nil || ok {
		return info.Deck, err
	}
	info, err := l.add(ctx, files, nil, digest, func(int, int) {})
	return info.Deck, err
}

func digestOf(files []importer.File) string {
	sum := sha256.New()
	for _, f := range files {
		fmt.Fprintf(sum, "%s\x00%d\x00", f.Name, len(f.Data))
		sum.Write(f.Data)
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// Import adds the files to the library, whether a Lectern runs on it or not,
// and prints a line for each: id, slides, title. It goes on after a file that
// is no deck; its error says that there was one.
func Import(ctx context.Context, c Config) (err error) {
	add, closeLibrary, err := c.adder(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closeLibrary()) }()
	failed := 0
	for _, path := range c.Files {
		done, err := add(ctx, path)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			failed++
			fmt.Fprintf(c.Out, "%s: %s\n", path, Sentence(err))
			continue
		}
		for _, w := range done.Warnings {
			fmt.Fprintf(c.Out, "%s: %s\n", filepath.Base(path), w)
		}
		fmt.Printf("%d\t%d\t%s\n", done.ID, done.Slides, done.Title)
	}
	if failed > 0 {
		return fault.Errorf(fault.NotADeck, "%d of %d files were not imported", failed, len(c.Files))
	}
	return nil
}

// Added is a deck that was imported.
type Added struct {
	ID       int64    `json:"id"`
	Slides   int      `json:"slides"`
	Title    string   `json:"title"`
	Warnings []string `json:"warnings"`
}

// adder returns how to add a file: through the Lectern that runs, or into the
// database itself.
func (c Config) adder(ctx context.Context) (add func(context.Context, string) (Added, error), end func() error, err error) {
	var stops stack
	viaClient := func(info Info) func(context.Context, string) (Added, error) {
		client := Client{info}
		return func(ctx context.Context, path string) (Added, error) {
			line := newProgress(c, filepath.Base(path))
			defer line.end()
			return client.Import(ctx, path, line.show)
		}
	}
	dir, err := openFolder(ctx, c.Data)
	var running *Running
	if errors.As(err, &running) {
		return viaClient(running.Info), stops.run, nil
	}
	if err != nil {
		return nil, nil, err
	}
	stops.push(dir.close)
	lib, err := openLibrary(ctx, c, &stops)
	if err != nil {
		return nil, nil, errors.Join(err, stops.run())
	}
	return func(ctx context.Context, path string) (Added, error) {
		files, missed, err := importer.ReadFiles(path)
		if err != nil {
			return Added{}, err
		}
		line := newProgress(c, filepath.Base(path))
		defer line.end()
		info, err := lib.add(ctx, files, missed, digestOf(files), line.show)
		return Added{info.Deck, info.Slides, info.Title, info.Warnings}, err
	}, stops.run, nil
}

// Sentence is what a person is told of an error.
func Sentence(err error) string {
	var known *fault.Error
	if errors.As(err, &known) {
		return known.Message
	}
	if errors.Is(err, os.ErrNotExist) {
		return "There is no such file"
	}
	return err.Error()
}
