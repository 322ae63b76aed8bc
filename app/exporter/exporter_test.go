package exporter_test

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"log/slog"
	"strings"
	"testing"

	"lectern/app/drawing"
	"lectern/app/drawing/drawingtest"
	"lectern/app/exporter"
	"lectern/app/importer"
	"lectern/app/store"
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
	d := draws(t, s, p)
	f, err := exporter.New(s, d, nil).Open(t.Context(), info.ID, exporter.Options{Format: exporter.Zip})
	if err != nil {
		t.Fatal(err)
	}
	if got, err := fs.ReadFile(unzipped(t, f), "01.png"); err != nil || string(got) != "page 0 at 960" {
		t.Errorf("%q, %v", got, err)
	}
}

// draws starts what draws the pages of p.
func draws(t *testing.T, s *store.Store, p *drawingtest.Press) *drawing.Drawing {
	t.Helper()
	d := drawing.New(drawing.Config{Store: s, Log: slog.New(slog.DiscardHandler), Open: p.Open})
	ctx, cancel := context.WithCancel(t.Context())
	over := make(chan struct{})
	go func() { defer close(over); d.Run(ctx) }()
	t.Cleanup(func() { cancel(); <-over })
	return d
}

// unzipped is what an export writes.
func unzipped(t *testing.T, f *exporter.File) *zip.Reader {
	t.Helper()
	var b bytes.Buffer
	if err := f.Write(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	return z
}

// TestHidden: what → passes by is in an export only if that is asked for, and in a .lectern
// file always; of a PDF the file as it came would hold it.
func TestHidden(t *testing.T) {
	s, _ := storetest.Open(t)
	info, _ := drawingtest.AddPages(t, s, 3)
	hide := func(numbers ...int) {
		t.Helper()
		for _, n := range numbers {
			if _, err := s.SetAside(t.Context(), info.ID, n, store.Aside{Hidden: new(true)}); err != nil {
				t.Fatal(err)
			}
		}
	}
	p := drawingtest.New()
	d := draws(t, s, p)
	x := exporter.New(s, d, nil)
	names := func(o exporter.Options) string {
		t.Helper()
		f, err := x.Open(t.Context(), info.ID, o)
		if err != nil {
			return err.Error()
		}
		var all []string
		for _, f := range unzipped(t, f).File {
			all = append(all, f.Name)
		}
		return strings.Join(all, " ")
	}
	hide(3)
	if got := names(exporter.Options{Format: exporter.Zip}); got != "01.png 02.png" {
		t.Error(got)
	}
	if got := names(exporter.Options{Format: exporter.Zip, Hidden: true}); got != "01.png 02.png 03.png" {
		t.Error(got)
	}
	hide(1, 2)
	if got := names(exporter.Options{Format: exporter.Zip}); !strings.HasPrefix(got, "All slides of") {
		t.Error(got)
	}
}
