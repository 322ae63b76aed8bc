//go:build linux

package harness

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

// nextMigration is what a later version might do to the schema: it adds a
// column to the state that listeners are told, rewrites a table under the feet
// of prepared statements, and takes its time while it holds the locks.
const nextMigration = `
ALTER TABLE decks ADD COLUMN theme text NOT NULL DEFAULT 'plain';
ALTER TABLE slides ALTER COLUMN number TYPE bigint;
SELECT pg_sleep(0.7);
`

// StartNext starts the next version in a server's place and waits until it
// serves.
func (l *Lectern) StartNext(args ...string) *Lectern {
	l.T.Helper()
	next := LaunchProgram(l.T, Built(l.T, NextVersion), nil, append([]string{"serve", "--data", l.Data}, args...)...)
	next.Data = l.Data
	next.AwaitReady()
	return next
}

// variants are builds of this checkout with a few files of the tests' own in
// place of its (go build -overlay), each made when it is first asked for. All
// have a clock that can be stepped: see stepClock.
var (
	SameVersion = sync.OnceValues(func() (string, error) {
		return shared("clocked", func(program string) error { return buildVariant(program, nil) })
	})
	// nextVersion has one more migration.
	NextVersion = sync.OnceValues(func() (string, error) {
		return shared("next", func(program string) error {
			have, err := filepath.Glob("../../../migrations/[0-9]*.sql")
			return buildVariant(program, map[string]string{
				fmt.Sprintf("../../../migrations/%03d_next.sql", len(have)+1): nextMigration,
			}, err)
		})
	})
)

// Built is a variant, for a test.
func Built(t testing.TB, variant func() (string, error)) string {
	t.Helper()
	program, err := variant()
	if err != nil {
		t.Fatal(err)
	}
	return program
}

// buildVariant builds one with these texts as the files of these names, beside
// the clock's.
func buildVariant(program string, texts map[string]string, earlier ...error) error {
	clock, err := clockFiles()
	if err := errors.Join(append(earlier, err)...); err != nil {
		return err
	}
	dir, err := os.MkdirTemp(builds, "variant-")
	if err != nil {
		return err
	}
	replace := map[string]string{}
	for _, files := range []map[string]string{clock, texts} {
		for file, text := range files {
			file, err := filepath.Abs(file)
			if err != nil {
				return err
			}
			replace[file] = filepath.Join(dir, filepath.Base(file))
			if err := os.WriteFile(replace[file], []byte(text), 0o644); err != nil {
				return err
			}
		}
	}
	overlay, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, "overlay.json"), overlay, 0o644); err != nil {
		return err
	}
	// As the others are built: what they have in common is compiled once.
	build := exec.Command("go", "build", "-tags", "headless", "-trimpath", "-buildvcs=false", "-ldflags", "-w",
		"-overlay", filepath.Join(dir, "overlay.json"), "-o", program, "lectern")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("build %s: %w\n%s", filepath.Base(program), err, out)
	}
	return nil
}
