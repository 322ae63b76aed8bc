package server_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"lectern/app/server/access"
	"lectern/app/store/storetest"
)

// pairing asks for a code, as the presenter.
func (s *site) pairing(role access.Role) (code string) {
	s.t.Helper()
	status, text, _ := s.ask("POST", "/api/pairings", fmt.Sprintf(`{"role":%q}`, role))
	var p struct {
		Code, URL string
		Expires   time.Time `json:"expires_at"`
	}
	if err := json.Unmarshal([]byte(text), &p); status != 201 || err != nil || p.URL != s.url+"/pair#"+p.Code || len(p.Code) != 9 {
		s.t.Fatalf("%d %s, %v", status, text, err)
	}
	if left := time.Until(p.Expires); left < 110*time.Second || left > 130*time.Second {
		s.t.Errorf("the code lasts for %v", left)
	}
	return p.Code
}

func (s *site) pair(code, name string, headers ...string) (int, string, http.Header) {
	s.t.Helper()
	s.t.Helper()
	body, err := json.Marshal(map[string]string{"code": code, "name": name})
	if err != nil {
		s.t.Fatal(err)
	}
	return s.stranger("POST", "/pair", string(body), headers...)
}

func TestPair(t *testing.T) {
	s := start(t)
	for _, role := range []string{"presenter", "listener", "driver", ""} {
		if status, text, _ := s.ask("POST", "/api/pairings", fmt.Sprintf(`{"role":%q}`, role)); status != 422 {
			t.Errorf("a code for %q: %d %s", role, status, text)
		}
	}
	phone := ""
	t.Run("one device, for its role", func(t *testing.T) {
		s := s.in(t)
		code := s.pairing(access.Remote)
		status, text, h := s.pair(strings.ToLower(strings.ReplaceAll(code, "-", " ")), " Ann's <b>phone</b>\u0000 ")
		if status != 204 || text != "" {
			t.Fatalf("%d %s", status, text)
		}
		set := h.Get("Set-Cookie")
		for _, want := range []string{"HttpOnly", "SameSite=Lax", "Path=/"} {
			if !strings.Contains(set, want) {
				t.Errorf("cookie %s lacks %s", set, want)
			}
		}
		phone = cookie(t, h)
		if status, text, _ := s.ask("GET", "/api/devices", ""); status != 200 || !strings.Contains(text, `"name":"Ann's <b>phone</b>","role":"remote","driver":false`) {
			t.Errorf("the devices: %d %s", status, text)
		}
		if status, text, h := s.pair(code, "Another"); status != 403 || !strings.Contains(text, "used already") || h.Get("Set-Cookie") != "" {
			t.Errorf("once more: %d %s", status, text)
		}
		for path, to := range map[string]string{"/pair?done": "/remote", "/remote": ""} {
			if status, _, h := s.stranger("GET", path, "", "Cookie", phone, "Accept", "text/html"); h.Get("Location") != to || to == "" && status != 200 {
				t.Errorf("%s: %d to %s, want %s", path, status, h.Get("Location"), to)
			}
		}
	})
	t.Run("the same phone again", func(t *testing.T) {
		s := s.in(t)
		status, text, h := s.pair(s.pairing(access.Remote), "Bea's phone", "Cookie", phone)
		if status != 204 || h.Get("Set-Cookie") != "" {
			t.Errorf("%d %s, cookie %q", status, text, h.Get("Set-Cookie"))
		}
		if _, text, _ := s.ask("GET", "/api/devices", ""); strings.Count(text, `"id"`) != 1 || !strings.Contains(text, `"name":"Bea's phone"`) {
			t.Errorf("the devices: %s", text)
		}
		_, _, h = s.pair(s.pairing(access.Stage), "", "Cookie", phone, "User-Agent", "Firefox/140 (Android)")
		phone = cookie(t, h)
		if _, text, _ := s.ask("GET", "/api/devices", ""); strings.Count(text, `"id"`) != 1 || !strings.Contains(text, `"name":"Firefox on Android","role":"stage"`) {
			t.Errorf("for another role: %s", text)
		}
	})
	t.Run("a presenter stays one", func(t *testing.T) {
		s := s.in(t)
		presenter := s.device(t, access.Presenter)
		if status, text, h := s.pair(s.pairing(access.Remote), "x", "Cookie", presenter); status != 204 || h.Get("Set-Cookie") != "" {
			t.Errorf("%d %s, cookie %q", status, text, h.Get("Set-Cookie"))
		}
		if status, _, _ := s.stranger("GET", "/remote", "", "Cookie", presenter); status != 200 {
			t.Errorf("the remote's page: %d", status)
		}
	})
	t.Run("too old", func(t *testing.T) {
		s := s.in(t)
		code := s.pairing(access.Remote)
		conn := storetest.Connect(t, s.dbURL)
		if _, err := conn.Exec(t.Context(), `UPDATE codes SET expires_at = now() - interval '1 second' WHERE used_at IS NULL`); err != nil {
			t.Fatal(err)
		}
		if status, text, _ := s.pair(code, "x"); status != 403 || !strings.Contains(text, "too old") {
			t.Errorf("%d %s", status, text)
		}
	})
	t.Run("nobody's page", func(t *testing.T) {
		s := s.in(t)
		if status, _, h := s.stranger("GET", "/remote", "", "Accept", "text/html"); status != 303 || h.Get("Location") != "/pair" {
			t.Errorf("a person: %d to %s", status, h.Get("Location"))
		}
		if status, _, _ := s.stranger("GET", "/remote", ""); status != 401 {
			t.Errorf("a program: %d", status)
		}
		for _, path := range []string{"/pair", "/pair?done"} {
			if status, text, _ := s.stranger("GET", path, "", "Accept", "text/html"); status != 200 || !strings.Contains(text, "<form") {
				t.Errorf("%s: %d %.200s", path, status, text)
			}
		}
	})
	t.Run("from another site", func(t *testing.T) {
		if status, text, _ := s.in(t).pair(s.pairing(access.Remote), "x", "Origin", "https://elsewhere.example", "Sec-Fetch-Site", "cross-site"); status != 403 || !strings.Contains(text, "Another website") {
			t.Errorf("%d %s", status, text)
		}
	})
	t.Run("made up", func(t *testing.T) {
		s := s.in(t)
		right := s.pairing(access.Remote)
		var got []int
		began := time.Now()
		for range 6 {
			status, _, h := s.pair("AAAA-AAAA", "x")
			got = append(got, status)
			if status == 429 && h.Get("Retry-After") == "" {
				t.Error("429 without Retry-After")
			}
		}
		status, _, _ := s.pair(right, "x")
		got = append(got, status)
		if fmt.Sprint(got) != "[403 403 403 403 403 429 429]" || time.Since(began) < 5*time.Second {
			t.Errorf("%v in %v; the last one was right", got, time.Since(began))
		}
	})
}

