package source

import (
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// A Footprint is where on this computer's disk a deck comes from, as it was when it was
// read: for whoever wants to know when that has changed.
type Footprint struct {
	Files  map[string]Stamp // by their absolute paths; those that are named and not there, too
	Folder string           // absolute: all in it counts, but for what Junk names; "" where the deck is files
}

// A Stamp tells a file from what it was before. The zero value is no file.
type Stamp struct {
	Size     int64
	Modified time.Time
}

// StampOf is the stamp of a file that was asked about.
func StampOf(info fs.FileInfo, err error) Stamp {
	if err != nil || info.IsDir() {
		return Stamp{}
	}
	return Stamp{info.Size(), info.ModTime()}
}

// maxMissing is how many files are looked for that are not there.
const maxMissing = 200

// Footprint is where the files of d come from.
func (d *Disk) Footprint() Footprint { return d.footprint }

// stood notes where a file was taken from.
func (d *Disk) stood(path string, from opener, info fs.FileInfo) {
	if abs := d.absolute(path, from); abs != "" {
		d.footprint.Files[abs] = StampOf(info, nil)
	}
}

// lacks notes that there is no such file in the root, which may yet come.
func (d *Disk) lacks(path string) {
	abs := d.absolute(path, d.root)
	if _, known := d.footprint.Files[abs]; known || abs == "" || d.missing == maxMissing {
		return
	}
	d.missing++
	d.footprint.Files[abs] = Stamp{}
}

func (d *Disk) absolute(path string, from opener) string {
	if root, is := from.(*os.Root); is {
		path = filepath.Join(root.Name(), path)
	}
	abs, err := filepath.Abs(path)
	if err != nil {
		return ""
	}
	return abs
}

// Look is how what counts stands now.
func (f Footprint) Look() map[string]Stamp {
	now := make(map[string]Stamp, len(f.Files))
	for path := range f.Files {
		now[path] = StampOf(os.Stat(path))
	}
	if f.Folder == "" {
		return now
	}
	seen := 0
	filepath.WalkDir(f.Folder, func(path string, e fs.DirEntry, err error) error {
		if seen++; seen > maxSeen {
			return filepath.SkipAll
		}
		switch {
		case err != nil:
			return nil // what cannot be read now may be read the next time
		case path != f.Folder && Junk(e.Name()):
			if e.IsDir() {
				return filepath.SkipDir
			}
		case !e.IsDir():
			if _, known := now[path]; !known {
				now[path] = StampOf(os.Stat(path))
			}
		}
		return nil
	})
	return now
}

// maxFolders is how many folders are listened to: no system gives more for nothing.
const maxFolders = 1000

// Folders are those that the files lie in, or will.
func (f Footprint) Folders() []string {
	set := map[string]bool{}
	var all []string
	add := func(dir string) {
		if !set[dir] && len(all) < maxFolders {
			set[dir] = true
			all = append(all, dir)
		}
	}
	for path := range f.Files {
		add(filepath.Dir(path))
		// A link's file may be saved where it really is.
		if real, err := filepath.EvalSymlinks(path); err == nil {
			add(filepath.Dir(real))
		}
	}
	if f.Folder == "" {
		return all
	}
	seen := 0
	filepath.WalkDir(f.Folder, func(path string, e fs.DirEntry, err error) error {
		if seen++; seen > maxSeen || len(all) == maxFolders {
			return filepath.SkipAll
		}
		switch {
		case err != nil || !e.IsDir():
		case path != f.Folder && Junk(e.Name()):
			return filepath.SkipDir
		default:
			add(path)
		}
		return nil
	})
	return all
}
