package server_test

import (
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"reflect"
	"strings"
	"testing"

	"lectern/app/live"
)

const key = "the-presenters-key-of-this-test-0123456789"

const talk = "# One\n\nNote: secret one\n\n---\n\n# Two\n\nonly-on-two\n\n---\n\n# Three\n\nonly-on-three\n"

func TestErrors(t *testing.T) {
	s := start(t)
	id := s.deck()
	deckPath := fmt.Sprint("/api/decks/", id)
	before, err := s.store.Deck(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, method, path, body string
		want                     int
		headers                  []string
	}{
		{"no key", "PUT", deckPath, `{"current_slide":2}`, 401, []string{"Authorization", ""}},
		{"wrong key", "PUT", deckPath, `{"current_slide":2}`, 401, []string{"Authorization", "Bearer x"}},
		{"no JSON", "PUT", deckPath, `{"current_slide":`, 400, nil},
		{"a fraction", "PUT", deckPath, `{"current_slide":1.5}`, 400, nil},
		{"a string", "PUT", deckPath, `{"current_slide":"2"}`, 400, nil},
		{"an unknown field", "PUT", deckPath, `{"slide":2}`, 400, nil},
		{"two objects", "PUT", deckPath, `{"current_slide":2}{}`, 400, nil},
		{"a form", "PUT", deckPath, `current_slide=2`, 400, []string{"Content-Type", "application/x-www-form-urlencoded"}},
		{"slide 0", "PUT", deckPath, `{"current_slide":0}`, 422, nil},
		{"slide 4 of 3", "PUT", deckPath, `{"current_slide":4}`, 422, nil},
		{"slide -1", "PUT", deckPath, `{"current_slide":-1}`, 422, nil},
		{"a slide beyond integers", "PUT", deckPath, `{"current_slide":99999999999}`, 422, nil},
		{"step 1 of 0", "PUT", deckPath, `{"current_step":1}`, 422, nil},
		{"blank pink", "PUT", deckPath, `{"blank":"pink"}`, 422, nil},
		{"an empty title", "PUT", deckPath, `{"title":""}`, 422, nil},
		{"half good", "PUT", deckPath, `{"current_slide":2,"blank":"pink"}`, 422, nil},
		{"a huge body", "PUT", deckPath, `{"title":"` + strings.Repeat("x", 70000) + `"}`, 413, nil},
		{"no deck", "PUT", "/api/decks/999", `{"current_slide":2}`, 404, nil},
		{"deck zero", "GET", "/api/decks/0", "", 404, nil},
		{"deck of a word", "GET", "/api/decks/one", "", 404, nil},
		{"another site", "PUT", deckPath, `{"current_slide":2}`, 403, []string{"Origin", "http://evil.example"}},
		{"another site, newer browser", "PUT", deckPath, `{"current_slide":2}`, 403, []string{"Sec-Fetch-Site", "cross-site"}},
		{"another host", "GET", "/", "", 403, []string{"Host", "evil.example"}},
		{"another method", "PATCH", deckPath, "", 405, nil},
		{"another path", "GET", "/nowhere", "", 404, nil},
		{"a path upwards", "GET", "/assets/..%2f..%2fetc/passwd", "", 404, nil},
		{"no picture", "GET", "/pictures/abc/1", "", 404, nil},
		{"a width spelt otherwise", "GET", "/pictures/abc/01", "", 404, nil},
		{"no upload", "POST", "/api/decks", "{}", 400, nil},
	} {
		status, text, h := s.ask(c.method, c.path, c.body, c.headers...)
		if status != c.want {
			t.Errorf("%s: %d %s, want %d", c.name, status, text, c.want)
		}
		var p struct {
			Type, Title, Detail string
			Status              int
		}
		if h.Get("Content-Type") != "application/problem+json" || json.Unmarshal([]byte(text), &p) != nil ||
			p.Status != c.want || p.Detail == "" || p.Title == "" {
			t.Errorf("%s: %s is no problem of RFC 9457: %s", c.name, h.Get("Content-Type"), text)
		}
	}
	if after, err := s.store.Deck(t.Context(), id); err != nil || !reflect.DeepEqual(after.State, before.State) {
		t.Errorf("an error changed something: %+v, was %+v", after.State, before.State)
	}
}