// TestRemoteSees: a remote has the live deck with its notes, and nothing of the library.
func TestRemoteSees(t *testing.T) {
	s := start(t)
	other, otherPictures := s.album()
	id := s.deck()
	remote := s.device(t, access.Remote)
	hears := s.console(remote)
	if first := hears("state", anything); !strings.Contains(first, `"id":0,`) {
		t.Errorf("with nothing live it hears %s", first)
	}
	path := fmt.Sprint("/api/decks/", id)
	if status, text := s.asks(remote, "GET", path, ""); status != 404 || strings.Contains(text, "secret") {
		t.Errorf("a deck that is not live: %d %s", status, text)
	}
	s.put(other, `{"title":"Hidden"}`)
	s.put(id, `{"live":true}`)
	if next := hears("state", anything); !strings.Contains(next, fmt.Sprintf(`"id":%d,`, id)) {
		t.Errorf("then it hears %s", next)
	}
	status, text := s.asks(remote, "GET", path, "")
	for _, want := range []string{"secret one", "only-on-three", `"others":[]`, `"remarks":[]`} {
		if status != 200 || !strings.Contains(text, want) {
			t.Errorf("the live deck: %d %s lacks %s", status, text, want)
		}
	}
	if strings.Contains(text, "talk.md") {
		t.Error("it is told of which file the deck was made")
	}
	for _, path := range []string{"/api/decks", fmt.Sprint("/api/decks/", other), fmt.Sprintf("/api/decks/%d/export?format=lectern", id), "/api/devices", "/present", "/api/join", otherPictures[0], fmt.Sprintf("/decks/%d/slides/1", other)} {
		if status, text := s.asks(remote, "GET", path, ""); status != 403 && status != 404 {
			t.Errorf("%s: %d %.100s", path, status, text)
		}
	}
	s.put(other, `{"live":true}`)
	if status, _ := s.asks(remote, "GET", otherPictures[2], ""); status != 200 {
		t.Errorf("a picture that the room has not seen yet: %d", status)
	}
	if status, _, _ := s.stranger("GET", otherPictures[2], ""); status != 404 {
		t.Errorf("that picture for a stranger: %d", status)
	}
	if status, _ := s.asks(remote, "GET", path, ""); status != 404 {
		t.Errorf("the deck that was live: %d", status)
	}
	s.put(other, `{"live":false}`)
	hears("state", func(data string) bool { return strings.Contains(data, `"id":0,`) })
}

