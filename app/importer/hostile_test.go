package importer

import (
	"context"
	"errors"
	"io/fs"
	"maps"
	"os"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"lectern/app/deck"
	"lectern/app/deck/decktest"
	"lectern/app/fault"
	"lectern/app/importer/importertest"
	"lectern/app/importer/options"
	"lectern/app/importer/wire"
)

// What a hostile file may have a child do. Each is a mode that a real child is
// started in.
func init() {
	add(map[string]func(fs.FS, *wire.Teller) error{
		"panic": func(fs.FS, *wire.Teller) error { panic("a decoder stumbled") },
		"panic elsewhere": func(fs.FS, *wire.Teller) error {
			go panic("a decoder stumbled")
			select {}
		},
		"memory": func(_ fs.FS, tell *wire.Teller) error {
			tell.Step("page 3")
			return fillMemory()
		},
		"loop": func(_ fs.FS, tell *wire.Teller) error {
			tell.Step("page 4")
			for n := 0; ; n++ {
				busy.Store(int64(n))
			}
		},
		"sleep": func(fs.FS, *wire.Teller) error {
			time.Sleep(time.Hour)
			return nil
		},
		"read for ever": func(files fs.FS, _ *wire.Teller) error {
			for {
				if _, err := fs.ReadFile(files, "a.md"); err != nil {
					return err
				}
			}
		},
		"step for ever": func(_ fs.FS, tell *wire.Teller) error {
			for {
				tell.Step("page 5")
			}
		},
		"nonsense": func(fs.FS, *wire.Teller) error {
			_, err := os.NewFile(1, "").WriteString("GET / HTTP/1.0\r\n\r\n")
			time.Sleep(time.Hour)
			return err
		},
		"exit": func(fs.FS, *wire.Teller) error {
			os.Exit(0)
			return nil
		},
		"half a deck": func(_ fs.FS, tell *wire.Teller) error {
			return tell.Begin(context.Background(), deck.Header{Title: "a", Source: "a.md", Format: deck.Markdown, Slides: 2})
		},
		"pages of nothing": func(fs.FS, *wire.Teller) error {
			_, err := os.NewFile(1, "").WriteString("x\x00\x00\x00\x00") // which page to make
			time.Sleep(time.Hour)
			return err
		},
		"two words": func(_ fs.FS, tell *wire.Teller) error {
			return errors.New("line one\nline two")
		},
	})
}

func add(modes map[string]func(fs.FS, *wire.Teller) error) {
	if testModes == nil {
		testModes = map[string]func(fs.FS, *wire.Teller) error{}
	}
	maps.Copy(testModes, modes)
}

// busy is what a loop has to do.
var busy atomic.Int64

// fillMemory takes all there is.
func fillMemory() error {
	var all [][]byte
	for {
		block := make([]byte, 8<<20)
		for i := range block {
			block[i] = byte(i)
		}
		all = append(all, block)
		runtime.KeepAlive(all)
	}
}

// child runs one child in a mode of the tests.
func child(t *testing.T, mode string, l Limits) (*output, error) {
	t.Helper()
	im, log := newImporter(t, l)
	files, err := wire.NewFiles(t.Context(), importertest.Tree("a.md", "# a"))
	if err != nil {
		t.Fatal(err)
	}
	return log, im.child(t.Context(), mode, options.Options{}, files, &gate{to: &decktest.Deck{}, owner: t.Context()})
}

// shortened has time limits that a test can wait for.
func shortened(change func(*Limits)) Limits {
	l := DefaultLimits
	change(&l)
	return l
}

// TestHostileChild: whatever a child does, it ends in one sentence, or in an error
// of ours that says what.
func TestHostileChild(t *testing.T) {
	soon := 200 * time.Millisecond
	for _, c := range []struct {
		mode   string
		limits func(*Limits)
		code   fault.Code
		want   string // of the sentence, or of the error where there is no code
		log    string
	}{
		{"panic", nil, fault.NotADeck, "a.md made the import fail, which is a fault of Lectern's; its log says more", "a decoder stumbled"},
		{"panic elsewhere", nil, fault.NotADeck, "a.md made the import fail, which is a fault of Lectern's; its log says more", "a decoder stumbled"},
		{"exit", nil, fault.NotADeck, "a.md made the import fail, which is a fault of Lectern's; its log says more", "ended by itself"},
		{"loop", func(l *Limits) { l.Step = soon }, fault.TooLarge, "a.md takes too long to import (page 4); make it simpler, or leave that out", ""},
		{"loop", func(l *Limits) { l.CPU = time.Second }, fault.TooLarge, "a.md takes too long to import as a whole; split it in two", ""},
		{"sleep", func(l *Limits) { l.StepMost = soon }, fault.TooLarge, "a.md takes too long to import; make it simpler, or leave that out", ""},
		{"read for ever", func(l *Limits) { l.StepMost = soon }, fault.TooLarge, "a.md takes too long to import; make it simpler, or leave that out", ""},
		{"step for ever", func(l *Limits) { l.Whole = soon }, fault.TooLarge, "a.md takes too long to import as a whole; split it in two", ""},
		{"nonsense", nil, "", "a wrong message", ""},
		{"half a deck", nil, "", "0 of 2 slides", ""},
		{"pages of nothing", nil, "", "pages of no deck", ""},
		{"two words", nil, "", "line one line two", ""},
	} {
		t.Run(c.mode, func(t *testing.T) {
			l := DefaultLimits
			if c.limits != nil {
				c.limits(&l)
			}
			log, err := child(t, c.mode, l)
			if c.code != "" {
				checkSentence(t, err, c.code, c.want)
			} else if err == nil || fault.CodeOf(err) != "" || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v, want an error of ours: %s", err, c.want)
			}
			if !strings.Contains(log.String(), c.log) {
				t.Errorf("the log says %s", log)
			}
		})
	}
}

func checkSentence(t *testing.T, err error, code fault.Code, want string) {
	t.Helper()
	var f *fault.Error
	if !errors.As(err, &f) {
		t.Fatalf("%T: %v", err, err)
	}
	importertest.CheckRefusal(t, f)
	if f.Code != code || f.Message != want {
		t.Errorf("%s: %s\nwant %s: %s", f.Code, f.Message, code, want)
	}
}

// TestCancelled: whoever cancels, or closes the Importer, waits for nothing, and
// the sink hears no more.
func TestCancelled(t *testing.T) {
	for _, mode := range []string{"loop", "sleep"} {
		for way, stop := range map[string]func(im *Importer, cancel func()){
			"by the presenter": func(_ *Importer, cancel func()) { cancel() },
			"by Close":         func(im *Importer, _ func()) { im.Close() },
		} {
			t.Run(mode+" "+way, func(t *testing.T) {
				im, _ := newImporter(t, Limits{})
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				defer context.AfterFunc(im.ctx, cancel)()
				files, err := wire.NewFiles(ctx, importertest.Tree("a.md", "# a"))
				if err != nil {
					t.Fatal(err)
				}
				begun := make(chan struct{})
				ended := make(chan error, 1)
				testStarted = func(int) { close(begun) }
				t.Cleanup(func() { testStarted = nil })
				go func() {
					ended <- im.child(ctx, mode, options.Options{}, files, &gate{to: &decktest.Deck{}, owner: im.ctx})
				}()
				<-begun
				stop(im, cancel)
				if err := <-ended; err != context.Canceled {
					t.Error(err)
				}
			})
		}
	}
}
