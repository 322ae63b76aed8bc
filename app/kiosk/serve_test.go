package kiosk

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// site is a server of pages, as far as a kiosk knows one.
func site(t *testing.T) *httptest.Server {
	mux := http.NewServeMux()
	mux.HandleFunc("/join.json", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, `{"id":"0011223344556677","name":"Hall","pages":"one"}`)
	})
	mux.HandleFunc("/kiosk", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", "default-src 'self'")
		fmt.Fprint(w, `<script src="/assets/a.js"></script>`)
	})
	mux.HandleFunc("/assets/a.js", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "max-age=31536000, immutable")
		fmt.Fprint(w, `import "/assets/b.css"`)
	})
	mux.HandleFunc("/assets/b.css", func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, `/assets/b.css /assets/../../x`) })
	mux.HandleFunc("POST /said", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Date", "Mon, 23 Nov 2026 12:05:00 GMT")
		http.SetCookie(w, &http.Cookie{Name: "screen", Value: "1", Path: "/", Secure: true, HttpOnly: true})
		fmt.Fprint(w, r.Host, " ", r.Header.Get("Origin"), " ", r.Header.Get("X-Forwarded-For"), r.Header.Get("Referer"))
	})
	s := httptest.NewServer(mux)
	t.Cleanup(s.Close)
	return s
}

