package server_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"lectern/app/deck"
)

// ink draws a stroke of an id on a slide, and fails where that is not taken.
func (s *site) ink(id int64, slide int, stroke string) {
	s.t.Helper()
	body := fmt.Sprintf(`{"slide":%d,"stroke":{"id":%q,"color":"#d42","width":0.004,"points":[[0.1,0.2],[0.5,0.75]]}}`, slide, stroke)
	if status, text, _ := s.ask("POST", fmt.Sprint("/api/decks/", id, "/ink"), body); status != 204 || text != "" {
		s.t.Fatalf("draw on slide %d: %d %s", slide, status, text)
	}
}

func TestInkErrors(t *testing.T) {
	s := start(t)
	id := s.deck()
	s.ink(id, 1, "here")
	at := func(path string) string { return fmt.Sprint("/api/decks/", id, path) }
	stroke := func(change ...string) string {
		body := `{"slide":1,"stroke":{"id":"a","color":"#dd4422","width":0.004,"points":[[0.1,0.2]]}}`
		return strings.NewReplacer(change...).Replace(body)
	}
	for _, c := range []struct {
		name, method, path, body string
		want                     int
	}{
		{"a pointer beside the slide", "POST", at("/marks"), `{"kind":"pointer","x":1.2,"y":0}`, 422},
		{"a kind that is none", "POST", at("/marks"), `{"kind":"laser","x":0,"y":0}`, 422},
		{"no kind", "POST", at("/marks"), `{"x":0,"y":0}`, 422},
		{"on slide 4 of 3", "POST", at("/marks"), `{"kind":"pointer","x":0,"y":0,"slide":4}`, 422},
		{"of another deck", "POST", at("/marks"), `{"kind":"pointer","x":0,"y":0,"deck":999}`, 422},
		{"a word for x", "POST", at("/marks"), `{"kind":"pointer","x":"a","y":0}`, 400},
		{"something else", "POST", at("/marks"), `{"kind":"pointer","x":0,"y":0,"z":0}`, 400},
		{"no deck", "POST", "/api/decks/999/marks", `{"kind":"pointer","x":0,"y":0}`, 404},
		{"a stroke on slide 4 of 3", "POST", at("/ink"), stroke(`"slide":1`, `"slide":4`), 422},
		{"on a slide of no integer", "POST", at("/ink"), stroke(`"slide":1`, `"slide":99999999999`), 422},
		{"on no slide", "POST", at("/ink"), stroke(`"slide":1,`, ``), 422},
		{"without an id", "POST", at("/ink"), stroke(`"id":"a"`, `"id":""`), 422},
		{"of a color's name", "POST", at("/ink"), stroke(`#dd4422`, `red`), 422},
		{"of no width", "POST", at("/ink"), stroke(`0.004`, `0`), 422},
		{"without points", "POST", at("/ink"), stroke(`[[0.1,0.2]]`, `[]`), 422},
		{"beside the slide", "POST", at("/ink"), stroke(`0.2`, `-0.2`), 422},
		{"a point of three", "POST", at("/ink"), stroke(`[[0.1,0.2]]`, `"x"`), 400},
		{"no stroke", "POST", at("/ink"), `{"slide":1}`, 400},
		{"two of one id", "POST", at("/ink"), `{"slide":1,"strokes":[{"id":"a","color":"#fff","width":0.01,"points":[[0,0]]},{"id":"a","color":"#fff","width":0.01,"points":[[0,0]]}]}`, 422},
		{"on no deck", "POST", "/api/decks/999/ink", stroke(), 404},
		{"no such stroke", "DELETE", at("/ink/nothing"), "", 404},
		{"clear slide 4 of 3", "DELETE", at("/ink?slide=4"), "", 422},
		{"clear a word", "DELETE", at("/ink?slide=x"), "", 400},
		{"clear no deck", "DELETE", "/api/decks/999/ink", "", 404},
		{"all of no deck", "GET", "/api/decks/999/ink", "", 404},
		{"zoom to nothing", "PUT", at(""), `{"zoom":{"x":0,"y":0}}`, 422},
		{"zoom beside it", "PUT", at(""), `{"zoom":{"x":0.9,"y":0,"w":0.5}}`, 422},
		{"ink of slide 4 of 3", "GET", fmt.Sprint("/decks/", id, "/slides/4/ink"), "", 404},
		{"ink of a word", "GET", fmt.Sprint("/decks/", id, "/slides/x/ink"), "", 404},
	} {
		if status, text, _ := s.ask(c.method, c.path, c.body); status != c.want {
			t.Errorf("%s: %d %s, want %d", c.name, status, text, c.want)
		}
	}
	for _, c := range [][2]string{{"POST", "/marks"}, {"GET", "/ink"}, {"POST", "/ink"}, {"DELETE", "/ink"}, {"DELETE", "/ink/here"}} {
		if status, _, _ := s.stranger(c[0], at(c[1]), `{}`); status != 401 {
			t.Errorf("%s %s of a stranger: %d", c[0], c[1], status)
		}
	}
	if _, text, _ := s.ask("GET", at("/ink"), ""); strings.Count(text, `"id"`) != 1 || !strings.Contains(text, `"here"`) {
		t.Errorf("an error changed something: %s", text)
	}
}

