package source

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"lectern/app/deck"
	"lectern/app/fault"
	"lectern/app/importer/filetype"
	"lectern/app/importer/pdf/pdfpc"
	"lectern/app/importer/words"
)

// Disk is what makes one deck on this computer's disk, as an fs.FS: a file with what
// it needs from beside it, the same in several languages, several files, or a folder. With a Markdown file come the
// pictures that it names, from its folder and those inside it, with a PDF the file that
// pdfpc keeps beside it, and nothing from elsewhere: a deck from a stranger must not
// collect the presenter's files.
type Disk struct {
	tree
	Remarks []deck.Remark   // what was refused, by line
	refused map[string]bool // what the import will say of these
	root    *os.Root        // of one file, and of a folder

	footprint Footprint
	missing   int // of the files in it
}

// OpenDisk opens a file, a folder, or several files that are one deck. What is wrong
// with a name is a fault.
func OpenDisk(paths ...string) (d *Disk, err error) {
	d = &Disk{tree: newTree(), refused: map[string]bool{}, footprint: Footprint{Files: map[string]Stamp{}}}
	if len(paths) != 1 && !inLanguages(paths) {
		return d, d.together(paths)
	}
	folder, gather := filepath.Dir(paths[0]), d.gather
	for _, p := range paths {
		st, err := os.Stat(p)
		switch {
		case err != nil:
			return nil, cannotRead(p, err)
		case st.IsDir() && len(paths) == 1:
			folder, gather = p, d.folder
			if d.footprint.Folder, err = filepath.Abs(folder); err != nil {
				return nil, cannotRead(folder, err)
			}
		case !st.Mode().IsRegular(): // a pipe that never ends
			return nil, fault.Errorf(fault.NotADeck, "%s is no file", words.Base(filepath.Base(p)))
		}
	}
	if d.root, err = os.OpenRoot(folder); err != nil {
		return nil, cannotRead(paths[0], err)
	}
	for _, p := range paths {
		if err := gather(p); err != nil {
			d.root.Close()
			return nil, err
		}
	}
	return d, nil
}

// Close closes the file's folder.
func (d *Disk) Close() error {
	if d.root == nil {
		return nil
	}
	return d.root.Close()
}

// Said reports whether a remark of the import says less than one of Remarks.
func (d *Disk) Said(r deck.Remark) bool { return d.refused[r.Text] }

// together takes in several files, which may be links that lead anywhere.
func (d *Disk) together(paths []string) error {
	if len(paths) > MaxFiles {
		return tooManyFiles()
	}
	room := int64(MaxBytes)
	for _, p := range paths {
		// Their folder is what a set of pictures is called by.
		name := filepath.Base(p)
		if abs, err := filepath.Abs(p); err == nil {
			name = folderName(filepath.Dir(abs)) + filepath.Base(abs)
		}
		name = d.free(cleanPath(name))
		if err := d.take(name, p, outside{}); err != nil {
			return cannotRead(p, err)
		}
		if room -= d.files[name].size; room < 0 {
			return tooManyBytes()
		}
	}
	return nil
}

func (d *Disk) gather(name string) error {
	// The file itself may be a link that leads anywhere: it was named by its owner.
	main := cleanPath(filepath.Base(name))
	if err := d.take(main, name, outside{}); err != nil {
		return cannotRead(name, err)
	}
	t, err := filetype.OfFile(d, main)
	if err == nil && t == filetype.PDF {
		return d.notes(main)
	}
	if err != nil || t != filetype.Markdown && t != filetype.HTML {
		return err
	}
	folder, err := filepath.Abs(filepath.Dir(name))
	if err != nil {
		return cannotRead(name, err)
	}
	g := gathering{
		Disk: d, main: main, look: lookup{root: d.root, folder: filepath.ToSlash(folder)},
		room: MaxBytes, seen: map[string]bool{},
	}
	return g.of(main, 0)
}

// notes takes in the file that pdfpc keeps beside a PDF. The import says what is wrong
// with it.
func (d *Disk) notes(main string) error {
	for _, name := range pdfpc.Names(main) {
		err := d.take(name, name, d.root)
		switch {
		case err == nil && d.files[name].size > pdfpc.MaxSize:
			d.remove(name)
			d.Remarks = append(d.Remarks, deck.Say(deck.OnNotes, fmt.Sprintf("%s has more than %d MB: the notes in it are missing.", words.Base(name), pdfpc.MaxSize>>20)))
			return nil
		case err == nil:
			return nil
		case errors.Is(err, fs.ErrNotExist):
			d.lacks(name)
		case !isEscape(err):
			d.Remarks = append(d.Remarks, deck.Say(deck.OnNotes, fmt.Sprintf("%s cannot be read: the notes in it are missing.", words.Base(name))))
		}
	}
	return nil
}

// take adds a file of the disk, if it is one.
func (d *Disk) take(name, path string, from opener) error {
	// To open some devices does something already.
	st, err := from.Stat(path)
	if err != nil {
		return err
	}
	if !st.Mode().IsRegular() {
		return fs.ErrNotExist
	}
	f, st, err := openRegular(path, from) // whether it may be read
	if err != nil {
		return err
	}
	defer f.Close()
	size := st.Size()
	open := func() (io.ReadCloser, error) {
		f, _, err := openRegular(path, from)
		if err != nil {
			return nil, err
		}
		return beginning{io.NewSectionReader(f, 0, size), f}, nil
	}
	if !d.add(name, file{size: size, open: open}) {
		return fs.ErrNotExist
	}
	d.stood(path, from, st)
	return nil
}

// beginning is as much of a file as it had when it was found: one that grows all the
// time would have no end.
type beginning struct {
	*io.SectionReader
	io.Closer
}

// openRegular opens a file, if it is one by now: what was one may have become a pipe,
// from which nobody may ever write.
func openRegular(path string, from opener) (*os.File, fs.FileInfo, error) {
	f, err := from.OpenFile(path, os.O_RDONLY|atOnce, 0)
	if err != nil {
		return nil, nil, err
	}
	st, err := f.Stat()
	if err == nil && !st.Mode().IsRegular() {
		err = fs.ErrNotExist
	}
	if err != nil {
		f.Close()
		return nil, nil, err
	}
	return f, st, nil
}

// opener is where files are opened: an os.Root, or outside of all.
type opener interface {
	Stat(string) (fs.FileInfo, error)
	OpenFile(name string, flag int, perm fs.FileMode) (*os.File, error)
}

type outside struct{}

func (outside) Stat(name string) (fs.FileInfo, error) { return os.Stat(name) }
func (outside) OpenFile(name string, flag int, perm fs.FileMode) (*os.File, error) {
	return os.OpenFile(name, flag, perm)
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
	case fault.CodeOf(err) != "":
		return err
	case errors.Is(err, fs.ErrNotExist):
		return fault.Wrap(fault.NotFound, err, "There is no file %s", name)
	case errors.Is(err, fs.ErrPermission):
		return fault.Wrap(fault.Forbidden, err, "%s may not be read by this user", base)
	}
	return fault.Wrap(fault.NotADeck, err, "%s cannot be read", base)
}
