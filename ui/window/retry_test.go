package window

import (
	"context"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

// A server that comes late, a page that lives and then dies: one test of a kiosk's
// life, in virtual time.
func TestRetry(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		begin := time.Now()
		type event struct {
			after time.Duration
			what  string
		}
		var events []event
		happens := func(what string) { events = append(events, event{time.Since(begin), what}) }
		alive := make(chan struct{})
		r := retry{
			probe: func(context.Context) bool { // away for 3 s, and from 60 to 72 s
				s := time.Since(begin).Seconds()
				return s >= 3 && s < 60 || s >= 72
			},
			navigate: func() { happens("navigate") },
			wait:     func() { happens("wait") },
			alive:    alive,
		}
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() { r.run(ctx); close(done) }()

		for range 10 { // a sign of life each 5 s, the last at 50 s
			time.Sleep(5 * time.Second)
			alive <- struct{}{}
		}
		time.Sleep(30 * time.Second)
		cancel()
		<-done

		want := []event{
			{0, "wait"}, {3 * time.Second, "navigate"},
			{70 * time.Second, "wait"}, {72 * time.Second, "navigate"},
		}
		if !slices.Equal(events, want) {
			t.Errorf("got %v\nwant %v", events, want)
		}
	})
}

func TestAnswers(t *testing.T) {
	status := http.StatusOK
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(status) }))
	if !answers(t.Context(), s.Client(), s.URL) {
		t.Error("a page that comes does not count")
	}
	status = http.StatusServiceUnavailable
	if answers(t.Context(), s.Client(), s.URL) {
		t.Error("an error counts as the page")
	}
	s.Close()
	if answers(t.Context(), http.DefaultClient, s.URL) {
		t.Error("no server counts as the page")
	}
}

func TestOptionsSize(t *testing.T) {
	for _, test := range []struct{ w, h, wantW, wantH int }{
		{0, 0, defaultWidth, defaultHeight},
		{1000, 700, 1000, 700},
		{1000, 0, defaultWidth, defaultHeight},
		{-5, 90000, defaultWidth, defaultHeight},
	} {
		if w, h := (Options{Width: test.w, Height: test.h}).size(); w != test.wantW || h != test.wantH {
			t.Errorf("%d×%d opens as %d×%d, want %d×%d", test.w, test.h, w, h, test.wantW, test.wantH)
		}
	}
}

func TestOnlyWebLinksReachTheBrowser(t *testing.T) {
	for _, address := range []string{"file:///etc/passwd", "javascript:alert(1)", "ssh://host", "-h", "C:\\x.exe"} {
		if err := openInBrowser(address); err == nil {
			t.Errorf("%q was opened", address)
		}
	}
}
