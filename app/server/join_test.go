package server_test

import (
	"encoding/json"
	"net"
	"strings"
	"testing"

	"lectern/app/server"
)

// TestJoin: who comes by the public name learns no address inside, nor what runs
// here.
func TestJoin(t *testing.T) {
	s := startAs(t, directly, func(c *server.Config) {
		inner := c.URLs()
		c.URLs = func() []string { return append([]string{"https://talks.example.org/"}, inner...) }
		c.PublicURL.Path, c.Version = "/", "1.2.3"
	})
	_, port, _ := net.SplitHostPort(strings.TrimPrefix(s.url, "http://"))
	for _, c := range []struct {
		name, path, host string
		stranger         bool
		urls             int
		version          bool
	}{
		{"in the room", "/join.json", "127.0.0.1:" + port, true, 2, false},
		{"from outside", "/join.json", "talks.example.org", true, 1, false},
		{"from outside, with a port", "/join.json", "TALKS.example.org.:443", true, 1, false},
		{"the presenter from outside", "/join.json", "talks.example.org", false, 2, true},
		{"the console", "/api/join", "talks.example.org", false, 2, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			ask := s.ask
			if c.stranger {
				ask = s.stranger
			}
			_, text, _ := ask("GET", c.path, "", "Host", c.host)
			var join struct {
				URLs           []string
				Version, Pages string
			}
			if err := json.Unmarshal([]byte(text), &join); err != nil || len(join.URLs) != c.urls || (join.Version != "") != c.version || len(join.Pages) != 16 {
				t.Errorf("%s, %v", text, err)
			}
		})
	}
	status, svg, h := s.stranger("GET", "/join.svg", "", "Accept-Encoding", "identity")
	if status != 200 || h.Get("Content-Type") != "image/svg+xml" || !strings.HasPrefix(svg, "<svg") {
		t.Errorf("the code: %d %v", status, h)
	}
	if status, _, _ := s.stranger("GET", "/join.svg", "", "If-None-Match", h.Get("ETag")); status != 304 {
		t.Errorf("the code again: %d", status)
	}
}
