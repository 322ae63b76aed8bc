package source

import (
	"errors"
	"io"
	"io/fs"
	"path"
	"path/filepath"
	"strings"

	"lectern/app/fault"
	"lectern/app/importer/words"
)

// maxSeen is how many files and folders are looked at to find those of a deck: more
// are a home folder, and no talk's.
const maxSeen = 50_000

// folder takes in a folder with what is inside it, but for what Junk names. Links to
// files are followed as far as they stay inside, links to folders are not.
func (d *Disk) folder(name string) error {
	abs, err := filepath.Abs(name)
	if err != nil {
		return cannotRead(name, err)
	}
	seen, room, prefix, base := 0, int64(MaxBytes), folderName(abs), words.Base(filepath.Base(abs))
	var walk func(dir string) error
	walk = func(dir string) error {
		f, err := d.root.Open(filepath.FromSlash(dir))
		if err != nil {
			return unreadable(dir, err)
		}
		defer f.Close()
		for {
			entries, err := f.ReadDir(512)
			for _, e := range entries {
				if seen++; seen > maxSeen {
					return fault.Errorf(fault.TooLarge, "%s has more than %d files and folders in it; import the folder that the deck is in", base, maxSeen)
				}
				inside := path.Join(dir, e.Name())
				switch {
				case Junk(e.Name()):
				case e.IsDir():
					if err := walk(inside); err != nil {
						return err
					}
				default:
					err := d.takeInside(prefix+inside, inside)
					if err != nil {
						return err
					}
					if room -= d.files[prefix+inside].size; room < 0 {
						return fault.Errorf(fault.TooLarge, "The files of %s have more than %d MB; leave out what is not on the slides", base, MaxBytes>>20)
					}
					if len(d.files) > MaxFiles {
						return fault.Errorf(fault.TooLarge, "%s has more than %d files in it; import the folder that the deck is in", base, MaxFiles)
					}
				}
			}
			if err == io.EOF {
				return nil
			}
			if err != nil {
				return unreadable(dir, err)
			}
		}
	}
	if err := walk("."); err != nil {
		return cannotRead(name, err)
	}
	if len(d.files) == 0 {
		return fault.Errorf(fault.NotADeck, "There is no file in the folder %s", base)
	}
	return nil
}

// takeInside takes in one file of a folder. What is no file, or leads out, is left
// where it is; what may not be read may be what the deck is made of.
func (d *Disk) takeInside(name, inside string) error {
	err := d.take(name, filepath.FromSlash(inside), d.root)
	if errors.Is(err, fs.ErrPermission) {
		return unreadable(inside, err)
	}
	return nil
}

// unreadable names the part of a folder that cannot be read.
func unreadable(inside string, err error) error {
	if inside == "." {
		return err
	}
	return cannotRead(inside, err)
}

// folderName is how an absolute folder's name stands before those of its files, as it
// does where a browser has them; "" for the root of a disk.
func folderName(abs string) string {
	if base := filepath.Base(abs); base != string(filepath.Separator) && base != "." && base != filepath.VolumeName(abs) {
		return base + "/"
	}
	return ""
}

// Junk reports whether a file or folder of this name, which may have folders, was left
// by a system, a file manager or a tool, or is hidden.
func Junk(name string) bool {
	for _, part := range strings.Split(name, "/") {
		switch lower := strings.ToLower(part); {
		case strings.HasPrefix(part, ".") && part != "." && part != "..":
			return true
		case lower == "__macosx", lower == "node_modules", lower == "$recycle.bin", lower == "system volume information", lower == "@eadir":
			return true
		}
	}
	base := strings.ToLower(path.Base(name))
	switch base {
	case "thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r":
		return true
	}
	return strings.HasPrefix(base, "~$") // what Office keeps beside an open file
}

// WithoutJunk returns the names that are no junk, or all where there are no others.
func WithoutJunk(files []string) []string {
	var kept []string
	for _, name := range files {
		if !Junk(name) {
			kept = append(kept, name)
		}
	}
	if len(kept) == 0 {
		return files
	}
	return kept
}
