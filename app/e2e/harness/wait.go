package harness

import (
	"os"
	"strconv"
	"testing"
	"time"
)

// Patience is how long a test waits for each thing that must happen, on a machine that has
// much else to do.
const Patience = 60 * time.Second

func Until(t testing.TB, limit time.Duration, what string, ok func() bool) {
	t.Helper()
	deadline := time.After(limit)
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for !ok() {
		select {
		case <-tick.C:
		case <-deadline:
			t.Fatalf("waited %v for: %s", limit, what)
		}
	}
}

func Number(t *testing.T, env string, otherwise int) int {
	s := os.Getenv(env)
	if s == "" {
		return otherwise
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 {
		t.Fatalf("%s is %q", env, s)
	}
	return n
}
