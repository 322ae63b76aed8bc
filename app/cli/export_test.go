package cli

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lectern/app/fault"
)

// TestExportedFile: a file is there whole or not at all, and one that was there stays
// unless its owner says otherwise.
func TestExportedFile(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "talk.zip")
	puts := func(text string, err error) func(io.Writer) error {
		return func(w io.Writer) error { io.WriteString(w, text); return err }
	}
	holds := func(want string) {
		t.Helper()
		if got, err := os.ReadFile(file); string(got) != want || err != nil && want != "" {
			t.Errorf("the file holds %q, %v; want %q", got, err, want)
		}
		if all, err := os.ReadDir(dir); err != nil || len(all) > 1 || len(all) == 0 && want != "" {
			t.Errorf("the folder holds %v, %v", all, err)
		}
	}
	cut := errors.New("cut")
	e := export{file: file}
	if err := e.write(puts("half", cut)); err != cut {
		t.Error(err)
	}
	holds("")
	if err := e.write(puts("first", nil)); err != nil {
		t.Error(err)
	}
	holds("first")
	for name, err := range map[string]error{"before": e.free(), "after": e.write(puts("second", nil))} {
		if fault.CodeOf(err) != fault.Conflict || !strings.Contains(fault.Sentence(err), "talk.zip is there already; give another name, or --force to replace it") {
			t.Errorf("%s: %v", name, err)
		}
	}
	holds("first")
	e.force = true
	if err := errors.Join(e.free(), e.write(puts("third", nil))); err != nil {
		t.Error(err)
	}
	if err := e.write(puts("half", cut)); err != cut {
		t.Error(err)
	}
	holds("third")
	for name, file := range map[string]string{"is a folder": dir, "there is no such file or folder": filepath.Join(dir, "no", "a.zip"), "a part of the path is no folder": filepath.Join(file, "a.zip")} {
		e := export{file: file, force: true}
		if err := e.free(); fault.CodeOf(err) != fault.Conflict || !strings.Contains(fault.Sentence(err), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
