package pdf

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"time"
)

// leftoverAge is far more than the compiler needs.
const leftoverAge = time.Hour

// removeLeftovers removes what processes left in the cache that ended while they
// compiled: wazero writes a file beside the one it will be, and renames it.
func removeLeftovers(cacheDir string) {
	names, _ := filepath.Glob(filepath.Join(cacheDir, "*", "*.tmp"))
	for _, name := range names {
		if st, err := os.Stat(name); err == nil && time.Since(st.ModTime()) > leftoverAge {
			os.Remove(name) // another time, if not now
		}
	}
}

// receipt is the file in the cache that says what was compiled: by which versions, and
// the files that it became.
const receipt = "compiled"

// Compiled reports whether Compile has been here, and what it made is here still. It
// costs no more than a look at the folder.
func Compiled(cacheDir string) bool {
	said, err := os.ReadFile(filepath.Join(cacheDir, receipt))
	lines := strings.Split(strings.TrimSpace(string(said)), "\n")
	if err != nil || len(lines) < 2 || lines[0] != versions() {
		return false
	}
	here := contents(cacheDir)
	for _, line := range lines[1:] {
		if !slices.Contains(here, line) {
			return false
		}
	}
	return true
}

// writeReceipt is for Compiled. Without it the engine is opened to find out.
func writeReceipt(cacheDir string) error {
	lines := append([]string{versions()}, contents(cacheDir)...)
	name := filepath.Join(cacheDir, receipt)
	fresh := fmt.Sprint(name, ".", os.Getpid())
	if err := os.WriteFile(fresh, []byte(strings.Join(lines, "\n")+"\n"), 0o600); err != nil {
		return err
	}
	return os.Rename(fresh, name)
}

// contents are the sizes and names of the files that the compiler made.
func contents(cacheDir string) (lines []string) {
	names, _ := filepath.Glob(filepath.Join(cacheDir, "*", "*"))
	for _, name := range names {
		st, err := os.Stat(name)
		if err == nil && st.Mode().IsRegular() && filepath.Ext(name) != ".tmp" {
			short, _ := filepath.Rel(cacheDir, name)
			lines = append(lines, fmt.Sprintf("%d %s", st.Size(), filepath.ToSlash(short)))
		}
	}
	return lines
}

// versions are what the compiled engine depends on.
func versions() string {
	of := []string{runtime.Version(), runtime.GOOS, runtime.GOARCH}
	info, _ := debug.ReadBuildInfo()
	for _, m := range deps(info) {
		if m.Path == "github.com/klippa-app/go-pdfium" || m.Path == "github.com/tetratelabs/wazero" {
			m = cmp.Or(m.Replace, m)
			of = append(of, m.Path+"@"+m.Version)
		}
	}
	return strings.Join(of, " ")
}

func deps(info *debug.BuildInfo) []*debug.Module {
	if info == nil {
		return nil
	}
	return info.Deps
}
