package store_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"lectern/app/deck"
	"lectern/app/deck/decktest"
	"lectern/app/store/storetest"
)

// TestCovers: what a list shows of a deck is a picture of pixels, or nothing.
func TestCovers(t *testing.T) {
	s, _ := storetest.Open(t)
	pixels := func(n int) deck.DraftPicture {
		return deck.DraftPicture{Number: n, Width: 20, Height: 10, Sizes: []deck.PictureSize{{Width: 20, Height: 10, Type: "image/png", Data: []byte{byte(n)}}}}
	}
	vector := deck.DraftPicture{Number: 0, Vector: true, Sizes: []deck.PictureSize{{Type: "image/svg+xml", Data: []byte("<svg/>")}}}
	many := strings.Repeat(`<img src="picture:0">`, 30)
	for name, c := range map[string]struct {
		first deck.DraftSlide
		want  int // the number of a picture, or -1
	}{
		"words":                     {decktest.Page("<h1>1</h1>"), -1},
		"a vector in words":         {decktest.Page(`<img src="picture:0">`), -1},
		"pixels after a vector":     {decktest.Page(`<img src="picture:0"><img src="picture:1"><img src="picture:2">`), 1},
		"pixels after many vectors": {decktest.Page(many + `<img src="picture:1">`), -1},
		"a page of pixels":          {deck.DraftSlide{Views: []deck.DraftView{{Picture: 2}}}, 2},
		"a vector's page":           {deck.DraftSlide{Views: []deck.DraftView{{Picture: 0}}}, -1},
		"the last of its views":     {decktest.Page("<p>", `<img src="picture:1">`, `<p>and</p><img src="picture:2">`), 2},
	} {
		t.Run(name, func(t *testing.T) {
			d := &decktest.Deck{Header: deck.Header{Title: name, Format: deck.Markdown}, Pictures: []deck.DraftPicture{vector, pixels(1), pixels(2)}}
			// The second slide has both, so that each one's address is known.
			d.Slides = []deck.DraftSlide{c.first, decktest.Page(`<img src="picture:1"><img src="picture:2">`)}
			info := storetest.Add(t, s, d)
			slides, err := s.Slides(t.Context(), info.ID)
			if err != nil {
				t.Fatal(err)
			}
			list, err := s.Decks(t.Context())
			if err != nil || list[0].ID != info.ID {
				t.Fatalf("%v, %+v", err, list)
			}
			got := "nothing"
			if p := list[0].Cover; p != nil {
				got = p.Hash
				if p.Vector || fmt.Sprint(p.Widths, p.Width, p.Height) != "[20] 20 10" {
					t.Errorf("%+v", p)
				}
			}
			want := "nothing"
			if c.want > 0 {
				want = slides[1].Views[0].Uses[c.want-1]
			}
			if got != want {
				t.Errorf("the cover is %s, want %s", got, want)
			}
		})
	}
}

// TestTitleFits: a stranger's title is one line that a list has room for.
func TestTitleFits(t *testing.T) {
	s, _ := storetest.Open(t)
	for title, want := range map[string]string{
		"A talk":                          "A talk",
		" two\n lines\u2028 ":             "two lines",
		"a\x01\x02\x7fb":                  "ab",
		"\x01":                            "Untitled",
		strings.Repeat("a", 200):          strings.Repeat("a", 200),
		strings.Repeat("a", 201):          strings.Repeat("a", 199) + "…",
		strings.Repeat("a ", 150):         strings.TrimSpace(strings.Repeat("a ", 100)) + "…",
		strings.Repeat("語", 100):          strings.Repeat("語", 100),
		strings.Repeat("語", 101):          strings.Repeat("語", 99) + "…",
		strings.Repeat(`"`, 500):          strings.Repeat(`"`, 148) + "…",
		strings.Repeat("\U0001F600", 75):  strings.Repeat("\U0001F600", 75),
		strings.Repeat("\U0001F600", 500): strings.Repeat("\U0001F600", 74) + "…",
	} {
		d := draft(title, 1)
		d.Header.Lang = "en" + strings.Repeat("-abcdefgh", 9)
		info := storetest.Add(t, s, d)
		if info.Title != want || !utf8.ValidString(info.Title) {
			t.Errorf("%.40q…: %q, want %q", title, info.Title, want)
		}
		if info.Lang != "" {
			t.Errorf("a language of %d letters stays", len(info.Lang))
		}
	}
}
