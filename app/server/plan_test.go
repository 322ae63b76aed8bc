package server_test

import (
	"fmt"
	"strings"
	"testing"

	"lectern/app/server/access"
	"lectern/app/store/storetest"
)

// TestPlanAndRuns: the presenter plans the talk, and sees how long the last ones took;
// nobody else does.
func TestPlanAndRuns(t *testing.T) {
	s := start(t)
	path := fmt.Sprint("/api/decks/", s.deck())
	conn := storetest.Connect(t, s.dbURL)
	do := func(sql string) {
		t.Helper()
		if _, err := conn.Exec(t.Context(), sql); err != nil {
			t.Fatal(err)
		}
	}
	want := func(method, at, body string, status int, says string) string {
		t.Helper()
		got, text, _ := s.ask(method, at, body)
		if got != status || !strings.Contains(text, says) {
			t.Errorf("%s %s %s: %d %s; want %d and %s", method, at, body, got, text, status, says)
		}
		return text
	}
	want("PUT", path+"/plan", `{"planned":1200,"slides":{"1":30,"2":null}}`, 200, `"planned":1200`)
	want("GET", path, "", 200, `"planned":30`)
	want("PUT", path, `{"planned":600}`, 200, `"planned":600`)
	want("PUT", path, `{"planned":-1}`, 422, "86400 seconds")
	want("PUT", path+"/plan", `{"slides":{"99":30}}`, 422, "no slide 99")
	want("PUT", path+"/plan", `{"slides":{"x":30}}`, 400, "")
	want("PUT", path+"/plan", `{"planned":86401}`, 422, "0 to 86400 seconds")
	want("PUT", "/api/decks/99/plan", `{}`, 404, "no such deck")

	want("GET", path+"/runs", "", 200, "[]")
	want("PUT", path, `{"rehearsing":true}`, 200, `"rehearsing":true`)
	do(`UPDATE runs SET since = since - interval '8 seconds'`)
	want("PUT", path, `{"current_slide":2,"paused":true}`, 200, `"paused":true,"paused_at":"`)
	runs := want("GET", path+"/runs", "", 200, `"kind":"rehearsal"`)
	if !strings.Contains(runs, `"ended_at":null`) || !strings.Contains(runs, `"slides":[8.`) {
		t.Error(runs)
	}
	want("DELETE", path+"/runs/1", "", 409, "still goes on")
	if _, text, _ := s.stranger("GET", "/decks/1/slides/1", ""); strings.Contains(text, "planned") || strings.Contains(text, "only-on") {
		t.Errorf("a stranger reads %s", text)
	}
	want("PUT", path, `{"live":true}`, 200, `"started_at":null`)
	want("DELETE", path+"/runs/x", "", 404, "no such run")
	for _, cookie := range []string{"", s.device(t, access.Remote), s.device(t, access.Stage)} {
		for _, c := range [][2]string{{"GET", path + "/runs"}, {"DELETE", path + "/runs/1"}, {"PUT", path + "/plan"}} {
			if status, text, _ := s.stranger(c[0], c[1], `{"planned":1}`, "Cookie", cookie); status != 401 && status != 403 {
				t.Errorf("%s %s: %d %s", c[0], c[1], status, text)
			}
		}
		if status, text, _ := s.stranger("GET", "/decks/1/slides/1", "", "Cookie", cookie); status == 200 && strings.Contains(text, "planned") {
			t.Errorf("%s", text)
		}
	}
	want("DELETE", path+"/runs/1", "", 204, "")
	want("DELETE", path+"/runs/1", "", 404, "no such run")
	want("GET", path+"/runs", "", 200, "[]")
}
