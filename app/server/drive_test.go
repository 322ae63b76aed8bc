package server_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"lectern/app/deck"
	"lectern/app/server/access"
	"lectern/app/store/storetest"
)

// asks sends a request as the device that has the cookie.
func (s *site) asks(cookie, method, path, body string) (int, string) {
	s.t.Helper()
	status, text, _ := s.stranger(method, path, body, "Cookie", cookie)
	return status, text
}

// number is the device that has the cookie.
func (s *site) number(cookie string) int64 {
	s.t.Helper()
	var d struct{ This int64 }
	if status, text := s.asks(cookie, "GET", "/api/drive", ""); status != 200 || json.Unmarshal([]byte(text), &d) != nil || d.This == 0 {
		s.t.Fatalf("which device: %d %s", status, text)
	}
	return d.This
}

// console opens the stream of the device that has the cookie, and returns what waits
// for an event and gives its data.
func (s *site) console(cookie string) func(name string, is func(data string) bool) string {
	s.t.Helper()
	events := s.streamAs("Cookie", cookie, "/api/live")
	return func(name string, is func(string) bool) string {
		s.t.Helper()
		for {
			if _, data := events.next(name); is(data) {
				return data
			}
		}
	}
}

func anything(string) bool { return true }

// drivenBy is an event "drive" that names the device; 0 for nobody.
func drivenBy(device int64) func(string) bool {
	return func(data string) bool {
		var d deck.Drive
		return json.Unmarshal([]byte(data), &d) == nil && (device == 0 && d.Driver == nil || d.Drives(device))
	}
}

