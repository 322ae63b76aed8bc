package pdf

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"image"
	"io/fs"
	"slices"
	"strings"
	"time"

	pdfiumerrors "github.com/klippa-app/go-pdfium/errors"

	"lectern/app/deck"
	"lectern/app/importer/options"
	"lectern/app/importer/raster"
	"lectern/app/importer/words"
)

// Document is an open PDF: it is described at once, and its pages are read and drawn
// one at a time, whenever somebody needs them. It is not safe for concurrent use.
//
// What is asked of it is not interrupted: see Engine.
type Document struct {
	engine  *Engine
	fsys    fs.FS
	file    *file
	path    string // the file's, with its folders
	name    string // fit for a sentence
	options options.Options

	besideName string           // of the file that pdfpc keeps beside it, or ""
	talks      map[string]*talk // by where the notes stand

	lookMost time.Duration

	sandbox *sandbox // or nil, until it is needed
	worn    bool     // a page was made in the sandbox

	choice  *choice    // of fonts that the file does not bring, or nil
	fonts   []fontFile // that were chosen
	settled bool       // no others are chosen any more

	codings map[deck.Page]raster.Encoding // that were found out
}

// Open opens a PDF that is a file of fsys. An error is for the person who chose it, or
// one of reading.
func (e *Engine) Open(ctx context.Context, fsys fs.FS, path string, o options.Options) (*Document, error) {
	f, err := openFile(fsys, path)
	if err != nil {
		return nil, err
	}
	d := &Document{
		engine: e, lookMost: lookMost, fsys: fsys, file: f, path: path, name: words.Base(path), options: o,
		besideName: findBeside(fsys, path), talks: map[string]*talk{}, codings: map[deck.Page]raster.Encoding{},
	}
	if err := d.open(ctx); err != nil {
		f.close()
		return nil, d.openError(ctx, err)
	}
	return d, nil
}

func (d *Document) open(ctx context.Context) error {
	end, err := d.file.ending()
	if err != nil {
		return err
	}
	if end == cut {
		return errCut
	}
	err = d.enter(ctx)
	if end == whole {
		return err
	}
	if errors.Is(err, pdfiumerrors.ErrFile) || errors.Is(err, pdfiumerrors.ErrFormat) {
		return errCut // there is nothing to repair it from
	} else if err != nil {
		return err
	}
	if all, err := d.everyPage(); err != nil || !all {
		d.leave(true)
		return cmp.Or(err, errCut)
	}
	return nil
}

// Close frees what the document holds.
func (d *Document) Close() error {
	d.leave(false)
	return d.file.close()
}

// enter sees to it that there is a sandbox.
func (d *Document) enter(ctx context.Context) (err error) {
	if d.sandbox == nil {
		d.worn = false
		d.sandbox, err = d.engine.enter(ctx, d.file, d.options.Password)
	}
	return err
}

// leave gives the sandbox back.
func (d *Document) leave(broken bool) {
	if d.sandbox != nil {
		d.sandbox.end(broken)
		d.sandbox = nil
	}
}

// maxReferences and fullMemory are how much a sandbox may have used when it is
// exchanged for a new one: PDFium keeps what it has read of a document, go-pdfium what
// it was asked for, and a sandbox gives no memory back.
const maxReferences = 50_000

func (e *Engine) fullMemory() int64 { return int64(e.memory.Limit / 3) }

// errMemory is of a page for which there was not enough memory.
var errMemory = errors.New("pdf: out of memory")

// within has something done in the sandbox. What fails, or lacks memory, where other
// pages left their remains has a second attempt in a new one. Short says that
// there was not enough memory even so: what was made may lack one of its pictures.
func (d *Document) within(ctx context.Context, do func(*sandbox) error) (short bool, err error) {
	for range maxFontRounds {
		if short, err = d.once(ctx, do); err != errFonts {
			return short, err
		}
	}
	d.settled = true
	return d.once(ctx, do)
}

func (d *Document) once(ctx context.Context, do func(*sandbox) error) (short bool, err error) {
	if err := d.enter(ctx); err != nil {
		return false, err
	}
	worn := d.worn
	short, err = d.attempt(do)
	if worn && err != errFonts && (err != nil || short) && d.file.failed() == nil && ctx.Err() == nil {
		d.leave(false)
		if err := d.enter(ctx); err != nil {
			return false, err
		}
		short, err = d.attempt(do)
	}
	if short && err != nil {
		err = errMemory
	}
	return short, err
}

