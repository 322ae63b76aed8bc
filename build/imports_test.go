package main

import (
	"go/parser"
	"go/token"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// layers are the rooms of the program, from the top. A package belongs to the
// room with the longest name that it begins with. It imports rooms of the layers
// below its own, and what is in its own room; never a room beside it.
var layers = [][]string{
	{"lectern/build", "lectern/app/e2e"},
	{"lectern"},
	{"lectern/app/cli"},
	{"lectern/app", "lectern/app/kiosk"},
	{"lectern/app/server"},
	{"lectern/app/client", "lectern/app/library"},
	{"lectern/app/advance", "lectern/app/exporter", "lectern/app/idle", "lectern/app/room", "lectern/app/roster"},
	{"lectern/app/fanout"},
	{"lectern/app/live"},
	{"lectern/app/drawing"},
	{"lectern/app/store"},
	{"lectern/app/agenda", "lectern/app/importer", "lectern/app/keeper", "lectern/app/lan"},
	{"lectern/app/datadir"},
	{"lectern/app/sealed"},
	{"lectern/app/deck"},
	{"lectern/app/fault"},
	{"lectern/app/version", "lectern/ui/window", "lectern/embed/web", "lectern/embed/postgres", "lectern/migrations"},
	{"lectern/app/needtest"},
}

// A source is what a Go file says of itself before its first declaration.
type source struct {
	file, pkg string
	imports   []string
	test      bool
	doc       bool // it has the package comment
}

func TestImportsPointDown(t *testing.T) {
	for _, s := range sources(t) {
		from, layer := room(s.pkg)
		if from == "" {
			t.Errorf("%s: package %s is in no room: see layers", s.file, s.pkg)
			continue
		}
		for _, p := range s.imports {
			if !own(p) {
				continue
			}
			switch to, below := room(p); {
			case to == "":
				t.Errorf("%s imports %s, which is in no room: see layers", s.file, p)
			case to != from && below <= layer:
				t.Errorf("%s imports %s, which is not below %s", s.file, p, from)
			}
		}
	}
}

// TestImportsRoom tries the rules on names, since the tree breaks none of them.
func TestImportsRoom(t *testing.T) {
	for _, c := range []struct {
		pkg, room string
	}{
		{"lectern", "lectern"},
		{"lectern/app", "lectern/app"},
		{"lectern/app/server/access", "lectern/app/server"},
		{"lectern/app/e2e/load", "lectern/app/e2e"},
		{"lectern/app/cellar", ""}, // the rooms that hold others take nothing else in
		{"lectern/attic", ""},
		{"lectern/app/decks", ""}, // no part of app/deck
	} {
		t.Run(c.pkg, func(t *testing.T) {
			if got, _ := room(c.pkg); got != c.room {
				t.Errorf("got the room %q, want %q", got, c.room)
			}
		})
	}
}

func TestImportsWithRules(t *testing.T) {
	for _, s := range sources(t) {
		for _, p := range s.imports {
			if strings.HasPrefix(p, "github.com/webview/") && s.pkg != "lectern/ui/window" {
				t.Errorf("%s imports webview_go: only ui/window may", s.file)
			}
			if p == "lectern/ui/window" && s.pkg != "lectern/app/cli" {
				t.Errorf("%s imports ui/window: only cli may", s.file)
			}
			if p == "github.com/fergusstrange/embedded-postgres" && !strings.HasPrefix(s.pkg, "lectern/app/keeper") {
				t.Errorf("%s imports embedded-postgres: only keeper may", s.file)
			}
			if s.pkg == "lectern/app/deck" && !s.test && !own(p) && strings.Contains(strings.Split(p, "/")[0], ".") {
				t.Errorf("%s imports %s: deck has only the standard library", s.file, p)
			}
			if !s.test && !forTests(s.pkg) && (p == "testing" || own(p) && forTests(p)) {
				t.Errorf("%s imports %s, and is no test", s.file, p)
			}
		}
	}
}

// forTests reports whether only tests may import a package of ours.
func forTests(pkg string) bool {
	return strings.HasSuffix(path.Base(pkg), "test") || strings.HasPrefix(pkg, "lectern/app/e2e")
}

// room returns the room of a package and the number of its layer, or "".
func room(pkg string) (name string, layer int) {
	for i, rooms := range layers {
		for _, r := range rooms {
			// The two rooms that hold others are one package each.
			inside := strings.HasPrefix(pkg, r+"/") && r != "lectern" && r != "lectern/app"
			if (pkg == r || inside) && len(r) > len(name) {
				name, layer = r, i
			}
		}
	}
	return name, layer
}

func own(pkg string) bool { return pkg == "lectern" || strings.HasPrefix(pkg, "lectern/") }

// sources reads all Go files of the checkout, those for other systems too.
func sources(t *testing.T) []source {
	t.Helper()
	files, err := goFiles("..")
	if err != nil {
		t.Fatal(err)
	}
	var all []source
	for _, name := range files {
		file, err := parser.ParseFile(token.NewFileSet(), filepath.Join("..", name), nil, parser.ImportsOnly|parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		s := source{file: name, pkg: path.Join("lectern", path.Dir(name)), test: strings.HasSuffix(name, "_test.go"), doc: file.Doc != nil}
		for _, i := range file.Imports {
			value, err := strconv.Unquote(i.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			s.imports = append(s.imports, value)
		}
		all = append(all, s)
	}
	return all
}
