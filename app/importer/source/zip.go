package source

import (
	"archive/zip"
	"errors"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"lectern/app/fault"
	"lectern/app/importer/words"
)

const (
	maxUnpacked = 512 << 20
	maxEntries  = 5000
	maxRatio    = 200     // unpacked to packed, of a whole file
	ratioFloor  = 8 << 20 // up to here the ratio does not matter
)

// Zip is what a zip holds, as an fs.FS. A file is unpacked when it is read, and
// each time: nothing of it is kept. archive/zip lets no file give more bytes than
// the zip says, so the sum of what it says, which is bounded, is the most it can
// give.
type Zip struct {
	tree
	Remarks []string // what was left out, a sentence each
	close   func() error
}

// OpenZip opens a zip that is a file of fsys. Names that lead out of it, two of one
// name, a password, and far more inside than outside are faults.
func OpenZip(fsys fs.FS, file string) (*Zip, error) {
	f, err := fsys.Open(file)
	if err != nil {
		return nil, err
	}
	st, err := f.Stat()
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	z := &Zip{tree: newTree(), close: f.Close}
	at, ok := f.(io.ReaderAt)
	if !ok {
		return nil, errors.Join(errors.ErrUnsupported, f.Close())
	}
	if err := z.read(at, st.Size(), words.Base(file)); err != nil {
		f.Close()
		return nil, err
	}
	return z, nil
}

// Close closes the file that the zip is.
func (z *Zip) Close() error { return z.close() }

func (z *Zip) read(at io.ReaderAt, packed int64, name string) error {
	r, err := zip.NewReader(at, packed)
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return fault.Wrap(fault.NotADeck, err, "%s is damaged or cut short: its list of files cannot be read", name)
	}
	if len(r.File) > maxEntries {
		return fault.Errorf(fault.TooLarge, "%s has %d files in it; %d are the most", name, len(r.File), maxEntries)
	}
	var total uint64
	for _, e := range r.File {
		base := words.OneLine(words.Base(e.Name[max(0, len(e.Name)-maxPath):]), 80)
		switch {
		case !safeName(e.Name):
			return fault.Errorf(fault.NotADeck, "%s holds a file with the name %q, which leads out of it; pack it anew", name, words.OneLine(e.Name, 80))
		case longPath(e.Name):
			return fault.Errorf(fault.NotADeck, "%s holds a file whose name is too long or in too many folders, %s; pack it anew", name, base)
		case e.FileInfo().IsDir() || junk(e.Name):
			continue
		case e.Flags&1 != 0:
			return fault.Errorf(fault.NotADeck, "%s is locked with a password; pack it without one", name)
		case !e.Mode().IsRegular():
			z.Remarks = append(z.Remarks, base+" was left out: it is a link.")
			continue
		}
		// Not their sum first: that could wrap around to a small one.
		if e.UncompressedSize64 > maxUnpacked-total {
			return fault.Errorf(fault.TooLarge, "%s unpacks to more than %d MB", name, maxUnpacked>>20)
		}
		if total += e.UncompressedSize64; total > max(ratioFloor, maxRatio*uint64(packed)) {
			return fault.Errorf(fault.TooLarge, "%s unpacks to more than %d times its size, which no deck does", name, maxRatio)
		}
		entry := file{size: int64(e.UncompressedSize64), open: func() (io.ReadCloser, error) { return unpack(e, name, base) }}
		if !z.add(cleanPath(e.Name), entry) {
			return fault.Errorf(fault.NotADeck, "%s holds %s twice", name, base)
		}
	}
	if len(z.files) == 0 {
		return fault.Errorf(fault.NotADeck, "There is no Markdown, PDF or picture in %s", name)
	}
	return nil
}

// unpack opens one file of a zip. What cannot be unpacked is a fault that names
// both.
func unpack(e *zip.File, name, base string) (io.ReadCloser, error) {
	r, err := e.Open()
	if errors.Is(err, zip.ErrAlgorithm) {
		return nil, fault.Wrap(fault.NotADeck, err, "%s is packed in a way that is not known here; pack it as an ordinary zip", name)
	}
	damaged := func(err error) error {
		return fault.Wrap(fault.NotADeck, err, "%s is damaged: %s cannot be unpacked", name, base)
	}
	if err != nil {
		return nil, damaged(err)
	}
	return &unpacker{r, damaged}, nil
}

type unpacker struct {
	io.ReadCloser
	damaged func(error) error
}

func (u *unpacker) Read(p []byte) (int, error) {
	n, err := u.ReadCloser.Read(p)
	if err != nil && err != io.EOF {
		err = u.damaged(err)
	}
	return n, err
}

// safeName reports whether a name stays in the folder it is unpacked to, on any
// system.
func safeName(name string) bool {
	if name == "" || strings.ContainsAny(name, "\\\x00") || strings.HasPrefix(name, "/") || len(name) > 1 && name[1] == ':' {
		return false
	}
	return !slices.Contains(strings.Split(name, "/"), "..")
}

// junk reports whether a file was left by a file manager, or is hidden.
func junk(name string) bool {
	for _, part := range strings.Split(name, "/") {
		if part == "__MACOSX" || part == "node_modules" || strings.HasPrefix(part, ".") && part != "." {
			return true
		}
	}
	switch strings.ToLower(path.Base(name)) {
	case "thumbs.db", "desktop.ini":
		return true
	}
	return false
}
