//go:build !race

package importer

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"lectern/app/deck"
	"lectern/app/deck/decktest"
	"lectern/app/fault"
	"lectern/app/importer/importertest"
	"lectern/app/importer/options"
)

// talkPDF has so many pages: "Page 1", "Page 2".
func talkPDF(pages int) []byte {
	var s importertest.PDFSpec
	for i := range pages {
		s.Pages = append(s.Pages, importertest.PageText(fmt.Sprint("Page ", i+1)))
	}
	return importertest.PDF(s)
}

// openPages returns the pages of a PDF of an Importer with these limits.
func openPages(t testing.TB, l Limits, files fs.FS, name string) (*Pages, *Importer) {
	t.Helper()
	im, log := newImporter(t, l)
	im.config.EngineCache = engineCache()
	p := im.Pages(t.Context(), files, name, options.Options{})
	t.Cleanup(func() {
		p.Close()
		if t.Failed() {
			t.Log(log)
		}
	})
	return p, im
}

// started tells, of each child that is given its files from now on, which process it is.
func started(t testing.TB) <-chan int {
	pids := make(chan int, 100)
	testStarted = func(pid int) { pids <- pid }
	t.Cleanup(func() { testStarted = nil })
	return pids
}

func page(n int) deck.Page { return deck.Page{File: "talk.pdf", Number: n} }

func checkRead(t testing.TB, p *Pages, n int) {
	t.Helper()
	c, err := p.Read(t.Context(), page(n))
	if want := fmt.Sprint("Page ", n+1); err != nil || c.Title != want || c.Text != want || c.Size.Width != deck.SmallWidth || len(c.Size.Data) == 0 {
		t.Errorf("page %d: %q, %q, %d wide, %v", n, c.Title, c.Text, c.Size.Width, err)
	}
}

// TestPagesWanderedOff: who goes away while the child starts leaves it to the next.
func TestPagesWanderedOff(t *testing.T) {
	pids := started(t)
	p, _ := openPages(t, Limits{}, importertest.Tree("talk.pdf", talkPDF(2)), "talk.pdf")
	for n := range 2 {
		ctx, leave := context.WithCancel(t.Context())
		left := make(chan error, 1)
		go func() {
			_, err := p.Read(ctx, page(0))
			left <- err
		}()
		if n == 0 {
			<-pids
		}
		leave()
		if err := <-left; err != nil && !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	}
	checkRead(t, p, 1)
}

// TestPages: pages are read and drawn by one child, in any order, in any width.
func TestPages(t *testing.T) {
	pids := started(t)
	p, _ := openPages(t, Limits{}, importertest.Tree("talk.pdf", talkPDF(6)), "talk.pdf")
	var all sync.WaitGroup
	for n := range 6 {
		all.Go(func() {
			checkRead(t, p, n)
			for _, width := range []int{77, 960, 3840} {
				if n > 0 && width > 960 {
					continue
				}
				s, err := p.Draw(t.Context(), page(n), width)
				if err != nil || s.Width != width || s.Height != (width*9+8)/16 || s.Type != "image/png" {
					t.Errorf("page %d: %d × %d %s, %v", n, s.Width, s.Height, s.Type, err)
				}
			}
		})
	}
	all.Wait()
	if n := len(pids); n != 1 {
		t.Errorf("%d children", n)
	}
	for name, c := range map[string]deck.Page{"none": page(6), "another file": {File: "other.pdf"}} {
		if _, err := p.Read(t.Context(), c); err == nil {
			t.Errorf("%s is read", name)
		}
	}
	if _, err := p.Draw(t.Context(), page(0), 3841); err == nil {
		t.Error("a page is drawn wider than it is")
	}
	checkRead(t, p, 3)
	if n := len(pids); n != 1 {
		t.Errorf("%d children", n)
	}
}

// TestPagesInZip: a PDF in a zip is the zip's only original.
func TestPagesInZip(t *testing.T) {
	zipped := importertest.Zip(importertest.Entry{Name: "x/talk.pdf", Data: talkPDF(2)}, importertest.Entry{Name: "x/note.json", Data: []byte("{}")})
	files := importertest.Tree("talk.zip", zipped)
	p, im := openPages(t, Limits{}, files, "x/talk.pdf")
	d := &decktest.Deck{}
	if err := im.Import(t.Context(), files, options.Options{}, d); err != nil {
		t.Fatal(err)
	}
	if got := *d.Pictures[1].Page; got != (deck.Page{File: "x/talk.pdf", Number: 1}) {
		t.Fatalf("%+v", got)
	}
	if c, err := p.Read(t.Context(), *d.Pictures[1].Page); err != nil || c.Title != "Page 2" {
		t.Errorf("%+v, %v", c, err)
	}
}

