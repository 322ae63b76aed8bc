package office

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"io/fs"
	"path"
	"strings"

	"lectern/app/fault"
	"lectern/app/importer/words"
)

// The bounds of what is read of one file. A slide with notes is four parts.
const (
	maxParts   = 50_000
	maxUnpack  = 256 << 20 // bytes of XML in all
	maxPicture = 64 << 20  // bytes of one picture
	mostName   = 1024
)

// pack is a file's parts by their names. What is read of one is counted as it comes:
// the sizes that a zip declares are not believed.
type pack struct {
	name  string // the file's, fit for a sentence
	file  fs.File
	parts map[string]*zip.File
	flat  bool  // the file is its only part
	left  int64 // bytes of XML that may still be read
}

// openPack opens a zip, or a file of XML that is flat.
func openPack(fsys fs.FS, file string, flat bool) (*pack, error) {
	f, err := fsys.Open(file)
	if err != nil {
		return nil, err
	}
	p := &pack{name: words.Base(file), file: f, flat: flat, parts: map[string]*zip.File{}, left: maxUnpack}
	if flat {
		return p, nil
	}
	if err := p.list(); err != nil {
		f.Close()
		return nil, err
	}
	return p, nil
}

func (p *pack) list() error {
	st, err := p.file.Stat()
	if err != nil {
		return err
	}
	at, err := readerAt(p.file)
	if err != nil {
		return err
	}
	r, err := zip.NewReader(at, st.Size())
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return fault.Wrap(fault.NotADeck, err, "%s is damaged or cut short: its list of parts cannot be read", p.name)
	}
	if len(r.File) > maxParts {
		return fault.Errorf(fault.TooLarge, "%s has %d parts; %d are the most", p.name, len(r.File), maxParts)
	}
	for _, e := range r.File {
		if len(e.Name) > mostName {
			continue
		}
		name := partName(e.Name)
		if _, twice := p.parts[name]; !twice {
			p.parts[name] = e
		}
	}
	return nil
}

// maxNested is the most that is held of a file that is in a zip itself.
const maxNested = 128 << 20 // bytes

// readerAt reads a file where it is asked to: one that is in a zip is held whole.
func readerAt(f fs.File) (io.ReaderAt, error) {
	at, ok := f.(io.ReaderAt)
	if ok {
		_, err := at.ReadAt(make([]byte, 1), 0)
		ok = !errors.Is(err, errors.ErrUnsupported)
	}
	if ok {
		return at, nil
	}
	data, err := io.ReadAll(io.LimitReader(f, maxNested+1))
	if err == nil && len(data) > maxNested {
		err = fault.Errorf(fault.TooLarge, "A talk in a zip has at most %d MB; import it by itself", maxNested>>20)
	}
	return bytes.NewReader(data), err
}

// partName is how a part is looked up: names of parts do not tell capitals apart
// (ECMA-376, part 2, 6.2.2.3).
func partName(name string) string {
	return strings.ToLower(strings.TrimPrefix(path.Clean("/"+strings.ReplaceAll(name, `\`, "/")), "/"))
}

func (p *pack) close() error { return p.file.Close() }

func (p *pack) has(name string) bool { return p.parts[partName(name)] != nil }

// tree parses a part. One that is not there is an fs.ErrNotExist.
func (p *pack) tree(name string) (*node, error) {
	r, err := p.open(name)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	c := &counting{r: r, left: &p.left}
	n, err := parse(c)
	base := words.OneLine(path.Base(name), 80)
	switch {
	case err == nil:
		return n, nil
	case errors.Is(err, errSpent):
		return nil, fault.Errorf(fault.TooLarge, "%s unpacks to more than %d MB of text, which no talk does", p.name, maxUnpack>>20)
	case errors.Is(err, errMany), c.read >= maxXML:
		return nil, fault.Errorf(fault.TooLarge, "%s has more in one part (%s) than any talk; split it in two", p.name, base)
	case errors.Is(err, errDeep):
		return nil, fault.Errorf(fault.TooLarge, "%s is nested too deeply (%s)", p.name, base)
	case c.err != nil:
		return nil, c.err
	}
	return nil, p.damaged(base, err)
}

func (p *pack) damaged(part string, err error) error {
	return fault.Wrap(fault.NotADeck, err, "%s is damaged: %s cannot be read; open it in the program that made it and save it anew", p.name, part)
}

// open opens a part, or the file where it is flat.
func (p *pack) open(name string) (io.ReadCloser, error) {
	if p.flat {
		return io.NopCloser(p.file), nil
	}
	e := p.parts[partName(name)]
	if e == nil {
		return nil, fs.ErrNotExist
	}
	base := words.OneLine(path.Base(name), 80)
	if e.Flags&1 != 0 {
		return nil, locked(p.name)
	}
	r, err := e.Open()
	if err != nil {
		return nil, p.damaged(base, err)
	}
	return r, nil
}

func locked(name string) error {
	return fault.Errorf(fault.NotADeck, "%s is locked with a password; save a copy without one", name)
}

// picture reads a part whole, or nothing of one that is too large or is not there.
func (p *pack) picture(name string) ([]byte, bool) {
	if p.flat {
		return nil, false
	}
	r, err := p.open(name)
	if err != nil {
		return nil, false
	}
	defer r.Close()
	data, err := io.ReadAll(io.LimitReader(r, maxPicture+1))
	return data, err == nil && len(data) > 0 && len(data) <= maxPicture
}

var errSpent = errors.New("office: it unpacks to too much")

// counting counts what is read, keeps the error of what is beneath, and ends when
// there is none left.
type counting struct {
	r    io.Reader
	left *int64
	read int64
	err  error // not of the zip's own
}

func (c *counting) Read(b []byte) (int, error) {
	n, err := c.r.Read(b)
	c.read += int64(n)
	if *c.left -= int64(n); *c.left < 0 {
		return 0, errSpent
	}
	if err != nil && err != io.EOF && !isZip(err) {
		c.err = err
	}
	return n, err
}

// isZip reports whether an error is of what is packed, not of reading the file.
func isZip(err error) bool {
	return errors.Is(err, fs.ErrInvalid) || errors.Is(err, zip.ErrChecksum) || errors.Is(err, zip.ErrFormat) || errors.Is(err, io.ErrUnexpectedEOF) || strings.HasPrefix(err.Error(), "flate: ")
}
