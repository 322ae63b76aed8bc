package main

import (
	"maps"
	"os"
	"path"
	"slices"
	"strings"
	"testing"
)

// top is what lies at the top of the checkout, besides dot files and what
// .gitignore names.
var top = []string{
	"main.go", "app", "ui", "embed", "migrations", "build", "go.mod", "go.sum",
	"README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "LICENSE",
}

func TestImportsTopLevel(t *testing.T) {
	entries, err := os.ReadDir("..")
	if err != nil {
		t.Fatal(err)
	}
	made := []string{"bin", "dist", "node_modules"}
	for _, e := range entries {
		name := e.Name()
		if !strings.HasPrefix(name, ".") && path.Ext(name) != ".test" && !slices.Contains(made, name) && !slices.Contains(top, name) {
			t.Errorf("%s has no place at the top of the checkout", name)
		}
	}
}

// TestPackageDocs: every package says in one comment what it owns.
func TestPackageDocs(t *testing.T) {
	docs := map[string][]string{} // of each folder, the files with a package comment
	for _, s := range sources(t) {
		files := docs[path.Dir(s.file)]
		if s.doc {
			files = append(files, s.file)
		}
		docs[path.Dir(s.file)] = files
	}
	for _, dir := range slices.Sorted(maps.Keys(docs)) {
		switch files := docs[dir]; len(files) {
		case 0:
			t.Errorf("%s: the package says nowhere what it is for", dir)
		case 1:
		default:
			t.Errorf("%s: the package says what it is for in %s", dir, strings.Join(files, " and "))
		}
	}
}
