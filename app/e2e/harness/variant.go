//go:build linux

package harness

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
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

// There is one variant: a build of this checkout with a few files of the tests' own in
// place of its (go build -overlay), made when it is first asked for. It has a clock that
// can be stepped (see NewClock), and with nextEnv set it is the next version, which has
// one more migration. As two builds these would be compiled and linked twice.
var (
	SameVersion = sync.OnceValues(func() (string, error) { return shared("variant", buildVariant) })
	NextVersion = sync.OnceValues(func() (string, error) {
		same, err := SameVersion()
		if err != nil {
			return "", err
		}
		return shared("next", func(program string) error {
			return os.WriteFile(program, []byte("#!/bin/sh\n"+nextEnv+"=1 exec '"+same+"' \"$@\"\n"), 0o755)
		})
	})
)

const nextEnv = "LECTERN_TEST_NEXT"

// BuiltTests are a package's tests as a program, which is run in the package's folder.
func BuiltTests(pkg string) (string, error) {
	program := filepath.Join(builds, filepath.Base(pkg)+".test")
	if out, err := exec.Command("go", "test", "-c", "-trimpath", "-buildvcs=false", "-vet=off", "-ldflags", "-w", "-o", program, pkg).CombinedOutput(); err != nil {
		return "", fmt.Errorf("build the tests of %s: %w\n%s", pkg, err, out)
	}
	return program, nil
}

// migrationFiles are package migrations with the next one, which it shows to the next
// version alone.
func migrationFiles() (map[string]string, error) {
	const dir, own = "../../../migrations/", "var Files embed.FS\n"
	have, err1 := filepath.Glob(dir + "[0-9]*.sql")
	text, err2 := os.ReadFile(dir + "migrations.go")
	if err := errors.Join(err1, err2); err != nil {
		return nil, err
	}
	if strings.Count(string(text), own) != 1 {
		return nil, errors.New("migrations.Files is not as expected")
	}
	return map[string]string{
		fmt.Sprintf(dir+"%03d_next.sql", len(have)+1): nextMigration,
		dir + "migrations.go":                         strings.Replace(string(text), own, "var all embed.FS\n", 1),
		dir + "next.go":                               nextMigrations,
	}, nil
}

const nextMigrations = `package migrations

import (
	"embed"
	"io/fs"
	"os"
	"slices"
	"strings"
)

var Files = files{all}

type files struct{ embed.FS }

func (f files) ReadDir(name string) ([]fs.DirEntry, error) {
	list, err := f.FS.ReadDir(name)
	if _, next := os.LookupEnv("` + nextEnv + `"); !next {
		list = slices.DeleteFunc(list, func(e fs.DirEntry) bool { return strings.HasSuffix(e.Name(), "_next.sql") })
	}
	return list, err
}
`

// Built is a variant, for a test.
func Built(t testing.TB, variant func() (string, error)) string {
	t.Helper()
	program, err := variant()
	if err != nil {
		t.Fatal(err)
	}
	return program
}

func buildVariant(program string) error {
	clock, err1 := clockFiles()
	migrations, err2 := migrationFiles()
	if err := errors.Join(err1, err2); err != nil {
		return err
	}
	dir, err := os.MkdirTemp(builds, "variant-")
	if err != nil {
		return err
	}
	replace := map[string]string{}
	for _, files := range []map[string]string{clock, migrations} {
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
