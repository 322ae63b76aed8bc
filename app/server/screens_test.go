package server_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"lectern/app/roster"
	"lectern/app/server/access"
)

// board asks until it is as is says.
func (s *site) board(what string, is func([]roster.Screen) bool) []roster.Screen {
	s.t.Helper()
	var list []roster.Screen
	for late := time.Now().Add(patience); ; {
		status, text, _ := s.ask("GET", "/api/screens", "")
		list = nil
		if err := json.Unmarshal([]byte(text), &list); status != 200 || err != nil {
			s.t.Fatal(status, text, err)
		}
		if is(list) {
			return list
		}
		if time.Now().After(late) {
			s.t.Fatalf("the board is never %s: %s", what, text)
		}
		time.Sleep(20 * time.Millisecond) // it is asked, and tells of nothing
	}
}

// TestScreenRestored: a screen whose deck is deleted shows what is live, and its deck again
// once that is restored.
func TestScreenRestored(t *testing.T) {
	s := start(t)
	talk := s.deck()
	status, text := s.upload("lobby.md", "# Lobby\n")
	var lobby struct{ ID int64 }
	if err := json.Unmarshal([]byte(text), &lobby); status != 201 || err != nil {
		t.Fatal(status, text)
	}
	s.put(talk, `{"live":true}`)
	const secret = "0123456789abcdef01234567"
	shows := func(id int64) (end func()) {
		t.Helper()
		kiosk := s.stream("/live?kind=kiosk&viewer=v1&screen=" + secret)
		if _, at := kiosk.next("slide", "deck"); !strings.Contains(at, fmt.Sprintf(`"deck":%d`, id)) {
			t.Errorf("it shows %s, not deck %d", at, id)
		}
		return func() {
			for kiosk.lines.Scan() {
			}
		}
	}
	end := shows(talk)
	s.board("of a kiosk with a number", func(l []roster.Screen) bool { return len(l) == 1 && l[0].Number == 1 })
	at := fmt.Sprint("/api/decks/", lobby.ID)
	for _, c := range []struct {
		method, path, body string
		shows              int64
	}{
		{"PUT", "/api/screens/" + roster.ScreenID(secret), fmt.Sprintf(`{"deck":%d}`, lobby.ID), lobby.ID},
		{"DELETE", at, "", talk},
		{"POST", at + "/restore", "", lobby.ID},
	} {
		if status, text, _ := s.ask(c.method, c.path, c.body); status >= 300 {
			t.Fatal(c, status, text)
		}
		end()
		end = shows(c.shows)
	}
}

// TestForgetGone: who came and said that they were screens are forgotten at once, but for
// those that follow, and those that somebody chose something for.
func TestForgetGone(t *testing.T) {
	s := start(t)
	var streams []*stream
	for n := range 5 {
		streams = append(streams, s.stream(fmt.Sprintf("/live?kind=kiosk&viewer=v%d&name=K%d&screen=secret%d", n, n, n)))
	}
	s.board("of five", func(l []roster.Screen) bool {
		kept := 0
		for _, one := range l {
			kept += min(1, one.Number)
		}
		return kept == 5
	})
	if status, text, _ := s.ask("PUT", "/api/screens/"+roster.ScreenID("secret0"), `{"rotation":90}`); status != 200 {
		t.Fatal(status, text)
	}
	for _, one := range streams[:4] {
		one.late.Reset(0) // which ends it
	}
	s.board("of one that follows", func(l []roster.Screen) bool {
		here := 0
		for _, one := range l {
			if one.Came != nil {
				here++
			}
		}
		return here == 1
	})
	if status, _, _ := s.stranger("DELETE", "/api/screens", ""); status != 401 {
		t.Errorf("a stranger: %d", status)
	}
	if status, text, _ := s.ask("DELETE", "/api/screens", ""); status != 200 || !strings.Contains(text, `{"forgotten":3}`) {
		t.Errorf("%d %s", status, text)
	}
	s.board("of two", func(l []roster.Screen) bool { return len(l) == 2 })
}

