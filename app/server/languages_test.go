package server_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"lectern/app/deck"
	"lectern/app/deck/decktest"
	"lectern/app/sealed"
	"lectern/app/store/storetest"
)

// bilingual is a deck of three slides in English, and two in German: the second has a
// step more in German, and the third is not there. Whatever is seen says of which slide,
// and step, it is.
func (s *site) bilingual() int64 {
	s.t.Helper()
	in := func(n int, title string, html ...string) deck.DraftSlide {
		d := decktest.Page(html...)
		d.Number, d.Lang, d.Title = n, "de", title
		return d
	}
	d := &decktest.Deck{
		Header:   deck.Header{Title: "Talk", Lang: "en", Others: []string{"de"}, Format: deck.Markdown},
		Pictures: []deck.DraftPicture{{Width: 1, Height: 1, Sizes: []deck.PictureSize{{Width: 1, Height: 1, Type: "image/png", Data: []byte("zwei")}}}},
		Slides: []deck.DraftSlide{
			decktest.Page("en 1.0"), decktest.Page("en 2.0", "en 2.1"), decktest.Page("en 3.0"),
			in(1, "Titel 1", "de 1.0"), in(2, "Titel 2", "de 2.0", `de 2.1`, `de 2.2<img src="picture:0">`),
		},
	}
	d.Slides[3].DeckTitle = "Vortrag"
	return storetest.Add(s.t, s.store, d).ID
}

// TestTitles: a talk is called in each language as its file calls it, or else as somebody
// does by then.
func TestTitles(t *testing.T) {
	s := start(t)
	id := s.bilingual()
	s.put(id, `{"live":true}`)
	for _, c := range []struct{ change, german, own string }{{`{"current_slide":1}`, "Vortrag", "Talk"}, {`{"title":"Mine"}`, "Mine", "Mine"}} {
		s.put(id, c.change)
		for lang, want := range map[string]string{"de-AT": c.german, "en": c.own, "fr": c.own} {
			var got struct{ Title string }
			status, text, _ := s.stranger("GET", fmt.Sprintf("/decks/%d/slides?lang=%s", id, lang), "")
			if err := json.Unmarshal([]byte(text), &got); status != 200 || err != nil || got.Title != want {
				t.Errorf("after %s in %s: %d %s; want %q", c.change, lang, status, text, want)
			}
		}
	}
}

