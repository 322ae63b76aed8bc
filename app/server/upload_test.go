package server_test

import (
	"net"
	"strings"
	"testing"
	"time"

	"lectern/app/server"
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