// TestDriver: one device moves the live deck, whoever presses what; the others are told
// who it is, and see at once when that is another.
func TestDriver(t *testing.T) {
	s := start(t)
	id, other := s.deck(), s.steps()
	path := fmt.Sprint("/api/decks/", id)
	a, b, phone := s.device(t, access.Presenter), s.device(t, access.Presenter), s.device(t, access.Remote)
	conn := storetest.Connect(t, s.dbURL)
	if _, err := conn.Exec(t.Context(), `UPDATE devices SET name = CASE role WHEN 'remote' THEN 'Ann''s phone' ELSE 'Laptop' END`); err != nil {
		t.Fatal(err)
	}
	want := func(what string, status int, says string) func(int, string) {
		return func(got int, text string) {
			t.Helper()
			if got != status || !strings.Contains(text, says) {
				t.Errorf("%s: %d %s; want %d and %q", what, got, text, status, says)
			}
		}
	}
	want("no remote without a talk", 404, "not live")(s.asks(phone, "PUT", path, `{"current_slide":2}`))
	want("before the talk any presenter", 200, `"current_slide":2`)(s.asks(a, "PUT", path, `{"current_slide":2}`))
	want("and any other", 200, `"current_slide":1`)(s.asks(b, "PUT", path, `{"current_slide":1}`))

	hears, sees := s.console(phone), s.console(b)
	hears("drive", drivenBy(0))
	want("who begins", 200, `"live":true`)(s.asks(a, "PUT", path, `{"live":true}`))
	hears("drive", drivenBy(s.number(a)))
	sees("drive", drivenBy(s.number(a)))
	want("drives", 200, `"current_slide":2`)(s.asks(a, "PUT", path, `{"current_slide":2}`))
	for _, body := range []string{`{"current_slide":3}`, `{"blank":"black"}`, `{"live":false}`, `{"playing":true}`} {
		want("another presenter's "+body, 409, "Laptop drives")(s.asks(b, "PUT", path, body))
	}
	want("another presenter's button", 409, `"driven":true`)(s.asks(b, "POST", "/api/live/next", ""))
	want("a remote", 409, "Laptop drives")(s.asks(phone, "PUT", path, `{"current_slide":3}`))
	want("the room taken with another deck", 409, "Laptop drives")(s.asks(b, "PUT", fmt.Sprint("/api/decks/", other), `{"live":true}`))
	want("the clock", 200, `"started_at":null`)(s.asks(b, "PUT", path, `{"started_at":null}`))
	want("what does not move the room", 200, `"title":"New"`)(s.asks(b, "PUT", path, `{"title":"New"}`))
	want("another deck", 200, `"current_slide":2`)(s.asks(b, "PUT", fmt.Sprint("/api/decks/", other), `{"current_slide":2}`))
	want("nothing has changed", 200, `"current_slide":2,"current_step":0,"blank":"","live":true`)(s.asks(b, "GET", path, ""))
	status, text, _ := s.ask("PUT", path, `{"current_slide":1}`)
	want("the key", 200, `"current_slide":1`)(status, text)
	want("who drove drives on", 200, `"current_slide":2`)(s.asks(a, "PUT", path, `{"current_slide":2}`))

	want("a phone takes over", 200, `"name":"Ann's phone","role":"remote"`)(s.asks(phone, "POST", "/api/drive", `{"take":true}`))
	sees("drive", drivenBy(s.number(phone)))
	want("and drives", 200, `"current_slide":3`)(s.asks(phone, "PUT", path, `{"current_slide":3}`))
	want("who lost it", 409, "Ann's phone drives")(s.asks(a, "PUT", path, `{"current_slide":1}`))
	for _, body := range []string{`{"live":false}`, `{"title":"Mine"}`, `{"published":true}`, `{"current_slide":1,"started_at":null}`} {
		want("a phone's "+body, 403, "A remote moves the slides")(s.asks(phone, "PUT", path, body))
	}
	for _, body := range []string{`{}`, `{"title":null}`, `{"current_slide":null}`} {
		want("another deck by a phone's "+body, 404, "not live")(s.asks(phone, "PUT", fmt.Sprint("/api/decks/", other), body))
		want("this one by it", 200, `"current_slide":3`)(s.asks(phone, "PUT", path, body))
	}
	want("a list of who drives", 200, fmt.Sprintf(`{"id":%d,"name":"Ann's phone","role":"remote","driver":true`, s.number(phone)))(s.asks(a, "GET", "/api/devices", ""))

	want("another asks", 200, `"asks":{`)(s.asks(b, "POST", "/api/drive", `{"ask":true}`))
	hears("drive", func(data string) bool { return strings.Contains(data, `"asks":{`) })
	want("and is told no", 200, `"asks":null`)(s.asks(phone, "POST", "/api/drive", `{"ask":false}`))
	want("another gives what it has not", 200, `"role":"presenter"`)(s.asks(a, "POST", "/api/drive", fmt.Sprintf(`{"give":%d}`, s.number(b))))
	want("a phone cannot", 409, "Only who drives")(s.asks(phone, "POST", "/api/drive", fmt.Sprintf(`{"give":%d}`, s.number(phone))))
	want("a device in quotation marks", 200, `"role":"remote"`)(s.asks(b, "POST", "/api/drive", fmt.Sprintf(`{"give":"%d"}`, s.number(phone))))
	want("a phone gives it back", 200, `"role":"presenter"`)(s.asks(phone, "POST", "/api/drive", fmt.Sprintf(`{"give":%d}`, s.number(a))))

	stage := s.device(t, access.Stage)
	stageID := int64(0)
	list, err := s.store.Devices().All(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range list {
		if d.Role == "stage" {
			stageID = d.ID
		}
	}
	for body, status := range map[string]int{
		fmt.Sprintf(`{"give":%d}`, stageID): 422, `{"give":99999}`: 404, `{"give":"x"}`: 400, `{}`: 400, `{"take":true,"ask":true}`: 400, `{"take":false}`: 400,
	} {
		want(body, status, "")(s.asks(a, "POST", "/api/drive", body))
	}
	status, text, _ = s.ask("POST", "/api/drive", `{"take":true}`)
	want("the key takes nothing", 409, "whoever drives")(status, text)
	want("nor does a stage", 403, "")(s.asks(stage, "POST", "/api/drive", `{"take":true}`))

	want("a driver who is sent away", 204, "")(s.asks(b, "DELETE", fmt.Sprint("/api/devices/", s.number(a)), ""))
	sees("drive", drivenBy(0))
	want("a phone takes over first", 409, "Nobody drives")(s.asks(phone, "POST", "/api/live/next", ""))
	want("a presenter need not", 200, `"current_slide":1`)(s.asks(b, "PUT", path, `{"current_slide":1}`))
	sees("drive", drivenBy(s.number(b)))

	// Nobody has heard of its driver for a minute.
	c := s.device(t, access.Presenter)
	if _, err := conn.Exec(t.Context(), `UPDATE drive SET device = (SELECT id FROM devices WHERE role = 'stage'); UPDATE devices SET last_seen = now() - interval '2 minutes' WHERE role = 'stage'`); err != nil {
		t.Fatal(err)
	}
	sees("drive", drivenBy(stageID))
	want("after a silent one", 200, `"current_slide":2`)(s.asks(c, "PUT", path, `{"current_slide":2}`))
	sees("drive", drivenBy(s.number(c)))
	want("the end", 200, `"live":false`)(s.asks(c, "PUT", path, `{"live":false}`))
	sees("drive", drivenBy(0))
}

// TestWindowComesBack: a window of this computer that lost its cookie, or was started
// again, drives where its former self did. A second one that is open does not.
func TestWindowComesBack(t *testing.T) {
	s := start(t)
	path := fmt.Sprint("/api/decks/", s.deck())
	window := func(agent string) string {
		t.Helper()
		status, _, h := s.stranger("GET", "/"+s.server.LocalPath(), "", "User-Agent", agent)
		if status != http.StatusSeeOther {
			t.Fatal(status)
		}
		return cookie(t, h)
	}
	first := window("AppleWebKit/605 Linux")
	if status, text := s.asks(first, "PUT", path, `{"live":true}`); status != 200 {
		t.Fatal(status, text)
	}
	moves := func(cookie string, want int) {
		t.Helper()
		if status, text := s.asks(cookie, "POST", "/api/live/next", ""); status != want {
			t.Errorf("%d %s, want %d", status, text, want)
		}
	}
	again := window("AppleWebKit/605 Linux")
	moves(again, 200)
	moves(window("Firefox/140 Linux"), 409)
	s.console(again)("state", anything)
	moves(window("AppleWebKit/605 Linux"), 409)
	moves(again, 200)
}

// TestLiveActs: buttons that know no deck.
func TestLiveActs(t *testing.T) {
	s := start(t)
	post := func(act string, want int, says ...string) {
		t.Helper()
		status, text, _ := s.ask("POST", "/api/live/"+act, "")
		for _, words := range says {
			if status != want || !strings.Contains(text, words) {
				t.Errorf("%s: %d %s; want %d and %s", act, status, text, want, words)
			}
		}
	}
	id := s.steps()
	for _, act := range []string{"next", "black", "show"} {
		post(act, 409, "Nothing is live")
	}
	post("dance", 404, "")
	at := func(slide, step int) string { return fmt.Sprintf(`"current_slide":%d,"current_step":%d,`, slide, step) }
	s.put(id, `{"rehearsing":true}`)
	post("next", 200, at(2, 0), `"rehearsing":true`, `"live":false`)
	post("previous", 200, at(1, 0))
	post("board", 409, "this is a rehearsal")
	post("back", 409, "this is a rehearsal")
	post("black", 200, `"blank":"black"`)
	s.put(id, `{"rehearsing":false}`)
	post("next", 409, "Nothing is live")
	s.put(id, `{"live":true}`)
	follows := s.stream("/live")
	post("previous", 200, at(1, 0))
	post("next", 200, at(2, 0), `"live":true`, fmt.Sprintf(`"id":%d,`, id))
	post("next", 200, at(2, 1))
	post("previous", 200, at(2, 0))
	post("previous", 200, at(1, 0))
	for _, c := range [][2]string{{"black", "black"}, {"black", "black"}, {"white", "white"}, {"show", ""}, {"freeze", "freeze"}, {"show", ""}} {
		post(c[0], 200, fmt.Sprintf(`"blank":%q`, c[1]))
	}
	s.put(id, `{"current_slide":3,"current_step":1}`)
	post("next", 200, at(3, 1))
	for {
		if _, data := follows.next("slide"); strings.Contains(data, `"slide":3,"step":1`) {
			break
		}
	}
	post("next", 200, at(3, 1))
	// A drawing board for a moment: it is what everybody sees, by the talk's address, too, and
	// the next key leads back.
	own := s.stream(fmt.Sprintf("/decks/%d/live", id))
	own.next("slide")
	post("board", 200, `"title":"Board"`, `"live":true`, fmt.Sprintf(`"interlude_of":%d`, id))
	_, data := follows.next("deck")
	if _, there := own.next("deck"); there != data || !strings.Contains(data, `"slide":1,"step":0,"slides":1`) {
		t.Errorf("the board is %s, and by the talk's own address %s", data, there)
	}
	var seen struct{ Deck int64 }
	if err := json.Unmarshal([]byte(data), &seen); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]int{fmt.Sprintf("/decks/%d/slides/1", seen.Deck): 200, fmt.Sprintf("/decks/%d/slides", id): 200, fmt.Sprintf("/decks/%d/slides/2", id): 200} {
		if status, text, _ := s.stranger("GET", path, ""); status != want {
			t.Errorf("%s: %d %s", path, status, text)
		}
	}
	post("board", 200, fmt.Sprintf(`"id":%d,`, seen.Deck))
	post("next", 200, at(3, 1), fmt.Sprintf(`"id":%d,`, id))
	if _, data := own.next("deck"); !strings.Contains(data, `"slide":3,"step":1`) {
		t.Errorf("back: %s", data)
	}
	post("board", 200, fmt.Sprintf(`"id":%d,`, seen.Deck)) // the same again
	for range 2 {
		post("back", 200, at(3, 1), fmt.Sprintf(`"id":%d,`, id))
	}
	s.put(id, `{"blank":"black"}`)
	status, text, h := s.stranger("GET", "/live", "", "Accept", "application/json")
	if status != 200 || h.Get("Content-Type") != "application/json" || !strings.Contains(text, `"slide":3,"step":1,"slides":3`) || !strings.Contains(text, `"blank":"black"`) {
		t.Errorf("the state for feedback: %d %s", status, text)
	}
	s.put(id, `{"live":false}`)
	if status, text, _ := s.stranger("GET", "/live", "", "Accept", "application/json"); status != 200 || !strings.Contains(text, `"deck":0,`) {
		t.Errorf("and with nothing live: %d %s", status, text)
	}
	if status, _, h := s.ask("GET", "/api/live/next", ""); status != 405 || h.Get("Allow") != "POST" {
		t.Errorf("GET: %d, Allow %q", status, h.Get("Allow"))
	}
}
