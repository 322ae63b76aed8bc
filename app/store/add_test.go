package store_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lectern/app/deck"
	"lectern/app/fault"
	"lectern/app/store"
	"lectern/app/store/storetest"
)

func TestAddAndRead(t *testing.T) {
	s, _ := storetest.Open(t)
	d := draft("A talk", 3)
	d.Pictures = []deck.DraftPicture{
		{Width: 20, Height: 10, Sizes: []deck.PictureSize{{Width: 10, Height: 5, Type: "image/png", Data: []byte("small")}, {Width: 20, Height: 10, Type: "image/png", Data: []byte("large")}}},
		{Vector: true, Sizes: []deck.PictureSize{{Width: 0, Height: 0, Type: "image/svg+xml", Data: []byte("<svg/>")}}},
	}
	d.Slides[0].Views[0].HTML = `<img src="picture:0" alt="x"><img src="picture:1"><img src="picture:99">`
	d.Slides[0].Views[0].CSS = ":slide p{color:red}"
	d.Slides[1].Views[1] = deck.DraftView{Picture: 0}
	d.Slides[2].Views[0].Text = "a\x00b\xff"
	info := storetest.Add(t, s, d)
	slides, err := s.Slides(t.Context(), info.ID)
	if err != nil {
		t.Fatal(err)
	}
	if s := slides[1]; s.Steps != 2 || len(s.Views) != 3 || s.Shown != -1 || s.Views[2].HTML != "<h1>2</h1>twice" || s.Views[2].Text != "2.2" {
		t.Fatalf("slide 2 is %+v", s)
	}
	p := slides[1].Views[1].Picture
	if p == nil || p.Width != 20 || !cmp.Equal(p.Widths, []int{10, 20}) {
		t.Fatalf("slide 2's picture is %+v", p)
	}
	if got := slides[2].Views[0].Text; got != "ab\uFFFD" {
		t.Errorf("text %q: what PostgreSQL cannot hold should be gone", got)
	}
	if got := slides[0].Views[0].CSS; got != ":slide p{color:red}" {
		t.Errorf("a sheet of %q", got)
	}
	html := slides[0].Views[0].HTML
	for _, want := range []string{`src="/pictures/` + p.Hash + `/20"`, `/pictures/` + p.Hash + `/10 10w`} {
		if !strings.Contains(html, want) {
			t.Errorf("html %s lacks %s", html, want)
		}
	}
	if strings.Contains(html, "picture:") {
		t.Errorf("a placeholder is left: %s", html)
	}
	if uses := slides[0].Views[0].Uses; len(uses) != 2 || uses[0] != p.Hash {
		t.Errorf("uses %q, want two", uses)
	}
	small, err := s.Picture(t.Context(), p.Hash, 10)
	if err != nil || string(small.Data) != "small" {
		t.Errorf("the small size is %q, %v", small.Data, err)
	}
	if _, err := s.Picture(t.Context(), p.Hash, 11); fault.CodeOf(err) != fault.NotFound {
		t.Errorf("a size that is not kept: %v", err)
	}
	all, err := s.Decks(t.Context())
	if err != nil || len(all) != 1 || all[0].Cover == nil || all[0].Cover.Hash != p.Hash || !cmp.Equal(all[0].Cover.Widths, []int{10, 20}) {
		t.Errorf("decks: %+v, %v", all, err)
	}
}

// TestAddressIsKeyed: two libraries serve the same bytes at different places.
func TestAddressIsKeyed(t *testing.T) {
	var hashes [2]string
	for i := range hashes {
		// Copies of the template would share its key, so these are made anew.
		s, err := store.Open(t.Context(), storetest.Empty(t))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(s.Close)
		d := draft("p", 1)
		d.Pictures = []deck.DraftPicture{{Width: 1, Height: 1, Sizes: []deck.PictureSize{{Width: 1, Height: 1, Type: "image/png", Data: []byte("x")}}}}
		d.Slides[0].Views[0] = deck.DraftView{Picture: 0}
		info := storetest.Add(t, s, d)
		slides, err := s.Slides(t.Context(), info.ID)
		if err != nil {
			t.Fatal(err)
		}
		hashes[i] = slides[0].Views[0].Picture.Hash
	}
	if hashes[0] == hashes[1] {
		t.Error("whoever has a picture's bytes can compute its address")
	}
}
