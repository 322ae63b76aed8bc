//go:build linux && cgo && !headless && window

package window

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
)

// A site serves one page, which tells it what happens in it.
type site struct {
	*httptest.Server
	loads atomic.Int64
	away  atomic.Int64 // so many requests for the page are refused
	told  chan string
}

func newSite(t *testing.T) *site { return newSiteOf(t, testPage) }

func newSiteOf(t *testing.T, page string) *site {
	s := &site{told: make(chan string, 100)}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, r *http.Request) {
		if s.away.Add(-1) >= 0 {
			http.Error(w, "not yet", http.StatusServiceUnavailable)
			return
		}
		if strings.Contains(r.UserAgent(), "WebKit") {
			s.loads.Add(1)
		}
		fmt.Fprint(w, page)
	})
	mux.HandleFunc("GET /audience", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, audiencePage) })
	mux.HandleFunc("POST /told", func(w http.ResponseWriter, r *http.Request) {
		text := make([]byte, 1000)
		n, _ := r.Body.Read(text)
		s.told <- string(text[:n])
	})
	s.Server = httptest.NewServer(mux)
	t.Cleanup(s.Close)
	return s
}

// hears waits until the page tells something that begins with prefix.
func (s *site) hears(ctx context.Context, t *testing.T, prefix string) string {
	t.Helper()
	for {
		select {
		case <-ctx.Done():
			t.Fatalf("the page does not tell %q", prefix)
		case text := <-s.told:
			if strings.HasPrefix(text, prefix) {
				return text
			}
		}
	}
}