// TestRehearsalOnDevices: what is rehearsed the speaker's other devices see and move, and
// nobody else; a talk that is live goes before it.
func TestRehearsalOnDevices(t *testing.T) {
	s := start(t)
	other, pictures := s.album()
	id := s.deck()
	remote, stage := s.device(t, access.Remote), s.device(t, access.Stage)
	hears, looks := s.console(remote), s.console(stage)
	of := func(id int64) func(string) bool {
		return func(data string) bool { return strings.HasPrefix(data, fmt.Sprintf(`{"id":%d,`, id)) }
	}
	hears("state", of(0))
	path := func(id int64) string { return fmt.Sprint("/api/decks/", id) }
	may := func(what string, want int, cookie, method, path, body string) {
		t.Helper()
		if status, text := s.asks(cookie, method, path, body); status != want {
			t.Errorf("%s: %d %.200s, want %d", what, status, text, want)
		}
	}
	s.put(other, `{"rehearsing":true}`)
	hears("state", of(other))
	s.put(id, `{"rehearsing":true}`)
	if data := hears("state", of(id)); !strings.Contains(data, `"live":false`) || !strings.Contains(data, `"rehearsing":true`) {
		t.Errorf("a remote hears %s", data)
	}
	looks("state", of(id))
	may("the notes", 200, remote, "GET", path(id), "")
	may("the notes, on stage", 200, stage, "GET", path(id), "")
	may("what is drawn", 200, stage, "GET", path(id)+"/ink", "")
	may("a slide", 200, remote, "GET", fmt.Sprintf("/decks/%d/slides/2?step=0", id), "")
	may("a move", 200, remote, "PUT", path(id), `{"current_slide":2}`)
	looks("state", func(data string) bool { return strings.Contains(data, `"current_slide":2,`) })
	may("a pointer", 204, remote, "POST", path(id)+"/marks", `{"kind":"pointer","x":0.5,"y":0.5}`)
	hears("mark", anything)
	may("a stage moves nothing", 403, stage, "PUT", path(id), `{"current_slide":1}`)
	may("no remote begins a talk", 403, remote, "PUT", path(id), `{"live":true}`)
	may("or ends a rehearsal", 403, remote, "PUT", path(id), `{"rehearsing":false}`)
	may("one that was rehearsed before", 404, remote, "GET", path(other), "")
	may("a picture of that", 404, remote, "GET", pictures[1], "")
	for _, path := range []string{fmt.Sprintf("/decks/%d/slides/2", id), fmt.Sprintf("/decks/%d/slides", id), fmt.Sprintf("/decks/%d", id)} {
		if status, text, _ := s.stranger("GET", path, ""); status != 404 {
			t.Errorf("a stranger gets %s: %d %.100s", path, status, text)
		}
	}
	s.put(other, `{"live":true}`)
	hears("state", of(other))
	may("while another is live", 404, remote, "GET", path(id), "")
	may("moving it then", 404, remote, "PUT", path(id), `{"current_slide":1}`)
	s.put(other, `{"live":false}`)
	hears("state", of(0))
	may("one from before the talk", 404, remote, "GET", path(id), "")
	s.put(id, `{"rehearsing":false}`)
	s.put(id, `{"rehearsing":true}`)
	hears("state", of(id))
	s.put(id, `{"rehearsing":false}`)
	hears("state", of(0))
	may("after it", 404, remote, "GET", path(id), "")
	s.put(id, `{"rehearsing":true}`)
	hears("state", of(id))
	s.put(id, `{"published":true}`)
	hears("state", of(0))
	may("moving what anybody follows", 404, remote, "PUT", path(id), `{"current_slide":2}`)
	if status, text, _ := s.ask("PUT", path(id), `{"rehearsing":true}`); status != 409 || !strings.Contains(text, "close it first") || strings.Contains(text, "driven") {
		t.Errorf("rehearsing it: %d %s", status, text)
	}
}
