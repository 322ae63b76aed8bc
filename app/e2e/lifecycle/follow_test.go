package lifecycle

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"lectern/app/e2e/harness"
	"lectern/app/live"
)

// desk is a folder with a talk in it that is being written.
type desk struct {
	t *testing.T
	l *harness.Lectern
	v *harness.Viewer
}

func (d desk) write(path, text string) {
	d.t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		d.t.Fatal(err)
	}
}

// shows waits until what the room sees has these words.
func (d desk) shows(slide int, words string) {
	d.t.Helper()
	d.l.Until(fmt.Sprintf("%q on slide %d", words, slide), func() bool {
		d.v.Mu.Lock()
		e := d.v.Last
		d.v.Mu.Unlock()
		if e.Slide != slide {
			return false
		}
		_, text := d.l.Ask("GET", fmt.Sprintf("/decks/%d/slides/%d", e.Deck, slide), "")
		return strings.Contains(text, words)
	})
}

// TestFollows: what is saved is on the screens; a mistake leaves them as they are; a
// hundred saves leave as many rows as ten; and the talk keeps its place, and its clock.
func TestFollows(t *testing.T) {
	t.Parallel()
	dir := harness.Folder(t)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "talk.md")
	text := func(n int) string { return fmt.Sprintf("# One\n\n---\n\n# Two\n\nsave %d\n\n---\n\n# Three\n", n) }
	if err := os.WriteFile(file, []byte(text(0)), 0o644); err != nil {
		t.Fatal(err)
	}
	l := harness.Start(t, harness.Prepared(t), file)
	l.Out.Await(t, "Follows talk.md")
	d := desk{t, l, l.Follow("/live")}
	d.shows(1, "One")
	l.Put(1, `{"current_slide":2}`)
	d.shows(2, "save 0")
	conn := l.Connect()
	var began, still any
	if err := conn.QueryRow(t.Context(), `SELECT started_at FROM decks WHERE id = 1`).Scan(&began); err != nil {
		t.Fatal(err)
	}
	for n := 1; n <= 25; n++ {
		d.write(file, text(n))
		d.shows(2, fmt.Sprint("save ", n))
	}
	d.write(file, "---\ntitle: [\n---\n"+text(99))
	l.Out.Await(t, "talk.md:2: the front matter cannot be read")
	d.shows(2, "save 25")
	os.Remove(file)
	l.Out.Await(t, "There is no file")
	d.shows(2, "save 25")
	d.write(file, "# Zero\n\n---\n\n"+text(26)) // one more before
	d.shows(3, "save 26")
	var decks, originals int
	if err := conn.QueryRow(t.Context(), `SELECT (SELECT count(*) FROM decks), (SELECT count(*) FROM originals), (SELECT started_at FROM decks WHERE id = 1)`).Scan(&decks, &originals, &still); err != nil {
		t.Fatal(err)
	}
	if decks > 12 || originals > 12 || still != began {
		t.Errorf("%d decks, %d originals; its clock began at %v, and at %v", decks, originals, began, still)
	}
	// A frozen room is not shown anything, until it follows again.
	l.Put(1, `{"blank":"freeze"}`)
	d.write(file, "# Zero\n\n---\n\n"+text(27))
	l.Out.Await(t, "The room is frozen")
	d.shows(3, "save 26")
	l.Put(1, `{"blank":""}`)
	d.shows(3, "save 27")
	d.write(file, "# Zero\n\n---\n\n"+text(28))
	if err := l.End(syscall.SIGTERM); err != nil {
		t.Errorf("it ended with %v in the midst of a save", err)
	}
}

// TestFollowsForAnother: a second lectern hands its files over, and the first follows
// them.
func TestFollowsForAnother(t *testing.T) {
	t.Parallel()
	l := harness.Start(t, harness.Prepared(t))
	file := harness.Write(t, "talk.md", "# One\n")
	second := harness.Launch(t, "serve", "--data", l.Data, file)
	<-second.Done
	if second.Err != nil || !strings.Contains(second.Out.String(), "It follows talk.md") {
		t.Fatalf("%v: %s", second.Err, second.Out)
	}
	d := desk{t, l, l.Follow("/live")}
	d.shows(1, "One")
	d.write(file, "# One, and saved\n")
	d.shows(1, "One, and saved")
	// Not for a browser, nor files that the deck is not made of.
	other := harness.Write(t, "other.md", "# Other\n")
	for _, path := range []string{other, "talk.md", "/etc/passwd"} {
		if status, text := l.Ask("POST", "/api/decks/1/follow", fmt.Sprintf(`{"paths":[%q]}`, path)); status < 400 {
			t.Errorf("%s: %d %s", path, status, text)
		}
	}
	d.v.Sees(t, "the deck", func(_ string, e live.Event) bool { return e.Deck == 1 })
}
