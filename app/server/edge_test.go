package server_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"
)

// What a proxy or a client that is none of our pages may do at the edge.

// raw sends bytes as they are and returns what comes back.
func (s *site) raw(text string) *bufio.Reader { return bufio.NewReader(s.dial(text)) }

// dial connects and sends a text.
func (s *site) dial(text string) net.Conn {
	s.t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(s.url, "http://"))
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { conn.Close() })
	conn.SetDeadline(time.Now().Add(patience))
	// A server that refuses may do so before it has read everything.
	go io.WriteString(conn, text)
	return conn
}

func (s *site) answer(from *bufio.Reader) *http.Response {
	s.t.Helper()
	res, err := http.ReadResponse(from, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	return res
}

var retry = regexp.MustCompile(`^retry: ([1-4]\d\d\d)\n$`)

// TestStreamHeaders: no proxy collects or compresses events, and not everybody
// comes back in the same second.
func TestStreamHeaders(t *testing.T) {
	s := start(t)
	retries := map[string]bool{}
	for range 5 {
		for _, path := range []string{"/live", "/live?viewer=a&kind=kiosk", "/api/live"} {
			from := s.raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\nAuthorization: Bearer " + key + "\r\n\r\n")
			res := s.answer(from)
			for name, want := range map[string]string{
				"Content-Type": "text/event-stream", "Cache-Control": "no-store, no-transform",
				"X-Accel-Buffering": "no", "Content-Encoding": "identity", "X-Content-Type-Options": "nosniff",
			} {
				if got := res.Header.Get(name); got != want {
					t.Errorf("%s: %s is %q, want %q", path, name, got, want)
				}
			}
			line, err := bufio.NewReader(res.Body).ReadString('\n')
			if !retry.MatchString(line) {
				t.Errorf("%s begins with %q, %v", path, line, err)
			}
			retries[line] = true
		}
	}
	if len(retries) < 5 {
		t.Errorf("15 streams are told to come back after %d different times", len(retries))
	}
}

// TestPipelining: requests that are sent at once are answered in order, and
// whatever follows one for a stream is not taken for another request.
func TestPipelining(t *testing.T) {
	s := start(t)
	const get = " HTTP/1.1\r\nHost: localhost\r\n\r\n"
	from := s.raw("GET /healthz" + get + "GET /nowhere" + get + "GET /live" + get + "GET /nowhere" + get)
	for _, want := range []int{200, 404, 200} {
		res := s.answer(from)
		if res.StatusCode != want {
			t.Fatalf("%s, want %d", res.Status, want)
		}
		if res.ContentLength < 0 {
			if !res.Close {
				t.Error("the stream's connection is to be used again")
			}
			(&stream{t, bufio.NewScanner(res.Body), time.AfterFunc(patience, func() { res.Body.Close() })}).next("end")
			break
		}
		io.Copy(io.Discard, res.Body)
	}
}

func TestEnormousHeaders(t *testing.T) {
	s := start(t)
	for name, text := range map[string]string{
		"one":    "X-Long: " + strings.Repeat("x", 64<<10) + "\r\n",
		"many":   strings.Repeat("X-Short: x\r\n", 8<<10),
		"cookie": "Cookie: " + strings.Repeat("a=b; ", 16<<10) + "\r\n",
	} {
		res := s.answer(s.raw("GET /live HTTP/1.1\r\nHost: localhost\r\n" + text + "\r\n"))
		if res.StatusCode != http.StatusRequestHeaderFieldsTooLarge || !res.Close {
			t.Errorf("%s: %s, close %v", name, res.Status, res.Close)
		}
	}
	if res := s.answer(s.raw("GET /" + strings.Repeat("x", 64<<10) + " HTTP/1.1\r\nHost: localhost\r\n\r\n")); res.StatusCode != 431 {
		t.Errorf("an enormous address: %s", res.Status)
	}
	if status, _, _ := s.ask("GET", "/healthz", "", "X-Long", strings.Repeat("x", 8<<10)); status != 200 {
		t.Errorf("a long one: %d", status)
	}
}

// TestSecureCookie: by the public HTTPS address the presenter's cookie is sent
// over HTTPS alone; in the room, which has none, it is sent all the same.
func TestSecureCookie(t *testing.T) {
	s := start(t)
	for host, want := range map[string]bool{
		"talks.example.org": true, "TALKS.example.org:443": true,
		"talks.example.org:4747": false, "localhost": false,
	} {
		_, _, h := s.stranger("GET", "/present?key="+key, "", "Host", host)
		if cookie := h.Get("Set-Cookie"); cookie == "" || strings.Contains(cookie, "; Secure") != want {
			t.Errorf("%s: %q, secure should be %v", host, cookie, want)
		}
	}
}

// TestShadowedCookie: a page on another port of the host may set a cookie of the same
// name, and signs nobody out by it.
func TestShadowedCookie(t *testing.T) {
	s := start(t)
	_, _, h := s.stranger("GET", "/present?key="+key, "")
	own, _, _ := strings.Cut(h.Get("Set-Cookie"), ";")
	name, _, _ := strings.Cut(own, "=")
	for cookies, want := range map[string]int{
		own:                                  200,
		name + "=another; " + own:            200,
		own + "; " + name + "=":              200,
		name + "=" + strings.Repeat("0", 64): 401,
	} {
		if status, text, _ := s.stranger("GET", "/api/decks", "", "Cookie", cookies); status != want {
			t.Errorf("Cookie: %s: %d %s, want %d", cookies, status, text, want)
		}
	}
}

// TestOtherMethods: whatever an address does not take is answered with what it
// does take, and a HEAD of a stream is answered at all.
func TestOtherMethods(t *testing.T) {
	s := start(t)
	id := s.deck()
	s.put(id, `{"live":true}`)
	for _, c := range []struct {
		method, path string
		status       int
		allow        string
	}{
		{"POST", "/live", 405, "GET, HEAD"},
		{"DELETE", "/live", 405, "GET, HEAD"},
		{"PUT", fmt.Sprintf("/decks/%d/live", id), 405, "GET, HEAD"},
		{"PUT", "/api/live", 405, "GET, HEAD"},
		{"PATCH", "/api/decks", 405, "GET, HEAD, POST"},
		{"GET", "/live/seen", 405, "POST"},
		{"OPTIONS", "/", 405, "GET, HEAD"},
		{"HEAD", "/live", 200, ""},
		{"HEAD", "/api/live", 200, ""},
		{"POST", "/live/", 404, ""},
	} {
		t.Run(c.method+" "+c.path, func(t *testing.T) {
			status, _, h := s.ask(c.method, c.path, "")
			if status != c.status || h.Get("Allow") != c.allow {
				t.Errorf("%d, Allow %q; want %d, %q", status, h.Get("Allow"), c.status, c.allow)
			}
		})
	}
}
