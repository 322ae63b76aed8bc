package answer

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"lectern/app/fault"
)

// TestFailures: what went wrong in Lectern is told as such, and once in the log;
// "stopping" is said only by a server that stops.
func TestFailures(t *testing.T) {
	live, cancel := context.WithCancelCause(t.Context())
	stopping, stop := context.WithCancelCause(t.Context())
	gone, leave := context.WithCancel(live)
	stop(ErrStopping)
	leave()
	defer cancel(nil)
	for _, c := range []struct {
		name   string
		ctx    context.Context
		err    error
		status int // 0: the connection ends without an answer
		logged bool
	}{
		{"a mistake of ours", live, errors.New("store: decks: cannot scan"), 500, true},
		{"a context of ours that ended", live, context.Canceled, 500, true},
		{"a limit of ours that passed", live, context.DeadlineExceeded, 500, true},
		{"the database is away", live, fault.Wrap(fault.Unavailable, errors.New("refused"), "The database is away"), 503, false},
		{"a person's mistake", live, fault.Errorf(fault.OutOfRange, "No such slide"), 422, false},
		{"a locked file", live, fault.Errorf(fault.Locked, "Locked"), 415, false},
		{"the server stops", stopping, context.Canceled, 503, false},
		{"the client is gone", gone, context.Canceled, 0, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			var log bytes.Buffer
			w := httptest.NewRecorder()
			w.Code = 0
			r := httptest.NewRequestWithContext(c.ctx, "PUT", "/api/decks/7", nil)
			func() {
				defer func() {
					if e := recover(); e != nil && (e != http.ErrAbortHandler || c.status != 0) {
						t.Errorf("panic: %v", e)
					}
				}()
				Fail(w, r, slog.New(slog.NewTextHandler(&log, nil)), c.err)
			}()
			if w.Code != c.status {
				t.Errorf("status %d, want %d", w.Code, c.status)
			}
			if retry := w.Header().Get("Retry-After"); (retry != "") != (c.status == 503) {
				t.Errorf("Retry-After: %q", retry)
			}
			if got := strings.Contains(w.Body.String(), `"locked":true`); got != (c.name == "a locked file") {
				t.Errorf("it says %s", w.Body)
			}
			if got := strings.Contains(w.Body.String(), "stopping"); got != (c.name == "the server stops") {
				t.Errorf("it says %s", w.Body)
			}
			want := 0
			if c.logged {
				want = 1
			}
			if n := strings.Count(log.String(), "level=ERROR"); n != want || strings.Count(log.String(), "\n") != want {
				t.Errorf("the log has %q", log.String())
			}
		})
	}
}