// started is a kiosk of the site that has its page, and stops.
func started(t *testing.T, s *httptest.Server, folder string) *Kiosk {
	t.Helper()
	k, err := Open(Config{URL: s.URL, Folder: folder, Query: "name=x", Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	over := make(chan error, 1)
	go func() { over <- k.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-over; err != nil {
			t.Error(err)
		}
	})
	return k
}

func fetch(t *testing.T, k *Kiosk, method, path string, headers ...string) (int, string, http.Header) {
	t.Helper()
	r, err := http.NewRequest(method, strings.TrimSuffix(k.Window(), "/kiosk?name=x&program")+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		if r.Header.Set(headers[i], headers[i+1]); headers[i] == "Host" {
			r.Host = headers[i+1]
		}
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(body), response.Header
}

// until asks again until the answer is as it should be.
func until(t *testing.T, what string, ok func() bool) {
	t.Helper()
	limit := time.After(20 * time.Second)
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for !ok() {
		select {
		case <-tick.C:
		case <-limit:
			t.Fatalf("not seen: %s", what)
		}
	}
}

// TestServe: the window has all that the server has, as if it were there; another page of
// this computer's browsers has nothing of it.
func TestServe(t *testing.T) {
	s := site(t)
	k := started(t, s, t.TempDir())
	own := strings.TrimSuffix(k.Window(), "/kiosk?name=x&program")
	until(t, "the server's page", func() bool {
		_, body, _ := fetch(t, k, "GET", "/kiosk?name=x")
		return strings.Contains(body, "/assets/a.js")
	})
	status, body, header := fetch(t, k, "POST", "/said", "Origin", own, "Referer", own+"/kiosk")
	if want := strings.TrimPrefix(s.URL, "http://") + " " + s.URL + " "; status != 200 || body != want {
		t.Errorf("the server heard %q, want %q", body, want)
	}
	if at := header["Date"]; len(at) != 1 || at[0] != "Mon, 23 Nov 2026 12:05:00 GMT" {
		t.Errorf("the time of an answer is %q, not the server's", at)
	}
	if _, _, header := fetch(t, k, "GET", "/finding/status"); header.Get("Date") != "" {
		t.Errorf("the screen's own time goes for the server's: %q", header.Get("Date"))
	}
	if c := header.Get("Set-Cookie"); !strings.Contains(c, "screen=1") || strings.Contains(c, "Secure") {
		t.Errorf("the cookie is %q", c)
	}
	for _, bad := range [][]string{{"Origin", "http://evil.example"}, {"Sec-Fetch-Site", "cross-site"}, {"Host", "evil.example"}, {"Host", "127.0.0.1"}} {
		if status, _, _ := fetch(t, k, "POST", "/said", bad...); status != http.StatusForbidden {
			t.Errorf("%q: %d", bad, status)
		}
		if status, _, _ := fetch(t, k, "POST", "/finding/choice", bad...); status != http.StatusForbidden {
			t.Errorf("%q, a choice: %d", bad, status)
		}
	}
	if _, _, header := fetch(t, k, "GET", "/assets/a.js"); header.Get("Cache-Control") != "no-store" {
		t.Errorf("one server's script is kept for the next: %q", header.Get("Cache-Control"))
	}
	if status, _, _ := fetch(t, k, "GET", "/assets/a.js", "Service-Worker", "script"); status != http.StatusForbidden {
		t.Errorf("a service worker: %d", status)
	}
	if status, body, _ := fetch(t, k, "GET", "/assets/..%2f..%2fkiosk.json"); status != 404 {
		t.Errorf("a file beside the pages: %d %s", status, body)
	}
}

// TestLeads: a server may say that it is elsewhere, and nothing but that.
func TestLeads(t *testing.T) {
	for _, c := range []struct {
		from, to string
		ok       bool
	}{
		{"http://10.0.0.7/join.json", "https://10.0.0.7/join.json", true},
		{"http://10.0.0.7/join.json", "https://talks.example.org/join.json", true},
		{"http://127.0.0.1:1/join.json", "http://127.0.0.1:2/join.json", true},
		{"http://10.0.0.7/join.json", "http://127.0.0.1:2/join.json", false},
		{"http://10.0.0.7/join.json", "http://localhost/join.json", false},
		{"http://10.0.0.7/join.json", "http://10.0.0.8:9200/", false},
		{"http://10.0.0.7/assets/a.js", "http://10.0.0.8:9200/_all", false},
	} {
		from, to := httptest.NewRequest("GET", c.from, nil), httptest.NewRequest("GET", c.to, nil)
		if err := leads(to, []*http.Request{from}); (err == nil) != c.ok {
			t.Errorf("%s to %s: %v", c.from, c.to, err)
		}
	}
}

// TestAskFirst: who answers at an announced address is believed where he is the server
// that was announced.
func TestAskFirst(t *testing.T) {
	s := site(t)
	k := &Kiosk{client: s.Client()}
	for id, want := range map[string]bool{"0011223344556677": true, "7766554433221100": false} {
		if _, base, err := k.first(t.Context(), id, []string{"http://127.0.0.1:1/", s.URL}); (base != nil) != want || (err == nil) != want {
			t.Errorf("%s: %v, %v", id, base, err)
		}
	}
}

// TestMirror: without its server a kiosk has the page of the last time, with all that it
// names, at the address of the last time. A folder that cannot be written costs no more
// than that.
func TestMirror(t *testing.T) {
	s := site(t)
	folder := t.TempDir()
	k := started(t, s, folder)
	until(t, "the pages in the folder", func() bool {
		_, err := os.Stat(filepath.Join(folder, "pages", "tag"))
		return err == nil
	})
	s.CloseClientConnections()
	s.Close()
	fetch(t, k, "POST", "/said") // it finds out
	until(t, "the page of before", func() bool {
		_, body, header := fetch(t, k, "GET", "/kiosk?name=x")
		return strings.Contains(body, "/assets/a.js") && header.Get("Content-Security-Policy") == "default-src 'self'"
	})
	for name, want := range map[string]int{"a.js": 200, "b.css": 200, "c.css": 503} {
		if status, _, _ := fetch(t, k, "GET", "/assets/"+name); status != want {
			t.Errorf("%s: %d, want %d", name, status, want)
		}
	}
	second := started(t, s, folder)
	if second.Window() == k.Window() || !second.second {
		t.Errorf("two kiosks of one folder: %s and %s", k.Window(), second.Window())
	}
	if other := started(t, site(t), "/dev/null/nowhere"); other.Window() == "" {
		t.Error("a kiosk without a folder has no address")
	}
}
