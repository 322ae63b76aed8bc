package server_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"lectern/app/deck"
	"lectern/app/server/access"
	"lectern/app/store/storetest"
)

// TestIdle: kiosks show the programme while nothing is live, and nobody else hears of it;
// what is not on a wall yet nobody can read.
func TestIdle(t *testing.T) {
	s := start(t)
	id := s.deck()
	kiosk, foyer, phone := s.stream("/live?viewer=k&kind=kiosk"), s.stream("/live?viewer=f&kind=kiosk&name=Foyer"), s.stream("/live?viewer=p&kind=audience")
	shows := func(is func(b deck.Between) bool) deck.Between {
		t.Helper()
		for {
			_, data := kiosk.next("idle")
			var b deck.Between
			if err := json.Unmarshal([]byte(data), &b); err != nil {
				t.Fatal(err)
			}
			if is(b) {
				return b
			}
		}
	}
	set := func(body string, status int, says string) {
		t.Helper()
		if got, text, _ := s.ask("PUT", "/api/programme", body); got != status || !strings.Contains(text, says) {
			t.Errorf("%s: %d %s; want %d %s", body, got, text, status, says)
		}
	}
	const day = `"days":[1,2,3,4,5,6,7],"begins":"","ends":""`
	set(`{"zone":"Europe/Berlin","items":[{"deck":1,"seconds":2,`+day+`},{"deck":0,"seconds":5,`+day+`,"screens":["Foyer"]}]}`, 200, `"screens":["Foyer"]`)
	b := shows(func(b deck.Between) bool { return len(b.Shows) == 2 && b.Shows[1].Deck == id })
	first := b.Shows[1]
	if b.Shows[0].Screen != "Foyer" || first.Screen != "" || first.Key == "" || first.Slides != 3 {
		t.Errorf("%+v", b)
	}
	then := shows(func(b deck.Between) bool { return b.Shows[1] != first }).Shows[1]
	if then.Slide != first.Slide%3+1 {
		t.Errorf("after slide %d comes %d", first.Slide, then.Slide)
	}
	// Sealed for anybody, and the deck itself is nobody's.
	for _, c := range []struct {
		path   string
		status int
	}{{"/idle/0/960", 200}, {"/idle/1/1920?screen=Foyer", 200}, {"/idle/2/960", 404}, {"/idle/0/961", 404}, {"/decks/1/slides/1", 404}, {"/decks/1/live", 404}, {"/decks/1/ahead/1/960", 404}} {
		status, text, _ := s.stranger("GET", c.path, "")
		if status != c.status || strings.Contains(text, "<h1") {
			t.Errorf("%s: %d, want %d", c.path, status, c.status)
		}
	}
	// A talk comes first, and after it they go on.
	s.put(id, `{"live":true}`)
	kiosk.next("deck", "slide")
	if status, _, _ := s.stranger("GET", "/api/programme", ""); status != 401 {
		t.Errorf("the programme is anybody's: %d", status)
	}
	s.put(id, `{"live":false}`)
	kiosk.next("end")
	shows(func(b deck.Between) bool { return b.Shows[1].Deck == id })
	foyer.next("idle")
	for _, c := range [][2]string{
		{`{"zone":"Mars/Base","items":[]}`, "time zone"},
		{`{"zone":"","items":[{"deck":1,"seconds":1,` + day + `}]}`, "2 to 3600"},
		{`{"zone":"","items":[{"deck":1,"seconds":5,"days":[8],"begins":"","ends":""}]}`, "Monday"},
		{`{"zone":"","items":[{"deck":1,"seconds":5,"days":[1],"begins":"24:00","ends":""}]}`, "08:00"},
		{`{"zone":"","items":[` + strings.Repeat(`{"deck":1,"seconds":5,`+day+`},`, 100) + `{"deck":1,"seconds":5,` + day + `}]}`, "100 items"},
	} {
		set(c[0], 422, c[1])
	}
	set(`{"zone":"","items":[{"deck":99,"seconds":5,`+day+`}]}`, 404, "no such deck")
	// SQL does the same; without anything there is the clock.
	conn := storetest.Connect(t, s.dbURL)
	if _, err := conn.Exec(t.Context(), `DELETE FROM programme`); err != nil {
		t.Fatal(err)
	}
	shows(func(b deck.Between) bool { return len(b.Shows) == 1 && b.Shows[0] == deck.Show{} })
	if _, err := conn.Exec(t.Context(), `INSERT INTO programme (deck_id, seconds) VALUES (1, 2)`); err != nil {
		t.Fatal(err)
	}
	shows(func(b deck.Between) bool { return b.Shows[0].Deck == id })
	if status, text, _ := s.ask("DELETE", "/api/decks/1", ""); status != 204 {
		t.Fatal(status, text)
	}
	shows(func(b deck.Between) bool { return b.Shows[0].Deck == 0 })
	// The phone heard of the talk, and of nothing else.
	for {
		name, _ := phone.next("slide", "deck", "end", "idle")
		if name == "idle" {
			t.Fatal("a phone hears what kiosks show")
		}
		if name == "deck" {
			break
		}
	}
}

