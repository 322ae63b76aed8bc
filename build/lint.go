package main

import (
	"bytes"
	"context"
	"fmt"
	"go/format"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
)

// lint does the checks of the Go files that need a compiler.
func (t *suite) lint(ctx context.Context) {
	t.do("vet", func() error {
		step("Checking the Go files with vet")
		args := t.flavour.args("vet", append(slices.Clone(binaryFlags), "./...")...)
		return t.cmd(args...).with(t.flavour.env...).run(ctx)
	})
	// Of the systems that this one is not, Windows is the other one; to compile for a
	// third takes minutes where nothing is compiled yet.
	others := []string{"windows"}
	if t.all {
		others = append(others, "darwin")
	}
	for _, goos := range others {
		t.do("vet for "+goos, func() error { return t.vetFor(ctx, goos) })
	}
	if t.all && have(mingw+"g++-posix") {
		t.do("vet the window for windows", func() error { return t.vetWindow(ctx) })
	}
	t.do("staticcheck", func() error {
		step("Checking the Go files with staticcheck")
		return t.cmd("go", "tool", "staticcheck", "-tags", t.tags, "./...").
			with(t.flavour.env...).with("GOFLAGS=" + strings.Join(binaryFlags, " ")).run(ctx)
	})
}

// vetFor vets for a system that this one is not: that its files compile is seen
// nowhere else. On Windows the tests of the whole have no signals to send.
func (t *suite) vetFor(ctx context.Context, goos string) error {
	step("Checking the Go files for %s", goos)
	env := []string{"GOOS=" + goos, "CGO_ENABLED=0"}
	args := append([]string{"-tags", "headless"}, binaryFlags...)
	list, err := t.cmd(append(append([]string{"go", "list"}, args...), "./...")...).with(env...).output(ctx)
	if err != nil {
		return err
	}
	packages := slices.DeleteFunc(strings.Fields(list), func(pkg string) bool {
		return goos == "windows" && strings.HasPrefix(pkg, "lectern/app/e2e")
	})
	return t.cmd(append(append([]string{"go", "vet"}, args...), packages...)...).with(env...).run(ctx)
}

// mingw begins the names of the compilers for Windows that Debian has.
const mingw = "x86_64-w64-mingw32-"

// vetWindow vets the window for Windows, by its native calls and with the engine's C++,
// where there is a compiler for that. A Mac's frameworks are to be had nowhere else.
func (t *suite) vetWindow(ctx context.Context) error {
	step("Checking the window for windows")
	include := t.path(".cache/mingw")
	if err := os.MkdirAll(include, 0o755); err != nil {
		return err
	}
	// Files' names have no case there, and the engine's header is written so.
	if err := os.WriteFile(include+"/EventToken.h", []byte("#include <eventtoken.h>\n"), 0o644); err != nil {
		return err
	}
	return t.cmd(append(append([]string{"go", "vet", "-tags", "window"}, binaryFlags...), "./ui/window")...).
		with("GOOS=windows", "GOARCH=amd64", "CGO_ENABLED=1", "CC="+mingw+"gcc-posix", "CXX="+mingw+"g++-posix", "CGO_CXXFLAGS=-I"+include).
		run(ctx)
}

// formatted returns an error that names the Go files gofmt would change.
func formatted(c checkout) error {
	files, err := goFiles(string(c))
	if err != nil {
		return err
	}
	var wrong []string
	for _, file := range files {
		text, err := os.ReadFile(c.path(file))
		if err != nil {
			return err
		}
		if want, err := format.Source(text); err != nil || !bytes.Equal(text, want) {
			wrong = append(wrong, file)
		}
	}
	if len(wrong) > 0 {
		return fmt.Errorf("not as gofmt has it: %s", strings.Join(wrong, ", "))
	}
	return nil
}

// goFiles lists the Go files below a folder, those for other systems too, with
// slashes.
func goFiles(top string) ([]string, error) {
	var files []string
	err := fs.WalkDir(os.DirFS(top), ".", func(file string, e fs.DirEntry, err error) error {
		name := e.Name()
		switch {
		case err != nil:
			return err
		case e.IsDir() && file != "." && (strings.HasPrefix(name, ".") || name == "node_modules" || name == "testdata"):
			return fs.SkipDir
		case !e.IsDir() && path.Ext(name) == ".go":
			files = append(files, file)
		}
		return nil
	})
	return files, err
}
