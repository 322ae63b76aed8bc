package harness

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"lectern/app/keeper"
)

var (
	Binary string // the lectern that is tested
	builds string // the folder of what the tests build
)

// Main is the TestMain of a package that starts the binary. What it is given it
// does at the end.
func Main(m *testing.M, end ...func()) { os.Exit(run(m, end)) }

func run(m *testing.M, end []func()) int {
	keeper.ForgetClientEnvironment() // PGHOST and the like of whoever runs the tests
	Binary = os.Getenv("LECTERN_TEST_BINARY")
	var err error
	if builds, err = os.MkdirTemp("", "lectern-e2e-"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(builds)
	os.Chmod(builds, 0o755) // an ordinary user runs it, too
	if Binary == "" {
		Binary = filepath.Join(builds, "lectern")
		build := exec.Command("go", "build", "-tags", "headless", "-o", Binary, "lectern")
		build.Stderr = os.Stderr
		if err := build.Run(); err != nil {
			return 1
		}
	}
	for _, f := range end {
		defer f()
	}
	return m.Run()
}
