//go:build unix

package source

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
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
