package harness

import (
	"os"
	"testing"
)

// All reports whether everything is asked for, however long it takes, as
// `go run ./build test -all` does. Without, tests take smaller numbers.
func All() bool { return os.Getenv("LECTERN_TEST_ALL") != "" }

// Long skips a test, unless all are asked for. why says what it takes, and what
// shows the same in short.
func Long(t testing.TB, why string) {
	t.Helper()
	if !All() {
		t.Skipf("%s: go run ./build test -all runs it", why)
	}
}
