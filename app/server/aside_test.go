package server_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

// TestAside: the presenter says what the speaker has of a slide, and nobody else reads it.
func TestAside(t *testing.T) {
	s := start(t)
	id := s.deck()
	s.put(id, `{"live":true}`)
	var now struct{ Content int64 }
	if _, text, _ := s.ask("GET", "/api/decks/1", ""); json.Unmarshal([]byte(text), &now) != nil || now.Content == 0 {
		t.Fatal(text)
	}
	content := func(n int64) string { return fmt.Sprintf(`"content":%d,`, n) }
	for _, c := range []struct {
		path, body string
		status     int
		has        string
	}{
		{"/api/decks/1/slides/1", `{"notes":"mine <b>","bookmark":true,"hidden":true}`, 200, `"notes":"mine <b>","edited":true,"bookmark":true,"hidden":true`},
		{"/api/decks/1/slides/1", `{"notes":"ours","was":"another's"}`, 409, "another device"},
		{"/api/decks/1/slides/1", `{"file_notes":true,"hidden":false}`, 200, `"bookmark":true`},
		{"/api/decks/1/slides/1", `{"file_notes":true,"notes":"x"}`, 400, "notes or file_notes"},
		{"/api/decks/1/slides/1", `{"note":"x"}`, 400, "note"},
		{"/api/decks/1/slides/1", `{"notes":"` + strings.Repeat("a", 70_000) + `"}`, 413, "at most"},
		{"/api/decks/1/slides/1", `{` + content(now.Content) + `"bookmark":true}`, 200, content(now.Content)},
		{"/api/decks/1/slides/1", `{` + content(now.Content-1) + `"notes":"of another slide"}`, 409, "other slides"},
		{"/api/decks/9/slides/1", `{` + content(now.Content) + `"bookmark":true}`, 404, "no such slide"},
		{"/api/decks/1/slides/99", `{"bookmark":true}`, 404, "no such slide"},
		{"/api/decks/1/slides/99999999999", `{"bookmark":true}`, 404, "no such slide"},
		{"/api/decks/1/slides/x", `{"bookmark":true}`, 404, "no such slide"},
		{"/api/decks/9/slides/1", `{"bookmark":true}`, 404, "no such slide"},
	} {
		if status, text, _ := s.ask("PUT", c.path, c.body); status != c.status || !strings.Contains(text, c.has) {
			t.Errorf("%s %.80s: %d %.200s, want %d and %s", c.path, c.body, status, text, c.status, c.has)
		}
	}
	if status, _, _ := s.stranger("PUT", "/api/decks/1/slides/1", `{"notes":"theirs"}`); status != 401 {
		t.Errorf("a stranger's notes: %d", status)
	}
	s.ask("PUT", "/api/decks/1/slides/1", `{"notes":"a secret of mine"}`)
	if _, text, _ := s.stranger("GET", "/decks/1/slides/1", ""); strings.Contains(text, "secret") || strings.Contains(text, "bookmark") {
		t.Errorf("a stranger reads %s", text)
	}
}

// TestSearch: words are found in decks that nobody may see but the presenter, with what
// stands around them.
func TestSearch(t *testing.T) {
	s := start(t)
	s.deck()
	s.ask("PUT", "/api/decks/1/slides/2", `{"notes":"Long before it comes a number of words that nobody looks for. Then, at last, the ZEBRA; and after it `+strings.Repeat("more of them ", 20)+`"}`)
	status, text, _ := s.ask("GET", "/api/search?q=zebra", "")
	var found []struct {
		Deck    int64
		Slide   int
		Context string
		InNotes bool `json:"in_notes"`
	}
	if err := json.Unmarshal([]byte(text), &found); status != 200 || err != nil || len(found) != 1 {
		t.Fatalf("%d %s, %v", status, text, err)
	}
	f := found[0]
	if f.Deck != 1 || f.Slide != 2 || !f.InNotes || !strings.HasPrefix(f.Context, "…") || !strings.HasSuffix(f.Context, "…") ||
		!strings.Contains(f.Context, "at last, the ZEBRA; and") || len([]rune(f.Context)) > 162 {
		t.Errorf("%+v", f)
	}
	// In two languages, and once.
	s.upload("zoo.en.md", "# Zoo\n\nThe okapi", "zoo.de.md", "# Zoo\n\nDas Okapi")
	if status, text, _ := s.ask("GET", "/api/search?q=okapi", ""); status != 200 || strings.Count(strings.ToLower(text), "okapi") != 1 {
		t.Errorf("in two languages: %d %s", status, text)
	}
	if status, text, _ := s.ask("GET", "/api/search", ""); status != 200 || strings.TrimSpace(text) != "[]" {
		t.Errorf("nothing: %d %s", status, text)
	}
	if status, _, _ := s.ask("GET", "/api/search?q="+strings.Repeat("a", 300), ""); status != 422 {
		t.Errorf("too much: %d", status)
	}
	if status, _, _ := s.stranger("GET", "/api/search?q=zebra", ""); status != 401 {
		t.Errorf("a stranger: %d", status)
	}
}
