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
	pdfPageTime    = 30 * time.Second // to draw one page in all sizes
	pdfImports     = 2                // at once; others wait
)

// pdfEngine is PDFium, compiled to WebAssembly: a hostile file finds no files,
// no network and no memory but its own there. Each import has sandboxes of its
// own, which are thrown away after it.
type pdfEngine struct {
	pool    pdfium.Pool
	cache   wazero.CompilationCache
	turns   chan struct{}
	workers int // of one import
}

// pdf returns the engine, and compiles it if this is the first PDF.
func (im *Importer) pdf() (*pdfEngine, error) {
	im.mu.Lock()
	defer im.mu.Unlock()
	if im.closed {
		return nil, errors.New("importer: closed")
	}
	if im.engine == nil {
		e, err := startPDF(im.cacheDir)
		if err != nil {
			return nil, fmt.Errorf("importer: start the PDF engine: %w", err)
		}
		im.engine = e
	}
	return im.engine, nil
}

// Close ends the PDF engine. Imports that run fail.
func (im *Importer) Close() error {
	im.mu.Lock()
	defer im.mu.Unlock()
	im.closed = true
	if im.engine == nil {
		return nil
	}
	err := im.engine.pool.Close()
	if im.engine.cache != nil {
		err = errors.Join(err, im.engine.cache.Close(context.Background()))
	}
	im.engine = nil
	return err
}

func startPDF(cacheDir string) (*pdfEngine, error) {
	e := &pdfEngine{turns: make(chan struct{}, pdfImports), workers: min(max(runtime.GOMAXPROCS(0), 1), 4)}
	config := wazero.NewRuntimeConfig().
		WithCoreFeatures(api.CoreFeaturesV2 | experimental.CoreFeaturesExceptionHandling).
		WithMemoryLimitPages(pdfMemoryPages).
		WithCloseOnContextDone(true) // so that a page that never ends can be ended
	if cacheDir != "" {
		// A folder that cannot be written costs seconds, not the import.
		if c, err := wazero.NewCompilationCacheWithDir(cacheDir); err == nil {
			e.cache = c
			config = config.WithCompilationCache(c)
		}
	}
	most := e.workers * pdfImports
	var err error
	e.pool, err = webassembly.Init(webassembly.Config{
		MaxIdle:       0,
		MaxTotal:      most,
		FSConfig:      wazero.NewFSConfig(), // no files: the default is all of them
		RuntimeConfig: config,
		Stdout:        io.Discard,
		Stderr:        io.Discard,
	})
	if err != nil && e.cache != nil {
		err = errors.Join(err, e.cache.Close(context.Background()))
	}
	return e, err
}

// sandbox is one file, open in one instance of the engine.
type sandbox struct {
	inst pdfium.Pdfium
	doc  references.FPDF_DOCUMENT
	once sync.Once
}

// open opens a file in a sandbox of its own.
func (e *pdfEngine) open(ctx context.Context, data []byte) (*sandbox, error) {
	inst, err := e.pool.GetInstanceWithContext(ctx)
	if err != nil {
		return nil, err
	}
	s := &sandbox{inst: inst}
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

// within runs f and ends the sandbox when ctx is cancelled or the time is up.
func (s *sandbox) within(ctx context.Context, most time.Duration, f func() error) error {
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
