package drawing

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"
	"time"

	"lectern/app/store"
)

// originals are the files that a deck was made from as an fs.FS, read from the
// database a part at a time. A child reads some kB here and there, so the parts that
// it read last are kept.
type originals struct {
	store *store.Store
	files map[string]store.Original

	mu     sync.Mutex
	ctx    context.Context // of what is drawn now
	broken error           // the first error of the database since that began
	parts  []part          // the newest last
}

// part is a piece of an original.
type part struct {
	name string
	at   int64 // a multiple of partSize
	data []byte
}

const (
	partSize  = 1 << 20 // bytes, as the store has them
	partsKept = 8
)

// Originals is the files that a deck was made from. They are read for ctx.
func Originals(ctx context.Context, s *store.Store, id int64) (fs.FS, error) {
	return openOriginals(ctx, s, id)
}

func openOriginals(ctx context.Context, s *store.Store, id int64) (*originals, error) {
	list, err := s.Originals(ctx, id)
	if err != nil {
		return nil, err
	}
	o := &originals{store: s, ctx: ctx, files: map[string]store.Original{}}
	for _, f := range list {
		if fs.ValidPath(f.Name) {
			o.files[f.Name] = f
		}
	}
	return o, nil
}

// begin has what is read from now on be read for ctx.
func (o *originals) begin(ctx context.Context) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.ctx, o.broken = ctx, nil
}

// err is the first error that the database gave: then what a child says of the file
// is not the file's fault.
func (o *originals) err() error {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.broken
}

// read is io.ReaderAt for a file.
func (o *originals) read(f store.Original, p []byte, at int64) (n int, err error) {
	if at < 0 {
		return 0, fs.ErrInvalid
	}
	for n < len(p) && at < f.Size {
		data, err := o.part(f, at-at%partSize)
		if err != nil {
			return n, err
		}
		m := copy(p[n:], data[at%partSize:])
		n, at = n+m, at+int64(m)
	}
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

func (o *originals) part(f store.Original, at int64) ([]byte, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for i, p := range o.parts {
		if p.name == f.Name && p.at == at {
			o.parts = append(slices.Delete(o.parts, i, i+1), p)
			return p.data, nil
		}
	}
	data := make([]byte, min(partSize, f.Size-at))
	if _, err := o.store.ReadOriginal(o.ctx, f, data, at); err != nil {
		if o.broken == nil {
			o.broken = err
		}
		return nil, err
	}
	if len(o.parts) == partsKept {
		o.parts = slices.Delete(o.parts, 0, 1)
	}
	o.parts = append(o.parts, part{f.Name, at, data})
	return data, nil
}

// Open implements fs.FS.
func (o *originals) Open(name string) (fs.File, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrInvalid}
	}
	if f, ok := o.files[name]; ok {
		return &originalFile{of: o, original: f}, nil
	}
	list := o.list(name)
	if len(list) == 0 && name != "." {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return &folder{entry: entry{name: path.Base(name), mode: fs.ModeDir | 0o500}, list: list}, nil
}

// list is what lies in a folder, by name.
func (o *originals) list(dir string) (list []fs.DirEntry) {
	seen := map[string]bool{}
	for name, f := range o.files {
		rest, inside := name, true
		if dir != "." {
			rest, inside = strings.CutPrefix(name, dir+"/")
		}
		first, _, deeper := strings.Cut(rest, "/")
		if !inside || seen[first] {
			continue
		}
		seen[first] = true
		e := entry{name: first, size: f.Size, mode: 0o400}
		if deeper {
			e = entry{name: first, mode: fs.ModeDir | 0o500}
		}
		list = append(list, fs.FileInfoToDirEntry(e))
	}
	slices.SortFunc(list, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return list
}

// originalFile is an original that is open.
type originalFile struct {
	of       *originals
	original store.Original
	pos      int64
}

func (f *originalFile) ReadAt(p []byte, at int64) (int, error) { return f.of.read(f.original, p, at) }

func (f *originalFile) Read(p []byte) (int, error) {
	n, err := f.of.read(f.original, p, f.pos)
	f.pos += int64(n)
	if n > 0 && err == io.EOF {
		err = nil
	}
	return n, err
}

func (f *originalFile) Stat() (fs.FileInfo, error) {
	return entry{name: path.Base(f.original.Name), size: f.original.Size, mode: 0o400}, nil
}

func (f *originalFile) Close() error { return nil }

// folder is a folder that is open.
type folder struct {
	entry
	list []fs.DirEntry
}

func (f *folder) Stat() (fs.FileInfo, error) { return f.entry, nil }
func (f *folder) Read([]byte) (int, error) {
	return 0, &fs.PathError{Op: "read", Path: f.name, Err: errors.New("is a folder")}
}
func (f *folder) Close() error { return nil }

func (f *folder) ReadDir(n int) ([]fs.DirEntry, error) {
	if n <= 0 {
		n = len(f.list)
	} else if len(f.list) == 0 {
		return nil, io.EOF
	}
	n = min(n, len(f.list))
	list := f.list[:n]
	f.list = f.list[n:]
	return list, nil
}

// entry describes a file or folder.
type entry struct {
	name string
	size int64
	mode fs.FileMode
}

func (e entry) Name() string       { return e.name }
func (e entry) Size() int64        { return e.size }
func (e entry) Mode() fs.FileMode  { return e.mode }
func (e entry) ModTime() time.Time { return time.Time{} }
func (e entry) IsDir() bool        { return e.mode.IsDir() }
func (e entry) Sys() any           { return nil }
