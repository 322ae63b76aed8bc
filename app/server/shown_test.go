package server_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"lectern/app/deck"
	"lectern/app/server/access"
)

// album imports a deck of three pictures, and returns it with their addresses.
func (s *site) album() (id int64, addresses []string) {
	s.t.Helper()
	var files []string
	for i := range 3 {
		m := image.NewGray(image.Rect(0, 0, 64, 36))
		draw.Draw(m, m.Rect, image.NewUniform(color.Gray{uint8(90 * i)}), image.Point{}, draw.Src)
		var b bytes.Buffer
		if err := png.Encode(&b, m); err != nil {
			s.t.Fatal(err)
		}
		files = append(files, fmt.Sprintf("%d.png", i+1), b.String())
	}
	status, text := s.upload(files...)
	var d struct{ ID int64 }
	if err := json.Unmarshal([]byte(text), &d); err != nil || status != http.StatusCreated {
		s.t.Fatalf("import: %d %s", status, text)
	}
	_, text, _ = s.ask("GET", fmt.Sprint("/api/decks/", d.ID), "")
	for _, p := range regexp.MustCompile(`"/pictures/[^"]+"`).FindAllString(text, -1) {
		addresses = append(addresses, strings.Trim(p, `"`)+"/64")
	}
	if len(addresses) != 3 {
		s.t.Fatalf("%v in %s", addresses, text)
	}
	return d.ID, addresses
}

// TestPictureOfThePresenter: who presents has every picture, and nobody else has
// what was not shown, or may keep what was for others.
func TestPictureOfThePresenter(t *testing.T) {
	s := start(t)
	id, p := s.album()
	cookie := s.device(t, access.Presenter)
	s.put(id, `{"live":true}`)
	for i := range p {
		for name, headers := range map[string][]string{"key": nil, "cookie": {"Authorization", "", "Cookie", cookie}} {
			status, _, h := s.ask("GET", p[i], "", headers...)
			if cc := h.Get("Cache-Control"); status != 200 || !strings.HasPrefix(cc, "private, max-age=") {
				t.Errorf("picture %d by %s: %d, %s", i+1, name, status, cc)
			}
		}
		status, text, h := s.stranger("GET", p[i], "")
		switch cc := h.Get("Cache-Control"); {
		case i == 0 && (status != 200 || !strings.HasPrefix(cc, "private, max-age=")):
			t.Errorf("the picture that is shown: %d, %s", status, cc)
		case i > 0 && (status != 404 || cc != "no-store" || !strings.Contains(text, "There is no such picture")):
			t.Errorf("picture %d, which is not: %d %s, %s", i+1, status, text, cc)
		}
	}
}

// TestPictureWithoutDatabase: what is to be seen now is there though the database
// is away; what was shown before has to wait.
func TestPictureWithoutDatabase(t *testing.T) {
	s := start(t)
	id, p := s.album()
	s.put(id, `{"live":true}`)
	s.put(id, `{"current_slide":2}`)
	for i := range p { // the bytes are in memory
		if status, text, _ := s.ask("GET", p[i], ""); status != 200 {
			t.Fatal(status, text)
		}
	}
	if status, text, _ := s.stranger("GET", fmt.Sprintf("/decks/%d/slides/2", id), ""); status != 200 {
		t.Fatal(status, text)
	}
	s.store.Close()
	for i, want := range []int{503, 200, 503} {
		if status, text, _ := s.stranger("GET", p[i], ""); status != want {
			t.Errorf("picture %d: %d %s, want %d", i+1, status, text, want)
		}
	}
	now, _ := s.hub.Deck(id)
	now.Rev, now.Blank = now.Rev+1, deck.Black
	s.hub.Publish(now)
	if status, text, _ := s.stranger("GET", p[1], ""); status != 503 {
		t.Errorf("what is covered now: %d %s", status, text)
	}
}
