package load

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"

	"lectern/app/e2e/harness"
)

// TestPages: pages in a room so small that nothing is spread show a vector, which
// has no widths, and report it.
func TestPages(t *testing.T) {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /live", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, "event: spread\ndata: {\"ms\":0}\n\nevent: slide\ndata: {\"deck\":1,\"slide\":1,\"slides\":1,\"rev\":7}\n\n")
		http.NewResponseController(w).Flush()
		<-r.Context().Done()
	})
	mux.HandleFunc("GET /decks/1/slides/1", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, `{"picture":{"url":"/pictures/abc","widths":[],"vector":true}}`)
	})
	mux.HandleFunc("GET /pictures/abc/0", func(http.ResponseWriter, *http.Request) {})
	mux.HandleFunc("POST /live/seen", func(http.ResponseWriter, *http.Request) {})
	s := httptest.NewServer(mux)
	defer s.Close()
	pages := OpenPages(s.URL, 3, PageOptions{Width: 960})
	harness.Until(t, harness.Patience, "all pages to report", func() bool {
		return pages.Err() != nil || pages.Traffic().Seen == 3
	})
	if err := pages.Close(); err != nil || len(pages.Shown(7)) != 3 {
		t.Errorf("%d pages show it: %v", len(pages.Shown(7)), err)
	}
}
