package cli

import (
	"context"
	"errors"
	"testing"
)

// TestTogether: the window closes with what is behind it, and that with the window.
func TestTogether(t *testing.T) {
	broken := errors.New("broken")
	wait := func(ctx context.Context) error { <-ctx.Done(); return nil }
	fail := func(context.Context) error { return broken }
	for name, err := range map[string]error{
		"what is behind it ends": together(t.Context(), fail, wait),
		"the window ends":        together(t.Context(), wait, fail),
	} {
		if !errors.Is(err, broken) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
