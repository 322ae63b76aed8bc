package store_test

import (
	"fmt"
	"strings"
	"testing"

	"lectern/app/deck"
	"lectern/app/deck/decktest"
	"lectern/app/store"
	"lectern/app/store/storetest"
)

// TestPictureShown: a picture was shown when a view of an open deck was that it
// stands in, as the whole of it or in its HTML.
func TestPictureShown(t *testing.T) {
	s, url := storetest.Open(t)
	d := &decktest.Deck{Header: deck.Header{Title: "a", Format: deck.Markdown}}
	for i := range 4 {
		d.Pictures = append(d.Pictures, deck.DraftPicture{Width: 1, Height: 1, Sizes: []deck.PictureSize{{Width: 1, Height: 1, Type: "image/png", Data: []byte{byte(i)}}}})
	}
	d.Slides = []deck.DraftSlide{
		{Views: []deck.DraftView{{Picture: 0}}},
		decktest.Page(`<img src="picture:1">`, `<img src="picture:1"><img src="picture:2">`),
		{Views: []deck.DraftView{{Picture: 3}}},
	}
	id := storetest.Add(t, s, d).ID
	slides, err := s.Slides(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	hashes := []string{slides[0].Views[0].Picture.Hash, slides[1].Views[0].Uses[0], slides[1].Views[1].Uses[1], slides[2].Views[0].Picture.Hash, "none"}
	shown := func(want string) {
		t.Helper()
		got := ""
		for i, hash := range hashes {
			if ok, err := s.PictureShown(t.Context(), hash); err != nil {
				t.Fatal(err)
			} else if ok {
				got += fmt.Sprint(i)
			}
		}
		if got != want {
			t.Errorf("shown are the pictures %s, want %s", got, want)
		}
	}
	shown("")
	change(t, s, id, deck.Change{"published": true})
	shown("0")
	change(t, s, id, deck.Change{"current_slide": 2})
	shown("01")
	change(t, s, id, deck.Change{"current_slide": 2, "current_step": 1})
	shown("012")
	change(t, s, id, deck.Change{"blank": deck.Black})
	change(t, s, id, deck.Change{"current_slide": 3})
	shown("012")
	other := *d // another deck with the same pictures
	storetest.Add(t, s, &other)
	shown("012")
	change(t, s, id, deck.Change{"published": false})
	shown("")

	// A long deck is not read from end to end.
	conn := storetest.Connect(t, url)
	if _, err := conn.Exec(t.Context(), `INSERT INTO decks (title, slides, format) VALUES ('long', 2000, 'markdown');
		INSERT INTO slides (deck_id, number) SELECT max(id), n FROM decks, generate_series(1, 2000) n GROUP BY n;
		INSERT INTO views (deck_id, number, html, uses) SELECT deck_id, number, 'x', ARRAY['h' || number] FROM slides WHERE deck_id = (SELECT max(id) FROM decks);
		ANALYZE views; ANALYZE slides`); err != nil {
		t.Fatal(err)
	}
	var plan string
	rows, err := conn.Query(t.Context(), "EXPLAIN "+strings.ReplaceAll(store.PictureShownSQL, "$1", "'h7'"))
	if err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			t.Fatal(err)
		}
		plan += line + "\n"
	}
	if !strings.Contains(plan, "views_uses") || !strings.Contains(plan, "views_picture") || strings.Contains(plan, "Seq Scan on views") {
		t.Errorf("the plan is\n%s", plan)
	}
}
