package harness

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"lectern/app/needtest"
)

// ProxyProgram finds a program, also where only root looks, or what
// LECTERN_TEST_PROXIES holds of Debian's packages, unpacked.
func ProxyProgram(t testing.TB, name string) string {
	t.Helper()
	if path, err := exec.LookPath(name); err == nil {
		return path
	}
	dirs := []string{"/usr/sbin"}
	if unpacked := os.Getenv("LECTERN_TEST_PROXIES"); unpacked != "" {
		dirs = append(dirs, filepath.Join(unpacked, "usr/sbin"), filepath.Join(unpacked, "usr/bin"))
	}
	for _, dir := range dirs {
		if path, err := exec.LookPath(filepath.Join(dir, name)); err == nil {
			return path
		}
	}
	needtest.Missing(t, "there is no %s", name)
	return ""
}

// ProxyLibraries is where the libraries of an unpacked program lie; "" for one
// that is installed.
func ProxyLibraries(program string) string {
	dir := os.Getenv("LECTERN_TEST_PROXIES")
	if dir == "" || !strings.HasPrefix(program, dir) {
		return ""
	}
	dirs, _ := filepath.Glob(filepath.Join(dir, "usr/lib/*-linux-*"))
	return strings.Join(dirs, ":")
}