// TestInkShown: followers get what is drawn on a slide once it was shown, and while it
// is covered or frozen nothing of what is drawn then.
func TestInkShown(t *testing.T) {
	s := start(t)
	id := s.deck()
	get := func(slide int) (int, []string) {
		t.Helper()
		status, text, h := s.stranger("GET", fmt.Sprint("/decks/", id, "/slides/", slide, "/ink"), "")
		var ink deck.Ink
		json.Unmarshal([]byte(text), &ink)
		var ids []string
		for _, stroke := range ink.Strokes {
			ids = append(ids, stroke.ID)
		}
		if status == 200 && (ink.Deck != id || ink.Slide != slide || ink.Strokes == nil || !strings.Contains(h.Get("Cache-Control"), "private")) {
			t.Errorf("slide %d: %s, %v", slide, text, h)
		}
		return status, ids
	}
	check := func(what string, slide, want int, ids ...string) {
		t.Helper()
		if status, got := get(slide); status != want || strings.Join(got, " ") != strings.Join(ids, " ") {
			t.Errorf("%s: slide %d: %d %v, want %d %v", what, slide, status, got, want, ids)
		}
	}
	s.ink(id, 1, "one")
	s.ink(id, 2, "two")
	check("not open", 1, 404)
	s.put(id, `{"live":true}`)
	check("live", 1, 200, "one")
	check("live", 2, 404)
	check("live", 9, 404)
	s.put(id, `{"current_slide":2}`)
	v := s.stream("/live")
	if _, data := v.next("slide"); !strings.Contains(data, `"ink":`) {
		t.Errorf("slide 2 comes without the version of what is drawn on it: %s", data)
	}
	check("on 2", 2, 200, "two")
	s.ink(id, 2, "more")
	if _, data := v.next("ink"); !strings.Contains(data, `"more"`) {
		t.Errorf("what is drawn is told as %s", data)
	}
	check("drawn on", 2, 200, "two", "more")
	s.put(id, `{"blank":"freeze"}`)
	s.ink(id, 2, "behind")
	s.put(id, `{"current_slide":3}`)
	s.ink(id, 3, "three")
	s.ink(id, 1, "late")
	check("frozen", 2, 200, "two", "more")
	check("frozen", 1, 200, "one")
	check("frozen", 3, 404)
	s.put(id, `{"words":"A break of ten minutes"}`) // which the room sees
	check("frozen, with words over it", 2, 200, "two", "more")
	s.put(id, `{"blank":"black"}`)
	check("black after that", 2, 200, "two", "more")
	s.put(id, `{"blank":"freeze"}`)
	if status, text, _ := s.ask("GET", fmt.Sprint("/decks/", id, "/slides/3/ink"), ""); status != 200 || !strings.Contains(text, "three") {
		t.Errorf("the presenter: %d %s", status, text)
	}
	s.put(id, `{"blank":""}`)
	check("shown", 2, 200, "two", "more", "behind")
	check("shown", 1, 200, "one", "late")
	check("shown", 3, 200, "three")
	s.put(id, `{"blank":"black"}`)
	s.ink(id, 3, "dark")
	check("black", 3, 200, "three")
	s.put(id, `{"live":false}`)
	check("over", 1, 404)
}

