package server_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"lectern/app/server"
	"lectern/app/server/access"
)

func directly(l net.Listener) net.Listener { return l }

// cookie is what an answer sets, as a request sends it back.
func cookie(t *testing.T, h http.Header) string {
	t.Helper()
	pair, _, _ := strings.Cut(h.Get("Set-Cookie"), ";")
	if pair == "" {
		t.Fatal("no cookie is set")
	}
	return pair
}

// device lets a browser in by a code, and returns its cookie.
func (s *site) device(t *testing.T, role access.Role) string {
	t.Helper()
	code, _, err := s.server.Guard().NewCode(t.Context(), role)
	if err != nil {
		t.Fatal(err)
	}
	status, text, h := s.stranger("POST", "/api/sessions", `{"code":"`+code+`"}`, "Content-Type", "application/json")
	if status != http.StatusNoContent {
		t.Fatalf("a code of %s: %d %s", role, status, text)
	}
	return cookie(t, h)
}

// status of a request whose answer may never end.
func (s *site) status(t *testing.T, method, path, name, value string) int {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, method, s.url+path, strings.NewReader("{}"))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	if name != "" {
		r.Header.Set(name, value)
	}
	res, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	return res.StatusCode
}

// TestWho goes through the table: each route is for those that it names, and for
// nobody else.
func TestWho(t *testing.T) {
	s := start(t)
	id := s.deck()
	paths := strings.NewReplacer("{$}", "", "{id}", fmt.Sprint(1000+id), "{n}", "1", "{hash}", "x", "{width}", "1", "{code}", "x", "{act}", "next")
	for _, line := range s.server.Table() {
		if line.Path == "/present/{code}" || line.Path == "/api/sessions" || line.Method+line.Path == "POST/pair" {
			continue // whoever has the code: see TestLinks, TestPair
		}
		name, _, _ := strings.Cut(s.device(t, access.Presenter), "=")
		for _, who := range []struct {
			name, header, value string
			role                access.Role
		}{
			{"a stranger", "", "", access.Listener},
			{"a wrong key", "Authorization", "Bearer x", access.Listener},
			{"the empty key", "Authorization", "Bearer ", access.Listener},
			{"a made-up cookie", "Cookie", name + "=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", access.Listener},
			{"the key", "Authorization", "Bearer " + key, access.Presenter},
			{"the presenter's cookie", "Cookie", "PRESENTER", access.Presenter},
			{"behind another of that name", "Cookie", name + "=x; PRESENTER", access.Presenter},
			{"a stage's cookie", "Cookie", "STAGE", access.Stage},
			{"a remote's cookie", "Cookie", "REMOTE", access.Remote},
		} {
			t.Run(line.Method+" "+line.Path+" by "+who.name, func(t *testing.T) {
				value := who.value // each has a device of its own: one of the routes sends all others away
				for word, role := range map[string]access.Role{"PRESENTER": access.Presenter, "STAGE": access.Stage, "REMOTE": access.Remote} {
					if before, after, ok := strings.Cut(value, word); ok {
						value = before + s.device(t, role) + after
					}
				}
				got := s.status(t, line.Method, paths.Replace(line.Path), who.header, value)
				switch {
				case len(line.Who) == 0, slices.Contains(line.Who, who.role):
					if got == http.StatusUnauthorized || got == http.StatusForbidden {
						t.Errorf("refused: %d", got)
					}
				case who.role == access.Listener:
					if got != http.StatusUnauthorized {
						t.Errorf("%d, want 401", got)
					}
				case got != http.StatusForbidden:
					t.Errorf("%d, want 403", got)
				}
			})
		}
	}
}

