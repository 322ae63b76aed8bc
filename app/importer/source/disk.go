package source

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"lectern/app/fault"
	"lectern/app/importer/filetype"
	"lectern/app/importer/markdown"
	"lectern/app/importer/words"
)

// Disk is a file of this computer's disk with what it needs from beside it, as an
// fs.FS. With a Markdown file come the pictures that it names, from its folder and
// those inside it, and nothing from elsewhere: a deck from a stranger must not
// collect the presenter's files.
type Disk struct {
	tree
	Remarks []string // what was refused, by line
	root    *os.Root
}

// OpenDisk opens a file. What is wrong with its name is a fault.
func OpenDisk(name string) (*Disk, error) {
	if st, err := os.Stat(name); err != nil {
		return nil, cannotRead(name, err)
	} else if !st.Mode().IsRegular() { // a folder, or a pipe that never ends
		return nil, fault.Errorf(fault.NotADeck, "%s is no file", words.Base(filepath.Base(name)))
	}
	root, err := os.OpenRoot(filepath.Dir(name))
	if err != nil {
		return nil, cannotRead(name, err)
	}
	d := &Disk{tree: newTree(), root: root}
	if err := d.gather(name); err != nil {
		root.Close()
		return nil, err
	}
	return d, nil
}

// Close closes the file's folder.
func (d *Disk) Close() error { return d.root.Close() }

func (d *Disk) gather(name string) error {
	// The file itself may be a link that leads anywhere: it was named by its owner.
	main := cleanPath(filepath.Base(name))
	if err := d.take(main, func() (*os.File, error) { return os.Open(name) }); err != nil {
		return cannotRead(name, err)
	}
	if t, err := filetype.OfFile(d, main); err != nil || t != filetype.Markdown {
		return err
	}
	refs, err := markdown.References(d, main)
	if err != nil {
		return err
	}
	room, outside := int64(MaxBytes), map[string]bool{}
	for _, ref := range refs {
		if _, known := d.files[ref.Path]; known || outside[ref.Path] {
			continue
		}
		// The root follows no link that leads out of it.
		err := fs.ErrInvalid
		if filepath.IsLocal(filepath.FromSlash(ref.Path)) {
			err = d.take(ref.Path, func() (*os.File, error) { return d.root.Open(filepath.FromSlash(ref.Path)) })
		}
		switch {
		case errors.Is(err, fs.ErrInvalid) || isEscape(err):
			outside[ref.Path] = true
			d.Remarks = append(d.Remarks, fmt.Sprintf("line %d: the picture %s is outside the deck's folder and was not read.", ref.Line, words.OneLine(ref.Path, 120)))
			continue
		case err != nil:
			continue // the import says by line what is missing
		}
		if t, err := filetype.OfFile(d, ref.Path); err != nil || !t.Picture() {
			d.remove(ref.Path)
			continue
		}
		if room -= d.files[ref.Path].size; room < 0 {
			return fault.Errorf(fault.TooLarge, "The pictures of %s have more than %d MB", words.Base(main), MaxBytes>>20)
		}
	}
	return nil
}

// take adds a file of the disk, if it is one.
func (d *Disk) take(name string, open func() (*os.File, error)) error {
	f, err := open()
	if err != nil {
		return err
	}
	defer f.Close()
	st, err := f.Stat()
	if err != nil {
		return err
	}
	if !st.Mode().IsRegular() || !d.add(name, file{size: st.Size(), open: func() (io.ReadCloser, error) { return open() }}) {
		return fs.ErrNotExist
	}
	return nil
}

// isEscape reports whether os.Root refused a path. The error has no name of its
// own in package os.
func isEscape(err error) bool {
	var pe *fs.PathError
	return errors.As(err, &pe) && strings.Contains(pe.Err.Error(), "escapes from parent")
}

func cannotRead(name string, err error) error {
	base := words.Base(filepath.Base(name))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fault.Wrap(fault.NotFound, err, "There is no file %s", name)
	case errors.Is(err, fs.ErrPermission):
		return fault.Wrap(fault.Forbidden, err, "%s may not be read by this user", base)
	}
	return fault.Wrap(fault.NotADeck, err, "%s cannot be read", base)
}
