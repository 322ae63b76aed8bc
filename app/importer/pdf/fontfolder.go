package pdf

import (
	"io"
	"io/fs"
	"path"
	"slices"
	"sync"
	"time"
)

// folderPath is where PDFium looks for fonts.
const folderPath = "usr/share/fonts"

// fontFolder is the file system of an engine's sandboxes, with nothing but one folder of
// fonts. PDFium reads it in each sandbox once, when it meets the first font that the file
// does not bring. It ends where it cannot find the folder above it.
type fontFolder struct {
	mu    sync.Mutex
	looks int // how often somebody looked which there are
	files []fontFile
}

type fontFile struct {
	name string
	data *io.SectionReader
}

// looked is how often somebody looked which fonts there are.
func (f *fontFolder) looked() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.looks
}

// set has the folder hold other fonts.
func (f *fontFolder) set(files []fontFile) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.files = files
}

// Open implements fs.FS.
func (f *fontFolder) Open(name string) (fs.File, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	switch name {
	case folderPath:
		return &openFolder{of: f, name: path.Base(name), files: slices.Clone(f.files)}, nil
	case ".", "usr", "usr/share":
		return &openFolder{name: path.Base(name)}, nil
	}
	for _, file := range f.files {
		if path.Join(folderPath, file.name) == name {
			return &openFont{io.NewSectionReader(file.data, 0, file.data.Size()), fontInfo{file}}, nil
		}
	}
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
}

type openFont struct {
	*io.SectionReader
	info fontInfo
}

func (f *openFont) Stat() (fs.FileInfo, error) { return f.info, nil }
func (f *openFont) Close() error               { return nil }

type openFolder struct {
	of    *fontFolder // nil for a folder above it
	name  string
	files []fontFile
	at    int
}

func (f *openFolder) Stat() (fs.FileInfo, error) { return folderInfo{f.name}, nil }
func (f *openFolder) Close() error               { return nil }
func (f *openFolder) Read([]byte) (int, error) {
	return 0, &fs.PathError{Op: "read", Path: f.name, Err: fs.ErrInvalid}
}

// ReadDir implements fs.ReadDirFile.
func (f *openFolder) ReadDir(n int) ([]fs.DirEntry, error) {
	if f.of != nil && f.at == 0 {
		f.of.mu.Lock()
		f.of.looks++
		f.of.mu.Unlock()
	}
	rest := f.files[f.at:]
	if n > 0 && len(rest) == 0 {
		return nil, io.EOF
	}
	if n > 0 {
		rest = rest[:min(n, len(rest))]
	}
	f.at += len(rest)
	var list []fs.DirEntry
	for _, file := range rest {
		list = append(list, fs.FileInfoToDirEntry(fontInfo{file}))
	}
	return list, nil
}

type fontInfo struct{ file fontFile }

func (i fontInfo) Name() string     { return i.file.name }
func (i fontInfo) Size() int64      { return i.file.data.Size() }
func (fontInfo) Mode() fs.FileMode  { return 0o444 }
func (fontInfo) ModTime() time.Time { return time.Time{} }
func (fontInfo) IsDir() bool        { return false }
func (fontInfo) Sys() any           { return nil }

type folderInfo struct{ name string }

func (i folderInfo) Name() string     { return i.name }
func (folderInfo) Size() int64        { return 0 }
func (folderInfo) Mode() fs.FileMode  { return fs.ModeDir | 0o555 }
func (folderInfo) ModTime() time.Time { return time.Time{} }
func (folderInfo) IsDir() bool        { return true }
func (folderInfo) Sys() any           { return nil }
