package changes

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/fsnotify/fsnotify"

	"lectern/app/importer/importertest"
	"lectern/app/importer/source"
)

// desk is a folder with a talk in it.
type desk struct {
	t   *testing.T
	dir string
}

func (d desk) path(name string) string { return filepath.Join(d.dir, filepath.FromSlash(name)) }

func (d desk) write(name, text string) {
	d.t.Helper()
	if err := os.MkdirAll(filepath.Dir(d.path(name)), 0o700); err != nil {
		d.t.Fatal(err)
	}
	if err := os.WriteFile(d.path(name), []byte(text), 0o600); err != nil {
		d.t.Fatal(err)
	}
}

func (d desk) open(names ...string) *Watch {
	d.t.Helper()
	var paths []string
	for _, n := range names {
		paths = append(paths, d.path(n))
	}
	files, err := source.OpenDisk(paths...)
	if err != nil {
		d.t.Fatal(err)
	}
	defer files.Close()
	w := Open(files.Footprint())
	d.t.Cleanup(w.Close)
	return w
}

// waits is how long a change may take until it is told, on a machine that is busy.
const waits = 30 * time.Second

// changes has something done, and reports whether it is told.
func changes(t *testing.T, w *Watch, do func()) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), waits)
	defer cancel()
	do()
	if err := w.Next(ctx); err != nil {
		t.Fatalf("it was not told: %v", err)
	}
}

// still reports that nothing is told.
func still(t *testing.T, w *Watch, do func()) {
	t.Helper()
	do()
	ctx, cancel := context.WithTimeout(t.Context(), 3*lookEvery)
	defer cancel()
	if err := w.Next(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Fatalf("it was told, %v", err)
	}
}

// TestNext: with the system's words, and without.
func TestNext(t *testing.T) {
	red := string(importertest.PNG(importertest.Colours(4, 3)))
	for _, silent := range []bool{false, true} {
		name := map[bool]string{false: "heard", true: "looked at"}[silent]
		t.Run(name, func(t *testing.T) {
			d := desk{t, t.TempDir()}
			d.write("talk.md", "# A\n\n![](img/a.png)\n\n![](later/b.png)\n")
			d.write("img/a.png", red)
			d.write("other.md", "x")
			w := d.open("talk.md")
			if silent {
				w.Close()
				w.events = nil
			}
			still(t, w, func() { d.write("other.md", "y") })
			changes(t, w, func() { d.write("talk.md", "# AB\n\n![](img/a.png)\n\n![](later/b.png)\n") })
			changes(t, w, func() { // by renaming
				d.write(".talk.md.swp", "# ABC\n\n![](img/a.png)\n\n![](later/b.png)\n")
				if err := os.Rename(d.path(".talk.md.swp"), d.path("talk.md")); err != nil {
					t.Fatal(err)
				}
			})
			changes(t, w, func() { d.write("img/a.png", red+"x") })
			changes(t, w, func() { d.write("later/b.png", red) }) // in a folder that was not there
			changes(t, w, func() { os.Remove(d.path("talk.md")) })
			changes(t, w, func() { d.write("talk.md", "# back\n") })
			still(t, w, func() {})
		})
	}
}

// TestNextOfFolder: all that is in it counts, but for what editors leave.
func TestNextOfFolder(t *testing.T) {
	d := desk{t, t.TempDir()}
	d.write("talk/slides.md", "# A\n")
	w := d.open("talk")
	still(t, w, func() { d.write("talk/.slides.md.swp", "x"); d.write("talk/.git/HEAD", "x") })
	changes(t, w, func() { d.write("talk/img/deep/a.png", "1") })
	changes(t, w, func() { d.write("talk/img/deep/a.png", "12") })
	changes(t, w, func() { os.RemoveAll(d.path("talk/img")) })
}

// TestNextBetween: what changes while nobody waits, and what changed since it was read,
// is told the next time.
func TestNextBetween(t *testing.T) {
	d := desk{t, t.TempDir()}
	d.write("talk.md", "# A\n")
	files, err := source.OpenDisk(d.path("talk.md"))
	if err != nil {
		t.Fatal(err)
	}
	files.Close()
	d.write("talk.md", "# AB\n")
	w := Open(files.Footprint())
	defer w.Close()
	changes(t, w, func() {})
	d.write("talk.md", "# ABC\n")
	changes(t, w, func() {})
	// Set says what was read: that is no change.
	d.write("talk.md", "# ABCD\n")
	again, err := source.OpenDisk(d.path("talk.md"))
	if err != nil {
		t.Fatal(err)
	}
	again.Close()
	still(t, w, func() { w.Set(again.Footprint()) })
}

// TestUnfinished: a file that has no end yet is waited for.
func TestUnfinished(t *testing.T) {
	d := desk{t, t.TempDir()}
	for text, want := range map[string]time.Duration{
		"": emptyWait, "# A": 0, "%PDF-1.7\nobj": endingWait, "%PDF-1.7\nobj\n%%EOF\n": 0, "PK\x03\x04abc": endingWait, "PK\x03\x04abcPK\x05\x06": 0,
	} {
		d.write("a", text)
		if got := unfinished(d.path("a"), int64(len(text))); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
	d.write("talk.pdf", "%PDF-1.7\n1\n%%EOF")
	w := d.open("talk.pdf")
	still(t, w, func() { d.write("talk.pdf", "%PDF-1.7\n12") })
	changes(t, w, func() { d.write("talk.pdf", "%PDF-1.7\n12\n%%EOF") })
}

// TestRestless: what changes all the time is told all the same, whether the system says
// so or not.
func TestRestless(t *testing.T) {
	was := longest
	longest = 4 * quiet
	defer func() { longest = was }()
	d := desk{t, t.TempDir()}
	d.write("talk/log", "x")
	w := d.open("talk")
	ctx, cancel := context.WithTimeout(t.Context(), waits)
	defer cancel()
	words := make(chan fsnotify.Event)
	go func() {
		for ctx.Err() == nil {
			select {
			case words <- fsnotify.Event{Name: d.path("talk/log")}:
			case <-ctx.Done():
			}
		}
	}()
	if err := w.settle(ctx, words); err != nil {
		t.Errorf("it is heard of for ever: %v", err)
	}
	for text, told := "x", false; !told; _, told = w.look(false) {
		if text += "x"; ctx.Err() != nil {
			t.Fatal("it is looked at for ever")
		}
		d.write("talk/log", text)
	}
}
