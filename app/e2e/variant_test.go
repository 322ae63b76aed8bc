//go:build linux

package e2e

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
)

// variants are builds of this checkout with a few files of the tests' own in
// place of its (go build -overlay), each made when it is first asked for. All
// have a clock that can be stepped: see stepClock.
var (
	sameVersion = sync.OnceValues(func() (string, error) { return buildVariant("clocked", nil) })
	// nextVersion has one more migration.
	nextVersion = sync.OnceValues(func() (string, error) {
		have, err := filepath.Glob("../../migrations/[0-9]*.sql")
		return buildVariant("next", map[string]string{
			fmt.Sprintf("../../migrations/%03d_next.sql", len(have)+1): nextMigration,
		}, err)
	})
)

// built is a variant, for a test.
func built(t testing.TB, variant func() (string, error)) string {
	t.Helper()
	program, err := variant()
	if err != nil {
		t.Fatal(err)
	}
	return program
}

// buildVariant builds one with these texts as the files of these names, beside
// the clock's.
func buildVariant(name string, texts map[string]string, earlier ...error) (string, error) {
	clock, err := clockFiles()
	if err := errors.Join(append(earlier, err)...); err != nil {
		return "", err
	}
	dir := filepath.Join(builds, name)
	if err := os.Mkdir(dir, 0o755); err != nil {
		return "", err
	}
	replace := map[string]string{}
	for _, files := range []map[string]string{clock, texts} {
		for file, text := range files {
			file, err := filepath.Abs(file)
			if err != nil {
				return "", err
			}
			replace[file] = filepath.Join(dir, filepath.Base(file))
			if err := os.WriteFile(replace[file], []byte(text), 0o644); err != nil {
				return "", err
			}
		}
	}
	overlay, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		return "", err
	}
	if err := os.WriteFile(filepath.Join(dir, "overlay.json"), overlay, 0o644); err != nil {
		return "", err
	}
	program := filepath.Join(dir, "lectern")
	build := exec.Command("go", "build", "-tags", "headless", "-overlay", filepath.Join(dir, "overlay.json"), "-o", program, "lectern")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build %s: %w\n%s", name, err, out)
	}
	return program, nil
}
