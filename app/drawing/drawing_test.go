package drawing_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lectern/app/deck"
	"lectern/app/drawing"
	"lectern/app/drawing/drawingtest"
	"lectern/app/fault"
	"lectern/app/importer"
	"lectern/app/store"
	"lectern/app/store/storetest"
)

func TestMain(m *testing.M) { storetest.Main(m) }

// setUp has a deck of so many pages, drawn by p; start has it drawn.
func setUp(t *testing.T, p *drawingtest.Press, pages int) (d *drawing.Drawing, s *store.Store, id int64, hashes []string, start func()) {
	t.Helper()
	s, _ = storetest.Open(t)
	info, hashes := drawingtest.AddPages(t, s, pages)
	d = drawing.New(drawing.Config{Store: s, Log: slog.New(slog.DiscardHandler), Open: p.Open})
	return d, s, info.ID, hashes, func() {
		ctx, cancel := context.WithCancel(context.Background())
		over := make(chan struct{})
		go func() { defer close(over); d.Run(ctx) }()
		t.Cleanup(func() { cancel(); <-over })
	}
}

// TestOnce: whoever needs what is being drawn waits for that one drawing, and what
// was drawn is not drawn again.
func TestOnce(t *testing.T) {
	p := drawingtest.New()
	d, s, id, hashes, start := setUp(t, p, 1)
	release := p.Hold("draw 0 1920")
	start()
	p.Wants(t, "read 0") // by the background
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			if z, err := d.Draw(t.Context(), hashes[0], 1920, drawing.Now); err != nil || string(z.Data) != "page 0 at 1920" {
				t.Errorf("%q, %v", z.Data, err)
			}
		})
	}
	p.Wants(t, "draw 0 1920")
	gone, leave := context.WithCancel(t.Context())
	leave()
	if _, err := d.Draw(gone, hashes[0], 1920, drawing.Now); !errors.Is(err, context.Canceled) {
		t.Errorf("who went away got %v", err)
	}
	release()
	all.Wait()
	for _, width := range []int{1920, 480} { // from the store
		if _, err := d.Draw(t.Context(), hashes[0], width, drawing.Now); err != nil {
			t.Error(err)
		}
	}
	for _, width := range []int{0, 481, 3841, -1} {
		if _, err := d.Draw(t.Context(), hashes[0], width, drawing.Now); fault.CodeOf(err) != fault.NotFound {
			t.Errorf("%d wide: %v", width, err)
		}
	}
	if _, err := d.Draw(t.Context(), strings.Repeat("x", 43), 480, drawing.Now); fault.CodeOf(err) != fault.NotFound {
		t.Errorf("no picture: %v", err)
	}
	if !cmp.Equal(p.Asked(), []string{"read 0", "draw 0 1920"}) {
		t.Errorf("it was asked for %q", p.Asked())
	}
	if slide, err := s.SlideIn(t.Context(), id, "", 1); err != nil || slide.Title != "Title 0" || slide.Views[0].Text != "Words 0" {
		t.Errorf("%+v, %v", slide, err)
	}
	if want := `["in/talk.pdf"], "the file", "file", EOF`; p.Found() != want {
		t.Errorf("it found %s, want %s", p.Found(), want)
	}
}

// TestOrder: what the room sees comes first, then what comes next, then what a person
// asks for; and nothing less urgent stands in the way for long.
func TestOrder(t *testing.T) {
	p := drawingtest.New()
	d, _, _, hashes, start := setUp(t, p, 4)
	arrived := make(chan struct{}, 10)
	d.OnArrival(func() { arrived <- struct{}{} })
	for i := range hashes { // all are read, so that the background rests
		defer p.Hold(fmt.Sprint("read ", i))()
	}
	slow := p.Hold("draw 0 960")
	defer slow()
	start()
	p.Wants(t, "read 0")
	var all sync.WaitGroup
	ask := func(page int, u drawing.Urgency) {
		all.Go(func() {
			if _, err := d.Draw(t.Context(), hashes[page], 960, u); err != nil {
				t.Error(err)
			}
		})
	}
	ask(0, drawing.Asked)
	p.Wants(t, "draw 0 960")
	ask(1, drawing.Asked)
	for range 3 { // with that of the background
		<-arrived
	}
	ask(2, drawing.Next)
	<-arrived
	ask(3, drawing.Now)
	p.Wants(t, "draw 3 960")
	p.Wants(t, "draw 2 960")
	p.Wants(t, "draw 0 960") // it was overtaken, and begins anew
	slow()
	p.Wants(t, "draw 1 960")
	all.Wait()
}

