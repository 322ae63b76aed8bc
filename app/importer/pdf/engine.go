package pdf

import (
	"context"
	"errors"
	"fmt"
	"image"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"time"

	"github.com/klippa-app/go-pdfium"
	"github.com/klippa-app/go-pdfium/enums"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"
)

const (
	memoryPages = 16 * 768         // of 64 KiB: what one sandbox may use
	openTime    = 60 * time.Second // to read a file's structure
	pageTime    = 5 * time.Second  // to draw one page small, or to read it
	largeTime   = 60 * time.Second // to draw it large with care
)

// engine is PDFium, compiled to WebAssembly: a hostile file finds no files,
// no network and no memory but its own there. Each import has sandboxes of its
// own, which are thrown away after it.
//
// The engine is compiled twice. In the careful one, code that runs for ever
// can be stopped; the checks which that needs make it 3.5 times slower. So a
// page is read and drawn small there first, within a time limit. That it ended
// at 960 pixels bounds the time that the fast one, which cannot be stopped,
// will need for the same page at 3,840.
//
// At the first PDF of all, the careful one begins to draw while the fast one
// is still being compiled. From then on both come from the cache, at once.
type engine struct {
	careful  pdfium.Pool
	fast     pdfium.Pool   // nil if it could not be made; read after compiled
	compiled chan struct{} // closed when there is nothing more to wait for
	cache    wazero.CompilationCache
	workers  int // of one import
	imports  int // at once
}

// Engine imports PDFs. It is safe for concurrent use.
type Engine struct {
	cacheDir string
	imports  int // at once

	mu      sync.Mutex
	started *engine // when the first PDF comes
}

// New returns an Engine for so many imports at once, which keeps its compiled code
// in cacheDir. With an empty cacheDir it is compiled anew each time.
func New(cacheDir string, imports int) *Engine {
	return &Engine{cacheDir: cacheDir, imports: imports}
}

// start returns the engine, and compiles it if this is the first PDF.
func (e *Engine) start() (*engine, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.started == nil {
		started, err := compile(e.cacheDir, e.imports)
		if err != nil {
			return nil, fmt.Errorf("pdf: start the engine: %w", err)
		}
		e.started = started
	}
	return e.started, nil
}

// Close frees the compiled code. Nothing may run in it any more. While the fast
// code is still being compiled, which cannot be interrupted, it leaves all to the
// end of the process.
func (e *Engine) Close() error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.started == nil {
		return nil
	}
	select {
	case <-e.started.compiled:
	default:
		return nil
	}
	defer func() { e.started = nil }()
	return e.started.close()
}

func compile(cacheDir string, imports int) (*engine, error) {
	workers := min(runtime.GOMAXPROCS(0), 4)
	e := &engine{compiled: make(chan struct{}), workers: workers, imports: imports}
	if cacheDir != "" {
		removeLeftovers(cacheDir)
		// A folder that cannot be written costs seconds, not the import.
		if c, err := wazero.NewCompilationCacheWithDir(cacheDir); err == nil {
			e.cache = c
		}
	}
	var err error
	if e.careful, err = e.pool(true, workers); err != nil {
		close(e.compiled)
		return nil, errors.Join(err, e.close())
	}
	go func() {
		defer close(e.compiled)
		if p, err := e.pool(false, 1); err == nil {
			e.fast = p
		}
	}()
	return e, nil
}

// leftoverAge is far more than the compiler needs.
const leftoverAge = time.Hour

// removeLeftovers removes what processes left in the cache that ended while they
// compiled: wazero writes a file beside the one it will be, and renames it.
func removeLeftovers(cacheDir string) {
	names, _ := filepath.Glob(filepath.Join(cacheDir, "*", "*.tmp"))
	for _, name := range names {
		if st, err := os.Stat(name); err == nil && time.Since(st.ModTime()) > leftoverAge {
			os.Remove(name) // another time, if not now
		}
	}
}

// pool compiles PDFium on so many cores.
func (e *engine) pool(stoppable bool, cores int) (pdfium.Pool, error) {
	config := wazero.NewRuntimeConfig().
		WithCoreFeatures(api.CoreFeaturesV2 | experimental.CoreFeaturesExceptionHandling).
		WithMemoryLimitPages(memoryPages).
		WithCloseOnContextDone(stoppable)
	if e.cache != nil {
		config = config.WithCompilationCache(e.cache)
	}
	return webassembly.Init(webassembly.Config{
		Context:       experimental.WithCompilationWorkers(context.Background(), cores),
		MaxTotal:      e.workers * e.imports,
		FSConfig:      wazero.NewFSConfig(), // no files: the default is all of them
		RuntimeConfig: config,
		Stdout:        io.Discard,
		Stderr:        io.Discard,
	})
}