func TestLinks(t *testing.T) {
	var mu sync.Mutex
	var told []string
	s := startAs(t, directly, func(c *server.Config) {
		c.LocalPathChanged = func(path string) { mu.Lock(); defer mu.Unlock(); told = append(told, path) }
	})
	t.Run("with the key, as ever", func(t *testing.T) {
		status, _, h := s.stranger("GET", "/present?key="+key, "", "User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
		if status != http.StatusSeeOther || h.Get("Location") != "/present" {
			t.Fatalf("%d to %s", status, h.Get("Location"))
		}
		set := h.Get("Set-Cookie")
		for _, want := range []string{"HttpOnly", "SameSite=Lax", "Path=/"} {
			if !strings.Contains(set, want) {
				t.Errorf("cookie %s lacks %s", set, want)
			}
		}
		if strings.Contains(set, key) {
			t.Error("the cookie holds the key itself")
		}
		c := cookie(t, h)
		if status, text, _ := s.stranger("GET", "/api/devices", "", "Cookie", c); status != 200 || !strings.Contains(text, `"name":"Firefox on Linux"`) || !strings.Contains(text, `"this":true`) {
			t.Errorf("the devices: %d %s", status, text)
		}
		if status, _, _ := s.stranger("GET", "/api/decks", "", "Cookie", c+"0"); status != 401 {
			t.Errorf("with a wrong cookie: %d", status)
		}
		if _, _, h := s.stranger("GET", "/present?key="+key, "", "Cookie", c); h.Get("Set-Cookie") != "" || h.Get("Location") != "/present" {
			t.Errorf("once more: %v", h)
		}
		if status, text, _ := s.stranger("GET", "/present?key=no", "", "Accept", "text/html"); status != 401 || !strings.Contains(text, "<h1>") {
			t.Errorf("a wrong key: %d %s", status, text)
		}
	})
	t.Run("on this computer", func(t *testing.T) {
		path := "/" + s.server.LocalPath()
		if status, _, _ := s.stranger("GET", path, "", "X-Forwarded-For", "203.0.113.9"); status != 401 {
			t.Errorf("from elsewhere: %d", status)
		}
		for range 2 { // a second window
			status, _, h := s.stranger("GET", path, "")
			if status != http.StatusSeeOther || h.Get("Location") != "/present" {
				t.Fatalf("%d to %s", status, h.Get("Location"))
			}
			if status, _, _ := s.stranger("GET", "/api/decks", "", "Cookie", cookie(t, h)); status != 200 {
				t.Errorf("with the cookie: %d", status)
			}
		}
		mu.Lock()
		defer mu.Unlock()
		if now := s.server.LocalPath(); "/"+now == path || len(told) != 1 || told[0] != now {
			t.Errorf("after its use the link is %s, and told were %q", now, told)
		}
	})
	t.Run("for another browser, once", func(t *testing.T) {
		status, text, _ := s.ask("POST", "/api/links", "")
		var link struct {
			URL     string    `json:"url"`
			Expires time.Time `json:"expires_at"`
			QR      string    `json:"qr"`
		}
		if err := json.Unmarshal([]byte(text), &link); status != 201 || err != nil || time.Until(link.Expires) < 50*time.Minute {
			t.Fatalf("%d %s, %v", status, text, err)
		}
		code, ok := strings.CutPrefix(link.URL, s.url+"/present#")
		if !ok {
			t.Fatalf("the link is %s", link.URL)
		}
		if link.QR != "" {
			t.Errorf("a code for other devices of %s", link.URL)
		}
		if status, text, _ := s.stranger("GET", "/present", "", "Accept", "text/html"); status != 401 || !strings.Contains(text, "signin") {
			t.Errorf("a stranger at the console's address: %d %s", status, text)
		}
		for i, want := range []int{204, 403} {
			status, text, h := s.stranger("POST", "/api/sessions", `{"code":"`+code+`"}`, "Content-Type", "application/json")
			if status != want {
				t.Errorf("use %d: %d %s, want %d", i+1, status, text, want)
			}
			if want == 204 {
				if status, _, _ := s.stranger("GET", "/api/decks", "", "Cookie", cookie(t, h)); status != 200 {
					t.Errorf("with the cookie: %d", status)
				}
			}
		}
	})
	t.Run("for a phone's camera", func(t *testing.T) {
		own := s.server.URLs
		defer func() { s.server.URLs = own }()
		s.server.URLs = func() []string { return []string{"http://192.0.2.7:8040/"} }
		_, text, h := s.ask("POST", "/api/links", "")
		if !strings.Contains(text, `"qr":"data:image/svg+xml;base64,`) || h.Get("Cache-Control") != "no-store" {
			t.Errorf("Cache-Control %q, %s", h.Get("Cache-Control"), text)
		}
	})
	t.Run("made up", func(t *testing.T) {
		var got []int
		began := time.Now()
		for range 7 {
			status, _, h := s.stranger("POST", "/api/sessions", `{"code":"AAAA"}`, "Content-Type", "application/json", "X-Forwarded-For", "203.0.113.7")
			got = append(got, status)
			if status == 429 && h.Get("Retry-After") == "" {
				t.Error("429 without Retry-After")
			}
		}
		if fmt.Sprint(got) != "[403 403 403 403 403 429 429]" || time.Since(began) < 5*time.Second {
			t.Errorf("%v in %v", got, time.Since(began))
		}
		s.device(t, access.Presenter) // a right code is not slowed down
	})
}

// TestNewKey: with a new key all cookies and links are worthless.
func TestNewKey(t *testing.T) {
	s := start(t)
	old := access.NewGuard(s.store, "another key, which was there before this one", nil, nil, slog.New(slog.DiscardHandler))
	code, _, err := old.NewCode(t.Context(), access.Presenter)
	if err != nil {
		t.Fatal(err)
	}
	if status, _, _ := s.stranger("POST", "/api/sessions", `{"code":"`+code+`"}`, "Content-Type", "application/json"); status != 403 {
		t.Errorf("a link of before: %d", status)
	}
	w := httptest.NewRecorder()
	if err := old.SignIn(w, httptest.NewRequestWithContext(t.Context(), "GET", "/present", nil), access.Presenter, ""); err != nil {
		t.Fatal(err)
	}
	name, _, _ := strings.Cut(s.device(t, access.Presenter), "=")
	before := cookie(t, w.Header())
	_, value, _ := strings.Cut(before, "=")
	for _, c := range []string{before, name + "=" + value} {
		if status, _, _ := s.stranger("GET", "/api/decks", "", "Cookie", c); status != 401 {
			t.Errorf("a cookie of before: %d", status)
		}
	}
}
