package store_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lectern/app/deck"
	"lectern/app/fault"
	"lectern/app/store"
	"lectern/app/store/storetest"
)

// addPages adds a deck of so many pages of one file, of which the first was drawn.
func addPages(t *testing.T, s *store.Store, file []byte, pages int) (deck.Info, []string) {
	t.Helper()
	n := s.NewDeck("")
	d := draft("Pages", 0)
	d.Format = deck.PDF
	for i := range pages {
		p := deck.DraftPicture{Width: 3840, Height: 2160, Page: &deck.Page{File: "talk.pdf", Number: i}}
		if i == 0 {
			p.Sizes = []deck.PictureSize{{Width: 480, Height: 270, Type: "image/png", Data: []byte("first")}}
		}
		d.Pictures = append(d.Pictures, p)
		d.Slides = append(d.Slides, deck.DraftSlide{Views: []deck.DraftView{{Picture: i}}})
	}
	n.Password("secret")
	if err := n.Original(t.Context(), "talk.pdf", bytes.NewReader(file)); err != nil {
		t.Fatal(err)
	}
	if err := d.Write(t.Context(), n); err != nil {
		t.Fatal(err)
	}
	info, err := n.Finish(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	slides, err := s.Slides(t.Context(), info.ID)
	if err != nil || len(slides) != pages {
		t.Fatal(len(slides), err)
	}
	var hashes []string
	for _, slide := range slides {
		hashes = append(hashes, slide.Views[0].Picture.Hash)
	}
	return info, hashes
}

// TestPages: a page has an address and widths before anybody drew it, and what was
// read on it changes no deck.
func TestPages(t *testing.T) {
	s, url := storetest.Open(t)
	info, hashes := addPages(t, s, []byte("%PDF-"), 3)
	slides, err := s.Slides(t.Context(), info.ID)
	if err != nil {
		t.Fatal(err)
	}
	if v := slides[0].Views[0]; v.Unread || !cmp.Equal(v.Picture.Widths, []int{480, 960, 1920, 3840}) || v.Picture.Height != 2160 {
		t.Errorf("the page that was drawn is %+v of %+v", v, v.Picture)
	}
	if v := slides[1].Views[0]; !v.Unread {
		t.Errorf("the page that was not drawn is %+v", v)
	}
	if p, err := s.Picture(t.Context(), hashes[0], 480); err != nil || string(p.Data) != "first" {
		t.Errorf("%q, %v", p.Data, err)
	}
	page, err := s.Page(t.Context(), hashes[1])
	if err != nil || page.Page != (deck.Page{File: "talk.pdf", Number: 1}) || page.Password != "secret" || page.Read || page.Widest != nil {
		t.Errorf("%+v, %v", page, err)
	}
	if _, err := s.Page(t.Context(), strings.Repeat("x", 43)); fault.CodeOf(err) != fault.NotFound {
		t.Errorf("no page: %v", err)
	}
	todo, err := s.UnreadPages(t.Context(), []int64{0}, 10)
	if err != nil || !cmp.Equal(todo, []store.UnreadPage{{Deck: info.ID, Hash: hashes[1]}, {Deck: info.ID, Hash: hashes[2]}}) {
		t.Errorf("%+v, %v", todo, err)
	}

	if rest, err := s.UnreadPages(t.Context(), []int64{info.ID}, 10); err != nil || len(rest) > 0 {
		t.Errorf("without that deck: %+v, %v", rest, err)
	}

	db := storetest.Connect(t, url)
	state := func() (row string) {
		t.Helper()
		if err := db.QueryRow(t.Context(), `SELECT (SELECT rev FROM revision) || ' ' || deck_state(d)::text FROM decks d WHERE id = $1`, info.ID).Scan(&row); err != nil {
			t.Fatal(err)
		}
		return row
	}
	before := state()
	content := deck.PageContent{
		Title: "Two", Text: "Two\nwords\x00", Notes: "Say it", Remarks: []string{"a font is missing."},
		Links: []deck.Link{{X: .1, Y: .2, W: .3, H: .4, Slide: 3}, {URL: "https://example.org/"}},
		Size:  deck.PictureSize{Width: 480, Height: 270, Type: "image/png", Data: []byte("second")},
	}
	for _, want := range []bool{true, false} { // exactly once
		if first, err := s.KeepReading(t.Context(), hashes[1], content, true); err != nil || first != want {
			t.Errorf("%v, %v; want %v", first, err, want)
		}
	}
	two, err := s.SlideIn(t.Context(), info.ID, "", 2)
	if err != nil || two.Title != "Two" || two.Notes != "Say it" || two.Views[0].Text != "Two\nwords" || two.Views[0].Unread || !cmp.Equal(two.Views[0].Links, content.Links) {
		t.Errorf("%+v, %v", two, err)
	}
	if err := s.KeepDrawn(t.Context(), hashes[1], 1920, deck.PictureSize{Width: 1920, Height: 1080, Type: "image/png", Data: []byte("wide")}); err != nil {
		t.Error(err)
	}
	if err := s.KeepDrawn(t.Context(), "gone", 1920, content.Size); fault.CodeOf(err) != fault.NotFound {
		t.Errorf("a picture that is gone: %v", err)
	}
	if undrawn, err := s.UndrawnPages(t.Context(), nil, 1600, 10); err != nil || len(undrawn) > 0 {
		t.Errorf("while nothing is live: %+v, %v", undrawn, err)
	}
	if after := state(); after != before {
		t.Errorf("reading changed the deck from\n%s to\n%s", before, after)
	}
	change(t, s, info.ID, deck.Change{"live": true, "current_slide": 2})
	undrawn, err := s.UndrawnPages(t.Context(), nil, 1600, 10)
	if err != nil || !cmp.Equal(undrawn, []store.UndrawnPage{{Deck: info.ID, Hash: hashes[2], Width: 1920}, {Deck: info.ID, Hash: hashes[0], Width: 1920}}) {
		t.Errorf("%+v, %v", undrawn, err)
	}
	change(t, s, info.ID, deck.Change{"live": false})
	before = state()

	// One that fails wide is shown small; one that fails is words.
	if err := s.CannotDraw(t.Context(), hashes[1], 960, "too much."); err != nil {
		t.Error(err)
	}
	if two, err := s.SlideIn(t.Context(), info.ID, "", 2); err != nil || !cmp.Equal(two.Views[0].Picture.Widths, []int{480, 960}) || two.Title != "Two" {
		t.Errorf("%+v, %v", two, err)
	}
	for range 2 {
		if err := s.CannotDraw(t.Context(), hashes[1], 0, "could not be drawn."); err != nil {
			t.Error(err)
		}
	}
	if err := s.CannotDraw(t.Context(), hashes[2], 0, "could not be drawn."); err != nil {
		t.Error(err)
	}
	slides, err = s.Slides(t.Context(), info.ID)
	if err != nil || slides[1].Views[0].Picture != nil || slides[1].Views[0].HTML != "<h1>Two</h1><p>words</p>" || slides[2].Views[0].HTML != "<p>Page 3 could not be drawn</p>" {
		t.Errorf("%+v, %v", slides, err)
	}
	now, err := s.Deck(t.Context(), info.ID)
	want := []string{"page 2: a font is missing.", "page 2: too much.", "pages 2 and 3: could not be drawn."}
	if err != nil || !cmp.Equal(now.Warnings, want) {
		t.Errorf("%q, %v", now.Warnings, err)
	}
	if after := state(); after != before {
		t.Errorf("reading a page changed the deck from\n%s to\n%s", before, after)
	}
	// It all goes with the deck.
	_, err = db.Exec(t.Context(), `UPDATE decks SET deleted_at = now() - interval '2 days'; UPDATE originals SET stored_at = now() - interval '2 days'; UPDATE pictures SET used_at = now() - interval '2 days'`)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Sweep(t.Context(), time.Hour); err != nil {
		t.Fatal(err)
	}
	var left int
	err = db.QueryRow(t.Context(), `SELECT (SELECT count(*) FROM pictures) + (SELECT count(*) FROM picture_sizes) + (SELECT count(*) FROM readings) + (SELECT count(*) FROM originals)`).Scan(&left)
	if err != nil || left != 0 {
		t.Errorf("%d rows are left of the deck, %v", left, err)
	}
}

// TestStepsTitle: what a later step says is not the slide's title before.
func TestStepsTitle(t *testing.T) {
	s, _ := storetest.Open(t)
	n := s.NewDeck("")
	d := draft("Steps", 0)
	for i := range 2 { // of a file in a zip
		d.Pictures = append(d.Pictures, deck.DraftPicture{Width: 100, Height: 50, Page: &deck.Page{File: "in/a.pdf", Number: i}})
	}
	d.Slides = []deck.DraftSlide{{Views: []deck.DraftView{{Picture: 0}, {Picture: 1}}}}
	if err := d.Write(t.Context(), n); err != nil {
		t.Fatal(err)
	}
	if _, err := n.Finish(t.Context()); err == nil {
		t.Error("pages of a file that is not kept were taken")
	}
	if err := n.Original(t.Context(), "talk.zip", strings.NewReader("x")); err != nil {
		t.Fatal(err)
	}
	info, err := n.Finish(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	slide, err := s.SlideIn(t.Context(), info.ID, "", 1)
	if err != nil || !cmp.Equal(slide.Views[1].Picture.Widths, []int{100}) {
		t.Fatalf("%+v, %v", slide, err)
	}
	for step, want := range []string{"", "Answer"} {
		step = 1 - step
		if _, err := s.KeepReading(t.Context(), slide.Views[step].Picture.Hash, deck.PageContent{Title: []string{"Answer", "The answer is 42"}[step], Notes: "same"}, true); err != nil {
			t.Fatal(err)
		}
		if now, err := s.SlideIn(t.Context(), info.ID, "", 1); err != nil || now.Title != want || now.Notes != "same" {
			t.Errorf("title %q, notes %q, %v; want %q", now.Title, now.Notes, err, want)
		}
	}
}

// TestThousandPages: however many pages a file has, its deck is there at once.
func TestThousandPages(t *testing.T) {
	s, _ := storetest.Open(t)
	began := time.Now()
	addPages(t, s, nil, 1000)
	if took := time.Since(began); took > 2*time.Second { // a tenth of that where nothing else runs
		t.Errorf("it took %v", took)
	}
}

// TestTrimDrawn: what was asked for least goes first, and what cannot be drawn again
// never does.
func TestTrimDrawn(t *testing.T) {
	s, url := storetest.Open(t)
	d := draft("p", 1)
	d.Pictures = []deck.DraftPicture{{Width: 1, Height: 1, Sizes: []deck.PictureSize{{Width: 1, Height: 1, Type: "image/png", Data: make([]byte, 5000)}}}}
	d.Slides[0].Views[0] = deck.DraftView{Picture: 0}
	storetest.Add(t, s, d)
	_, hashes := addPages(t, s, nil, 3)
	db := storetest.Connect(t, url)
	for i, hash := range hashes {
		if err := s.KeepDrawn(t.Context(), hash, 960, deck.PictureSize{Width: 960, Height: 540, Type: "image/png", Data: make([]byte, 1000)}); err != nil {
			t.Fatal(err)
		}
		if _, err := db.Exec(t.Context(), `UPDATE picture_sizes SET used_at = now() - make_interval(hours => $2) WHERE hash = $1`, hash, 10-i); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.Picture(t.Context(), hashes[0], 960); err != nil { // now it is the newest
		t.Fatal(err)
	}
	if err := s.TrimDrawn(t.Context(), 2500); err != nil {
		t.Fatal(err)
	}
	for i, want := range []bool{true, false, true} {
		if _, err := s.Picture(t.Context(), hashes[i], 960); (err == nil) != want {
			t.Errorf("page %d: %v; want it kept: %v", i+1, err, want)
		}
	}
	var kept int
	if err := db.QueryRow(t.Context(), `SELECT count(*) FROM picture_sizes WHERE used_at IS NULL`).Scan(&kept); err != nil || kept != 1 {
		t.Errorf("%d pictures are kept that cannot be drawn again, %v", kept, err)
	}
}

// TestReadOriginal: any piece of an original, over the edges of its parts.
func TestReadOriginal(t *testing.T) {
	s, _ := storetest.Open(t)
	file := make([]byte, 5<<20/2)
	rand.NewChaCha8([32]byte{}).Read(file)
	info, _ := addPages(t, s, file, 1)
	kept, err := s.Originals(t.Context(), info.ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ at, n int64 }{{0, 10}, {1<<20 - 5, 10}, {1 << 20, 1 << 20}, {100, 2 << 20}, {int64(len(file)) - 3, 10}, {int64(len(file)), 1}, {0, 0}} {
		t.Run(fmt.Sprint(c), func(t *testing.T) {
			got := make([]byte, c.n)
			n, err := s.ReadOriginal(t.Context(), kept[0], got, c.at)
			want := file[c.at:min(c.at+c.n, int64(len(file)))]
			if !bytes.Equal(got[:n], want) || (err == io.EOF) != (int64(len(want)) < c.n) || err != nil && err != io.EOF {
				t.Errorf("%d bytes, %v", n, err)
			}
		})
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.ReadOriginal(ctx, kept[0], make([]byte, 1), 0); err == nil {
		t.Error("read for nobody")
	}
}

// TestUndrawnOfAWidth: a page that cannot be drawn in the width that is asked for is
// drawn ahead in the widest that it can be.
func TestUndrawnOfAWidth(t *testing.T) {
	s, _ := storetest.Open(t)
	info, hashes := addPages(t, s, []byte("%PDF-"), 2)
	change(t, s, info.ID, deck.Change{"live": true})
	first := store.UndrawnPage{Deck: info.ID, Hash: hashes[0], Width: 1920}
	for _, c := range []struct{ widest, width int }{{1920, 1920}, {960, 960}, {0, 0}} {
		if err := s.CannotDraw(t.Context(), hashes[1], c.widest, "too much."); err != nil {
			t.Fatal(err)
		}
		want := []store.UndrawnPage{first}
		if c.width > 0 {
			want = append(want, store.UndrawnPage{Deck: info.ID, Hash: hashes[1], Width: c.width})
		}
		if undrawn, err := s.UndrawnPages(t.Context(), nil, 1600, 10); err != nil || !cmp.Equal(undrawn, want) {
			t.Errorf("where %d pixels are the most: %+v, %v; want %+v", c.widest, undrawn, err, want)
		}
	}
}
