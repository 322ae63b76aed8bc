package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// The rooms of the program, from the top. A package belongs to the longest name
// that it begins with, and imports only rooms below its own.
var rooms = []string{
	"lectern/build",
	"lectern/app/e2e",
	"lectern",
	"lectern/app",
	"lectern/app/server",
	"lectern/app/wire",
	"lectern/app/lan",
	"lectern/app/importer",
	"lectern/app/live",
	"lectern/app/store",
	"lectern/app/keeper",
	"lectern/app/deck",
	"lectern/app/fault",
	// Leaves: they import nothing of Lectern's.
	"lectern/ui/window",
	"lectern/embed/web",
	"lectern/embed/postgres",
	"lectern/migrations",
}

const firstLeaf = "lectern/ui/window"

// A source is a Go file's imports.
type source struct {
	file, pkg string
	imports   []string
	test      bool
}

func TestImportsPointDown(t *testing.T) {
	for _, s := range sources(t) {
		from := room(s.pkg)
		if from < 0 {
			t.Errorf("%s: package %s has no place in the list of rooms", s.file, s.pkg)
			continue
		}
		for _, p := range s.imports {
			if !own(p) {
				continue
			}
			to := room(p)
			switch {
			case to < 0:
				t.Errorf("%s imports %s, which has no place in the list of rooms", s.file, p)
			case to < from:
				t.Errorf("%s imports %s, which is above it", s.file, p)
			case to > from && from >= slices.Index(rooms, firstLeaf):
				t.Errorf("%s imports %s, and a leaf imports nothing", s.file, p)
			}
		}
	}
}

func TestImportsWithRules(t *testing.T) {
	for _, s := range sources(t) {
		for _, p := range s.imports {
			if strings.HasPrefix(p, "github.com/webview/") && s.pkg != "lectern/ui/window" {
				t.Errorf("%s imports webview_go: only ui/window may", s.file)
			}
			if p == "lectern/ui/window" && s.pkg != "lectern" {
				t.Errorf("%s imports ui/window: only main may", s.file)
			}
			if s.pkg == "lectern/app/deck" && !s.test && strings.Contains(strings.Split(p, "/")[0], ".") {
				t.Errorf("%s imports %s: deck has only the standard library", s.file, p)
			}
			if !s.test && path.Base(s.pkg) != "storetest" && (p == "testing" || path.Base(p) == "storetest") {
				t.Errorf("%s imports %s, and is no test", s.file, p)
			}
		}
	}
}

// room returns the place of a package in rooms, or -1.
func room(pkg string) int {
	best := -1
	for i, r := range rooms {
		// The two rooms that hold others hold no packages without a place.
		inside := strings.HasPrefix(pkg, r+"/") && r != "lectern" && r != "lectern/app"
		if (pkg == r || inside) && (best < 0 || len(r) > len(rooms[best])) {
			best = i
		}
	}
	return best
}

func own(pkg string) bool { return pkg == "lectern" || strings.HasPrefix(pkg, "lectern/") }

// sources reads all Go files of the checkout, those for other systems too.
func sources(t *testing.T) []source {
	t.Helper()
	var all []source
	err := filepath.WalkDir("..", func(p string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := e.Name()
		if e.IsDir() {
			if p != ".." && (strings.HasPrefix(name, ".") || name == "node_modules" || name == "testdata") {
				return fs.SkipDir
			}
			return nil
		}
		if filepath.Ext(name) != ".go" {
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), p, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel("..", p)
		if err != nil {
			return err
		}
		rel = filepath.ToSlash(rel)
		s := source{file: rel, pkg: path.Join("lectern", path.Dir(rel)), test: strings.HasSuffix(name, "_test.go")}
		for _, i := range file.Imports {
			value, err := strconv.Unquote(i.Path.Value)
			if err != nil {
				return err
			}
			s.imports = append(s.imports, value)
		}
		all = append(all, s)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}
