package pdf

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"sync"

	"lectern/app/fault"
	"lectern/app/importer/words"
)

const (
	maxFile   = 400 << 20
	blockSize = 64 << 10
	maxBlocks = 64
)

// MaxHeld is how many bytes of memory a file may take that can only be read from its
// beginning, such as one in a zip.
const MaxHeld = 128 << 20

// file is a PDF that is read where it is needed: from its end, and then here and
// there. PDFium asks for a few bytes at a time, so the blocks that were read last
// are kept.
type file struct {
	size int64
	f    fs.File
	at   io.ReaderAt
	held int64 // bytes of it in memory

	mu     sync.Mutex
	blocks map[int64]*block
	clock  int64
	err    error // the first that was met
}

var errFile = errors.New("pdf: read the file")

// IsUnreadable reports whether an error is one of reading the file, which says nothing
// of what is in it.
func IsUnreadable(err error) bool { return errors.Is(err, errFile) }

type block struct {
	data []byte
	used int64
}

func openFile(fsys fs.FS, name string) (*file, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	d := &file{f: f, blocks: map[int64]*block{}}
	if err := d.prepare(words.Base(name)); err != nil {
		f.Close()
		return nil, err
	}
	return d, nil
}

func (d *file) prepare(name string) error {
	st, err := d.f.Stat()
	if err != nil {
		return err
	}
	d.size = st.Size()
	if d.size > maxFile {
		return fault.Errorf(fault.TooLarge, "%s has %d MB; %d MB is the most for a PDF", name, d.size>>20, maxFile>>20)
	}
	if at, ok := d.f.(io.ReaderAt); ok {
		_, err := at.ReadAt(make([]byte, 1), 0)
		if !errors.Is(err, errors.ErrUnsupported) {
			d.at = at
			return nil
		}
	}
	if d.size > MaxHeld {
		return fault.Errorf(fault.TooLarge, "%s has %d MB, and %d MB is the most for a PDF inside a zip; unpack it and import the PDF itself", name, d.size>>20, MaxHeld>>20)
	}
	data := make([]byte, d.size)
	if _, err := io.ReadFull(d.f, data); err != nil {
		return err
	}
	d.at, d.held = bytes.NewReader(data), d.size
	return nil
}

func (d *file) close() error { return d.f.Close() }

// failed is the error that reading met, which PDFium can only take for damage.
func (d *file) failed() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.err
}

// ReadAt implements io.ReaderAt.
func (d *file) ReadAt(p []byte, at int64) (n int, err error) {
	if at < 0 {
		return 0, fs.ErrInvalid
	}
	if d.held > 0 || len(p) >= blockSize && at+int64(len(p)) <= d.size {
		n, err = d.at.ReadAt(p, at)
		if n == len(p) || err == io.EOF {
			return n, err
		}
		d.mu.Lock()
		defer d.mu.Unlock()
		return n, d.met(err)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	for n < len(p) {
		if at >= d.size {
			return n, io.EOF
		}
		data, err := d.block(at / blockSize)
		if err != nil {
			return n, err
		}
		got := copy(p[n:], data[at%blockSize:])
		n, at = n+got, at+int64(got)
	}
	return n, nil
}

// block returns a block of the file; the one that was not asked for the longest
// makes room for it. The lock is held.
func (d *file) block(i int64) ([]byte, error) {
	d.clock++
	if b := d.blocks[i]; b != nil {
		b.used = d.clock
		return b.data, nil
	}
	b := &block{used: d.clock}
	if len(d.blocks) < maxBlocks {
		b.data = make([]byte, blockSize)
	} else {
		oldest := int64(-1)
		for j, o := range d.blocks {
			if oldest < 0 || o.used < d.blocks[oldest].used {
				oldest = j
			}
		}
		b.data = d.blocks[oldest].data[:blockSize]
		delete(d.blocks, oldest)
	}
	b.data = b.data[:min(blockSize, d.size-i*blockSize)]
	if n, err := d.at.ReadAt(b.data, i*blockSize); n < len(b.data) {
		return nil, d.met(err)
	}
	d.blocks[i] = b
	return b.data, nil
}

// met notes an error. The lock is held.
func (d *file) met(err error) error {
	if err == nil || err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	if d.err == nil {
		d.err = fmt.Errorf("%w: %w", errFile, err)
	}
	return d.err
}
