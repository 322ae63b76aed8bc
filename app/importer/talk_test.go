package importer

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"lectern/app/deck"
	"lectern/app/deck/decktest"
	"lectern/app/fault"
	"lectern/app/importer/importertest"
	"lectern/app/importer/options"
)

// runAsOffice makes this binary a LibreOffice that a stranger's file took over: its
// first line says what it does.
func runAsOffice() {
	if filepath.Base(os.Args[0]) != officeName {
		return
	}
	var out, in string
	for i, a := range os.Args {
		if a == "--outdir" {
			out, in = filepath.Join(os.Args[i+1], "talk.pdf"), os.Args[i+2]
		}
	}
	data, err := os.ReadFile(in)
	if err != nil {
		panic(err)
	}
	order, rest, _ := strings.Cut(string(data), "\n")
	switch order {
	case "nothing":
	case "again":
		os.Exit(81)
	case "crash":
		os.Exit(134)
	case "crash once":
		first := out + ".first"
		if _, err = os.Stat(first); err != nil {
			os.WriteFile(first, nil, 0o600)
			os.Exit(134)
		}
		err = os.WriteFile(out, []byte("%PDF-"), 0o600)
	case "sleep":
		os.WriteFile(out, nil, 0o600)
		time.Sleep(time.Hour)
	case "spin":
		for spun := 0; ; spun++ {
			if spun < 0 {
				spun = 0
			}
		}
	case "memory":
		for all := [][]byte{}; ; {
			b := make([]byte, 16<<20)
			for i := range b {
				b[i] = 1
			}
			all = append(all, b)
		}
	case "link":
		err = os.Symlink(rest, out)
	case "escape":
		err = os.WriteFile(out, []byte("%PDF-"+escapeOffice(rest)), 0o600)
	}
	if err != nil {
		panic(err)
	}
	os.Exit(0)
}

