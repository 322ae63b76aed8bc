package server_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"lectern/app/server"
	"lectern/app/server/access"
)

// TestUploadWaits: an upload that is not the only one waits for its turn, for as
// long as it takes, and says so.
func TestUploadWaits(t *testing.T) {
	const limit = 300 * time.Millisecond
	site := startAs(t, func(l net.Listener) net.Listener { return l }, func(c *server.Config) { *c = server.Hasty(*c, limit) })
	type answer struct {
		status int
		text   string
	}
	small := []string{"small.md", talk}
	// What comes with this one is more than a socket takes that nobody reads from. It
	// makes no slides, which take an import long.
	large := []string{"large/talk.md", talk, "large/ballast.bin", strings.Repeat("\x00", 1<<20)}
	for name, c := range map[string]struct {
		files []string
		hold  func() (release func())
	}{
		"small":             {small, site.server.HoldImport},
		"large":             {large, site.server.HoldImport},
		"large, for a disk": {append(large, "large/other.bin", "\x00"), site.server.FillDisk},
	} {
		t.Run(name, func(t *testing.T) {
			s := site.in(t)
			console := s.stream("/api/live")
			release := c.hold()
			answered := make(chan answer, 1)
			go func() {
				status, text := s.upload(c.files...)
				answered <- answer{status, text}
			}()
			for data := ""; !strings.Contains(data, `"waiting":true`); _, data = console.next("import") {
			}
			select {
			case a := <-answered:
				t.Fatalf("it did not wait: %d %s", a.status, a.text)
			case <-time.After(4 * limit): // longer than any other request may take
			}
			release()
			select {
			case a := <-answered:
				if a.status != 201 {
					t.Errorf("after its turn came: %d %s", a.status, a.text)
				}
			case <-time.After(patience):
				t.Error("its turn came, and it is not answered")
			}
		})
	}
}

// TestUploadHungUp: an upload that waits for its turn ends when its sender goes.
func TestUploadHungUp(t *testing.T) {
	s := start(t)
	console := s.stream("/api/live")
	defer s.server.HoldImport()()
	var body bytes.Buffer
	parts := multipart.NewWriter(&body)
	file, err := parts.CreateFormFile("file", "talk.md")
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprint(file, talk, strings.Repeat("much ado\n", 100_000))
	parts.Close()
	ctx, hangUp := context.WithCancel(t.Context())
	defer hangUp()
	r, err := http.NewRequestWithContext(ctx, "POST", s.url+"/api/decks", &body)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+key)
	r.Header.Set("Content-Type", parts.FormDataContentType())
	gone := make(chan error, 1)
	go func() { _, err := (&http.Transport{}).RoundTrip(r); gone <- err }()
	for data := ""; !strings.Contains(data, `"waiting":true`); _, data = console.next("import") {
	}
	hangUp()
	if err := <-gone; err == nil {
		t.Fatal("it was answered")
	}
	if _, data := console.next("import"); !strings.Contains(data, "The import was cancelled") {
		t.Errorf("after its sender went: %s", data)
	}
}

// TestUploadSentAway: the upload of a device that is sent away ends at once, be it
// under way or waiting for another, and nothing comes of it.
func TestUploadSentAway(t *testing.T) {
	for _, waits := range []bool{false, true} {
		t.Run(fmt.Sprint("waiting ", waits), func(t *testing.T) {
			s := start(t)
			release := func() {}
			if waits {
				release = s.server.FillDisk()
			}
			defer release()
			console := s.stream("/api/live")
			body, form := io.Pipe()
			defer form.Close()
			parts := multipart.NewWriter(form)
			r, err := http.NewRequestWithContext(t.Context(), "POST", s.url+"/api/decks", body)
			if err != nil {
				t.Fatal(err)
			}
			r.Header.Set("Cookie", s.device(t, access.Presenter))
			r.Header.Set("Content-Type", parts.FormDataContentType())
			status := make(chan int, 1)
			go func() {
				res, err := http.DefaultTransport.RoundTrip(r)
				if err != nil {
					status <- 0
					return
				}
				res.Body.Close()
				status <- res.StatusCode
			}()
			file, err := parts.CreateFormFile("file", "talk.md")
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprint(file, talk)
			if waits {
				for data := ""; !strings.Contains(data, `"waiting":true`); _, data = console.next("import") {
				}
			}
			if status, text, _ := s.ask("DELETE", "/api/devices", ""); status != 204 {
				t.Fatal(status, text)
			}
			// It ends by itself where it waits, else at the next piece: there is
			// always one more.
			go func() {
				for err := error(nil); err == nil; {
					_, err = file.Write(make([]byte, 1<<10))
				}
			}()
			select {
			case got := <-status:
				if got != 401 && got != 0 {
					t.Errorf("it was answered with %d", got)
				}
			case <-time.After(patience):
				t.Error("it goes on")
			}
			if _, text, _ := s.ask("GET", "/api/decks", ""); text != "[]\n" {
				t.Errorf("there is a deck: %s", text)
			}
		})
	}
}

