package pdf

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"lectern/app/importer/importertest"
)

// shared is one engine for all tests: it takes seconds to compile.
var shared = sync.OnceValue(func() *Engine {
	e, err := Open(testCache)
	if err != nil {
		panic(err)
	}
	closeShared = e.Close
	return e
})

var closeShared = func() error { return nil }

// testCache holds the compiled engine. The variable hands it on to fuzzing's
// workers, which are processes of their own.
var testCache = os.Getenv(cacheVariable)

const cacheVariable = "LECTERN_TEST_PDF_CACHE"

func TestMain(m *testing.M) {
	if testCache != "" {
		os.Exit(m.Run())
	}
	dir, kept := os.LookupEnv("LECTERN_TEST_PDF_ENGINE") // from run to run
	if !kept {
		var err error
		if dir, err = os.MkdirTemp("", "importer"); err != nil {
			panic(err)
		}
	}
	testCache = dir
	os.Setenv(cacheVariable, dir)
	if importertest.Race {
		compileWithoutRace()
	}
	code := m.Run()
	if err := closeShared(); err != nil && code == 0 {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	if !kept {
		os.RemoveAll(dir)
	}
	os.Exit(code)
}

// compileWithoutRace fills the cache from a process without the race detector:
// with it, the compiler of WebAssembly needs minutes instead of seconds. If
// that fails the tests are slow, no more.
func compileWithoutRace() {
	cmd := exec.Command("go", "test", "-count=1", "-run=^TestEngineCompiles$", ".")
	if out, err := cmd.CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "%v\n%s", err, out)
	}
}

// TestEngineCompiles: what Compile made is what Open loads.
func TestEngineCompiles(t *testing.T) {
	if err := Compile(t.Context(), testCache); err != nil {
		t.Fatal(err)
	}
	before := cached(t)
	e, err := Open(testCache)
	if err != nil {
		t.Fatal(err)
	}
	if err := e.Close(); err != nil {
		t.Error(err)
	}
	if after := cached(t); before == "" || after != before {
		t.Errorf("%q was compiled, %q is there after it was opened", before, after)
	}
}

func cached(t *testing.T) string {
	names, err := filepath.Glob(filepath.Join(testCache, "*", "*"))
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(names, " ")
}

// TestLeftovers: a process that ended while it compiled leaves nothing behind for
// ever, and one that compiles now is left alone.
func TestLeftovers(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "wazero-v1")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	for name, age := range map[string]time.Duration{"abc": 2 * leftoverAge, "abc.1.tmp": 2 * leftoverAge, "abc.2.tmp": 0} {
		file, at := filepath.Join(dir, name), time.Now().Add(-age)
		if err := os.WriteFile(file, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(file, at, at); err != nil {
			t.Fatal(err)
		}
	}
	removeLeftovers(filepath.Dir(dir))
	var left []string
	entries, err := os.ReadDir(dir)
	for _, e := range entries {
		left = append(left, e.Name())
	}
	if err != nil || strings.Join(left, " ") != "abc abc.2.tmp" {
		t.Errorf("%q are left, %v", left, err)
	}
}
