package source

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"lectern/app/importer/names"
)

// lookup finds files of the disk by the names that a text has for them.
type lookup struct {
	root   *os.Root
	folder string // the root, absolute, with slashes
	lists  map[string]map[string][]string
}

// maxListed is how many names of one folder are looked through.
const maxListed = 20_000

// find returns the path in the root of what a text there means, as the disk has it, or
// "".
func (l *lookup) find(text, ref string) string {
	var there []string
	for _, meant := range names.Meant(ref) {
		if inside, ok := strings.CutPrefix(meant, l.folder+"/"); ok {
			meant = inside
		}
		for _, p := range names.Places(path.Dir(text), meant) {
			there = append(there, l.like(p)...)
		}
	}
	if len(there) == 0 {
		return ""
	}
	return names.NewIndex(there).Find(text, ref)
}

// missing calls lacks with the paths in the root that a file may come by.
func (l *lookup) missing(text, ref string, lacks func(string)) {
	for _, meant := range names.Meant(ref) {
		if inside, ok := strings.CutPrefix(meant, l.folder+"/"); ok {
			meant = inside
		}
		for _, p := range names.Places(path.Dir(text), meant) {
			if fs.ValidPath(p) && p != "." {
				lacks(filepath.FromSlash(p))
			}
		}
	}
}

// like lists the paths of the disk that differ from one only as names.Folded allows.
func (l *lookup) like(p string) []string {
	if !fs.ValidPath(p) || p == "." {
		return nil
	}
	folders := []string{"."}
	if dir := path.Dir(p); dir != "." {
		folders = l.like(dir)
	}
	var all []string
	for _, folder := range folders {
		for _, name := range l.list(folder)[names.Folded(path.Base(p))] {
			all = append(all, path.Join(folder, name))
		}
	}
	return all[:min(len(all), 8)]
}

// list has the names of a folder by what names.Folded makes of them.
func (l *lookup) list(folder string) map[string][]string {
	if list, known := l.lists[folder]; known {
		return list
	}
	if l.lists == nil {
		l.lists = map[string]map[string][]string{}
	}
	list := map[string][]string{}
	l.lists[folder] = list
	f, err := l.root.Open(filepath.FromSlash(folder))
	if err != nil {
		return list
	}
	defer f.Close()
	entries, _ := f.ReadDir(maxListed)
	for _, e := range entries {
		key := names.Folded(e.Name())
		list[key] = append(list[key], e.Name())
	}
	return list
}

// outside reports whether a text means a file that lies elsewhere on the disk.
func (l *lookup) outside(text, ref string) bool {
	for _, meant := range names.Meant(ref) {
		if !strings.HasPrefix(meant, "/") {
			meant = path.Join(l.folder, path.Dir(text), meant)
		}
		if st, err := os.Stat(filepath.FromSlash(meant)); err == nil && st.Mode().IsRegular() {
			return true
		}
	}
	return false
}
