package source

import (
	"cmp"
	"errors"
	"io"
	"io/fs"
	"slices"

	"lectern/app/importer/names"
)

// Beside is a tree of files with what was fetched for them, which lies in another one.
func Beside(files, web fs.FS) fs.FS { return &beside{files, web} }

type beside struct{ files, web fs.FS }

// Open implements fs.FS.
func (b *beside) Open(name string) (fs.File, error) {
	switch {
	case names.IsWeb(name), name == names.WebFolder:
		return b.web.Open(name)
	case name != ".":
		return b.files.Open(name)
	}
	root, err := b.files.Open(name)
	if err != nil {
		return nil, err
	}
	list, err := fs.ReadDir(b.files, name)
	if err != nil {
		return nil, errors.Join(err, root.Close())
	}
	list = slices.DeleteFunc(list, func(e fs.DirEntry) bool { return e.Name() == names.WebFolder })
	if st, err := fs.Stat(b.web, names.WebFolder); err == nil && st.IsDir() {
		list = append(list, fs.FileInfoToDirEntry(st))
	}
	slices.SortFunc(list, func(x, y fs.DirEntry) int { return cmp.Compare(x.Name(), y.Name()) })
	return &besideRoot{root, list}, nil
}

// besideRoot is the outermost folder of both.
type besideRoot struct {
	fs.File
	list []fs.DirEntry
}

// ReadDir implements fs.ReadDirFile.
func (r *besideRoot) ReadDir(n int) ([]fs.DirEntry, error) {
	if n <= 0 {
		n = len(r.list)
	} else if len(r.list) == 0 {
		return nil, io.EOF
	}
	n = min(n, len(r.list))
	list := r.list[:n]
	r.list = r.list[n:]
	return list, nil
}
