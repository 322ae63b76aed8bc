package importer

import (
	"context"
	"io/fs"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"lectern/app/deck/decktest"
	"lectern/app/importer/importertest"
)

// atOnceMeans is how long a stop may take that waits for nothing, on a busy
// machine.
const atOnceMeans = 3 * time.Second

// stopped cancels an import and closes its Importer, and fails if they are waited
// for.
func stopped(t *testing.T, im *Importer, cancel context.CancelFunc, ended <-chan error) {
	t.Helper()
	begun := time.Now()
	cancel()
	select {
	case err := <-ended:
		if err != context.Canceled {
			t.Errorf("the import ended with %v", err)
		}
	case <-time.After(atOnceMeans):
		t.Fatal("the import goes on")
	}
	if err := im.Close(); err != nil {
		t.Error(err)
	}
	if took := time.Since(begun); took > atOnceMeans {
		t.Errorf("Close returned after %v", took)
	}
}

// TestStopWhileCompiling: the first PDF of all has the engine compiled, for many
// seconds that nothing can interrupt. Whoever stops does not wait for that. (The
// compiler goes on until this process ends.)
func TestStopWhileCompiling(t *testing.T) {
	cache := t.TempDir()
	im := New(cache)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	ended := make(chan error, 1)
	go func() {
		data := importertest.PDF(importertest.PDFSpec{Pages: []string{importertest.PageText("One")}})
		ended <- im.Import(ctx, importertest.Tree("a.pdf", data), &decktest.Deck{})
	}()
	// Its folder in the cache is made just before the compiler begins.
	for {
		if made, _ := filepath.Glob(filepath.Join(cache, "*")); len(made) > 0 {
			break
		}
		select {
		case err := <-ended:
			t.Fatal(err)
		default:
			runtime.Gosched()
		}
	}
	stopped(t, im, cancel, ended)
}

// stuckFile is a file that nobody gets to the end of, as a decoder does not of some
// pictures.
type stuckFile struct {
	fs.FS
	reading, over chan struct{}
}

func (f *stuckFile) Open(name string) (fs.File, error) {
	if name == "stuck.png" {
		f.reading <- struct{}{}
		<-f.over
	}
	return f.FS.Open(name)
}

// TestStopWhileReading: what cannot be interrupted is not waited for, in a Markdown
// deck as in any other, and says nothing any more when it ends.
func TestStopWhileReading(t *testing.T) {
	red := importertest.PNG(importertest.Colours(4, 3))
	files := &stuckFile{importertest.Tree("a.md", "![](stuck.png)\n", "stuck.png", red), make(chan struct{}), make(chan struct{})}
	im := New("")
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	ended := make(chan error, 1)
	d := &decktest.Deck{}
	go func() { ended <- im.Import(ctx, files, d) }()
	<-files.reading // to see what it is
	files.over <- struct{}{}
	<-files.reading // to show it
	stopped(t, im, cancel, ended)
	close(files.over)
	im.running.Wait()
	if len(d.Slides)+len(d.Pictures) > 0 {
		t.Errorf("%+v came after the end", d)
	}
}