// close frees the compiled code.
func (e *engine) close() error {
	<-e.compiled
	var errs []error
	for _, p := range []pdfium.Pool{e.careful, e.fast} {
		if p != nil {
			errs = append(errs, p.Close())
		}
	}
	if e.cache != nil {
		errs = append(errs, e.cache.Close(context.Background()))
	}
	return errors.Join(errs...)
}

// document is one file, open in the careful engine and, once that is there,
// in the fast one.
type document struct {
	engine        *engine
	data          []byte
	careful, fast *sandbox
}

func (e *engine) open(ctx context.Context, data []byte) (*document, error) {
	s, err := openSandbox(ctx, e.careful, true, data)
	if err != nil {
		return nil, err
	}
	return &document{engine: e, data: data, careful: s}, nil
}

// fastest is the fastest sandbox there is, for a page that has been drawn with
// care.
func (d *document) fastest(ctx context.Context) *sandbox {
	if d.fast != nil {
		return d.fast
	}
	select {
	case <-d.engine.compiled:
	default:
		return d.careful
	}
	if d.engine.fast == nil {
		return d.careful
	}
	s, err := openSandbox(ctx, d.engine.fast, false, d.data)
	if err != nil {
		return d.careful
	}
	d.fast = s
	return s
}

func (d *document) end(broken bool) {
	d.careful.end(broken)
	if d.fast != nil {
		d.fast.end(broken)
	}
}

// sandbox is one file, open in one instance of an engine.
type sandbox struct {
	inst      pdfium.Pdfium
	doc       references.FPDF_DOCUMENT
	stoppable bool
	once      sync.Once
}

func openSandbox(ctx context.Context, pool pdfium.Pool, stoppable bool, data []byte) (*sandbox, error) {
	inst, err := pool.GetInstanceWithContext(ctx)
	if err != nil {
		return nil, err
	}
	s := &sandbox{inst: inst, stoppable: stoppable}
	err = s.within(ctx, openTime, func() error {
		d, err := inst.OpenDocument(&requests.OpenDocument{File: &data})
		if err == nil {
			s.doc = d.Document
		}
		return err
	})
	if err != nil {
		s.end(true)
		return nil, err
	}
	return s, nil
}

// end gives the sandbox back. One in which something went wrong is not asked
// to clean up behind itself.
func (s *sandbox) end(broken bool) {
	s.once.Do(func() {
		if broken {
			s.inst.Kill()
		} else {
			s.inst.Close()
		}
	})
}

var errTime = errors.New("pdf: a page took too long")

// within runs f. If the sandbox can be stopped, it is when ctx is cancelled or
// the time is up.
func (s *sandbox) within(ctx context.Context, most time.Duration, f func() error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if !s.stoppable {
		return f()
	}
	timed, cancel := context.WithTimeout(ctx, most)
	defer cancel()
	stop := context.AfterFunc(timed, func() { s.end(true) })
	err := f()
	if stop() {
		return err
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return errTime
}

func (s *sandbox) page(i int) requests.Page {
	return requests.Page{ByIndex: &requests.PageByIndex{Document: s.doc, Index: i}}
}

// draw renders a page on white and hands it to use. The pixels are the
// sandbox's own and gone afterwards.
//
// go-pdfium's RenderPageInPixels would put a page with transparency on a clear
// ground, where a slide made for white paper cannot be read.
func (s *sandbox) draw(i, width, height int, use func(*image.RGBA) error) error {
	b, err := s.inst.FPDFBitmap_Create(&requests.FPDFBitmap_Create{Width: width, Height: height, Alpha: 1})
	if err != nil {
		return err
	}
	defer s.inst.FPDFBitmap_Destroy(&requests.FPDFBitmap_Destroy{Bitmap: b.Bitmap})
	_, err = s.inst.FPDFBitmap_FillRect(&requests.FPDFBitmap_FillRect{Bitmap: b.Bitmap, Width: width, Height: height, Color: 0xffffffff})
	if err != nil {
		return err
	}
	_, err = s.inst.FPDF_RenderPageBitmap(&requests.FPDF_RenderPageBitmap{
		Bitmap: b.Bitmap, Page: s.page(i), SizeX: width, SizeY: height,
		Flags: enums.FPDF_RENDER_FLAG_ANNOT | enums.FPDF_RENDER_FLAG_REVERSE_BYTE_ORDER,
	})
	if err != nil {
		return err
	}
	buf, err := s.inst.FPDFBitmap_GetBuffer(&requests.FPDFBitmap_GetBuffer{Bitmap: b.Bitmap})
	if err != nil {
		return err
	}
	if len(buf.Buffer) < 4*width*height {
		return errors.New("pdf: the page's picture is too small")
	}
	return use(&image.RGBA{Pix: buf.Buffer, Stride: 4 * width, Rect: image.Rect(0, 0, width, height)})
}
