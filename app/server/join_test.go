package server_test

import (
	"encoding/json"
	"net"
	"net/url"
	"os"
	"strings"
	"testing"

	"lectern/app/lan/discovery"
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

// TestJoinProves: it proves who it is to who asks for it, where that was connected with it
// or by its public address; whoever hands the question on gets nothing for his, also where
// that is another port here or a name that he answers to.
func TestJoinProves(t *testing.T) {
	s := startAs(t, directly, func(c *server.Config) { c.PublicURL.Path = "/" })
	public, _ := discovery.Prove(s.hub.Keys().Identity(), "x", "x")
	here := strings.TrimPrefix(s.url, "http://")
	_, port, _ := net.SplitHostPort(here)
	hostname, err := os.Hostname()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		at, nonce string
		want      bool
	}{
		{hostname + ":" + port, "N", false},
		{here, "N", true},
		{"talks.example.org:443", "N", true}, // of --public-url, behind whatever proxy
		{"127.0.0.1:1", "N", false},
		{"127.0.0.1", "N", false},
		{"127.0.0.2:" + port, "N", false},
		{"localhost:" + port, "N", false},
		{"lectern.local:" + port, "N", false},
		{"lectern-7.local:" + port, "N", false},
		{"203.0.113.7:" + port, "N", false},
		{"evil.example:443", "N", false},
		{"talks.example.org", "N", false},
		{"talks.example.org:80", "N", false},
		{"", "N", false},
		{here, "", false},
		{here, strings.Repeat("N", 65), false},
	} {
		t.Run(c.at, func(t *testing.T) {
			_, text, _ := s.stranger("GET", "/join.json?"+url.Values{"at": {c.at}, "nonce": {c.nonce}}.Encode(), "")
			var join struct{ Name, Key, Proof string }
			if err := json.Unmarshal([]byte(text), &join); err != nil || join.Name == "" {
				t.Fatalf("%s: %v", text, err)
			}
			if got := discovery.Proven(join.Key, join.Proof, c.at, c.nonce); got != c.want || got && join.Key != public || !got && join.Proof != "" {
				t.Errorf("%s", text)
			}
			if discovery.Proven(join.Key, join.Proof, c.at, "M") || discovery.Proven(join.Key, join.Proof, "evil.example", c.nonce) {
				t.Error("it proves something else")
			}
		})
	}
}
