package kiosk

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"lectern/app/lan/discovery"
	"lectern/app/sealed"
)

// hall is whose key the site has.
var hall = sealed.From([]byte("the secret of Hall")).Identity()

// site is a server of pages, as far as a kiosk knows one.
func site(t *testing.T) *httptest.Server {
	mux := http.NewServeMux()
	mux.HandleFunc("/join.json", joins(hall, here))
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

// joins says who a server is, and proves it where that is asked at.
func joins(key ed25519.PrivateKey, where func(*http.Request) string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		var public, proof string
		if q := r.URL.Query(); q.Get(discovery.AtQuery) == where(r) && key != nil {
			public, proof = discovery.Prove(key, where(r), q.Get(discovery.NonceQuery))
		}
		fmt.Fprintf(w, `{"id":"0011223344556677","name":"Hall","pages":"one","key":%q,"proof":%q}`, public, proof)
	}
}

// here is where the request's connection came to.
func here(r *http.Request) string {
	return r.Context().Value(http.LocalAddrContextKey).(net.Addr).String()
}

func at(where string) func(*http.Request) string {
	return func(*http.Request) string { return where }
}

// started is a kiosk of the site that has its page, and stops.
func started(t *testing.T, s *httptest.Server, folder string) *Kiosk {
	t.Helper()
	k := opened(t, Config{URL: s.URL, Folder: folder, Query: "name=x"})
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

func opened(t *testing.T, c Config) *Kiosk {
	t.Helper()
	c.Log = slog.New(slog.DiscardHandler)
	k, err := Open(c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { k.listener.Close() })
	return k
}

// own is the kiosk's address.
func own(k *Kiosk) string { return "http://" + k.listener.Addr().String() }

// window is one that was let in.
func window(t *testing.T, k *Kiosk) *http.Client {
	t.Helper()
	jar, _ := cookiejar.New(nil)
	c := &http.Client{Jar: jar}
	r, err := c.Get(k.Window())
	if err != nil {
		t.Fatal(err)
	}
	r.Body.Close()
	return c
}

func fetch(t *testing.T, k *Kiosk, method, path string, headers ...string) (int, string, http.Header) {
	t.Helper()
	r, err := http.NewRequest(method, own(k)+path, nil)
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
	until(t, "the server's page", func() bool {
		_, body, _ := fetch(t, k, "GET", "/kiosk?name=x")
		return strings.Contains(body, "/assets/a.js")
	})
	status, body, header := fetch(t, k, "POST", "/said", "Origin", own(k), "Referer", own(k)+"/kiosk")
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

// TestOfWindow: other users of the kiosk's computer reach its port, and neither choose its
// server nor switch its panel.
func TestOfWindow(t *testing.T) {
	k := started(t, site(t), t.TempDir())
	for path, ask := range map[string]string{"/finding/choice": `{"id":"0011223344556677"}`, "/finding/panel": `{"on":true}`} {
		post := func(c *http.Client, cookie string) (int, string) {
			r, err := http.NewRequest("POST", own(k)+path, strings.NewReader(ask))
			if err != nil {
				t.Fatal(err)
			}
			r.Header.Set("Content-Type", "application/json")
			if cookie != "" {
				r.Header.Set("Cookie", windowCookie+"="+cookie)
			}
			response, err := c.Do(r)
			if err != nil {
				t.Fatal(err)
			}
			defer response.Body.Close()
			body, _ := io.ReadAll(response.Body)
			return response.StatusCode, string(body)
		}
		for _, cookie := range []string{"", "x", k.secret + "x", k.secret[1:]} {
			if status, body := post(http.DefaultClient, cookie); status != http.StatusForbidden {
				t.Errorf("%s with %q: %d %s", path, cookie, status, body)
			}
		}
		// Whether there is a panel to switch is another matter.
		if status, body := post(window(t, k), ""); status >= 300 && status != http.StatusServiceUnavailable {
			t.Errorf("%s, the window: %d %s", path, status, body)
		}
	}
	if status, _, header := fetch(t, k, "GET", "/finding/window?key=x"); status != http.StatusForbidden || header.Get("Set-Cookie") != "" {
		t.Errorf("a key that was made up: %d", status)
	}
	// The server that is followed has no use for it.
	if status, _, _ := fetch(t, k, "POST", "/finding/said"); status != http.StatusNotFound {
		t.Errorf("the kiosk's own paths go to the server: %d", status)
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
	if own(second) == own(k) || !second.second {
		t.Errorf("two kiosks of one folder: %s and %s", own(k), own(second))
	}
	if other := started(t, site(t), "/dev/null/nowhere"); other.Window() == "" {
		t.Error("a kiosk without a folder has no address")
	}
}

// TestMend: a power cut while other pages take the place of those of before leaves a kiosk
// with the ones or the others.
func TestMend(t *testing.T) {
	for _, c := range []struct {
		name    string
		folders map[string]string // of pages, and what each has
		want    string
	}{
		{"before", map[string]string{"pages": "old", "pages-1": "new"}, "old"},
		{"between", map[string]string{"pages.before": "old", "pages-1": "new"}, "old"},
		{"after", map[string]string{"pages": "new", "pages.before": "old"}, "new"},
	} {
		t.Run(c.name, func(t *testing.T) {
			folder := t.TempDir()
			for name, text := range c.folders {
				for _, file := range []string{"kiosk.html", "tag"} {
					if err := errors.Join(os.MkdirAll(filepath.Join(folder, name), 0o700), os.WriteFile(filepath.Join(folder, name, file), []byte(text), 0o600)); err != nil {
						t.Fatal(err)
					}
				}
			}
			w := httptest.NewRecorder()
			if ok := opened(t, Config{Folder: folder}).mirror.serve(w, "kiosk.html"); !ok || w.Body.String() != c.want {
				t.Errorf("it has %q, %v", w.Body, ok)
			}
			if left, _ := filepath.Glob(filepath.Join(folder, "pages*")); len(left) != 1 {
				t.Errorf("it leaves %q", left)
			}
		})
	}
}

// TestTakeFails: pages that cannot be put in their place leave those of before; what was
// left of still older ones is in the way of none.
func TestTakeFails(t *testing.T) {
	s, folder := site(t), t.TempDir()
	base, _ := url.Parse(s.URL + "/")
	m := mirror{folder: folder}
	if err := m.take(t.Context(), s.Client(), base, "", "one"); err != nil {
		t.Fatal(err)
	}
	// Those of before are not whole, and others lie where they are to be put beside.
	if err := errors.Join(os.MkdirAll(m.before(), 0o700), os.WriteFile(filepath.Join(m.before(), "x"), nil, 0o600)); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(m.path("tag")); err != nil {
		t.Fatal(err)
	}
	if err := m.take(t.Context(), s.Client(), base, "", "two"); err == nil {
		t.Fatal("it says nothing")
	}
	if _, err := os.Stat(m.path("kiosk.html")); err != nil {
		t.Error(err)
	}
	if err := os.WriteFile(m.path("tag"), []byte("one"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := m.take(t.Context(), s.Client(), base, "", "two"); err != nil {
		t.Error(err)
	}
	if tag, err := os.ReadFile(m.path("tag")); err != nil || string(tag) != "two" {
		t.Errorf("it has %q, %v", tag, err)
	}
}
