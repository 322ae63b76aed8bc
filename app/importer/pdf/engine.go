package pdf

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"sync"

	"github.com/klippa-app/go-pdfium"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"

	"lectern/app/importer/fonts"
	"lectern/app/importer/linear"
)

// Engine is PDFium, compiled to WebAssembly: a hostile file finds no files, no
// network and no memory but its own there. Each import has sandboxes of its own,
// which are thrown away after it. It is safe for concurrent use.
//
// It is machine code that nothing interrupts, not even Go's collector: whoever
// must be able to end an import runs it in a process that can be killed.
type Engine struct {
	pool  pdfium.Pool
	cache wazero.CompilationCache

	making sync.Mutex // of a sandbox
	memory *linear.Allocator
	fonts  *fontFolder
	found  *Fonts // nil until somebody asks for them

	// Fonts are the computer's. It is asked for them when a file needs one; nil for none.
	Fonts func() (*Fonts, error)
}

// What sandboxes may use. A page drawn for a 4K screen needs 32 MB for itself, and that
// again for each group of transparency within another; a photo as the file has it, and
// what it is made smaller with, a hundred.
const (
	memoryLimit = 192 << 20 // of one
	memoryTotal = 256 << 20 // of all
)

// allFonts are the computer's fonts. They are asked for once.
func (e *Engine) allFonts() (*Fonts, error) {
	e.making.Lock()
	defer e.making.Unlock()
	if e.found == nil {
		e.found = &Fonts{Set: &fonts.Set{}}
		if e.Fonts != nil {
			all, err := e.Fonts()
			if err != nil {
				return nil, err
			}
			e.found = all
		}
	}
	return e.found, nil
}

// Compile compiles the engine into cacheDir, so that Open finds it there. It uses
// all processors, for some seconds. What is there already costs next to nothing.
func Compile(ctx context.Context, cacheDir string) error {
	removeLeftovers(cacheDir)
	e, err := open(ctx, cacheDir, memoryLimit, memoryTotal)
	if err != nil {
		return err
	}
	return errors.Join(e.Close(), writeReceipt(cacheDir))
}

// Open loads the engine from cacheDir, or compiles it where it is not there. With
// an empty cacheDir it is compiled anew each time.
func Open(cacheDir string) (*Engine, error) {
	return open(context.Background(), cacheDir, memoryLimit, memoryTotal)
}

func open(ctx context.Context, cacheDir string, limit uint64, all int64) (*Engine, error) {
	e := &Engine{memory: &linear.Allocator{Limit: limit, All: all}, fonts: &fontFolder{}}
	config := wazero.NewRuntimeConfig().
		WithCoreFeatures(api.CoreFeaturesV2 | experimental.CoreFeaturesExceptionHandling)
	if cacheDir != "" {
		// A folder that cannot be written costs seconds, not the import.
		if c, err := wazero.NewCompilationCacheWithDir(cacheDir); err == nil {
			e.cache = c
			config = config.WithCompilationCache(c)
		}
	}
	ctx = experimental.WithMemoryAllocator(ctx, e.memory)
	ctx = experimental.WithCompilationWorkers(ctx, runtime.GOMAXPROCS(0))
	var err error
	e.pool, err = webassembly.Init(webassembly.Config{
		Context:  ctx,
		MaxTotal: maxSandboxes,
		// No files but the fonts that it is given: the default is all of them.
		FSConfig:      wazero.NewFSConfig().WithFSMount(e.fonts, "/"),
		RuntimeConfig: config,
		Stdout:        io.Discard,
		Stderr:        io.Discard,
	})
	if err != nil {
		return nil, errors.Join(fmt.Errorf("pdf: start the engine: %w", err), e.Close())
	}
	return e, nil
}

// Close frees the compiled code. Nothing may run in it any more.
func (e *Engine) Close() error {
	var errs []error
	if e.pool != nil {
		errs = append(errs, e.pool.Close())
	}
	if e.cache != nil {
		errs = append(errs, e.cache.Close(context.Background()))
	}
	return errors.Join(errs...)
}
