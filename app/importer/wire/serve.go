package wire

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"lectern/app/deck"
	"lectern/app/importer/fonts"
	"lectern/app/importer/options"
	"lectern/app/importer/source"
)

// Files is what the parent lets a child read.
type Files struct {
	fsys fs.FS
	list []entry
	also *fonts.Set // whose files come after the others, or nil
	open []*opened  // those used last, of maxOpen at the most
	buf  []byte
	err  error // the first that reading met

	// Undrawn is why no talk can be drawn, a clause; "" where it can.
	Undrawn string
	// Known are the pictures that need not be made again.
	Known []deck.KnownPicture
}

const maxOpen = 16

// NewFiles lists a tree.
func NewFiles(ctx context.Context, fsys fs.FS) (*Files, error) {
	f := &Files{fsys: fsys}
	err := source.Walk(ctx, fsys, func(name string, size int64) error {
		f.list = append(f.list, entry{name, size})
		return nil
	})
	return f, err
}

// FS is the tree.
func (f *Files) FS() fs.FS { return f.fsys }

// Names are the names of all files.
func (f *Files) Names() []string {
	names := make([]string, len(f.list))
	for i, e := range f.list {
		names[i] = e.Name
	}
	return names
}

// Sizes are the sizes of all files, in bytes.
func (f *Files) Sizes() []int64 {
	sizes := make([]int64, len(f.list))
	for i, e := range f.list {
		sizes[i] = e.Size
	}
	return sizes
}

// Err is the first error that reading met, or nil.
func (f *Files) Err() error { return f.err }

// SendJob writes what a child is to do.
func SendJob(w io.Writer, j Job) error {
	b, err := encode(j)
	if err != nil {
		return err
	}
	return writeFrame(w, kindJob, b)
}

// Task answers a TaskAsked: draw is the PDF whose pages are to be drawn, or "" for a
// deck of the files, and keep the pages with which it is to be given, if it is.
func (f *Files) Task(w io.Writer, draw string, keep []int, o options.Options) error {
	b, err := encode(task{f.list, draw, keep, o, f.Undrawn, f.Known})
	if err != nil {
		return err
	}
	return writeFrame(w, kindFiles, b)
}

// SendPage answers a NextAsked.
func SendPage(w io.Writer, a Ask) error {
	b, err := encode(a)
	if err != nil {
		return err
	}
	return writeFrame(w, kindPage, b)
}

// Fonts answers a FontsAsked.
func (f *Files) Fonts(w io.Writer, set *fonts.Set) error {
	b, err := encode(set)
	if err != nil {
		return err
	}
	f.also = set
	return writeFrame(w, kindFonts, b)
}

// Answer answers a ReadAsked. What reading meets goes to the child, who may do
// without the file.
func (f *Files) Answer(ctx context.Context, w io.Writer, a ReadAsked) error {
	data, err := f.read(ctx, a)
	if err != nil {
		if f.err == nil && a.File < len(f.list) {
			f.err = err
		}
		return writeFrame(w, kindFault, []byte(shorten(err.Error(), 4<<10)))
	}
	return writeFrame(w, kindData, data)
}

// Close closes what is open.
func (f *Files) Close() error {
	var errs []error
	for _, o := range f.open {
		errs = append(errs, o.f.Close())
	}
	f.open = nil
	return errors.Join(errs...)
}

type opened struct {
	file int
	f    fs.File
	at   io.ReaderAt // nil where it can only be read from its beginning
	pos  int64
}

// forward reads what begins at a place, past all that is before it: that may be
// much, and whoever waits for it may be gone.
func (o *opened) forward(ctx context.Context, at int64, buf []byte) (int, error) {
	for o.pos < at {
		if err := ctx.Err(); err != nil {
			return 0, err
		}
		n, err := io.CopyN(io.Discard, o.f, min(at-o.pos, MaxRead))
		o.pos += n
		if err != nil {
			return 0, err
		}
	}
	n, err := io.ReadFull(o.f, buf)
	o.pos += int64(n)
	return n, err
}

// read returns at least a byte, unless the file has none there. It is good until
// the next call.
func (f *Files) read(ctx context.Context, a ReadAsked) ([]byte, error) {
	if f.buf == nil {
		f.buf = make([]byte, MaxRead)
	}
	o, err := f.opened(a)
	if err != nil {
		return nil, err
	}
	buf, n := f.buf[:a.N], 0
	if o.at != nil {
		if n, err = o.at.ReadAt(buf, a.At); errors.Is(err, errors.ErrUnsupported) {
			o.at = nil
		}
	}
	if o.at == nil {
		n, err = o.forward(ctx, a.At, buf)
	}
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		err = nil
	}
	if err != nil {
		return nil, fmt.Errorf("read %q: %w", f.name(a.File), err)
	}
	return buf[:n], nil
}

// opened is the file, open and able to get to where it is asked for.
func (f *Files) opened(a ReadAsked) (*opened, error) {
	for i, o := range f.open {
		if o.file != a.File {
			continue
		}
		f.open = append(f.open[:i], f.open[i+1:]...)
		if o.at != nil || o.pos <= a.At {
			f.open = append(f.open, o)
			return o, nil
		}
		o.f.Close()
		break
	}
	if len(f.open) == maxOpen {
		f.open[0].f.Close()
		f.open = f.open[1:]
	}
	file, err := f.file(a.File)
	if err != nil {
		return nil, err
	}
	o := &opened{file: a.File, f: file}
	o.at, _ = file.(io.ReaderAt)
	f.open = append(f.open, o)
	return o, nil
}

func (f *Files) file(i int) (fs.File, error) {
	if i < len(f.list) {
		return f.fsys.Open(f.list[i].Name)
	}
	return os.Open(f.name(i))
}

func (f *Files) name(i int) string {
	if i < len(f.list) {
		return f.list[i].Name
	}
	return f.also.Files[i-len(f.list)].Path
}
