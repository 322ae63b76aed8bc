package fault

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"testing"
)

// TestReason: what the system says no for is told in a clause, whatever it is wrapped in.
func TestReason(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	_, taken := net.Listen("tcp", l.Addr().String())
	_, gone := os.Open(file + ".gone")
	for want, err := range map[string]error{
		"another program uses it":         taken,
		"there is no such file or folder": gone,
		"this user has no right to it":    Wrap(Conflict, fmt.Errorf("open: %w", fs.ErrPermission), "It cannot be opened"),
		"the sun was in the camera's eye": fmt.Errorf("a: %w", errors.New("the sun was in the camera's eye")),
	} {
		if err == nil {
			t.Fatalf("nothing went wrong where %q was meant to", want)
		}
		if got := Reason(err); got != want {
			t.Errorf("%v: %q, want %q", err, got, want)
		}
	}
}

// TestCode: the outermost code counts, and its sentence is what a person reads.
func TestCode(t *testing.T) {
	inner := Errorf(NotFound, "There is no such deck")
	for _, c := range []struct {
		err      error
		code     Code
		sentence string
	}{
		{inner, NotFound, "There is no such deck"},
		{fmt.Errorf("store: %w", inner), NotFound, "There is no such deck"},
		{Wrap(Conflict, inner, "The deck %d is gone", 7), Conflict, "The deck 7 is gone"},
		{nil, "", ""},
	} {
		if got := CodeOf(c.err); got != c.code {
			t.Errorf("%v: the code %q, want %q", c.err, got, c.code)
		}
		if c.err == nil {
			continue
		}
		if got := Sentence(c.err); got != c.sentence {
			t.Errorf("%v: %q, want %q", c.err, got, c.sentence)
		}
	}
}
