package store_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lectern/app/deck"
	"lectern/app/deck/decktest"
	"lectern/app/store"
	"lectern/app/store/storetest"
)

// bilingual is a deck of three slides, in steps of 1, 3 and 1, that is there in German
// but for its third; its second has 2 steps in German.
func bilingual() *decktest.Deck {
	in := func(n int, title string, html ...string) deck.DraftSlide {
		s := decktest.Page(html...)
		s.Number, s.Title, s.Lang, s.Notes = n, title, "de", "zu "+title
		return s
	}
	d := &decktest.Deck{Header: deck.Header{Title: "Talk", Lang: "en", Others: []string{"de"}, Format: deck.Markdown},
		Slides: []deck.DraftSlide{decktest.Page("one"), decktest.Page("a", "ab", "abc"), decktest.Page("three"), in(1, "Eins", "eins"), in(2, "Zwei", "x", "xy")}}
	d.Slides[0].Title, d.Slides[0].Notes, d.Slides[2].Notes = "One", "of One", "of Three"
	d.Slides[0].Section, d.Slides[2].Section, d.Slides[3].Section, d.Slides[4].Section = "Part", "End", "Teil", "nowhere"
	d.Slides[4].Notes, d.Slides[3].Views[0].Text = "", "alles auf eins"
	return d
}

// TestLanguages: a slide is there in each of its deck's languages, and one that lacks it
// has the first's; steps are the first's.
func TestLanguages(t *testing.T) {
	s, url := storetest.Open(t)
	info := storetest.Add(t, s, bilingual())
	if info.Lang != "en" || !cmp.Equal(info.Others, []string{"de"}) || info.Slides != 3 {
		t.Fatalf("%+v", info)
	}
	list := func(lang string) (all [][]string) {
		t.Helper()
		slides, err := s.SlidesIn(t.Context(), info.ID, lang)
		if err != nil {
			t.Fatal(err)
		}
		for _, slide := range slides {
			one := []string{slide.Title, slide.Section, slide.Notes, slide.Lang}
			for _, v := range slide.Views {
				one = append(one, v.HTML)
			}
			all = append(all, one)
		}
		return all
	}
	own := [][]string{{"One", "Part", "of One", "", "one"}, {"", "", "", "", "a", "ab", "abc"}, {"", "End", "of Three", "", "three"}}
	german := [][]string{{"Eins", "Teil", "zu Eins", "de", "eins"}, {"Zwei", "", "", "de", "x", "xy", "xy"}, {"", "End", "of Three", "", "three"}}
	for lang, want := range map[string][][]string{"": own, "de": german, "fr": own} {
		if got := list(lang); !cmp.Equal(got, want) {
			t.Errorf("%q: %s", lang, cmp.Diff(want, got))
		}
	}
	if two, err := s.SlideIn(t.Context(), info.ID, "de", 2); err != nil || two.Title != "Zwei" || two.Steps != 2 || two.Views[2].HTML != "xy" {
		t.Errorf("%+v, %v", two, err)
	}

	for _, words := range []string{"zwei", "ZU Eins", "eins"} {
		if found, err := s.Search(t.Context(), words); err != nil || len(found) != 1 {
			t.Errorf("%q is found on %+v, %v", words, found, err)
		}
	}

	// Who edits one of them in the database edits the deck.
	conn := storetest.Connect(t, url)
	content := info.Content
	for _, sql := range []string{
		`UPDATE views SET html = 'neu' WHERE lang = 'de' AND number = 1`,
		`UPDATE translations SET title = 'Neu' WHERE number = 1`,
		`INSERT INTO translations (deck_id, number, lang) SELECT id, 3, 'de' FROM decks`,
		`INSERT INTO views (deck_id, number, lang, html) SELECT id, 3, 'de', 'drei' FROM decks`,
		`DELETE FROM translations WHERE number = 2`,
	} {
		if _, err := conn.Exec(t.Context(), sql); err != nil {
			t.Fatal(sql, err)
		}
		now, err := s.Deck(t.Context(), info.ID)
		if err != nil || now.Content <= content {
			t.Errorf("%s: %d after %d, %v", sql, now.Content, content, err)
		}
		content = now.Content
	}
	if want := [][]string{{"Neu", "Teil", "zu Eins", "de", "neu"}, {"", "", "", "", "a", "ab", "abc"}, {"", "End", "of Three", "de", "drei"}}; !cmp.Equal(list("de"), want) {
		t.Error(cmp.Diff(want, list("de")))
	}
	if _, err := conn.Exec(t.Context(), `DELETE FROM slides WHERE number = 3`); err != nil {
		t.Fatal(err)
	}
	var left int
	if err := conn.QueryRow(t.Context(), `SELECT (SELECT count(*) FROM translations WHERE number = 3) + (SELECT count(*) FROM views WHERE number = 3)`).Scan(&left); err != nil || left > 0 {
		t.Errorf("%d rows are left of a slide that is gone, %v", left, err)
	}
}