// fakeOffice installs this binary as LibreOffice.
func fakeOffice(t *testing.T) *Importer {
	t.Helper()
	dir, err := os.MkdirTemp("/tmp", "office") // where the program's user gets to
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for _, sub := range []string{"", "program", "talks"} {
		os.Mkdir(filepath.Join(dir, sub), 0o755)
		if err := os.Chmod(filepath.Join(dir, sub), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	program := filepath.Join(dir, "program", officeName)
	// By a process of its own: a child that is forked meanwhile would hold the file open
	// for writing, and what is open so cannot be run.
	if out, err := exec.Command("cp", self, program).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	t.Setenv("LECTERN_LIBREOFFICE", program)
	im, _ := newImporter(t, Limits{})
	im.config.TalkFolder = filepath.Join(dir, "talks")
	t.Cleanup(func() {
		if left, err := os.ReadDir(im.config.TalkFolder); err != nil || len(left) > 0 {
			t.Errorf("%v, %v is left", left, err)
		}
	})
	return im
}

func withTalkLimits(t *testing.T, change func(*Limits)) {
	old := talkLimits
	change(&talkLimits)
	t.Cleanup(func() { talkLimits = old })
}

// TestBadOffice: whatever becomes of LibreOffice has a sentence, and leaves nothing.
func TestBadOffice(t *testing.T) {
	for order, c := range map[string]struct {
		code   fault.Code
		want   string
		change func(*Limits)
	}{
		"nothing": {fault.NotADeck, "LibreOffice cannot read a.ppt", nil},
		"again":   {fault.NotADeck, "LibreOffice did not begin to read a.ppt", nil},
		"crash":   {fault.NotADeck, "LibreOffice cannot read a.ppt", nil},
		"sleep":   {fault.TooLarge, "LibreOffice takes too long to draw a.ppt", func(l *Limits) { l.Whole = 300 * time.Millisecond }},
		"spin":    {fault.TooLarge, "LibreOffice takes too long to draw a.ppt", func(l *Limits) { l.CPU = time.Second }},
		"memory":  {fault.TooLarge, "LibreOffice needs more memory for a.ppt than an import may have", nil},
		"link":    {fault.NotADeck, "LibreOffice cannot read a.ppt", nil},
	} {
		t.Run(order, func(t *testing.T) {
			if order == "memory" && raceEnabled {
				t.Skip("the race detector's memory is not bounded")
			}
			im := fakeOffice(t)
			if c.change != nil {
				withTalkLimits(t, c.change)
			}
			secret := filepath.Join(t.TempDir(), "secret")
			if err := os.WriteFile(secret, []byte("%PDF-"), 0o600); err != nil {
				t.Fatal(err)
			}
			_, err := im.drawTalk(t.Context(), importertest.Tree("a.ppt", order+"\n"+secret), "a.ppt", ".ppt")
			checkSentence(t, err, c.code, c.want)
		})
	}
}

// TestOfficeCrash: one crash is no reason to do without the drawing.
func TestOfficeCrash(t *testing.T) {
	im := fakeOffice(t)
	made, err := im.drawTalk(t.Context(), importertest.Tree("a.ppt", "crash once"), "a.ppt", ".ppt")
	if err != nil {
		t.Fatal(err)
	}
	if err := made.close(); err != nil {
		t.Error(err)
	}
}

// TestOfficeCancelled: LibreOffice ends with the import.
func TestOfficeCancelled(t *testing.T) {
	im := fakeOffice(t)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		_, err := im.drawTalk(ctx, importertest.Tree("a.ppt", "sleep"), "a.ppt", ".ppt")
		ended <- err
	}()
	for {
		if begun, _ := filepath.Glob(filepath.Join(im.config.TalkFolder, "*", "out", "talk.pdf")); len(begun) > 0 {
			break
		}
		select {
		case err := <-ended:
			t.Fatal(err)
		case <-time.After(5 * time.Millisecond):
		}
	}
	cancel()
	if err := <-ended; err != context.Canceled {
		t.Error(err)
	}
}

// TestTalkUndrawn: where LibreOffice is of no use a talk is its words, and says why.
func TestTalkUndrawn(t *testing.T) {
	talk := importertest.PPTX(importertest.Talk{Slides: []importertest.TalkSlide{{Title: "One", Notes: "n"}, {Title: "Two", Hidden: true}}})
	undrawn := func(t *testing.T, im *Importer, why string) {
		t.Helper()
		d := &decktest.Deck{}
		if err := im.Import(t.Context(), importertest.Tree("a.pptx", talk), options.Options{}, d); err != nil {
			t.Fatal(err)
		}
		importertest.CheckDraft(t, d)
		want := "a.pptx is shown as its titles, words and pictures, without its layout: " + why
		if got := strings.Join(d.Warnings, "|"); got != want || d.Format != deck.Office || len(d.Slides) != 2 || d.Slides[0].Notes != "n" || !d.Slides[1].Hidden {
			t.Errorf("%q, %+v\nwant %q", got, d.Slides, want)
		}
	}
	t.Run("not installed", func(t *testing.T) {
		t.Setenv("LECTERN_LIBREOFFICE", "none")
		im, _ := newImporter(t, Limits{})
		undrawn(t, im, "LibreOffice is not installed. To show it as it was made, install that (apt install libreoffice-impress-nogui, or libreoffice.org), and import the file again.")
		err := im.Import(t.Context(), importertest.Tree("a.key", importertest.Zip(importertest.Entry{Name: "Index/Document.iwa"})), options.Options{}, &decktest.Deck{})
		checkSentence(t, err, fault.NotADeck, "a.key is a Keynote file that only LibreOffice can read, which is not installed; install it (apt install libreoffice-impress-nogui, or libreoffice.org), or export the talk as PDF and import that")
	})
	t.Run("of no use", func(t *testing.T) {
		im := fakeOffice(t)
		undrawn(t, im, "LibreOffice cannot read a.pptx. To show it as it was made, export it as PDF and import that.")
		err := im.Import(t.Context(), importertest.Tree("a.key", importertest.Zip(importertest.Entry{Name: "Index/Document.iwa"})), options.Options{}, &decktest.Deck{})
		checkSentence(t, err, fault.NotADeck, "a.key is a Keynote file, and LibreOffice cannot read a.key; export it as PDF and import that")
	})
	t.Run("no folder", func(t *testing.T) {
		im := fakeOffice(t)
		file := filepath.Join(t.TempDir(), "file")
		if err := os.WriteFile(file, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		im.config.TalkFolder, file = file, im.config.TalkFolder
		err := im.Import(t.Context(), importertest.Tree("a.pptx", talk), options.Options{}, &decktest.Deck{})
		if !errors.Is(err, syscall.ENOTDIR) {
			t.Error(err)
		}
		im.config.TalkFolder = file
	})
}
