package exporter_test

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"log/slog"
	"testing"

	"lectern/app/drawing"
	"lectern/app/drawing/drawingtest"
	"lectern/app/exporter"
	"lectern/app/importer"
	"lectern/app/store/storetest"
)

func TestMain(m *testing.M) { storetest.Main(m) }

// TestTooWide: a page that turns out to be too much for a projector's width is exported
// less wide.
func TestTooWide(t *testing.T) {
	s, _ := storetest.Open(t)
	info, _ := drawingtest.AddPages(t, s, 1)
	p := drawingtest.New()
	p.Fail("draw 0 1920", fmt.Errorf("page 1: %w", importer.ErrPage))
	d := drawing.New(drawing.Config{Store: s, Log: slog.New(slog.DiscardHandler), Open: p.Open})
	ctx, cancel := context.WithCancel(t.Context())
	over := make(chan struct{})
	go func() { defer close(over); d.Run(ctx) }()
	t.Cleanup(func() { cancel(); <-over })
	f, err := exporter.New(s, d, nil).Open(t.Context(), info.ID, exporter.Options{Format: exporter.Zip})
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := f.Write(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	if got, err := fs.ReadFile(z, "01.png"); err != nil || string(got) != "page 0 at 960" {
		t.Errorf("%q, %v", got, err)
	}
}
