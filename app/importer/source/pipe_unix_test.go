//go:build unix

package source

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// TestDiskPipe: a pipe in a file's place is no file, and nobody waits for what comes
// out of it.
func TestDiskPipe(t *testing.T) {
	dir := t.TempDir()
	pipe, deck, picture := filepath.Join(dir, "a.png"), filepath.Join(dir, "a.md"), filepath.Join(dir, "b.png")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(deck, []byte("![](a.png)\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(picture, []byte("b"), 0o600); err != nil {
		t.Fatal(err)
	}
	if d, err := OpenDisk(deck); err != nil || len(d.files) != 1 {
		t.Errorf("%v, %v", d, err)
	}
	if _, err := OpenDisk(picture, pipe); err == nil {
		t.Error("a pipe is taken for a file")
	}
}

// TestDiskPipeLater: nor is one that takes the file's place later.
func TestDiskPipeLater(t *testing.T) {
	deck := filepath.Join(t.TempDir(), "a.md")
	if err := os.WriteFile(deck, []byte("# a\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	d := onDisk(t, deck)
	if err := os.Remove(deck); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mkfifo(deck, 0o600); err != nil {
		t.Fatal(err)
	}
	opened := make(chan error, 1)
	go func() {
		_, err := d.Open("a.md")
		opened <- err
	}()
	select {
	case err := <-opened:
		if !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%v", err)
		}
	case <-time.After(30 * time.Second):
		t.Error("it waits for who writes to the pipe")
	}
}
