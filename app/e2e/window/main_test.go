package window

import (
	"os"
	"testing"

	"lectern/app/e2e/harness"
)

func TestMain(m *testing.M) {
	// The other tests of the whole may have a binary without windows.
	if windowed := os.Getenv("LECTERN_TEST_WINDOW"); windowed != "" {
		os.Setenv("LECTERN_TEST_BINARY", windowed)
	}
	harness.Main(m)
}
