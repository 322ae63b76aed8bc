//go:build linux

package lifecycle

import (
	"strings"
	"syscall"
	"testing"

	"lectern/app/e2e/harness"
)

// TestUpgrade: the next version takes over a folder and its viewers, with the
// talk where it was. The version before refuses what it does not know, and
// changes nothing.
func TestUpgrade(t *testing.T) {
	t.Parallel()
	data := harness.Prepared(t)
	l := harness.Start(t, data, harness.Write(t, "talk.md", harness.Talk(5)))
	v := l.Follow("/live")
	v.Slide(t, 1) // the import is over
	l.Put(1, `{"current_slide":3}`)
	v.Slide(t, 3)
	addr := l.AddrPort().String()
	if err := l.End(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}

	next := l.StartNext("--addr", addr)
	harness.Until(t, harness.Patience, "the viewer to come back", func() bool { return harness.Opened([]*harness.Viewer{v}) == 2 })
	v.Slide(t, 3)
	next.Put(1, `{"current_slide":4}`)
	v.Slide(t, 4)
	var theme string
	if err := next.Connect().QueryRow(t.Context(), `SELECT theme FROM decks`).Scan(&theme); err != nil || theme != "plain" {
		t.Errorf("the new column says %q: %v", theme, err)
	}
	if err := next.End(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}

	older := harness.Launch(t, "serve", "--addr", addr, "--data", data)
	<-older.Done
	if out := older.Out.String(); older.Err == nil || !strings.Contains(out, "made by a newer Lectern") {
		t.Errorf("the version before, on the newer schema: %v\n%s", older.Err, out)
	}
	next = l.StartNext("--addr", addr)
	next.Put(1, `{"current_slide":5}`)
	v.Slide(t, 5)
}
