package server_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"lectern/app/drawing/drawingtest"
	"lectern/app/importer"
	"lectern/app/sealed"
	"lectern/app/store"
)

// view is what a page shows of a slide.
type view struct {
	Title, Text, HTML string
	Picture           *struct {
		URL    string
		Widths []int
	}
}

func (s *site) view(id int64, slide int) (v view) {
	s.t.Helper()
	status, text, _ := s.stranger("GET", fmt.Sprintf("/decks/%d/slides/%d", id, slide), "")
	if err := json.Unmarshal([]byte(text), &v); status != 200 || err != nil {
		s.t.Fatalf("slide %d: %d %s", slide, status, text)
	}
	return v
}

// TestPagesNotDrawnYet: what the room sees is read before it is given, what comes
// next is drawn before it is needed, and what was not shown neither given nor drawn
// for whoever asks.
func TestPagesNotDrawnYet(t *testing.T) {
	s := start(t)
	info, hashes := drawingtest.AddPages(t, s.store, 7)
	console := s.stream("/api/live")
	defer s.press.Hold("read 4")() // there the background stands
	s.put(info.ID, `{"live":true}`)
	s.press.Until(t, "read 4")
	if v := s.view(info.ID, 1); v.Title != "Title 0" || v.Text != "Words 0" || v.Picture == nil || !slices.Equal(v.Picture.Widths, []int{480, 960, 1920, 3840}) {
		t.Errorf("slide 1 is %+v", v)
	}
	for _, width := range []int{480, 1920} {
		if status, _, _ := s.stranger("GET", fmt.Sprintf("/pictures/%s/%d", hashes[0], width), ""); status != 200 {
			t.Errorf("slide 1's picture %d wide: %d", width, status)
		}
	}
	if _, data := console.next("pages"); data != fmt.Sprintf(`{"deck":%d}`, info.ID) {
		t.Errorf("the console is told %s", data)
	}
	_, none, _ := s.stranger("GET", "/pictures/"+strings.Repeat("x", 43)+"/480", "")
	for _, path := range []string{fmt.Sprintf("/pictures/%s/480", hashes[6]), fmt.Sprintf("/pictures/%s/1920", hashes[6]), fmt.Sprintf("/decks/%d/slides/7", info.ID)} {
		if status, text, _ := s.stranger("GET", path, ""); status != 404 || strings.HasPrefix(path, "/pictures") && text != none {
			t.Errorf("%s: %d %s", path, status, text)
		}
	}
	for _, what := range s.press.Asked() {
		if strings.Contains(what, " 6") || strings.Contains(what, " 5") {
			t.Errorf("nobody may see it, and it was asked: %s", what)
		}
	}

	// Who looks for a page does not wait for long.
	held := s.press.Hold("draw 3 1920")
	path := "/pictures/" + hashes[3] + "/1920"
	if status, text, h := s.ask("GET", path, ""); status != 202 || text != "" || h.Get("Retry-After") == "" || h.Get("Cache-Control") != "no-store" {
		t.Errorf("a page that takes its time: %d %s %v", status, text, h)
	}
	held()
	for status := 202; status != 200; {
		if status, _, _ = s.ask("GET", path, ""); status != 200 && status != 202 {
			t.Fatalf("a page that took its time: %d", status)
		}
	}

	// While the wide one takes its time there is the small one.
	keys := sealed.From(s.store.ViewSecret())
	opened := func(slide int) *sealed.Bundle {
		t.Helper()
		_, body, _ := s.ahead(info.ID, 1, 960)
		plain, err := keys.Of(info.ID, info.Content, slide, 0).Open(body)
		if err != nil {
			t.Fatal(err)
		}
		b, err := sealed.Read(plain)
		if err != nil || len(b.Pictures) != 1 {
			t.Fatal(b, err)
		}
		return &b
	}
	release := s.press.Hold("draw 1 960")
	if b := opened(2); string(b.Pictures[0].Data) != "small" || !strings.Contains(string(b.View), `"Title 1"`) {
		t.Errorf("in the bundle is %s, %q", b.View, b.Pictures[0].Data)
	}
	release()
	if b := opened(2); string(b.Pictures[0].Data) != "page 1 at 960" {
		t.Errorf("then it is %q", b.Pictures[0].Data)
	}
	s.put(info.ID, `{"current_slide":7}`)
	if v := s.view(info.ID, 7); v.Title != "Title 6" {
		t.Errorf("slide 7 is %+v", v)
	}
	var d struct {
		Slides []view `json:"content_slides"`
	}
	if _, text, _ := s.ask("GET", fmt.Sprintf("/api/decks/%d", info.ID), ""); json.Unmarshal([]byte(text), &d) != nil || d.Slides[6].Title != "Title 6" || d.Slides[4].Title != "" {
		t.Errorf("the deck is %s", text)
	}
}

