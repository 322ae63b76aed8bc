package importer

import (
	"context"
	"io/fs"
	"sync"

	"lectern/app/deck"
	"lectern/app/importer/pdf"
)

// engine is the PDF engine, which is opened when the first PDF comes.
type engine struct {
	cacheDir string

	mu     sync.Mutex
	opened *pdf.Engine
}

// Import implements convert.PDF.
func (e *engine) Import(ctx context.Context, fsys fs.FS, file string, to deck.Sink) error {
	e.mu.Lock()
	var err error
	if e.opened == nil {
		e.opened, err = pdf.Open(e.cacheDir)
	}
	opened := e.opened
	e.mu.Unlock()
	if err != nil {
		return err
	}
	return opened.Import(ctx, fsys, file, to)
}

func (e *engine) close() error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.opened == nil {
		return nil
	}
	return e.opened.Close()
}
