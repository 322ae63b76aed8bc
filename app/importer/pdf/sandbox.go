package pdf

import (
	"context"
	"errors"
	"image"
	"io"
	"sync"
	"time"

	"github.com/klippa-app/go-pdfium"
	"github.com/klippa-app/go-pdfium/enums"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"

	"lectern/app/deck"
	"lectern/app/importer/linear"
)

// maxSandboxes is for several imports at once; one that needs more waits.
const maxSandboxes = 64

// sandbox is one file, open in one instance of the engine.
type sandbox struct {
	inst   pdfium.Pdfium
	doc    references.FPDF_DOCUMENT
	memory *linear.Memory
	once   sync.Once

	comments   map[int]string // that were dropped, by page
	references int            // to parts of pages that go-pdfium keeps until the end
	spent      bool           // a page is not as the file has it any more
	lookUntil  time.Time      // that may be found out which letters can be seen
	hasty      bool           // it was not, for some
	looked     int            // how often the folder of fonts had been looked into when it began
}

// enter opens a file in a new sandbox.
func (e *Engine) enter(ctx context.Context, f *file, password string) (*sandbox, error) {
	s, err := e.sandbox(ctx)
	if err != nil {
		return nil, err
	}
	open := &requests.OpenDocument{FileReader: io.NewSectionReader(f, 0, f.size), FileReaderSize: f.size}
	if password != "" {
		open.Password = &password
	}
	d, err := s.inst.OpenDocument(open)
	if err != nil {
		s.end(true)
		if met := f.failed(); met != nil {
			return nil, met
		}
		return nil, err
	}
	s.doc, s.looked = d.Document, e.fonts.looked()
	return s, nil
}

func (e *Engine) sandbox(ctx context.Context) (*sandbox, error) {
	e.making.Lock()
	defer e.making.Unlock()
	inst, err := e.pool.GetInstanceWithContext(ctx)
	if err != nil {
		return nil, err
	}
	return &sandbox{inst: inst, memory: e.memory.Last}, nil
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

func (s *sandbox) page(i int) requests.Page {
	return requests.Page{ByIndex: &requests.PageByIndex{Document: s.doc, Index: i}}
}

// frame is what is drawn: a part of a page, in a size.
type frame struct {
	page int // from 0
	part deck.Part
	size image.Point // in pixels
}

// whole is where the whole page is, of which the drawing has a part.
func (f frame) whole() image.Rectangle {
	r := image.Rectangle{Max: f.size}
	switch f.part {
	case deck.LeftHalf:
		r.Max.X += f.size.X
	case deck.RightHalf:
		r.Min.X -= f.size.X
	case deck.TopHalf:
		r.Max.Y += f.size.Y
	case deck.BottomHalf:
		r.Min.Y -= f.size.Y
	}
	return r
}

// draw renders a page on white and hands it to use. The pixels are the
// sandbox's own and gone afterwards.
//
// go-pdfium's RenderPageInPixels would put a page with transparency on a clear
// ground, where a slide made for white paper cannot be read.
func (s *sandbox) draw(f frame, use func(*image.RGBA) error) error {
	width, height, whole := f.size.X, f.size.Y, f.whole()
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
		Bitmap: b.Bitmap, Page: s.page(f.page),
		StartX: whole.Min.X, StartY: whole.Min.Y, SizeX: whole.Dx(), SizeY: whole.Dy(),
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