// TestUploadOptions: what is said with the files is heeded, before or behind them, and
// what cannot be meant is refused.
func TestUploadOptions(t *testing.T) {
	s := start(t)
	// Only Slidev reads the second slide's front matter where it has keys of others.
	const slidev = "# One\n\n---\nlayout: cover\nmine: 1\n---\n\n# Two\n"
	post := func(fields ...string) (status int, text string) {
		t.Helper()
		var b bytes.Buffer
		form := multipart.NewWriter(&b)
		for i := 0; i < len(fields); i += 2 {
			if fields[i] != "file" {
				form.WriteField(fields[i], fields[i+1])
				continue
			}
			file, err := form.CreateFormFile("file", "talk.md")
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprint(file, fields[i+1])
		}
		form.Close()
		status, text, _ = s.ask("POST", "/api/decks", b.String(), "Content-Type", form.FormDataContentType())
		return status, text
	}
	id := func(fields ...string) (id int64) {
		t.Helper()
		status, text := post(fields...)
		var d struct{ ID int64 }
		if err := json.Unmarshal([]byte(text), &d); err != nil || status != 201 {
			t.Fatal(status, text)
		}
		return d.ID
	}
	plain := id("file", slidev)
	before, behind := id("dialect", "slidev", "file", slidev), id("file", slidev, "dialect", "slidev", "password", "s3cret")
	if plain == before || before != behind {
		t.Errorf("found by itself deck %d; as Slidev's %d, and %d", plain, before, behind)
	}
	if _, text, _ := s.ask("GET", fmt.Sprint("/api/decks/", before), ""); strings.Contains(text, "mine: 1") {
		t.Errorf("it was read as another's: %s", text)
	}
	for field, value := range map[string]string{"dialect": "beamer", "separator": "(", "vertical_separator": "x*", "notes_side": "middle", "password": strings.Repeat("x", 5000)} {
		if status, text := post("file", slidev, field, value); status != 422 || !strings.Contains(text, "The field "+field+" ") {
			t.Errorf("%s=%.20s: %d %s", field, value, status, text)
		}
	}
}

// TestUploadUpdate: a deck that is replaced under a talk tells its followers, and of its
// new slides only what they have seen.
func TestUploadUpdate(t *testing.T) {
	s := start(t)
	id := s.deck()
	s.put(id, `{"live":true}`)
	s.put(id, `{"current_slide":2}`)
	follower := s.stream("/live")
	_, before := follower.next("slide")
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	form.WriteField("update", fmt.Sprint(id))
	file, err := form.CreateFormFile("file", "talk.md")
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprint(file, "# One\n\nNote: other\n\n---\n\n# Two\n\nother-on-two\n\n---\n\n# New\n\nonly-on-new\n\n---\n\n# Four\n")
	form.Close()
	status, text, _ := s.ask("POST", "/api/decks", b.String(), "Content-Type", form.FormDataContentType())
	if status != 201 || !strings.Contains(text, fmt.Sprintf(`"id":%d,`, id)) || !strings.Contains(text, `"before":`) {
		t.Fatal(status, text)
	}
	var was, is struct{ Slide, Slides, Content int64 }
	_, data := follower.next("deck")
	if err := errors.Join(json.Unmarshal([]byte(before), &was), json.Unmarshal([]byte(data), &is)); err != nil {
		t.Fatal(err)
	}
	if is.Slide != 2 || is.Slides != 4 || is.Content <= was.Content {
		t.Errorf("after %s: %s", before, data)
	}
	for n, want := range map[int]int{1: 200, 2: 200, 3: 404, 4: 404} {
		if status, text, _ := s.stranger("GET", fmt.Sprintf("/decks/%d/slides/%d", id, n), ""); status != want || strings.Contains(text, "only-on") {
			t.Errorf("slide %d: %d %s", n, status, text)
		}
	}
	_, other := s.upload("other.md", "# Other")
	var by struct{ ID int64 }
	if err := json.Unmarshal([]byte(other), &by); err != nil {
		t.Fatal(err)
	}
	var answer struct {
		Slides int
		Before int64
	}
	status, text, _ = s.ask("POST", fmt.Sprintf("/api/decks/%d/replace", id), fmt.Sprintf(`{"by":%d}`, by.ID))
	if err := json.Unmarshal([]byte(text), &answer); err != nil || status != 200 || answer.Slides != 1 {
		t.Errorf("%d %s", status, text)
	}
	told := fmt.Sprintf(`"before":%d`, answer.Before)
	if _, text, _ := s.ask("GET", fmt.Sprint("/api/decks/", id), ""); !strings.Contains(text, told) {
		t.Errorf("%s is not in %s", told, text)
	}
	if status, text, _ := s.ask("POST", fmt.Sprintf("/api/decks/%d/restore", answer.Before), ""); status != 200 || !strings.Contains(text, `"slides":4`) {
		t.Errorf("what it was before: %d %s", status, text)
	}
	if _, text, _ := s.ask("GET", fmt.Sprint("/api/decks/", id), ""); strings.Contains(text, told) {
		t.Errorf("restored, and still what the deck was before: %s", text)
	}
	if status, text, _ := s.ask("POST", fmt.Sprintf("/api/decks/%d/replace", id), `{"by":99}`); status != 404 {
		t.Errorf("by no deck: %d %s", status, text)
	}
}
