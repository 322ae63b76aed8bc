package cli

import (
	"context"
	"errors"
	"io"
	"os"
	"testing"
)

func TestAskPassword(t *testing.T) {
	for typed, want := range map[string]string{"s3 cret\nmore\n": "s3 cret", "with\r\n": "with", "no end": "no end", "": "", "\n": ""} {
		r, w, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		go func() { io.WriteString(w, typed); w.Close() }()
		got, err := askPassword(t.Context(), r, io.Discard)
		r.Close()
		if got != want || (err == nil) != (want != "") {
			t.Errorf("%.20q: got %q, %v", typed, got, err)
		}
	}
}

// TestAskPasswordInterrupted: a signal ends a question that nobody answers.
func TestAskPasswordInterrupted(t *testing.T) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := askPassword(ctx, r, io.Discard); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}