// TestLanguages: at every place of a talk a stranger gets in each language what was shown
// and nothing else, sealed ahead too; the one key of a move opens what comes in each.
func TestLanguages(t *testing.T) {
	s := start(t)
	id := s.bilingual()
	type view struct {
		HTML, Lang, For, Title string
		Slide, Step            int
	}
	views := map[string]map[[2]int]string{
		"":   {{1, 0}: "en 1.0", {2, 0}: "en 2.0", {2, 1}: "en 2.1", {3, 0}: "en 3.0"},
		"de": {{1, 0}: "de 1.0", {2, 0}: "de 2.0", {2, 1}: "de 2.2", {3, 0}: "en 3.0"},
	}
	order := [][2]int{{1, 0}, {2, 0}, {2, 1}, {3, 0}}
	keys := sealed.From(s.store.ViewSecret())
	slides, err := s.store.SlidesIn(t.Context(), id, "de")
	if err != nil {
		t.Fatal(err)
	}
	picture := "/pictures/" + slides[1].Views[1].Uses[0] + "/1"

	if status, text, _ := s.stranger("GET", fmt.Sprintf("/decks/%d/slides/1?lang=de", id), ""); status != 404 {
		t.Errorf("before the talk: %d %s", status, text)
	}
	s.put(id, `{"live":true}`)
	d, _ := s.hub.Deck(id)
	for at, place := range order {
		s.put(id, fmt.Sprintf(`{"current_slide":%d,"current_step":%d}`, place[0], place[1]))
		for lang, all := range views {
			for n, other := range order {
				path := fmt.Sprintf("/decks/%d/slides/%d?step=%d&lang=%s", id, other[0], other[1], lang)
				status, text, _ := s.stranger("GET", path, "")
				var got view
				if n > at {
					if status != 404 || strings.Contains(text, "Titel") {
						t.Errorf("at %v: %s: %d %s", place, path, status, text)
					}
				} else if json.Unmarshal([]byte(text), &got); status != 200 || !strings.HasPrefix(got.HTML, all[other]) || got.For != lang ||
					got.Lang != got.HTML[:2] || got.Slide != other[0] || got.Step != other[1] {
					t.Errorf("at %v: %s: %d %s; want %s", place, path, status, text, all[other])
				}
			}
			for k := 1; k <= 2; k++ {
				_, body, _ := s.stranger("GET", fmt.Sprintf("/decks/%d/ahead/%d/960?lang=%s", id, k, lang), "")
				for n, other := range order {
					plain, err := keys.Of(id, d.Content, other[0], other[1]).Open([]byte(body))
					if (err == nil) != (n == at+k) {
						t.Errorf("%d after %v in %q: the key of %v: %v", k, place, lang, other, err)
					}
					if err != nil {
						continue
					}
					b, err := sealed.Read(plain)
					var got view
					if err != nil || json.Unmarshal(b.View, &got) != nil || !strings.HasPrefix(got.HTML, all[other]) || got.For != lang {
						t.Errorf("%v in %q holds %s, %v", other, lang, b.View, err)
					}
				}
			}
		}
		// That a slide is not there in a language is not told ahead, nor where the talk ends.
		for k := 1; k <= 2; k++ {
			_, own, _ := s.ahead(id, k, 960)
			_, other, _ := s.stranger("GET", fmt.Sprintf("/decks/%d/ahead/%d/960?lang=de", id, k), "")
			if bytes.Equal(own, []byte(other)) {
				t.Errorf("%d after %v: the same in both languages", k, place)
			}
		}
		if status, _, _ := s.stranger("GET", picture, ""); (status == 200) != (at >= 2) {
			t.Errorf("at %v: the picture that is on the last step of slide 2 in German: %d", place, status)
		}
	}
	s.put(id, `{"live":false}`)
	if status, text, _ := s.stranger("GET", fmt.Sprintf("/decks/%d/slides/1?lang=de", id), ""); status != 404 {
		t.Errorf("after the talk: %d %s", status, text)
	}
}

// TestSpoken: of the languages that somebody reads a deck is given in the best that it is
// there in, or in its own.
func TestSpoken(t *testing.T) {
	s := start(t)
	d := &decktest.Deck{Header: deck.Header{Title: "Talk", Lang: "en", Others: []string{"de", "pt-BR", "zh-Hant"}, Format: deck.Markdown}, Slides: []deck.DraftSlide{decktest.Page("x")}}
	id := storetest.Add(t, s.store, d).ID
	s.put(id, `{"live":true}`)
	for wish, want := range map[string]string{
		"": "en", "de": "de", "DE": "de", "de-AT,en": "de", "gsw,fr": "de", "fr,de;q=0.5": "de", "en,de": "en", "en-GB,de": "en", "fr": "en", "uk": "en",
		"pt-BR": "pt-BR", "pt-PT": "pt-BR", "zh-TW": "zh-Hant", "zh-CN": "en", "x-klingon": "en", "und": "en", "*": "en",
		"no language": "400", "de;q=x": "400", strings.Repeat("a", 301): "400",
	} {
		status, text, _ := s.stranger("GET", fmt.Sprintf("/decks/%d/slides?lang=%s", id, url.QueryEscape(wish)), "")
		var got struct {
			Lang  string
			Langs []string
		}
		json.Unmarshal([]byte(text), &got)
		if status != 200 {
			got.Lang = fmt.Sprint(status)
		}
		if got.Lang != want || status == 200 && !slices.Equal(got.Langs, []string{"en", "de", "pt-BR", "zh-Hant"}) {
			t.Errorf("%q: %s, %s; want %s", wish, got.Lang, text, want)
		}
	}
	status, text, _ := s.ask("GET", fmt.Sprintf("/api/decks/%d?lang=de", id), "")
	if status != 200 || !strings.Contains(text, `"for":"de"`) || !strings.Contains(text, `"others":["de","pt-BR","zh-Hant"]`) {
		t.Errorf("%d %s", status, text)
	}
	if status, text, _ := s.ask("GET", fmt.Sprintf("/api/decks/%d?lang=nothing%%20at%%20all", id), ""); status != 400 {
		t.Errorf("%d %s", status, text)
	}
}
