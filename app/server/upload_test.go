package server_test

import (
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
	s := startAs(t, func(l net.Listener) net.Listener { return l }, func(c *server.Config) { *c = server.Hasty(*c, limit) })
	console := s.stream("/api/live")
	release := s.server.HoldImport()
	type answer struct {
		status int
		text   string
	}
	for name, contents := range map[string]string{"small.md": talk, "large.md": talk + strings.Repeat("much ado\n", 100_000)} {
		t.Run(name, func(t *testing.T) {
			answered := make(chan answer, 1)
			go func() {
				status, text := s.upload(name, contents)
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
			if a := <-answered; a.status != 201 {
				t.Errorf("after its turn came: %d %s", a.status, a.text)
			}
			release = s.server.HoldImport()
		})
	}
	release()
}

// TestUploadSentAway: the upload of a device that is sent away ends at once, be it
// under way or waiting for another, and nothing comes of it.
func TestUploadSentAway(t *testing.T) {
	for _, waits := range []bool{false, true} {
		t.Run(fmt.Sprint("waiting ", waits), func(t *testing.T) {
			s := start(t)
			release := func() {}
			if waits {
				release = s.server.HoldImport()
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
			case <-time.After(5 * time.Second):
				t.Error("it goes on")
			}
			if _, text, _ := s.ask("GET", "/api/decks", ""); text != "[]\n" {
				t.Errorf("there is a deck: %s", text)
			}
		})
	}
}