// slowPDF has pages of text and, from the second on, slow ones: seconds of a processor
// each.
func slowPDF(pages int) []byte {
	s := importertest.PDFSpec{
		Pages: []string{importertest.PageText("Page 1")},
		Uses:  "/XObject << /X 101 0 R >>",
		Objects: map[int]string{
			100: "<< /BM /Multiply /ca 0.5 >>",
			101: "<< /Length 22 /Type /XObject /Subtype /Form /BBox [0 0 960 540] /Group << /S /Transparency /I true >> >>\nstream\n0.5 g 0 0 960 540 re f\nendstream",
		},
	}
	for range pages - 1 {
		s.Pages = append(s.Pages, importertest.PageText("Slow")+" /P1 gs "+strings.Repeat("/X Do ", 300))
	}
	return importertest.PDF(s)
}

// sent tells, of each page that a child is sent from now on, which it is.
func sent(t testing.TB) <-chan int {
	pages := make(chan int, 100)
	testPage = func(n int) { pages <- n }
	t.Cleanup(func() { testPage = nil })
	return pages
}

// await waits for one page among those that are sent.
func await(pages <-chan int, n int) {
	for <-pages != n {
	}
}

// TestPagesKilled: whoever kills the child between two pages, or once at one, costs
// nobody anything; who does it again costs that answer, and is not blamed on the page.
func TestPagesKilled(t *testing.T) {
	pids, pages := started(t), sent(t)
	p, _ := openPages(t, Limits{}, importertest.Tree("talk.pdf", slowPDF(2)), "talk.pdf")
	checkRead(t, p, 0)
	if t.Failed() {
		return
	}
	first := p.child
	kill(t, <-pids)
	<-first.p.exited
	checkRead(t, p, 0)
	failed := make(chan error, 1)
	go func() {
		_, err := p.Draw(t.Context(), page(1), 3840)
		failed <- err
	}()
	for range 2 {
		await(pages, 1)
		kill(t, <-pids)
	}
	err := <-failed
	if errors.Is(err, ErrPage) {
		t.Error(err)
	}
	checkSentence(t, err, fault.TooLarge, "Page 2 of talk.pdf was not drawn, since the system ended that, as it does where memory is short")
	checkRead(t, p, 0)
}

func kill(t testing.TB, pid int) {
	t.Helper()
	p, err := os.FindProcess(pid)
	if err == nil {
		err = p.Kill()
	}
	if err != nil {
		t.Error(err)
	}
}

// TestPagesSlow: a page that takes too long is ended and named; the others are none the
// worse. A deck that begins with one is there without it.
func TestPagesSlow(t *testing.T) {
	files := importertest.Tree("talk.pdf", slowPDF(3))
	p, _ := openPages(t, shortened(func(l *Limits) { l.Step = 500 * time.Millisecond }), files, "talk.pdf")
	_, err := p.Read(t.Context(), page(1))
	if !errors.Is(err, ErrPage) {
		t.Error(err)
	}
	checkSentence(t, err, fault.TooLarge, "Page 2 of talk.pdf takes too long to draw; make it simpler")
	checkRead(t, p, 0)

	im, log := newImporter(t, shortened(func(l *Limits) { l.First = 500 * time.Millisecond }))
	im.config.EngineCache = engineCache()
	d := &decktest.Deck{}
	if err := im.Import(t.Context(), importertest.Tree("freeze.pdf", importertest.GroupsPDF(300, 3)), options.Options{}, d); err != nil {
		t.Fatal(err, log)
	}
	importertest.CheckDraft(t, d)
	if len(d.Slides) != 3 || len(d.Pictures) != 3 || len(d.Pictures[0].Sizes) != 0 {
		t.Errorf("%d slides, %d pictures, %d sizes", len(d.Slides), len(d.Pictures), len(d.Pictures[0].Sizes))
	}
}

// TestPagesOfNoPDF: what is wrong with the file is said at each page, and found out once.
func TestPagesOfNoPDF(t *testing.T) {
	pids := started(t)
	p, _ := openPages(t, Limits{}, importertest.Tree("talk.pdf", "%PDF-1.7 nothing\n%%EOF\n"), "talk.pdf")
	for range 3 {
		_, err := p.Read(t.Context(), page(0))
		checkSentence(t, err, fault.NotADeck, "talk.pdf is damaged: it cannot be opened as a PDF")
		if errors.Is(err, ErrPage) {
			t.Error("it is called the page's")
		}
	}
	if n := len(pids); n != 1 {
		t.Errorf("%d children", n)
	}
}
