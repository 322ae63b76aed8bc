package portable

import (
	"archive/zip"
	"encoding/json"
	"errors"
	"io"
	"io/fs"

	"lectern/app/fault"
	"lectern/app/importer/words"
)

// Package is an opened .lectern file.
type Package struct {
	Manifest
	name    string
	file    fs.File
	entries map[string]*zip.File
}

// maxEntries bounds what is beside the originals: what newer versions may add.
const maxEntries = 2*MaxFiles + 1000

// Open opens the .lectern file that is a file of fsys, and checks its manifest. What
// is wrong with it is a fault.
func Open(fsys fs.FS, name string) (*Package, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	p := &Package{name: words.Base(name), file: f, entries: map[string]*zip.File{}}
	if err := p.read(); err != nil {
		f.Close()
		return nil, err
	}
	return p, nil
}

// Close closes the file.
func (p *Package) Close() error { return p.file.Close() }

func (p *Package) read() error {
	st, err := p.file.Stat()
	if err != nil {
		return err
	}
	at, ok := p.file.(io.ReaderAt)
	if !ok {
		return errors.ErrUnsupported
	}
	z, err := zip.NewReader(at, st.Size())
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return p.damaged(err)
	}
	if len(z.File) > maxEntries {
		return fault.Errorf(fault.TooLarge, "%s has %d files in it; %d are the most", p.name, len(z.File), maxEntries)
	}
	for _, e := range z.File {
		if p.entries[e.Name] != nil {
			return p.damaged(errors.New("a name twice"))
		}
		p.entries[e.Name] = e
	}
	text, err := p.text("deck.json")
	if err != nil {
		return err
	}
	var version struct {
		Version int
		Lectern string
	}
	if err := json.Unmarshal(text, &version); err != nil {
		return p.damaged(err)
	}
	if version.Version > Version {
		return fault.Errorf(fault.NotADeck, "%s was written by a newer Lectern%s; update this one to open it", p.name, after(words.OneLine(words.Name(version.Lectern), 40)))
	}
	if err := json.Unmarshal(text, &p.Manifest); err != nil {
		return p.damaged(err)
	}
	if err := p.Check(); err != nil {
		return p.damaged(err)
	}
	for _, f := range p.Files {
		switch e := p.entries[f.Entry]; {
		case e == nil:
			return fault.Errorf(fault.NotADeck, "%s is incomplete: %s is missing in it; export the deck anew", p.name, words.Base(f.Name))
		case e.UncompressedSize64 != uint64(f.Size):
			return p.damaged(errors.New("sizes differ"))
		}
	}
	return nil
}

// after puts a space before what there is.
func after(s string) string {
	if s == "" || s == "file" {
		return ""
	}
	return " (" + s + ")"
}

func (p *Package) damaged(err error) error {
	return fault.Wrap(fault.NotADeck, err, "%s is damaged or incomplete; export the deck anew", p.name)
}

func (p *Package) text(entry string) ([]byte, error) {
	e := p.entries[entry]
	if e == nil {
		return nil, p.damaged(errors.New("no " + entry))
	}
	if e.UncompressedSize64 > MaxManifest {
		return nil, fault.Errorf(fault.TooLarge, "%s says more about its deck than %d MB", p.name, MaxManifest>>20)
	}
	r, err := e.Open()
	if err != nil {
		return nil, p.damaged(err)
	}
	defer r.Close()
	text, err := io.ReadAll(io.LimitReader(r, MaxManifest))
	if err != nil {
		return nil, p.damaged(err)
	}
	return text, nil
}

// Copy gives the bytes of an original to each, in parts of buf's size at most.
func (p *Package) Copy(f File, buf []byte, each func([]byte) error) error {
	r, err := p.entries[f.Entry].Open()
	if err != nil {
		return p.damaged(err)
	}
	defer r.Close()
	for left := f.Size; ; {
		n, err := io.ReadFull(r, buf)
		if left -= int64(n); left < 0 {
			return p.damaged(errors.New("more than it says"))
		}
		if n > 0 {
			if err := each(buf[:n]); err != nil {
				return err
			}
		}
		switch {
		case err == io.EOF || err == io.ErrUnexpectedEOF:
			if left > 0 {
				return p.damaged(err)
			}
			return nil
		case err != nil:
			return p.damaged(err)
		}
	}
}