// TestScreens: a screen is known by what its page keeps, wherever it comes from; what is
// chosen for it it is told, and shows; the board has what it has painted.
func TestScreens(t *testing.T) {
	s := start(t)
	talk := s.deck()
	status, text := s.upload("lobby.md", "# Lobby\n\n---\n\n# Lobby two\n")
	var other struct{ ID int64 }
	if err := json.Unmarshal([]byte(text), &other); status != 201 || err != nil {
		t.Fatal(status, text)
	}
	s.put(talk, `{"live":true,"current_slide":2}`)
	const secret = "0123456789abcdef01234567"
	id := roster.ScreenID(secret)
	console := s.console(s.device(t, access.Presenter))
	open := func() *stream {
		return s.stream("/live?kind=kiosk&viewer=v1&name=%E2%80%AEFoyer%C2%85&screen=" + secret)
	}
	kiosk := open()
	_, at := kiosk.next("slide", "deck")
	if !strings.Contains(at, `"slide":2`) {
		t.Error(at)
	}
	if _, told := kiosk.next("screen"); !strings.Contains(told, `"name":"Foyer"`) {
		t.Error("it is told", told)
	}
	first := s.board("of a kiosk with a number", func(l []roster.Screen) bool { return len(l) == 1 && l[0].Number == 1 })[0]
	if first.ID != id || first.Name != "Foyer" || first.Kind != "kiosk" || first.State != roster.Coming || first.Since != nil || first.BehindMS <= 0 || first.Address != "127.0.0.1" {
		t.Errorf("%+v", first)
	}
	console("screens", func(data string) bool { return strings.Contains(data, `"screens":1,"look":0`) })

	var position struct{ Rev int64 }
	if err := json.Unmarshal([]byte(at), &position); err != nil {
		t.Fatal(err)
	}
	seen := fmt.Sprintf(`{"screen":%q,"rev":%d,"width":1920,"height":1080}`, secret, position.Rev)
	if status, text, _ := s.stranger("POST", "/live/seen", seen); status != 204 {
		t.Error(status, text)
	}
	if l := s.board("painted", func(l []roster.Screen) bool { return l[0].State == roster.Well })[0]; l.Deck != talk || l.Slide != 2 || l.BehindMS != 0 || l.Since == nil || l.Width != 1920 {
		t.Errorf("%+v", l)
	}
	s.put(talk, `{"current_slide":3}`)
	if l := s.board("behind", func(l []roster.Screen) bool { return l[0].BehindMS > 0 })[0]; l.Slide != 2 {
		t.Errorf("it has not painted it: %+v", l)
	}

	want := func(method, path, body string, status int, says string) string {
		t.Helper()
		got, text, _ := s.ask(method, path, body)
		if got != status || !strings.Contains(text, says) {
			t.Errorf("%s %s %s: %d %s; want %d and %s", method, path, body, got, text, status, says)
		}
		return text
	}
	path := "/api/screens/" + id
	want("PUT", path, `{"name":" Main foyer ","lang":"de","rotation":90}`, 200, `"name":"Main foyer"`)
	if _, told := kiosk.next("screen"); !strings.Contains(told, `"number":1,"name":"Foyer","chosen":"","lang":""`) {
		t.Error("the number", told) // the row that was kept first
	}
	if _, told := kiosk.next("screen"); !strings.Contains(told, `"chosen":"Main foyer","lang":"de","rotation":90`) {
		t.Error("it is told", told)
	}
	want("POST", path+"/identify", "", 204, "")
	if _, told := kiosk.next("identify"); told != `{"number":1,"name":"Main foyer"}` {
		t.Error("it shows", told)
	}
	want("POST", "/api/screens/identify", "", 204, "")
	kiosk.next("identify")
	for _, path := range []string{path, "/api/screens"} {
		want("POST", path+"/reload", "", 204, "")
		kiosk.next("reload")
	}
	for body, status := range map[string]int{`{"rotation":45}`: 422, `{"lang":"not a language"}`: 422, `{"deck":99}`: 422, `{"deck":"x"}`: 400, `{"name":"` + strings.Repeat("ü", 101) + `"}`: 422, `{"nam":"x"}`: 400} {
		want("PUT", path, body, status, "")
	}
	want("PUT", "/api/screens/nobody", `{"name":"x"}`, 404, "no such screen")

	// A deck of its own: the stream ends, and the next one has it.
	want("PUT", path, fmt.Sprintf(`{"deck":%d}`, other.ID), 200, fmt.Sprintf(`"chosen":{"name":"Main foyer","deck":%d,"lang":"de","rotation":90}`, other.ID))
	for kiosk.lines.Scan() {
	}
	kiosk = open()
	if _, at := kiosk.next("slide", "deck"); !strings.Contains(at, fmt.Sprintf(`"deck":%d`, other.ID)) {
		t.Error("a deck of its own:", at)
	}
	if _, told := kiosk.next("screen"); !strings.Contains(told, `"name":"Main foyer"`) {
		t.Error("again it is told", told)
	}
	if status, _, _ := s.stranger("GET", fmt.Sprintf("/decks/%d/slides/1", other.ID), ""); status != 200 {
		t.Error("what hangs on a wall anybody may see:", status)
	}
	want("PUT", path, `{"deck":null}`, 200, `"deck":null`)
	for kiosk.lines.Scan() {
	}
	if status, _, _ := s.stranger("GET", fmt.Sprintf("/decks/%d/slides/1", other.ID), ""); status != 404 {
		t.Error("it hangs nowhere any more, and yet:", status)
	}
	gone := s.board("without it", func(l []roster.Screen) bool { return l[0].State == roster.Gone })[0]
	if gone.LastSeen == nil || gone.Name != "Main foyer" || gone.Came != nil {
		t.Errorf("%+v", gone)
	}
	want("POST", path+"/identify", "", 409, "not connected")
	console("screens", func(data string) bool { return strings.Contains(data, `"screens":0,"look":1`) })
	want("DELETE", path, "", 204, "")
	want("DELETE", path, "", 404, "no such screen")
	s.board("empty", func(l []roster.Screen) bool { return len(l) == 0 })

	// A phone is nobody's screen, until it is given a name.
	s.stream("/live?kind=phone&viewer=phone1")
	phone := s.stream("/live?kind=phone&viewer=phone2")
	if l := s.board("of two phones", func(l []roster.Screen) bool { return len(l) == 2 })[0]; l.Kind != "phone" || l.Number != 0 || l.ID == "phone1" {
		t.Errorf("%+v", l)
	}
	want("PUT", "/api/screens/"+roster.ScreenID("phone2"), `{"name":"Balcony"}`, 200, `"number":1`)
	if _, told := phone.next("screen"); !strings.Contains(told, `"keep":"phone2"`) {
		t.Error("a phone is told", told)
	}
	s.board("of a screen, and a phone", func(l []roster.Screen) bool { return len(l) == 2 && l[0].Name == "Balcony" && l[1].Number == 0 })
	want("GET", "/api/screens?people=0", "", 200, "Balcony")
	want("GET", "/api/screens?people=x", "", 422, "people")
	want("GET", "/api/screens/summary", "", 200, `"phones":2`)
	for _, path := range []string{"/api/screens", "/api/screens/summary"} {
		if status, _, _ := s.stranger("GET", path, ""); status != 401 {
			t.Error("a stranger has the board:", status)
		}
	}
	if status, _, _ := s.stranger("PUT", "/api/screens/"+id, `{"name":"x"}`); status != 401 {
		t.Error("a stranger names a screen:", status)
	}
}
