package library_test

import (
	"context"
	"io/fs"
	"log/slog"
	"testing"

	"lectern/app/drawing"
	"lectern/app/importer"
	"lectern/app/importer/options"
	"lectern/app/store"
)

// draw runs a Drawing until the test ends.
func draw(t *testing.T, s *store.Store, i *importer.Importer) *drawing.Drawing {
	t.Helper()
	d := drawing.New(drawing.Config{Store: s, Log: slog.New(slog.DiscardHandler),
		Open: func(ctx context.Context, files fs.FS, name string, o options.Options) drawing.Pages {
			return i.Pages(ctx, files, name, o)
		}})
	ctx, cancel := context.WithCancel(context.Background())
	over := make(chan struct{})
	go func() { defer close(over); d.Run(ctx) }()
	t.Cleanup(func() { cancel(); <-over })
	return d
}