// TestMarks: where the presenter points is told to whoever sees that slide.
func TestMarks(t *testing.T) {
	s := start(t)
	id := s.deck()
	s.put(id, `{"live":true}`)
	v, c := s.stream("/live"), s.stream("/api/live")
	point := func(body string) {
		t.Helper()
		if status, text, _ := s.ask("POST", fmt.Sprint("/api/decks/", id, "/marks"), body); status != 204 {
			t.Fatalf("%s: %d %s", body, status, text)
		}
	}
	point(`{"kind":"pointer","x":0.25,"y":0.123456789}`)
	want := fmt.Sprintf(`{"deck":%d,"slide":1,"kind":"pointer","x":0.25,"y":0.12346}`, id)
	for _, stream := range []*stream{v, c} {
		if _, data := stream.next("mark"); data != want {
			t.Errorf("it is told as %s, want %s", data, want)
		}
	}
	point(`{"kind":"pen","x":0.5,"y":0.5,"from":3,"stroke":{"id":"a","color":"#fff","width":0.004,"points":[[0.4,0.4],[0.5,0.5]]}}`)
	if _, data := v.next("mark"); !strings.Contains(data, `"points":[[0.4,0.4],[0.5,0.5]]`) || !strings.Contains(data, `"from":3`) {
		t.Errorf("a pen is told as %s", data)
	}
	// One that comes late, of a slide that is gone, moves nothing; the next one does.
	s.put(id, `{"current_slide":2}`)
	point(`{"kind":"spotlight","x":0.9,"y":0.9,"slide":1}`)
	if _, data := c.next("mark"); !strings.Contains(data, `"slide":1`) {
		t.Fatalf("a console is told %s", data)
	}
	point(`{"kind":"spotlight","x":0.1,"y":0.1,"slide":2}`)
	for data := ""; !strings.Contains(data, `"x":0.1`); {
		if _, data = v.next("mark"); strings.Contains(data, `"x":0.9`) {
			t.Fatalf("a mark of another slide is told: %s", data)
		}
	}
	point(`{"kind":"none","x":0,"y":0}`)
	if _, data := v.next("mark"); !strings.Contains(data, `"none"`) {
		t.Errorf("no mark is told as %s", data)
	}
}

func TestInkCleared(t *testing.T) {
	s := start(t)
	id := s.deck()
	at := fmt.Sprint("/api/decks/", id, "/ink")
	do := func(method, path, body string) {
		t.Helper()
		if status, text, _ := s.ask(method, path, body); status != 204 {
			t.Fatalf("%s %s: %d %s", method, path, status, text)
		}
	}
	all := func() (list []string) {
		t.Helper()
		_, text, _ := s.ask("GET", at, "")
		var inks []deck.Ink
		if err := json.Unmarshal([]byte(text), &inks); err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		for _, i := range inks {
			for _, stroke := range i.Strokes {
				list = append(list, fmt.Sprint(i.Slide, stroke.ID))
			}
		}
		return list
	}
	s.ink(id, 1, "a")
	s.ink(id, 2, "b")
	do("POST", at, `{"slide":3,"strokes":[{"id":"c","color":"#fff","width":0.01,"points":[[0,0]]},{"id":"d","color":"#fff","width":0.01,"points":[[0,0]]}]}`)
	do("DELETE", at+"/c", "")
	do("DELETE", at+"?slide=2", "")
	do("DELETE", at+"?slide=2", "") // of nothing
	if got := strings.Join(all(), " "); got != "1a 3d" {
		t.Errorf("there is %s", got)
	}
	do("DELETE", at, "")
	if got := all(); got != nil {
		t.Errorf("there is %v", got)
	}
}

// TestMarksRate: whatever is sent, 30 marks a second are told, and the newest of all.
func TestMarksRate(t *testing.T) {
	s := start(t)
	id := s.deck()
	s.put(id, `{"live":true}`)
	c := s.stream("/api/live")
	began := time.Now()
	for n := 1; time.Since(began) < time.Second; n++ {
		if status, text, _ := s.ask("POST", fmt.Sprint("/api/decks/", id, "/marks"), fmt.Sprintf(`{"kind":"pointer","x":%g,"y":0.5}`, 0.5+0.1*float64(n%2))); status != 204 {
			t.Fatalf("%d %s", status, text)
		}
	}
	s.ask("POST", fmt.Sprint("/api/decks/", id, "/marks"), `{"kind":"pointer","x":1,"y":0.5}`)
	told := 0
	for data := ""; !strings.Contains(data, `"x":1,`); told++ {
		_, data = c.next("mark")
	}
	if took := time.Since(began); told > 2+int(took/(time.Second/30)) {
		t.Errorf("in %v %d marks were told", took, told)
	}
}
