package source

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"time"
)

// tree is a set of files, each with a way to open it, as an fs.FS. Its folders
// are those that the files' names have.
type tree struct {
	files   map[string]file
	folders map[string][]string // the names in each folder
	again   map[string]int      // how often a name came that was taken
}

type file struct {
	size int64
	open func() (io.ReadCloser, error)
}

func newTree() tree {
	return tree{files: map[string]file{}, folders: map[string][]string{".": nil}, again: map[string]int{}}
}

// add takes in a file. It reports false when there is something of that name,
// when a file has the name of one of its folders, or when the path is too long.
func (t *tree) add(name string, f file) bool {
	if longPath(name) {
		return false
	}
	_, isFile := t.files[name]
	if _, isFolder := t.folders[name]; isFile || isFolder || t.inFile(name) || !fs.ValidPath(name) {
		return false
	}
	t.files[name] = f
	for child := name; child != "."; child = path.Dir(child) {
		dir := path.Dir(child)
		_, known := t.folders[dir]
		t.folders[dir] = append(t.folders[dir], path.Base(child))
		if known {
			break
		}
	}
	return true
}

// free is a name that is not taken: this one, or with a number. It is no path through
// a file, and has room for a number.
func (t *tree) free(name string) string {
	ext := path.Ext(name)
	for again := name; ; {
		_, isFile := t.files[again]
		if _, isFolder := t.folders[again]; !isFile && !isFolder {
			return again
		}
		t.again[name]++
		again = fmt.Sprintf("%s (%d)%s", strings.TrimSuffix(name, ext), t.again[name]+1, ext)
	}
}

// remove takes a file out again.
func (t *tree) remove(name string) {
	delete(t.files, name)
	dir := path.Dir(name)
	t.folders[dir] = slices.DeleteFunc(t.folders[dir], func(c string) bool { return c == path.Base(name) })
}

// Names lists the files, by folder.
func (t *tree) Names() []string {
	return slices.Sorted(maps.Keys(t.files))
}

// inFile reports whether a file has the name of one of name's folders.
func (t *tree) inFile(name string) bool {
	for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
		if _, isFile := t.files[dir]; isFile {
			return true
		}
	}
	return false
}

// Open implements fs.FS.
func (t *tree) Open(name string) (fs.File, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrInvalid}
	}
	if f, ok := t.files[name]; ok {
		r, err := f.open()
		if err != nil {
			return nil, err
		}
		return &openFile{ReadCloser: r, info: t.info(name)}, nil
	}
	if _, ok := t.folders[name]; ok {
		entries, err := t.ReadDir(name)
		return &openFolder{info: t.info(name), entries: entries}, err
	}
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
}

// ReadDir implements fs.ReadDirFS.
func (t *tree) ReadDir(name string) ([]fs.DirEntry, error) {
	children, ok := t.folders[name]
	if !ok {
		return nil, &fs.PathError{Op: "readdir", Path: name, Err: fs.ErrNotExist}
	}
	entries := make([]fs.DirEntry, len(children))
	for i, c := range slices.Sorted(slices.Values(children)) {
		entries[i] = fs.FileInfoToDirEntry(t.info(path.Join(name, c)))
	}
	return entries, nil
}

// Stat implements fs.StatFS: nothing is opened for it.
func (t *tree) Stat(name string) (fs.FileInfo, error) {
	_, isFile := t.files[name]
	if _, isFolder := t.folders[name]; !isFile && !isFolder {
		return nil, &fs.PathError{Op: "stat", Path: name, Err: fs.ErrNotExist}
	}
	return t.info(name), nil
}

func (t *tree) info(name string) info {
	f, isFile := t.files[name]
	return info{name: path.Base(name), size: f.size, folder: !isFile}
}

type info struct {
	name   string
	size   int64
	folder bool
}

func (i info) Name() string     { return i.name }
func (i info) Size() int64      { return i.size }
func (info) ModTime() time.Time { return time.Time{} }
func (i info) IsDir() bool      { return i.folder }
func (info) Sys() any           { return nil }
func (i info) Mode() fs.FileMode {
	if i.folder {
		return fs.ModeDir | 0o500
	}
	return 0o400
}

type openFile struct {
	io.ReadCloser
	info info
}

func (f *openFile) Stat() (fs.FileInfo, error) { return f.info, nil }

// ReadAt works where what was opened is a file of the disk.
func (f *openFile) ReadAt(p []byte, at int64) (int, error) {
	if r, ok := f.ReadCloser.(io.ReaderAt); ok {
		return r.ReadAt(p, at)
	}
	return 0, errors.ErrUnsupported
}

type openFolder struct {
	info    info
	entries []fs.DirEntry
}

func (f *openFolder) Stat() (fs.FileInfo, error) { return f.info, nil }
func (f *openFolder) Close() error               { return nil }
func (f *openFolder) Read([]byte) (int, error) {
	return 0, &fs.PathError{Op: "read", Path: f.info.name, Err: errors.New("is a folder")}
}

// ReadDir implements fs.ReadDirFile.
func (f *openFolder) ReadDir(n int) ([]fs.DirEntry, error) {
	if n <= 0 {
		n = len(f.entries)
	} else if len(f.entries) == 0 {
		return nil, io.EOF
	}
	n = min(n, len(f.entries))
	out := f.entries[:n]
	f.entries = f.entries[n:]
	return out, nil
}

// Paths are no longer than this, in bytes and in parts: each of a path's folders is
// kept, and a zip could have ten million.
const (
	maxPath  = 4096
	maxParts = 40
)

// longPath reports whether a path is longer than any that is meant.
func longPath(name string) bool { return len(name) > maxPath || strings.Count(name, "/") >= maxParts }

// cleanPath makes a stranger's name a path of an fs.FS. It leads nowhere but
// into the tree, and keeps every sign that a text may refer to it with.
func cleanPath(name string) string {
	name = strings.ToValidUTF8(strings.ReplaceAll(name, `\`, "/"), "\uFFFD")
	name = strings.TrimPrefix(path.Clean("/"+name), "/")
	if name == "" {
		return "untitled"
	}
	return name
}

// Files is an fs.FS of files that are somewhere else.
type Files struct{ tree }

// NewFiles returns one without files.
func NewFiles() *Files { return &Files{newTree()} }

// Add takes in a file of so many bytes, with what opens it. It reports false for a
// name that cannot be, or that there is already.
func (f *Files) Add(name string, size int64, open func() (io.ReadCloser, error)) bool {
	return f.add(name, file{size: size, open: open})
}
