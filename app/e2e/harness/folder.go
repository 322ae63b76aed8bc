package harness

import (
	"os"
	"path/filepath"
	"testing"
)

// Folder is a temporary folder that the database's user can pass through.
func Folder(t testing.TB) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "lectern-e2e-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	if err := os.Chmod(dir, 0o711); err != nil {
		t.Fatal(err)
	}
	return filepath.Join(dir, "data")
}

// ForAll is a folder that the database's user can pass through, which stays until all
// tests of the program have ended.
func ForAll(t testing.TB) string {
	t.Helper()
	dir, err := os.MkdirTemp(builds, "all-")
	if err == nil {
		err = os.Chmod(dir, 0o711)
	}
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// Write puts a file into a folder of the test.
func Write(t testing.TB, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}