// TestTitles: a deck is called in each language as its file calls it, until somebody calls
// it something; then it is called that in all of them, by a save of its file, too.
func TestTitles(t *testing.T) {
	s, url := storetest.Open(t)
	called := func(german string) *decktest.Deck {
		d := bilingual()
		d.Slides[4].DeckTitle = german // whichever comes first
		return d
	}
	info := storetest.Add(t, s, called("Vortrag"))
	is := func(when, german string) {
		t.Helper()
		info, err := s.Deck(t.Context(), info.ID)
		list, err2 := s.Decks(t.Context())
		if err != nil || err2 != nil || info.TitleIn("de") != german || info.TitleIn("") != info.Title || !cmp.Equal(list[len(list)-1].Titles, info.Titles) {
			t.Errorf("%s: %q in German, %+v in the list (%v, %v); want %q", when, info.TitleIn("de"), list, err, err2, german)
		}
	}
	save := func(german string) {
		t.Helper()
		if _, err := s.Replace(t.Context(), info.ID, storetest.Add(t, s, called(german)).ID, store.Replacing{Saved: true}); err != nil {
			t.Fatal(err)
		}
	}
	is("at first", "Vortrag")
	save("Rede")
	is("saved", "Rede")
	save("")
	is("saved without", "Talk")
	save("Vortrag")
	change(t, s, info.ID, deck.Change{"title": "Talk"})
	is("called the same", "Vortrag")
	if _, err := storetest.Connect(t, url).Exec(t.Context(), `UPDATE decks SET title = 'Mine' WHERE id = $1`, info.ID); err != nil {
		t.Fatal(err)
	}
	is("renamed", "Mine")
	save("Vortrag")
	is("renamed, and saved", "Mine")

	// Of another heading, in one language alone, the others know nothing.
	headed := func(english string) *decktest.Deck {
		d := called("Vortrag")
		d.Header.Title, d.Slides[0].Title = english, english
		return d
	}
	info = storetest.Add(t, s, headed("A talk"))
	for _, how := range []store.Replacing{{}, {Saved: true}} {
		heading := fmt.Sprintf("Another talk, %v", how)
		r, err := s.Replace(t.Context(), info.ID, storetest.Add(t, s, headed(heading)).ID, how)
		if err != nil || r.Info.Title != heading || r.Info.TitleIn("de") != "Vortrag" {
			t.Errorf("%v: %q, %q in German, %v", how, r.Info.Title, r.Info.TitleIn("de"), err)
		}
	}
}

// TestPicturesOfLanguages: a picture that one language alone has is shown when the room
// sees its slide, as far as that; what stands at the last step in another language, and
// before it, when the slide's last is seen.
func TestPicturesOfLanguages(t *testing.T) {
	s, _ := storetest.Open(t)
	d := bilingual()
	picture := func(text string) deck.DraftPicture {
		return deck.DraftPicture{Width: 1, Height: 1, Sizes: []deck.PictureSize{{Width: 1, Height: 1, Type: "image/png", Data: []byte(text)}}}
	}
	d.Pictures = []deck.DraftPicture{picture("0"), picture("1"), picture("2"), picture("3")}
	d.Slides[3].Views = []deck.DraftView{{HTML: `<img src="picture:0">`, Picture: -1}, {HTML: `<img src="picture:1">`, Picture: -1}}
	d.Slides[4].Views = []deck.DraftView{{Picture: 2}, {Picture: 3}}
	info := storetest.Add(t, s, d)
	one, err := s.SlideIn(t.Context(), info.ID, "de", 1)
	if err != nil || len(one.Views) != 1 || one.Views[0].Uses == nil {
		t.Fatalf("%+v, %v", one, err)
	}
	two, err := s.SlideIn(t.Context(), info.ID, "de", 2)
	if err != nil {
		t.Fatal(err)
	}
	hashes := []string{one.Views[0].Uses[0], two.Views[0].Picture.Hash, two.Views[1].Picture.Hash}
	shown := func(want ...bool) {
		t.Helper()
		for i, hash := range hashes {
			if got, err := s.PictureShown(t.Context(), hash); err != nil || got != want[i] {
				t.Errorf("picture %d: %v, %v; want %v", i, got, err, want[i])
			}
		}
	}
	shown(false, false, false)
	change(t, s, info.ID, deck.Change{"live": true})
	shown(true, false, false)
	change(t, s, info.ID, deck.Change{"current_slide": 2})
	shown(true, true, false)
	change(t, s, info.ID, deck.Change{"current_step": 1})
	shown(true, true, true)
}

// TestReplaceLanguages: an edit of one language is an edit of that slide, and of no other.
func TestReplaceLanguages(t *testing.T) {
	s, _ := storetest.Open(t)
	info := storetest.Add(t, s, bilingual())
	change(t, s, info.ID, deck.Change{"live": true})
	for n := 1; n <= 3; n++ {
		change(t, s, info.ID, deck.Change{"current_slide": n})
	}
	edited := bilingual()
	edited.Slides[3].Views[0].HTML = "eins, neu"
	edited.Slides[4].Notes = "zu Zwei"
	edited.Others = []string{"de", "fr"}
	r, err := s.Replace(t.Context(), info.ID, storetest.Add(t, s, edited).ID, store.Replacing{Saved: true})
	if err != nil || r.CurrentSlide != 1 || !cmp.Equal(r.Others, edited.Others) {
		t.Fatalf("at slide %d in %q, %v; want slide 1, which was edited", r.CurrentSlide, r.Others, err)
	}
	slides, err := s.SlidesIn(t.Context(), info.ID, "de")
	if err != nil || slides[0].Views[0].HTML != "eins, neu" || slides[1].Notes != "zu Zwei" || slides[2].Shown != 0 {
		t.Errorf("%+v, %v", slides, err)
	}
	before, err := s.SlidesIn(t.Context(), r.Before, "de")
	if err != nil || before[0].Views[0].HTML != "eins" || before[1].Notes != "" || before[1].Views[0].HTML != "x" {
		t.Errorf("%+v, %v", before, err)
	}
}
