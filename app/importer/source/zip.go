package source

import (
	"archive/zip"
	"errors"
	"io"
	"io/fs"
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

// OpenZip opens a zip that is a file of fsys. Names that lead out of it, two files of
// one name, a password, and far more inside than outside are faults.
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
	for method, unpacker := range unpackers {
		r.RegisterDecompressor(method, unpacker)
	}
	var total uint64
	kept := map[string]*zip.File{}
	for i, written := range entryNames(r.File) {
		e := r.File[i]
		// The format wants slashes; Windows' tools do as Windows does.
		path := strings.ReplaceAll(written, `\`, "/")
		base := words.OneLine(words.Base(path[max(0, len(path)-maxPath):]), 80)
		switch {
		case strings.ContainsRune(path, 0):
			return fault.Errorf(fault.NotADeck, "%s holds a file whose name has a zero byte, %s; pack it anew", name, base)
		case !safeName(path):
			return fault.Errorf(fault.NotADeck, "%s holds a file with the name %q, which leads out of it; pack it anew", name, words.OneLine(written, 80))
		case longPath(path):
			return fault.Errorf(fault.NotADeck, "%s holds a file whose name is too long or in too many folders, %s; pack it anew", name, base)
		case strings.HasSuffix(path, "/"), e.FileInfo().IsDir(), Junk(path):
			continue
		case e.Flags&(1|1<<6|1<<13) != 0:
			return fault.Errorf(fault.NotADeck, "%s is locked with a password; pack it without one", name)
		case !e.Mode().IsRegular():
			z.Remarks = append(z.Remarks, base+" was left out: it is a link.")
			continue
		}
		path = cleanPath(path)
		if other := kept[path]; other != nil && other.CRC32 == e.CRC32 && other.UncompressedSize64 == e.UncompressedSize64 {
			continue // some tools do
		}
		kept[path] = e
		if len(kept) > maxEntries {
			return fault.Errorf(fault.TooLarge, "%s has more than %d files in it; pack only what the deck needs", name, maxEntries)
		}
		// Not their sum first: that could wrap around to a small one.
		if e.UncompressedSize64 > maxUnpacked-total {
			return fault.Errorf(fault.TooLarge, "%s unpacks to more than %d MB", name, maxUnpacked>>20)
		}
		if total += e.UncompressedSize64; total > max(ratioFloor, maxRatio*uint64(packed)) {
			return fault.Errorf(fault.TooLarge, "%s unpacks to more than %d times its size, which no deck does", name, maxRatio)
		}
		if !z.add(path, file{size: int64(e.UncompressedSize64), open: func() (io.ReadCloser, error) { return unpack(e, name, base) }}) {
			return fault.Errorf(fault.NotADeck, "%s holds %s twice", name, base)
		}
	}
	if len(z.files) == 0 {
		return fault.Errorf(fault.NotADeck, "There is no Markdown, PDF or picture in %s", name)
	}
	return nil
}

// safeName reports whether a name, with slashes, stays in the folder it is unpacked to,
// on any system.
func safeName(name string) bool {
	if name == "" || strings.HasPrefix(name, "/") || len(name) > 1 && name[1] == ':' {
		return false
	}

	return !slices.Contains(strings.Split(name, "/"), "..")
}
