package source

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"

	"lectern/app/fault"
	"lectern/app/importer/words"
)

// The bounds of what one deck is made of.
const (
	MaxBytes = 512 << 20 // all files together
	MaxFiles = 2000
)

// Spool is an fs.FS of files that come from elsewhere, one after the other. They
// lie in a folder of their own on disk until Close, so that an upload of any size
// takes no memory.
type Spool struct {
	tree
	dir   string
	room  int64 // bytes
	slots int   // files
}

// spoolName begins the name of each Spool's folder.
const spoolName = "import-"

// EmptySpools removes what Spools of an earlier run left in dir, and nothing else:
// the folder of that name may be somebody's own.
func EmptySpools(dir string) error {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	for _, e := range entries {
		if e.IsDir() && strings.HasPrefix(e.Name(), spoolName) {
			err = errors.Join(err, os.RemoveAll(filepath.Join(dir, e.Name())))
		}
	}
	return err
}

// NewSpool returns an empty Spool in a new folder inside dir, which is made if it
// is missing. dir should not be in memory, as /tmp may be.
func NewSpool(dir string) (*Spool, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, unwritten(err, "an upload")
	}
	own, err := os.MkdirTemp(dir, spoolName)
	if err != nil {
		return nil, unwritten(err, "an upload")
	}
	return &Spool{tree: newTree(), dir: own, room: MaxBytes, slots: MaxFiles}, nil
}

// Add takes in one file, read from r to its end. name may hold folders. It is
// never used on the disk, and where it leads out of the Spool it is changed so
// that it does not; of two files with one name the second is "name (2)". Errors
// of r are returned as they are; a file too many or too large is a fault of code
// TooLarge. After an error the Spool is good for nothing but Close.
func (s *Spool) Add(ctx context.Context, name string, r io.Reader) error {
	if len(s.files) == s.slots {
		return tooManyFiles()
	}
	on := filepath.Join(s.dir, strconv.Itoa(len(s.files)))
	f, err := os.OpenFile(on, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return unwritten(err, words.Base(name))
	}
	from := &reader{ctx: ctx, r: io.LimitReader(r, s.room+1)}
	n, err := io.Copy(f, from)
	err = errors.Join(err, f.Close())
	switch {
	case from.err != nil:
		return from.err
	case err != nil:
		return unwritten(err, words.Base(name))
	case n > s.room:
		return tooManyBytes()
	}
	s.room -= n
	entry := file{size: n, open: func() (io.ReadCloser, error) { return os.Open(on) }}
	name = cleanPath(name)
	// Its end is what a text refers to. What cuts a letter in two puts a sign there.
	if most := maxPath - len(" (10000)\uFFFD"); len(name) > most {
		name = cleanPath(name[len(name)-most:])
	}
	if longPath(name) || s.inFile(name) {
		name = strings.ReplaceAll(name, "/", "_")
	}
	s.add(s.free(name), entry)
	return nil
}

func tooManyFiles() error {
	return fault.Errorf(fault.TooLarge, "A deck is made of at most %d files", MaxFiles)
}

func tooManyBytes() error {
	return fault.Errorf(fault.TooLarge, "A deck is made of at most %d MB", MaxBytes>>20)
}

// unwritten is the error of the disk that should have taken what.
func unwritten(err error, what string) error {
	if errors.Is(err, syscall.ENOSPC) {
		return fault.Wrap(fault.TooLarge, err, "The disk of this computer has no room for %s", what)
	}
	return fmt.Errorf("source: spool: %w", err)
}

// Len is how many files there are.
func (s *Spool) Len() int { return len(s.files) }

// Close removes the files.
func (s *Spool) Close() error { return os.RemoveAll(s.dir) }

// reader reads until ctx is over, and keeps the error that it met, so that it can
// be told from one of the writer.
type reader struct {
	ctx context.Context
	r   io.Reader
	err error
}

func (r *reader) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		r.err = err
		return 0, err
	}
	n, err := r.r.Read(p)
	if err != nil && err != io.EOF {
		r.err = err
	}
	return n, err
}