// TestBackground: pages are read in order, then the live deck's drawn as the room
// needs them.
func TestBackground(t *testing.T) {
	p := drawingtest.New()
	d, s, id, hashes, start := setUp(t, p, 3)
	if _, err := s.Change(t.Context(), id, deck.Change{"live": true, "current_slide": 2}); err != nil {
		t.Fatal(err)
	}
	start()
	for i := range 3 {
		p.Wants(t, fmt.Sprint("read ", i))
	}
	if _, err := d.Draw(t.Context(), hashes[1], 1920, drawing.Now); err != nil {
		t.Fatal(err)
	}
	for _, page := range []int{1, 2, 0} {
		p.Wants(t, fmt.Sprintf("draw %d 1920", page))
	}
	if err := d.Want(t.Context(), hashes[0], []int{1920, 960}, drawing.Next); err != nil {
		t.Error(err)
	}
	p.Wants(t, "draw 0 960")
}

// TestFailing: a page that fails is shown smaller, or as its words, and is not tried
// again; one that fails through no fault of its own is.
func TestFailing(t *testing.T) {
	p := drawingtest.New()
	broken := fmt.Errorf("page 1: %w", importer.ErrPage)
	p.Fail("read 0", broken)
	p.Fail("draw 1 1920", broken)
	p.Fail("draw 1 960", errors.New("the child was shot"))
	d, s, id, hashes, start := setUp(t, p, 2)
	start()
	for range 2 {
		for _, hash := range hashes {
			if err := d.Read(t.Context(), hash, drawing.Now); err != nil {
				t.Error(err)
			}
		}
		for _, width := range []int{480, 1920} {
			if _, err := d.Draw(t.Context(), hashes[0], width, drawing.Now); fault.CodeOf(err) != fault.NotFound {
				t.Errorf("the broken page %d wide: %v", width, err)
			}
		}
		if _, err := d.Draw(t.Context(), hashes[1], 1920, drawing.Now); fault.CodeOf(err) != fault.NotFound {
			t.Errorf("what is too much: %v", err)
		}
	}
	if _, err := d.Draw(t.Context(), hashes[1], 960, drawing.Now); err == nil || fault.CodeOf(err) == fault.NotFound {
		t.Errorf("while the child dies: %v", err)
	}
	p.Fail("draw 1 960", nil)
	if _, err := d.Draw(t.Context(), hashes[1], 960, drawing.Now); err != nil {
		t.Errorf("then: %v", err)
	}
	tries := map[string]int{}
	for _, what := range p.Asked() {
		tries[what]++
	}
	if want := map[string]int{"read 0": 1, "read 1": 1, "draw 1 1920": 1, "draw 1 960": 2}; !cmp.Equal(tries, want) {
		t.Errorf("tries: %v, want %v", tries, want)
	}
	info, err := s.Deck(t.Context(), id)
	if err != nil || len(info.Warnings) != 2 || !strings.HasPrefix(info.Warnings[0], "page 1: ") {
		t.Errorf("%q, %v", info.Warnings, err)
	}
	slides, err := s.Slides(t.Context(), id)
	if err != nil || slides[0].Views[0].HTML != "<p>Words 0</p>" || !cmp.Equal(slides[1].Views[0].Picture.Widths, []int{480, 960}) {
		t.Errorf("%+v, %v", slides, err)
	}
}

// TestLeafing: who leafs through a deck does not wait for the pages in between.
func TestLeafing(t *testing.T) {
	p := drawingtest.New()
	d, _, _, hashes, start := setUp(t, p, 4)
	defer p.Hold("read 0")() // the background stays there
	want := func(page int) {
		if err := d.Want(t.Context(), hashes[page], []int{960}, drawing.Now); err != nil {
			t.Fatal(err)
		}
		d.Round()
	}
	start()
	p.Wants(t, "read 0")
	held := p.Hold("read 1") // of the room's, in the other child
	want(1)
	p.Until(t, "read 1")
	for page := range 4 {
		want(page)
	}
	held()
	if _, err := d.Draw(t.Context(), hashes[3], 960, drawing.Now); err != nil {
		t.Error(err)
	}
	for _, what := range p.Asked() {
		if strings.HasPrefix(what, "draw ") && what != "draw 3 960" || what == "read 2" {
			t.Errorf("%q came first", what)
		}
	}
}