func (d *Document) attempt(do func(*sandbox) error) (short bool, err error) {
	s := d.sandbox
	d.worn = true
	d.engine.fonts.set(d.fonts)
	err = do(s)
	short = s.memory.Refused()
	if err != nil {
		d.leave(true)
	} else if short || s.memory.Used() > d.engine.fullMemory() || s.references > maxReferences || s.spent {
		d.leave(false)
	}
	if met := d.file.failed(); met != nil { // of which PDFium says nothing
		err = met
	}
	return short, err
}

// lookWidth is how wide a page is drawn to see what is painted on it: small print
// leaves a trace.
const lookWidth = 960

// lookMost is how long it may take to find out what is painted on a page that was
// drawn: each part of it is a drawing more, and the page has its time as a whole.
const lookMost = 8 * time.Second

// Read reads what is painted on a page, and draws it in its smallest width.
func (d *Document) Read(ctx context.Context, page deck.Page) (c deck.PageContent, err error) {
	size, possible, err := d.size(ctx, page)
	if err != nil {
		return c, d.pageError(ctx, page.Number, err)
	}
	small := scaled(size, min(size.X, deck.SmallWidth))
	if !possible {
		c.Size, err = raster.Encode(blank(small), new(raster.Encoding))
		return c, err
	}
	f := frame{page.Number, page.Part, scaled(size, min(size.X, lookWidth))}
	var missing []string
	hasty := false
	short, err := d.within(ctx, func(s *sandbox) error {
		if missing, err = d.prepare(s, f); err != nil {
			return err
		}
		var drawn *image.RGBA
		err := s.draw(f, func(img *image.RGBA) (err error) {
			drawn = &image.RGBA{Pix: slices.Clone(img.Pix), Stride: img.Stride, Rect: img.Rect}
			c.Size, err = d.encode(page, smaller(img, small))
			return err
		})
		if err == nil {
			s.lookUntil, s.hasty = time.Now().Add(d.lookMost), false
			c.Text, c.Title, err = s.read(f, drawn)
			hasty = s.hasty
		}
		return err
	})
	if err == nil {
		err = d.readAside(ctx, page, &c)
	}
	if err != nil {
		return deck.PageContent{}, d.pageError(ctx, page.Number, err)
	}
	if len(missing) > 0 {
		c.Remarks = append(c.Remarks, fmt.Sprintf("letters of %s are not drawn, which is neither in the file nor on this computer.", words.OneLine(strings.Join(missing, ", "), words.MaxTitle)))
	}
	if hasty {
		c.Remarks = append(c.Remarks, "drawing takes long, and not all words could be told from those that are not to be seen.")
	}
	if short {
		c.Remarks = append(c.Remarks, fmt.Sprintf("more than %d MB of memory are needed, and a picture may be missing.", d.engine.memory.Limit>>20))
	}
	return c, nil
}

// prepare has a page as a reader would draw it. Missing are the fonts that are nowhere.
func (d *Document) prepare(s *sandbox, f frame) (missing []string, err error) {
	if err := s.dropComments(f.page); err != nil {
		return nil, err
	}
	if err := s.fill(f.page); err != nil {
		return nil, err
	}
	return d.provide(s, f)
}

// readAside reads what a page has beside what is painted on it: links, and notes. The
// page is none the worse where that is damaged.
func (d *Document) readAside(ctx context.Context, page deck.Page, c *deck.PageContent) error {
	t, err := d.talkOf(ctx, page)
	if err != nil {
		return err
	}
	_, err = d.within(ctx, func(s *sandbox) error {
		if err := s.dropComments(page.Number); err != nil {
			return err
		}
		links, inLinks, err := s.links(t, page, c.Text)
		if err != nil {
			return err
		}
		written, err := s.written(t, page)
		if err != nil {
			return err
		}
		c.Links, c.Notes = links, joined(written, s.comments[page.Number], inLinks)
		return nil
	})
	if met := d.file.failed(); met == nil && ctx.Err() == nil {
		return nil
	}
	return err
}

// What is a fault of whoever asks.
var (
	errNoPage = errors.New("pdf: there is no such page")
	errWidth  = errors.New("pdf: a width that the page is not drawn in")
)