func TestUploads(t *testing.T) {
	s := start(t)
	for name, files := range map[string][]string{
		"an empty file": {"a.md", ""},
		"a program":     {"a.md", "\x7fELF\x00\x00"},
	} {
		if status, text := s.upload(files...); status != 415 || !strings.Contains(text, "detail") {
			t.Errorf("%s: %d %s", name, status, text)
		}
	}
	if _, text, _ := s.ask("GET", "/api/decks", ""); strings.TrimSpace(text) != "[]" {
		t.Errorf("half imported: %s", text)
	}
	status, text := s.upload("talk/deck.md", "# A\n\n![](pics/a.svg)\n\n![](pics/none.png)", "talk/pics/a.svg",
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><script>alert(1)</script><rect width="1" height="1"/></svg>`)
	if status != 201 || !strings.Contains(text, "none.png") || strings.Contains(text, "a.svg") {
		t.Errorf("a Markdown file with its picture: %d %s", status, text)
	}
}

func TestHosts(t *testing.T) {
	s := start(t)
	_, port, _ := net.SplitHostPort(strings.TrimPrefix(s.url, "http://"))
	for host, want := range map[string]int{
		"localhost:" + port: 200, "127.0.0.1": 200, "[::1]:" + port: 200, "talks.example.org": 200, "TALKS.example.org:443": 200,
		"evil.example": 403, "127.0.0.1.evil.example": 403, "8.8.8.8": 403,
	} {
		if status, _, _ := s.ask("GET", "/healthz", "", "Host", host); status != want {
			t.Errorf("Host %s: %d, want %d", host, status, want)
		}
	}
}

func TestConsoleStream(t *testing.T) {
	s := start(t)
	if status, _, _ := s.stranger("GET", "/api/live", ""); status != 401 {
		t.Errorf("a stranger: %d", status)
	}
	id := s.deck()
	c := s.stream("/api/live")
	s.put(id, `{"live":true}`)
	for data := ""; !strings.Contains(data, `"live":true`); _, data = c.next("state") {
	}
	v := s.stream("/live?viewer=abc&kind=audience")
	_, data := v.next("slide")
	var e live.Event
	json.Unmarshal([]byte(data), &e)
	if status, text, _ := s.stranger("POST", "/live/seen", fmt.Sprintf(`{"viewer":"abc","rev":%d}`, e.Rev)); status != 204 {
		t.Errorf("seen: %d %s", status, text)
	}
	for data := ""; !strings.Contains(data, `"viewers":1,"here":1`); _, data = c.next("presence") {
	}
}

func TestMetrics(t *testing.T) {
	s := start(t)
	id := s.deck()
	v := s.stream("/live")
	s.put(id, `{"live":true}`)
	v.next("deck")
	status, text, _ := s.stranger("GET", "/metrics", "")
	if status != 200 {
		t.Fatalf("from this machine: %d", status)
	}
	for _, want := range []string{"lectern_viewers 1\n", "lectern_listener_up 1\n", "lectern_moves_total 1\n", "lectern_deliveries_total 1\n", "lectern_delivery_lag_seconds_count", "go_goroutines"} {
		if !strings.Contains(text, want) {
			t.Errorf("metrics lack %q", want)
		}
	}
	// What a proxy on this machine passes on comes from elsewhere.
	if status, _, _ := s.stranger("GET", "/metrics", "", "X-Forwarded-For", "127.0.0.1"); status != 403 {
		t.Errorf("through a proxy that nobody named: %d", status)
	}
	if status, _, _ := s.ask("GET", "/metrics", "", "X-Forwarded-For", "203.0.113.9"); status != 200 {
		t.Errorf("with the key: %d", status)
	}
}

func TestCompressedOnce(t *testing.T) {
	s := start(t)
	_, html, _ := s.stranger("GET", "/", "", "Accept-Encoding", "identity")
	_, script, ok := strings.Cut(html, `src="`)
	script, _, _ = strings.Cut(script, `"`)
	if !ok {
		t.Fatalf("no script in %s", html)
	}
	_, plain, h := s.stranger("GET", script, "", "Accept-Encoding", "gzip;q=0, br")
	if h.Get("Content-Encoding") != "" || !strings.HasPrefix(h.Get("Content-Type"), "text/javascript") || !strings.Contains(h.Get("Cache-Control"), "immutable") {
		t.Errorf("uncompressed: %v", h)
	}
	_, packed, h := s.stranger("GET", script, "", "Accept-Encoding", "br, gzip")
	if h.Get("Content-Encoding") != "gzip" || h.Get("Vary") == "" || len(packed) >= len(plain) {
		t.Errorf("%d bytes of %d: %v", len(packed), len(plain), h)
	}
	status, body, _ := s.stranger("GET", script, "", "If-None-Match", h.Get("ETag"))
	if status != http.StatusNotModified || body != "" {
		t.Errorf("had already: %d with %d bytes", status, len(body))
	}
	if status, body, h := s.stranger("HEAD", script, "", "Accept-Encoding", "identity"); status != 200 || body != "" || h.Get("Content-Length") != fmt.Sprint(len(plain)) {
		t.Errorf("HEAD: %d, %v", status, h)
	}
}
