// Package drawingtest has a deck of pages that no file has: they are drawn by a test,
// when and as it wants.
package drawingtest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"sync"
	"testing"
	"time"

	"lectern/app/deck"
	"lectern/app/deck/decktest"
	"lectern/app/drawing"
	"lectern/app/importer/options"
	"lectern/app/store"
)

// Press is a file's pages without a child: it tells what it is asked for, in order, and
// does each once it may. "read 3" reads page 3, "draw 3 1920" draws it so wide.
type Press struct {
	mu    sync.Mutex
	asked []string
	held  map[string]chan struct{} // what waits until it is closed
	begun chan string
	fails map[string]error
	files fs.FS
	found string
}

// New returns a Press that does all at once.
func New() *Press {
	return &Press{held: map[string]chan struct{}{}, begun: make(chan string, 1000), fails: map[string]error{}}
}

// Open is for drawing.Config.
func (p *Press) Open(_ context.Context, files fs.FS, _ string, _ options.Options) drawing.Pages {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.files = files
	return p
}

// StepBack implements drawing.Pages.
func (p *Press) StepBack() {}

// Hold has something wait until the test lets it go.
func (p *Press) Hold(what string) (release func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	c := make(chan struct{})
	p.held[what] = c
	return sync.OnceFunc(func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		delete(p.held, what)
		close(c)
	})
}

// Fail has something fail from now on; with nil it does not.
func (p *Press) Fail(what string, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.fails[what] = err
}

// Asked is what it was asked for, in order.
func (p *Press) Asked() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]string{}, p.asked...)
}

// Found is what a child would find in the file.
func (p *Press) Found() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.found
}

// Wants waits for what is begun next.
func (p *Press) Wants(t testing.TB, what string) {
	t.Helper()
	select {
	case got := <-p.begun:
		if got != what {
			t.Fatalf("it begins %q, want %q", got, what)
		}
	case <-time.After(10 * time.Second):
		t.Fatalf("it does not begin %q", what)
	}
}

// Until waits until something is begun.
func (p *Press) Until(t testing.TB, what string) {
	t.Helper()
	late := time.After(10 * time.Second)
	for {
		select {
		case got := <-p.begun:
			if got == what {
				return
			}
		case <-late:
			t.Fatalf("it does not begin %q", what)
		}
	}
}

func (p *Press) do(ctx context.Context, what string) error {
	p.mu.Lock()
	p.asked = append(p.asked, what)
	held, err := p.held[what], p.fails[what]
	p.mu.Unlock()
	p.begun <- what
	if held != nil {
		select {
		case <-held:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return err
}

// Read implements drawing.Pages, as the others do.
func (p *Press) Read(ctx context.Context, page deck.Page) (c deck.PageContent, err error) {
	p.look(page.File)
	if err := p.do(ctx, fmt.Sprint("read ", page.Number)); err != nil {
		return deck.PageContent{Text: fmt.Sprint("Words ", page.Number)}, err
	}
	return deck.PageContent{Title: fmt.Sprint("Title ", page.Number), Text: fmt.Sprint("Words ", page.Number),
		Size: deck.PictureSize{Width: deck.SmallWidth, Height: 270, Type: "image/png", Data: []byte("small")}}, nil
}

func (p *Press) Draw(ctx context.Context, page deck.Page, width int) (z deck.PictureSize, err error) {
	if err := p.do(ctx, fmt.Sprint("draw ", page.Number, " ", width)); err != nil {
		return z, err
	}
	return deck.PictureSize{Width: width, Height: width * 9 / 16, Type: "image/png", Data: fmt.Appendf(nil, "page %d at %d", page.Number, width)}, nil
}

// look reads the file, as a child would.
func (p *Press) look(name string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	list, err1 := fs.Glob(p.files, "*/*")
	data, err2 := fs.ReadFile(p.files, name)
	f, err3 := p.files.Open(name)
	if err := errors.Join(err1, err2, err3); err != nil {
		p.found = err.Error()
		return
	}
	piece := make([]byte, 10)
	n, err := f.(io.ReaderAt).ReadAt(piece, 4)
	p.found = fmt.Sprintf("%q, %q, %q, %v", list, data, piece[:n], err)
}

func (p *Press) Close() error { return nil }

// AddPages adds a deck of so many pages that nobody has drawn, and returns the
// addresses of their pictures.
func AddPages(t testing.TB, s *store.Store, pages int) (info deck.Info, hashes []string) {
	t.Helper()
	return AddFile(t, s, "the file", pages)
}

// AddFile is AddPages for a file that has these bytes.
func AddFile(t testing.TB, s *store.Store, content string, pages int) (info deck.Info, hashes []string) {
	t.Helper()
	n := s.NewDeck("")
	draft := &decktest.Deck{Header: deck.Header{Title: "Pages", Format: deck.PDF}}
	for i := range pages {
		draft.Pictures = append(draft.Pictures, deck.DraftPicture{Width: 3840, Height: 2160, Page: &deck.Page{File: "in/talk.pdf", Number: i}})
		draft.Slides = append(draft.Slides, deck.DraftSlide{Views: []deck.DraftView{{Picture: i}}})
	}
	err := n.Original(t.Context(), "in/talk.pdf", strings.NewReader(content))
	if err == nil {
		err = draft.Write(t.Context(), n)
	}
	if err == nil {
		info, err = n.Finish(t.Context())
	}
	if err != nil {
		t.Fatal(err)
	}
	slides, err := s.Slides(t.Context(), info.ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, slide := range slides {
		hashes = append(hashes, slide.Views[0].Picture.Hash)
	}
	return info, hashes
}
