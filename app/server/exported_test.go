package server_test

import (
	"fmt"
	"mime"
	"strings"
	"testing"

	"lectern/app/importer/portable"
)

// TestExport: a deck is the presenter's to take away, under a name that says what it is.
func TestExport(t *testing.T) {
	s := start(t)
	id := s.deck()
	s.put(id, `{"title":"Ü / \"50%\""}`)
	path := fmt.Sprintf("/api/decks/%d/export", id)
	for _, c := range []struct {
		path string
		want int
		says string
	}{
		{path + "?format=lectern&notes=1&steps=0", 200, ""},
		{path, 422, `can be exported as`},
		{path + "?format=pptx", 422, `\"pptx\" is none of these`},
		{path + "?format=lectern&notes=yes", 400, "notes is 1 or 0"},
		{"/api/decks/999/export?format=lectern", 404, "no such deck"},
		{"/api/decks/x/export?format=lectern", 404, "no such deck"},
	} {
		t.Run(c.path, func(t *testing.T) {
			status, text, h := s.ask("GET", c.path, "")
			if status != c.want || !strings.Contains(text, c.says) {
				t.Errorf("%d %s", status, text)
			}
			if kind := h.Get("Content-Type"); status == 200 && kind != portable.MediaType || status != 200 && kind != "application/problem+json" {
				t.Errorf("Content-Type: %s", kind)
			}
			_, params, err := mime.ParseMediaType(h.Get("Content-Disposition"))
			if status == 200 && (err != nil || params["filename"] != "Ü - 50%.lectern" || h.Get("Cache-Control") != "no-store" || !portable.Is([]byte(text))) {
				t.Errorf("%s: %v", h, err)
			}
			if status, text, _ := s.stranger("GET", c.path, ""); status != 401 {
				t.Errorf("a stranger gets %d %s", status, text)
			}
		})
	}
	if status, text, h := s.ask("HEAD", path+"?format=lectern", ""); status != 200 || text != "" || h.Get("Content-Disposition") == "" {
		t.Errorf("HEAD: %d %q %s", status, text, h)
	}
	for path, want := range map[string]int{"/present/print?deck=" + fmt.Sprint(id) + "&notes=1": 200, "/present/print?deck=999": 404, "/present/print": 404, "/present/print?deck=1&notes=x": 400} {
		status, text, h := s.ask("GET", path, "")
		if status != want || status == 200 && (!strings.Contains(text, `"print":true`) || !strings.Contains(text, "secret one") || !strings.Contains(h.Get("Content-Security-Policy"), "script-src 'sha256-") || h.Get("Content-Disposition") != "") {
			t.Errorf("%s: %d %s %.200s", path, status, h, text)
		}
		if _, text, _ := s.stranger("GET", path, ""); strings.Contains(text, "secret") || strings.Contains(text, "only-on") {
			t.Errorf("%s: a stranger gets %.200s", path, text)
		}
	}
	_, file, _ := s.ask("GET", path+"?format=lectern", "")
	if status, text := s.upload("any.bin", file); status != 201 || !strings.Contains(text, fmt.Sprintf(`"id":%d,`, id)) {
		t.Errorf("back again: %d %s", status, text)
	}
	s.store.Close()
	if status, _, h := s.ask("GET", path+"?format=lectern", ""); status != 503 || h.Get("Retry-After") == "" || h.Get("Content-Disposition") != "" {
		t.Errorf("without a database: %d %s", status, h)
	}
}
