package server_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"lectern/app/deck"
	"lectern/app/deck/decktest"
	"lectern/app/store/storetest"
)

// TestListIsSmall: the library stays small, whatever its decks hold, so that the
// worst of them can still be deleted there.
func TestListIsSmall(t *testing.T) {
	s := start(t)
	ordinary := func(n int) *decktest.Deck {
		return &decktest.Deck{
			Header: deck.Header{Title: fmt.Sprint("Quarterly figures, part ", n), Format: deck.Markdown, Source: "figures.md", Lang: "en"},
			Slides: []deck.DraftSlide{decktest.Page("<h1>Figures</h1>")},
		}
	}
	var hostile []*decktest.Deck
	for i, title := range []string{strings.Repeat(`"`, 500), strings.Repeat("\U0001F600", 500), strings.Repeat("\x01\u2028", 250), strings.Repeat("語", 500), strings.Repeat(`\`, 500)} {
		d := ordinary(i)
		d.Header.Title, d.Header.Source = title, title+title
		d.Header.Lang = strings.Repeat("a", 35)
		d.Warnings = strings.Split(strings.Repeat("Something was left out.\n", 3000), "\n")
		d.Pictures = []deck.DraftPicture{{Width: 99999, Height: 99999}}
		for _, width := range []int{960, 1920, 3840, 99999} {
			d.Pictures[0].Sizes = append(d.Pictures[0].Sizes, deck.PictureSize{Width: width, Height: width, Type: "image/png", Data: []byte(title)})
		}
		d.Slides[0].Views[0].HTML = strings.Repeat("<td>", 250_000) + `<img src="picture:0">`
		d.Slides[0].Title, d.Slides[0].Views[0].Text = title, strings.Repeat("word ", 20_000)
		hostile = append(hostile, d)
	}
	for i := range 200 {
		d := ordinary(i)
		if i%40 == 0 {
			d = hostile[i/40]
		}
		storetest.Add(t, s.store, d)
	}
	status, text, _ := s.ask("GET", "/api/decks", "")
	var list []json.RawMessage
	if err := json.Unmarshal([]byte(text), &list); status != 200 || err != nil || len(list) != 200 {
		t.Fatalf("%d, %v, %d decks", status, err, len(list))
	}
	largest := 0
	for _, entry := range list {
		largest = max(largest, len(entry))
		if len(entry) >= 1000 || strings.Contains(string(entry), "<td>") {
			t.Errorf("%d bytes: %.1200s", len(entry), entry)
		}
	}
	t.Logf("%d bytes, %d a deck, %d the largest", len(text), len(text)/len(list), largest)

	var first struct {
		Title        string
		WarningCount int `json:"warning_count"`
		Warnings     []string
		Cover        struct {
			URL           string
			Width, Height int
			Widths        []int
		}
	}
	if err := json.Unmarshal(list[len(list)-1], &first); err != nil { // the oldest, one of the hostile
		t.Fatal(err)
	}
	if first.WarningCount != 3001 || first.Warnings != nil || len(first.Cover.Widths) != 4 || first.Cover.Width != 99999 || !strings.HasPrefix(first.Cover.URL, "/pictures/") {
		t.Errorf("%+v", first)
	}
	// The report is with the deck itself.
	var whole struct{ Warnings []string }
	_, text, _ = s.ask("GET", "/api/decks/1", "")
	if err := json.Unmarshal([]byte(text), &whole); err != nil || len(whole.Warnings) != 3001 {
		t.Errorf("%v, %d warnings", err, len(whole.Warnings))
	}
}
