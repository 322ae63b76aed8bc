package server_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// TestBoard: a board has the shape of the talk's slides, white or dark, is the same again,
// and is one whatever it is called.
func TestBoard(t *testing.T) {
	s := start(t)
	idOf := func(status int, text string, _ http.Header) int64 {
		t.Helper()
		var d struct{ ID int64 }
		if err := json.Unmarshal([]byte(text), &d); err != nil || status/100 != 2 {
			t.Fatalf("%d %s", status, text)
		}
		return d.ID
	}
	upload := func(width, height int) int64 {
		t.Helper()
		status, text := s.upload(fmt.Sprintf("%d.svg", height), fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %[1]d %d"><rect width="9" height="9"/></svg>`, width, height, height))
		return idOf(status, text, nil)
	}
	seen := map[int64]string{}
	for _, c := range []struct {
		talk   int64
		height int
	}{{s.deck(), 720}, {upload(400, 300), 960}, {upload(10, 2000), 5120}} {
		s.put(c.talk, `{"live":true}`)
		for _, act := range []string{"board", "board?dark"} {
			what := fmt.Sprintf("%s of a talk %d high", act, c.height)
			id := idOf(s.ask("POST", "/api/live/"+act, ""))
			if again := idOf(s.ask("POST", "/api/live/"+act, "")); again != id || seen[id] != "" {
				t.Errorf("%s is %d, then %d, which is %q", what, id, again, seen[id])
			}
			seen[id] = what
			if _, text, _ := s.ask("GET", fmt.Sprint("/api/decks/", id), ""); !strings.Contains(text, fmt.Sprintf(`"width":1280,"height":%d,`, c.height)) || !strings.Contains(text, `"board":true`) {
				t.Errorf("%s: %s", what, text)
			}
		}
		idOf(s.ask("POST", "/api/live/back", ""))
	}
	_, own := s.upload("Board.svg", `<svg xmlns="http://www.w3.org/2000/svg" width="1280" height="720" viewBox="0 0 1280 720"><rect width="9" height="9"/></svg>`)
	if !strings.Contains(own, `"title":"Board"`) || strings.Contains(own, `"board":`) {
		t.Errorf("a deck of somebody's own: %s", own)
	}
	for id := range seen {
		if _, text, _ := s.ask("PUT", fmt.Sprint("/api/decks/", id), `{"title":"Sketches"}`); !strings.Contains(text, `"board":true`) {
			t.Errorf("renamed: %s", text)
		}
	}
}
