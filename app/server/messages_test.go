package server_test

import (
	"encoding/json"
	"strings"
	"testing"

	"lectern/app/deck"
	"lectern/app/server/access"
	"lectern/app/store/storetest"
)

// TestMessages: what is said to the speaker is told at once to those who may hear it, and
// to nobody who follows; whoever said it learns that it was seen.
func TestMessages(t *testing.T) {
	s := start(t)
	s.put(s.deck(), `{"live":true}`)
	console, phone, stage, desk, typist := s.device(t, access.Presenter), s.device(t, access.Remote), s.device(t, access.Stage), s.device(t, access.Moderator), s.device(t, access.Captions)
	sees, hears := s.console(console), s.console(stage)
	all := func(is func(all []deck.Message) bool) func(string) bool {
		return func(data string) bool {
			var d struct{ Messages []deck.Message }
			return json.Unmarshal([]byte(data), &d) == nil && is(d.Messages)
		}
	}
	hears("messages", all(func(all []deck.Message) bool { return len(all) == 0 }))
	follows := s.stream("/live")
	want := func(cookie, method, path, body string, status int, says string) string {
		t.Helper()
		got, text := s.asks(cookie, method, path, body)
		if got != status || !strings.Contains(text, says) {
			t.Errorf("%s %s %s: %d %s; want %d and %s", method, path, body, got, text, status, says)
		}
		return text
	}
	var m deck.Message
	text := want(phone, "POST", "/api/messages", `{"text":" 5 more <minutes> ","blink":true}`, 201, `"seen_at":null`)
	if err := json.Unmarshal([]byte(text), &m); err != nil || m.Text != "5 more <minutes>" || !m.Blink || m.Sender == "" {
		t.Fatal(text, err)
	}
	is := func(n int, seen bool) func(string) bool {
		return all(func(all []deck.Message) bool {
			return len(all) == n && all[n-1].ID == m.ID && (all[n-1].SeenAt != nil) == seen
		})
	}
	hears("messages", is(1, false))
	sees("messages", is(1, false))
	want(stage, "POST", "/api/messages/1/seen", ``, 403, "let in for something else")
	want(console, "POST", "/api/messages/1/seen", ``, 204, "")
	want(phone, "POST", "/api/messages/1/seen", ``, 204, "")
	hears("messages", is(1, true))
	want(desk, "POST", "/api/messages", `{"text":"Microphone"}`, 201, `"blink":false`)
	hears("messages", is(2, true))
	want(stage, "GET", "/api/messages", "", 200, `"text":"Microphone"`)
	late := s.console(phone)
	late("messages", is(2, true))
	want(desk, "DELETE", "/api/messages/2", "", 204, "")
	late("messages", is(1, true))
	want(desk, "DELETE", "/api/messages/2", "", 404, "no such message")
	want(phone, "POST", "/api/messages/2/seen", "", 404, "no such message")
	for _, body := range []string{`{"text":""}`, `{"text":"  "}`, `{"text":"two\nlines"}`, `{"text":"` + strings.Repeat("ü", 141) + `"}`} {
		want(console, "POST", "/api/messages", body, 422, "one line of 1 to 140 characters")
	}
	want(console, "POST", "/api/messages", `{"text":"`+strings.Repeat("ü", 140)+`"}`, 201, "")
	want(console, "POST", "/api/messages", `{"txt":"x"}`, 400, "txt")
	if status, text, _ := s.ask("POST", "/api/messages", `{"text":"by the key"}`); status != 201 || !strings.Contains(text, `"sender":""`) {
		t.Errorf("by the key: %d %s", status, text)
	}
	for _, cookie := range []string{"", typist, stage} {
		for _, c := range [][2]string{{"POST", "/api/messages"}, {"DELETE", "/api/messages/1"}, {"POST", "/api/messages/1/seen"}} {
			if status, text := s.asks(cookie, c[0], c[1], `{"text":"x"}`); status != 401 && status != 403 {
				t.Errorf("%s %s: %d %s", c[0], c[1], status, text)
			}
		}
	}
	want(typist, "GET", "/api/messages", "", 403, "")
	// By SQL, as from another server; the last few are told, and some are kept.
	conn := storetest.Connect(t, s.dbURL)
	for range 25 {
		if _, err := conn.Exec(t.Context(), `INSERT INTO messages (text) VALUES (repeat('道', 140))`); err != nil {
			t.Fatal(err)
		}
	}
	sees("messages", all(func(all []deck.Message) bool { return len(all) == 5 && all[4].Text == strings.Repeat("道", 140) }))
	var kept int
	if err := conn.QueryRow(t.Context(), `SELECT count(*) FROM messages`).Scan(&kept); err != nil || kept != 20 {
		t.Errorf("%d are kept, %v", kept, err)
	}
	// The audience hears of the move that comes after, and of nothing else.
	s.put(1, `{"current_slide":2}`)
	for {
		name, data := follows.next("slide", "deck", "end", "state", "messages", "notice")
		if strings.Contains(data, "Micro") || strings.Contains(data, "minutes") || name == "messages" {
			t.Errorf("a follower hears %s %s", name, data)
		}
		if strings.Contains(data, `"slide":2`) {
			break
		}
	}
}
