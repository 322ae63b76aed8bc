//go:build linux

package e2e

import (
	"net/http"
	"syscall"
	"testing"
)

// TestEndUnderAMove: a move that waits in the database when Lectern is told to
// end is not made, and nobody hears that it was.
func TestEndUnderAMove(t *testing.T) {
	l := start(t, folder(t), write(t, "talk.md", talk(3)))
	l.follow("/live").slide(t, 1)
	conn, look := l.connect(), l.connect()
	if _, err := conn.Exec(t.Context(), `BEGIN; UPDATE decks SET current_slide = 2 WHERE id = 1`); err != nil {
		t.Fatal(err)
	}
	answer := make(chan int, 1)
	go func() {
		status, _ := l.ask("PUT", "/api/decks/1", `{"current_slide":3}`)
		answer <- status
	}()
	l.until("the move to wait", func() bool {
		var waits int
		if err := look.QueryRow(t.Context(), `SELECT count(*) FROM pg_stat_activity
			WHERE application_name = 'lectern' AND wait_event_type = 'Lock'`).Scan(&waits); err != nil {
			t.Fatal(err)
		}
		return waits > 0
	})
	if err := l.end(syscall.SIGTERM); err != nil {
		t.Errorf("exit: %v", err)
	}
	if status := <-answer; status != http.StatusServiceUnavailable {
		t.Errorf("the move was answered %d, want 503", status)
	}
}