// TestReplacedWhileRead: who waits for a page that was shown is not given the slide that
// takes its place meanwhile.
func TestReplacedWhileRead(t *testing.T) {
	s := start(t)
	info, _ := drawingtest.AddPages(t, s.store, 6)
	defer s.press.Hold("read 3")() // there the background stands
	s.press.Fail("read 5", errors.New("not now"))
	s.put(info.ID, `{"live":true,"current_slide":6}`)
	s.press.Until(t, "read 5")
	s.put(info.ID, `{"current_slide":1}`)
	s.view(info.ID, 1)
	s.press.Fail("read 5", nil)
	release := s.press.Hold("read 5")
	defer release()
	path := fmt.Sprintf("/decks/%d/slides/6", info.ID)
	got := make(chan string)
	go func() {
		status, text, _ := s.stranger("GET", path, "")
		got <- fmt.Sprint(status, " ", text)
	}()
	s.press.Until(t, "read 5")
	other, _ := drawingtest.AddPages(t, s.store, 6)
	if _, err := s.store.Replace(t.Context(), info.ID, other.ID, store.Replacing{}); err != nil {
		t.Fatal(err)
	}
	release()
	if answer := <-got; !strings.HasPrefix(answer, "503 ") && !strings.HasPrefix(answer, "404 ") {
		t.Errorf("who waited for the slide as it was is given %s", answer)
	}
	if status, text, _ := s.stranger("GET", path, ""); status == 200 {
		t.Errorf("then it is %s", text)
	}
}

// TestPageThatFails: it is shown as far as it can be, the deck goes on, and its report
// says so.
func TestPageThatFails(t *testing.T) {
	s := start(t)
	broken := fmt.Errorf("a page: %w", importer.ErrPage)
	s.press.Fail("read 0", broken)
	s.press.Fail("draw 1 1920", broken)
	info, hashes := drawingtest.AddPages(t, s.store, 2)
	console := s.stream("/api/live")
	s.put(info.ID, `{"live":true}`)
	if v := s.view(info.ID, 1); v.Picture != nil || v.HTML != "<p>Words 0</p>" {
		t.Errorf("slide 1 is %+v", v)
	}
	s.put(info.ID, `{"current_slide":2}`)
	if v := s.view(info.ID, 2); v.Title != "Title 1" {
		t.Errorf("slide 2 is %+v", v)
	}
	if status, text, _ := s.stranger("GET", "/pictures/"+hashes[1]+"/1920", ""); status != 404 {
		t.Errorf("%d %s", status, text)
	}
	for {
		console.next("pages")
		if v := s.view(info.ID, 2); len(v.Picture.Widths) == 2 {
			break
		}
	}
	if status, text, _ := s.stranger("GET", "/pictures/"+hashes[1]+"/960", ""); status != 200 || text != "page 1 at 960" {
		t.Errorf("%d %s", status, text)
	}
	if _, text, _ := s.ask("GET", fmt.Sprintf("/api/decks/%d", info.ID), ""); !strings.Contains(text, "page 1: could not be drawn") || !strings.Contains(text, "page 2: too much") {
		t.Errorf("the deck is %s", text)
	}
}
