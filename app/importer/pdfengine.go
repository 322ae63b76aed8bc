package importer

import (
	"context"
	"errors"
	"fmt"
	"image"
	"io"
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
	pdfMemoryPages = 16 * 768         // of 64 KiB: what one sandbox may use
	pdfOpenTime    = 60 * time.Second // to read a file's structure
	pdfPageTime    = 5 * time.Second  // to draw one page small, or to read it
	pdfLargeTime   = 60 * time.Second // to draw it large with care
	pdfImports     = 2                // at once; others wait
)

// pdfEngine is PDFium, compiled to WebAssembly: a hostile file finds no files,
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
type pdfEngine struct {
	careful  pdfium.Pool
	fast     pdfium.Pool   // nil if it could not be made; read after compiled
	compiled chan struct{} // closed when there is nothing more to wait for
	cache    wazero.CompilationCache
	turns    chan struct{}
	workers  int // of one import
}

// pdf returns the engine, and compiles it if this is the first PDF.
func (im *Importer) pdf() (*pdfEngine, error) {
	im.mu.Lock()
	defer im.mu.Unlock()
	if im.engine == nil {
		e, err := startPDF(im.cacheDir)
		if err != nil {
			return nil, fmt.Errorf("importer: start the PDF engine: %w", err)
		}
		im.engine = e
	}
	return im.engine, nil
}

func startPDF(cacheDir string) (*pdfEngine, error) {
	workers := min(runtime.GOMAXPROCS(0), 4)
	e := &pdfEngine{compiled: make(chan struct{}), turns: make(chan struct{}, pdfImports), workers: workers}
	if cacheDir != "" {
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

// pool compiles PDFium on so many cores.
func (e *pdfEngine) pool(stoppable bool, cores int) (pdfium.Pool, error) {
	config := wazero.NewRuntimeConfig().
		WithCoreFeatures(api.CoreFeaturesV2 | experimental.CoreFeaturesExceptionHandling).
		WithMemoryLimitPages(pdfMemoryPages).
		WithCloseOnContextDone(stoppable)
	if e.cache != nil {
		config = config.WithCompilationCache(e.cache)
	}
	return webassembly.Init(webassembly.Config{
		Context:       experimental.WithCompilationWorkers(context.Background(), cores),
		MaxTotal:      e.workers * pdfImports,
		FSConfig:      wazero.NewFSConfig(), // no files: the default is all of them
		RuntimeConfig: config,
		Stdout:        io.Discard,
		Stderr:        io.Discard,
	})
}

// close frees the compiled code. Nothing may run in it any more.
func (e *pdfEngine) close() error {
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
	engine        *pdfEngine
	data          []byte
	careful, fast *sandbox
}

func (e *pdfEngine) open(ctx context.Context, data []byte) (*document, error) {
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
	err = s.within(ctx, pdfOpenTime, func() error {
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

var errPDFTime = errors.New("importer: a page took too long")

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
	return errPDFTime
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
		return errors.New("importer: the page's picture is too small")
	}
	return use(&image.RGBA{Pix: buf.Buffer, Stride: 4 * width, Rect: image.Rect(0, 0, width, height)})
}
