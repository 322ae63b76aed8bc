package pdf

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"testing/iotest"

	"lectern/app/deck/decktest"
	"lectern/app/fault"
	"lectern/app/importer/importertest"
	"lectern/app/importer/options"
)

// disk is one file that notes how much is read of it.
type disk struct {
	data   []byte
	size   int64 // what it says, if it is not 0
	broken error // of what is read of its first half, if there is any
	plain  bool  // it can only be read from its beginning

	mu   sync.Mutex
	read int64
}

func (d *disk) Open(name string) (fs.File, error) {
	f, err := fstest.MapFS{name: {Data: d.data}}.Open(name)
	if d.plain {
		return &plainFile{f, d}, err
	}
	return &diskFile{plainFile{f, d}}, err
}

type plainFile struct {
	fs.File
	d *disk
}

func (f *plainFile) Stat() (fs.FileInfo, error) {
	st, err := f.File.Stat()
	if f.d.size > 0 {
		return sized{st, f.d.size}, err
	}
	return st, err
}

type sized struct {
	fs.FileInfo
	size int64
}

func (s sized) Size() int64 { return s.size }

type diskFile struct{ plainFile }

func (f *diskFile) ReadAt(p []byte, at int64) (int, error) {
	f.d.mu.Lock()
	f.d.read += int64(len(p))
	f.d.mu.Unlock()
	if f.d.broken != nil && at < int64(len(f.d.data)/2) {
		return 0, f.d.broken
	}
	return f.File.(io.ReaderAt).ReadAt(p, at)
}

// withBallast has a page and much that it does not need.
func withBallast(size int) []byte {
	return importertest.PDF(importertest.PDFSpec{
		Pages:   []string{importertest.PageText("One")},
		Objects: map[int]string{100: fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", size, strings.Repeat("x", size))},
	})
}

// TestReadsWhatItNeeds: a PDF of any size is not read whole.
func TestReadsWhatItNeeds(t *testing.T) {
	d := &disk{data: withBallast(40 << 20)}
	got := &decktest.Deck{}
	if err := shared().Import(t.Context(), d, "a.pdf", options.Options{}, got); err != nil || got.Slides[0].Title != "One" {
		t.Fatalf("%v %+v", err, got.Slides)
	}
	if d.read > 4<<20 {
		t.Errorf("%d bytes of %d were read", d.read, len(d.data))
	}
}

// TestReadFromBeginning: what is in a zip is held, and not if it is too large.
func TestReadFromBeginning(t *testing.T) {
	d := &disk{data: withBallast(1 << 20), plain: true}
	got := &decktest.Deck{}
	if err := shared().Import(t.Context(), d, "a.pdf", options.Options{}, got); err != nil || got.Slides[0].Title != "One" {
		t.Fatalf("%v %+v", err, got.Slides)
	}
	for _, c := range []struct {
		plain bool
		size  int64
		want  string
	}{
		{true, MaxHeld + 1, "a.pdf has 128 MB, and 128 MB is the most for a PDF inside a zip; unpack it and import the PDF itself"},
		{false, 500 << 20, "a.pdf has 500 MB; 400 MB is the most for a PDF"},
	} {
		err := shared().Import(t.Context(), &disk{data: d.data, size: c.size, plain: c.plain}, "a.pdf", options.Options{}, got)
		if fault.CodeOf(err) != fault.TooLarge || err.Error() != c.want {
			t.Errorf("%v", err)
		}
	}
}

// TestUnreadableFile: an error of the disk is not taken for damage of the file.
func TestUnreadableFile(t *testing.T) {
	broken := errors.New("the disk is gone")
	d := &disk{data: withBallast(1 << 20), broken: broken}
	err := shared().Import(t.Context(), d, "a.pdf", options.Options{}, &decktest.Deck{})
	if !errors.Is(err, broken) || fault.CodeOf(err) != "" {
		t.Errorf("%v", err)
	}
}

// TestFile: the blocks that are kept give the bytes of the file.
func TestFile(t *testing.T) {
	data := make([]byte, (maxBlocks+20)*blockSize+77)
	r := rand.NewChaCha8([32]byte{})
	r.Read(data)
	f, err := openFile(&disk{data: data}, "a.pdf")
	if err != nil {
		t.Fatal(err)
	}
	defer f.close()
	if err := iotest.TestReader(io.NewSectionReader(f, 100, 3*blockSize), data[100:100+3*blockSize]); err != nil {
		t.Error(err)
	}
	dice := rand.New(r)
	for range 5000 {
		at := dice.Int64N(f.size)
		p := make([]byte, dice.IntN(2*blockSize))
		n, err := f.ReadAt(p, at)
		if want := data[at:min(f.size, at+int64(len(p)))]; string(p[:n]) != string(want) || (n < len(p)) != (err == io.EOF) {
			t.Fatalf("%d at %d: %d, %v", len(p), at, n, err)
		}
	}
	if len(f.blocks) > maxBlocks {
		t.Errorf("%d blocks are kept", len(f.blocks))
	}
}

// TestMemory: a page that needs more memory than there is is shown as well as it can be,
// with a remark, or it is refused; the others do not notice.
func TestMemory(t *testing.T) {
	const side = 3000
	picture := fmt.Sprintf("<< /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray /BitsPerComponent 8", side, side)
	pixels := fmt.Sprintf(" /Length %d >>\nstream\n%s\nendstream", side*side, strings.Repeat("\x80", side*side))
	data := importertest.PDF(importertest.PDFSpec{
		Pages:   []string{importertest.PageText("One"), importertest.PageText("Two") + " q 100 0 0 100 300 0 cm /Im Do Q", importertest.PageText("Three")},
		Uses:    "/XObject << /Im 100 0 R >>",
		Objects: map[int]string{100: picture + " /SMask 101 0 R" + pixels, 101: picture + pixels},
	})
	for _, c := range []struct {
		megabytes uint64 // of a sandbox
		all       int64  // of the two together
		remark    string
		sizes     int // of the second page
		refused   string
	}{
		{384, 768, "", 3, ""},
		{120, 120, "", 3, ""},
		{60, 120, "page 2: more than 60 MB of memory are needed: shown smaller.", 2, ""},
		{40, 80, "", 0, "Page 2 of a.pdf needs more memory than there is; make its pictures smaller"},
	} {
		e, err := open(context.Background(), testCache, c.megabytes<<20, c.all<<20)
		if err != nil {
			t.Fatal(err)
		}
		d := &decktest.Deck{}
		err = e.Import(t.Context(), importertest.Tree("a.pdf", data), "a.pdf", options.Options{}, d)
		switch {
		case c.refused != "":
			if f, ok := err.(*fault.Error); !ok || f.Code != fault.TooLarge || f.Message != c.refused {
				t.Errorf("%d MB: %v", c.megabytes, err)
			}
		case err != nil:
			t.Errorf("%d MB: %v", c.megabytes, err)
		case strings.Join(d.Warnings, " ") != c.remark || len(d.Pictures[0].Sizes) != 3 || len(d.Pictures[1].Sizes) != c.sizes || len(d.Pictures[2].Sizes) != 3:
			t.Errorf("%d MB: %q, %d of 3 sizes", c.megabytes, d.Warnings, len(d.Pictures[1].Sizes))
		}
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	}
}
