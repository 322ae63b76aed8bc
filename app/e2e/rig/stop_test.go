//go:build linux

package rig

import (
	"net/http"
	"syscall"
	"testing"

	"lectern/app/e2e/harness"
)

// TestEndUnderAMove: a move that waits in the database when Lectern is told to
// end is not made, and nobody hears that it was.
func TestEndUnderAMove(t *testing.T) {
	l := harness.Start(t, harness.Prepared(t), harness.Write(t, "talk.md", harness.Talk(3)))
	l.Follow("/live").Slide(t, 1)
	conn, look := l.Connect(), l.Connect()
	if _, err := conn.Exec(t.Context(), `BEGIN; UPDATE decks SET current_slide = 2 WHERE id = 1`); err != nil {
		t.Fatal(err)
	}
	answer := make(chan int, 1)
	go func() {
		status, _ := l.Ask("PUT", "/api/decks/1", `{"current_slide":3}`)
		answer <- status
	}()
	l.Until("the move to wait", func() bool {
		var waits int
		if err := look.QueryRow(t.Context(), `SELECT count(*) FROM pg_stat_activity
			WHERE application_name = 'lectern' AND wait_event_type = 'Lock'`).Scan(&waits); err != nil {
			t.Fatal(err)
		}
		return waits > 0
	})
	if err := l.End(syscall.SIGTERM); err != nil {
		t.Errorf("exit: %v", err)
	}
	if status := <-answer; status != http.StatusServiceUnavailable {
		t.Errorf("the move was answered %d, want 503", status)
	}
}
