package drawing_test

import (
	"context"
	"io/fs"
	"log/slog"
	"testing"

	"lectern/app/deck"
	"lectern/app/drawing"
	"lectern/app/drawing/drawingtest"
	"lectern/app/fault"
	"lectern/app/importer/options"
	"lectern/app/store"
	"lectern/app/store/storetest"
)

// filePages draws what the file says.
type filePages struct {
	drawing.Pages
	files fs.FS
}

func (f filePages) Draw(_ context.Context, page deck.Page, width int) (deck.PictureSize, error) {
	data, err := fs.ReadFile(f.files, page.File)
	return deck.PictureSize{Width: width, Height: width * 9 / 16, Type: "image/png", Data: data}, err
}

// TestReplaced: a deck that has another file by the same name is drawn from that one.
func TestReplaced(t *testing.T) {
	s, _ := storetest.Open(t)
	old, before := drawingtest.AddFile(t, s, "the old file", 1)
	changed, after := drawingtest.AddFile(t, s, "the new file", 1)
	p := drawingtest.New()
	d := drawing.New(drawing.Config{Store: s, Log: slog.New(slog.DiscardHandler), Open: func(ctx context.Context, files fs.FS, name string, o options.Options) drawing.Pages {
		return filePages{p.Open(ctx, files, name, o), files}
	}})
	for _, hash := range append(before, after...) { // what is read already is asked of no child
		if _, err := s.KeepReading(t.Context(), hash, deck.PageContent{}, true); err != nil {
			t.Fatal(err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	over := make(chan struct{})
	go func() { defer close(over); d.Run(ctx) }()
	t.Cleanup(func() { cancel(); <-over })
	draw := func(hash, want string) {
		if z, err := d.Draw(t.Context(), hash, 960, drawing.Now); err != nil || string(z.Data) != want {
			t.Errorf("drawn from %q, %v; want %q", z.Data, err, want)
		}
	}
	draw(before[0], "the old file")
	if _, err := s.Replace(t.Context(), old.ID, changed.ID, store.Replacing{}); err != nil {
		t.Fatal(err)
	}
	draw(after[0], "the new file")
}

// TestOpenedAnew: a file that could not be opened, since the database was away, is
// opened again.
func TestOpenedAnew(t *testing.T) {
	s, _ := storetest.Open(t)
	_, hashes := drawingtest.AddPages(t, s, 1)
	if _, err := s.KeepReading(t.Context(), hashes[0], deck.PageContent{}, true); err != nil {
		t.Fatal(err)
	}
	away := drawingtest.New()
	away.Fail("draw 0 960", fault.Errorf(fault.Unavailable, "The database is away"))
	presses := make(chan *drawingtest.Press, 2)
	presses <- away
	presses <- drawingtest.New()
	d := drawing.New(drawing.Config{Store: s, Log: slog.New(slog.DiscardHandler), Open: func(ctx context.Context, files fs.FS, name string, o options.Options) drawing.Pages {
		return (<-presses).Open(ctx, files, name, o)
	}})
	ctx, cancel := context.WithCancel(t.Context())
	over := make(chan struct{})
	go func() { defer close(over); d.Run(ctx) }()
	t.Cleanup(func() { cancel(); <-over })
	if _, err := d.Draw(t.Context(), hashes[0], 960, drawing.Asked); fault.CodeOf(err) != fault.Unavailable {
		t.Errorf("at first: %v", err)
	}
	if _, err := d.Draw(t.Context(), hashes[0], 960, drawing.Asked); err != nil {
		t.Errorf("then: %v", err)
	}
}