// TestProgrammeVersion: of two that change the programme at once one does, and the other one
// is told; whoever names no version replaces what is there, whatever it is.
func TestProgrammeVersion(t *testing.T) {
	s := start(t)
	s.deck()
	read := func(text string) (p deck.Programme) {
		t.Helper()
		if err := json.Unmarshal([]byte(text), &p); err != nil || p.Version == "" {
			t.Fatalf("%s: %v", text, err)
		}
		return p
	}
	get := func() deck.Programme {
		t.Helper()
		_, text, _ := s.ask("GET", "/api/programme", "")
		return read(text)
	}
	body := func(version string, seconds int) string {
		return fmt.Sprintf(`{"version":%q,"zone":"","items":[{"deck":1,"seconds":%d,"days":[1],"begins":"","ends":"","screens":[]}]}`, version, seconds)
	}
	first := get()
	statuses := make(chan int, 9)
	for i := range cap(statuses) {
		go func() { status, _, _ := s.ask("PUT", "/api/programme", body(first.Version, 10+i)); statuses <- status }()
	}
	counts := map[int]int{}
	for range cap(statuses) {
		counts[<-statuses]++
	}
	if counts[200] != 1 || counts[409] != 8 {
		t.Errorf("of nine at once: %v", counts)
	}
	now := get()
	status, text, _ := s.ask("PUT", "/api/programme", body(now.Version, 30))
	if next := read(text); status != 200 || next.Version == now.Version || next.Version != get().Version {
		t.Errorf("%d %s", status, text)
	}
	if status, text, _ := s.ask("PUT", "/api/programme", body(now.Version, 31)); status != 409 || !strings.Contains(text, "Somebody else") {
		t.Errorf("%d %s", status, text)
	}
	now = get()
	for _, sql := range []string{`UPDATE programme SET seconds = 40`, `UPDATE venue SET zone = 'UTC'`} {
		if _, err := storetest.Connect(t, s.dbURL).Exec(t.Context(), sql); err != nil {
			t.Fatal(err)
		}
		if status, text, _ := s.ask("PUT", "/api/programme", body(now.Version, 50)); status != 409 {
			t.Errorf("after %s: %d %s", sql, status, text)
		}
		now = get()
	}
	if status, text, _ := s.ask("PUT", "/api/programme", body("", 60)); status != 200 || get().Items[0].Seconds != 60 {
		t.Errorf("%d %s", status, text)
	}
}

// TestAgenda: a file gives the agenda, whole; what cannot be read changes nothing.
func TestAgenda(t *testing.T) {
	s := start(t)
	stage := s.device(t, access.Stage)
	const file = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:%Z\r\nDURATION:PT1H\r\nSUMMARY:Screens\r\nLOCATION:Hall\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
	soon := strings.ReplaceAll(file, "%Z", "20990101T100000Z")
	want := func(method, path, body string, status int, says string) {
		t.Helper()
		if got, text, _ := s.ask(method, path, body); got != status || !strings.Contains(text, says) {
			t.Errorf("%s %s: %d %s; want %d %s", method, path, got, text, status, says)
		}
	}
	want("PUT", "/api/agenda?name=day%201.ics", soon, 200, `"name":"day 1","zone":"","sessions":[{"room":"Hall","title":"Screens"`)
	want("PUT", "/api/agenda", "no", 400, "neither")
	want("PUT", "/api/agenda", strings.Repeat(" ", 9<<20), 413, "8 MB")
	want("GET", "/api/agenda", "", 200, "Screens")
	want("GET", "/agenda", "", 200, `"sessions":[]`) // it is far off
	want("GET", "/idle/0/960", "", 404, "Nothing goes round")
	want("GET", "/idle/1/960", "", 204, "") // a page asks for what may come, too
	want("DELETE", "/api/agenda", "", 204, "")
	want("GET", "/api/agenda", "", 200, `"name":"","zone":"","sessions":[]`)
	for _, method := range []string{"GET", "PUT", "DELETE"} {
		if status, _ := s.asks(stage, method, "/api/agenda", ""); status != 403 {
			t.Errorf("a stage may %s: %d", method, status)
		}
	}
}
