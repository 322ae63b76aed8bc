// Package needtest is for tests that need what not every machine has. `go run ./build
// test` gets it and sets LECTERN_TEST_COMPLETE: there a test without it fails. Elsewhere
// it is skipped, and says so.
package needtest

import (
	"os"
	"os/exec"
	"testing"
)

// Complete reports whether what is missing is an error.
func Complete() bool { return os.Getenv("LECTERN_TEST_COMPLETE") != "" }

// Missing ends a test, and says what is not here.
func Missing(t testing.TB, format string, args ...any) {
	t.Helper()
	if Complete() {
		t.Fatalf(format, args...)
	}
	t.Skipf(format+": go run ./build test gets it", args...)
}

// Env is an environment variable that names something.
func Env(t testing.TB, variable string) string {
	t.Helper()
	value := os.Getenv(variable)
	if value == "" {
		Missing(t, "%s is not set", variable)
	}
	return value
}

// Program is the path of one, by its name.
func Program(t testing.TB, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		Missing(t, "there is no %s", name)
	}
	return path
}
