package server_test

import (
	"context"
	"encoding/json"
	"log/slog"
	"strings"
	"testing"

	"lectern/app/deck"
	"lectern/app/live"
	"lectern/app/sealed"
	"lectern/app/server/access"
	"lectern/app/store"
	"lectern/app/store/storetest"
)

// TestNotice: an urgent message reaches all who follow anything, be nothing live, and
// those who come later, from the API and from SQL; and so does that it is taken back.
func TestNotice(t *testing.T) {
	s := start(t)
	id := s.deck()
	s.put(id, `{"published":true}`)
	console, remote, stage := s.device(t, access.Presenter), s.device(t, access.Remote), s.device(t, access.Stage)
	hears := map[string]func(string){}
	follow := func(name, path string) {
		follower := s.stream(path)
		hears[name] = func(want string) {
			t.Helper()
			_, data := follower.next("notice")
			var n deck.Notice
			if err := json.Unmarshal([]byte(data), &n); err != nil || n.Text != want {
				t.Errorf("%s hears %s, want %q", name, data, want)
			}
		}
		hears[name]("") // of whoever had one when the line broke
	}
	follow("a phone", "/live")
	follow("a kiosk", "/live?viewer=k&kind=kiosk")
	follow("who follows a deck", "/decks/1/live")
	for name, cookie := range map[string]string{"the console": console, "the remote": remote, "the stage": stage} {
		c := s.console(cookie)
		hears[name] = func(want string) {
			t.Helper()
			c("notice", func(data string) bool {
				var n deck.Notice
				return json.Unmarshal([]byte(data), &n) == nil && n.Text == want
			})
		}
	}
	all := func(want string) {
		t.Helper()
		for _, hears := range hears {
			hears(want)
		}
	}
	want := func(cookie, method, body string, status int, says string) {
		t.Helper()
		if got, text := s.asks(cookie, method, "/api/notice", body); got != status || !strings.Contains(text, says) {
			t.Errorf("%s %s: %d %s; want %d and %s", method, body, got, text, status, says)
		}
	}
	long := strings.Repeat("道", 500)
	want(console, "POST", `{"text":"  Leave by <door 2>.\r\nWalk.  "}`, 204, "")
	all("Leave by <door 2>.\nWalk.")
	for _, body := range []string{`{"text":""}`, `{"text":" \n "}`, `{}`, `{"text":"a\tb"}`, `{"text":"a\u0085b"}`, `{"text":"` + long + `x"}`} {
		want(remote, "POST", body, 422, "1 to 500 characters")
	}
	want(remote, "POST", `{"txt":"x"}`, 400, "txt")
	want(stage, "POST", `{"text":"x"}`, 403, "")
	want("", "POST", `{"text":"x"}`, 401, "")
	want("", "DELETE", "", 401, "")
	want(remote, "POST", `{"text":"`+long+`"}`, 204, "")
	all(long)
	follow2 := s.stream("/live")
	if _, data := follow2.next("notice"); !strings.Contains(data, long) {
		t.Errorf("who comes later hears %s", data)
	}
	want(console, "DELETE", "", 204, "")
	want(console, "DELETE", "", 204, "")
	all("")
	conn := storetest.Connect(t, s.dbURL)
	for _, c := range [][2]string{{`UPDATE notice SET text = 'By SQL'`, "By SQL"}, {`DELETE FROM notice`, ""}, {`INSERT INTO notice (text) VALUES ('Once more')`, "Once more"}} {
		if _, err := conn.Exec(t.Context(), c[0]); err != nil {
			t.Fatal(err)
		}
		all(c[1])
	}
	// Another server on the database hears of it when it begins.
	hub := live.NewHub(sealed.Keys{})
	other := live.NewFollower(s.store, hub, func(store.Peer) {}, slog.New(slog.DiscardHandler))
	ctx, cancel := context.WithCancel(t.Context())
	over := make(chan struct{})
	go func() { other.Run(ctx); close(over) }()
	t.Cleanup(func() { cancel(); <-over })
	<-other.Ready()
	v, err := hub.Join(0, false)
	if err != nil {
		t.Fatal(err)
	}
	if b := v.TakeLane(); !strings.Contains(string(b), "Once more") {
		t.Errorf("another server tells %q", b)
	}
}
