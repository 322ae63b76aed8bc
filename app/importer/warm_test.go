//go:build !race

package importer

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"lectern/app/deck/decktest"
	"lectern/app/fault"
	"lectern/app/importer/importertest"
	"lectern/app/importer/options"
	"lectern/app/importer/pdf"
)

// warm has a child wait, and returns its process.
func warm(t *testing.T, im *Importer) int {
	t.Helper()
	im.precompile(t.Context(), 0)
	im.startSpare()
	im.mu.Lock()
	defer im.mu.Unlock()
	if im.spare == nil {
		t.Fatal("no child waits")
	}
	return im.spare.pid()
}

// TestWarm: the child that waits takes the next PDF, or the next pages; there is one at
// the most, and none is left.
func TestWarm(t *testing.T) {
	pids := started(t)
	files := importertest.Tree("talk.pdf", talkPDF(2))
	p, im := openPages(t, Limits{}, files, "talk.pdf")
	waits := warm(t, im)
	if again := warm(t, im); again != waits {
		t.Error("two children wait")
	}
	if err := im.Import(t.Context(), files, options.Options{}, &decktest.Deck{}); err != nil {
		t.Fatal(err)
	}
	if pid := <-pids; pid != waits {
		t.Error("another child imported")
	}
	waits = warm(t, im)
	checkRead(t, p, 0)
	if pid := <-pids; pid != waits {
		t.Error("another child draws")
	}
	// One that ended meanwhile is none.
	spare := func() *process { warm(t, im); return im.spare }()
	kill(t, spare.pid())
	<-spare.exited
	if err := im.Import(t.Context(), files, options.Options{}, &decktest.Deck{}); err != nil {
		t.Error(err)
	}
	warm(t, im)
	spare = im.spare
	if err := im.Close(); err != nil {
		t.Error(err)
	}
	<-spare.exited
	im.Warm()
	if im.spare != nil {
		t.Error("a child waits after Close")
	}
}

// TestPrecompile: what is compiled ahead is found, and not compiled again; whoever
// ends it does not wait.
func TestPrecompile(t *testing.T) {
	im, _ := newImporter(t, Limits{})
	im.config.EngineCache = t.TempDir()
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		im.precompile(ctx, 0)
	}()
	compiles(t, im.config.EngineCache)
	// Who needs the engine now does not wait for idle processors, nor for the end.
	now, enough := context.WithCancel(t.Context())
	enough()
	if err := im.compile(now); err != context.Canceled {
		t.Error(err)
	}
	<-done
	cancel()
	if pdf.Compiled(im.config.EngineCache) {
		t.Error("it is said to be compiled")
	}

	im.config.EngineCache = engineCache()
	im.precompile(t.Context(), 0)
	if !pdf.Compiled(engineCache()) {
		t.Fatal("it is not compiled")
	}
	testEnded = func(*os.ProcessState) { t.Error("there was a child") }
	defer func() { testEnded = nil }()
	im.compiled = false
	im.precompile(t.Context(), 0)
}

// TestLocked: a password reaches the child, and its lack is told from other troubles.
func TestLocked(t *testing.T) {
	im, _ := newImporter(t, Limits{})
	im.config.EngineCache = engineCache()
	files := importertest.Tree("talk.pdf", importertest.PDF(importertest.PDFSpec{Pages: []string{importertest.PageText("Page 1")}, Lock: "secret"}))
	err := im.Import(t.Context(), files, options.Options{}, &decktest.Deck{})
	checkSentence(t, err, fault.Locked, "talk.pdf is locked with a password; give it with --password, or save a copy without one")
	d := &decktest.Deck{}
	if err := im.Import(t.Context(), files, options.Options{Password: "secret"}, d); err != nil || d.Slides[0].Title != "Page 1" {
		t.Error(err)
	}
	p := im.Pages(t.Context(), files, "talk.pdf", options.Options{Password: "secret"})
	defer p.Close()
	checkRead(t, p, 0)
}

// compiles waits until the compiler has made its folder in the cache: just before it
// begins.
func compiles(t testing.TB, cache string) {
	t.Helper()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for deadline := time.Now().Add(time.Minute); ; <-tick.C {
		if made, _ := filepath.Glob(filepath.Join(cache, "*")); len(made) > 0 {
			return
		}
		if time.Now().After(deadline) {
			t.Fatal("nothing is compiled")
		}
	}
}
