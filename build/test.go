package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"go/format"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"lectern/app/keeper"
	"lectern/app/keeper/pgfiles"
)

// The browsers that the tests may drive, by the names their packages give them.
var chromiums = []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"}

// test makes ready what the tests need and runs all of them.
func test(ctx context.Context, c checkout, _ []string) error {
	begin := time.Now()
	f, err := ready(ctx, c, testNeeds()...)
	if err != nil {
		return err
	}
	tools, err := npmTools(ctx, c)
	if err != nil {
		return err
	}
	proxyDir, err := proxies(ctx, c)
	if err != nil {
		return err
	}

	// The quick checks come first, and all of them speak before the tests start.
	var wrong []error
	note := func(err error) {
		if err != nil {
			fmt.Println(err)
			wrong = append(wrong, err)
		}
	}
	step("Checking the format of the Go files")
	note(formatted(c))
	step("Checking the types of the pages")
	note(c.cmd("node", tools+"/typescript/bin/tsc", "--noEmit", "-p", "ui/web/tsconfig.json").run(ctx))
	step("Checking the Go files with vet")
	note(c.cmd(f.args("vet", "./...")...).with(f.env...).run(ctx))

	if err := compile(ctx, c, f, runtime.GOOS, runtime.GOARCH, c.program()); err != nil {
		return err
	}
	database, stop, err := testDatabase(ctx, c)
	if err != nil {
		return err
	}
	step("Running the tests")
	counted, err := goTest(ctx, c, f, append(f.env,
		"LECTERN_TEST_COMPLETE=1", // what is missing is an error, not a reason to skip
		"LECTERN_TEST_BINARY="+c.program(),
		"LECTERN_TEST_DATABASE_URL="+database,
		"LECTERN_TEST_CHROMIUM="+firstOf(chromiums),
		"LECTERN_TEST_AXE="+filepath.Join(tools, "axe-core", "axe.min.js"),
		"LECTERN_TEST_PROXIES="+proxyDir,
		"DISPLAY=", "WAYLAND_DISPLAY=", // no test opens windows on the user's own desktop
	))
	note(err)
	note(stop())
	fmt.Printf("%s in %s\n", counted, time.Since(begin).Round(time.Second))
	if len(wrong) > 0 {
		return errors.New("the checkout is not in order: see above")
	}
	return nil
}

// testNeeds is what the tests need of the system besides the window's.
func testNeeds() []need {
	needs := []need{
		program("chromium", chromiums...),
		program("nodejs", "node"),
		program("npm", "npm"),
	}
	if runtime.GOOS == "linux" {
		needs = append(needs, program("gcc", "gcc"), program("xvfb", "Xvfb"), program("xdotool", "xdotool"))
	}
	return needs
}

func firstOf(programs []string) string {
	for _, name := range programs {
		if p, err := exec.LookPath(name); err == nil {
			return p
		}
	}
	return ""
}

// npmTools makes ready what build/testtools names and returns its node_modules.
// The lock file has the digests, and npm checks them.
func npmTools(ctx context.Context, c checkout) (string, error) {
	dir := c.path(".cache/testtools")
	modules := filepath.Join(dir, "node_modules")
	done := filepath.Join(dir, "installed.json") // the lock file that modules were made from
	lock, err := os.ReadFile(c.path("build/testtools/package-lock.json"))
	if err != nil {
		return "", err
	}
	if old, err := os.ReadFile(done); err == nil && bytes.Equal(old, lock) {
		return modules, nil
	}
	step("Fetching axe-core and TypeScript from npm, for the tests")
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

// formatted returns an error that names the Go files gofmt would change.
func formatted(c checkout) error {
	var wrong []string
	err := filepath.WalkDir(string(c), func(p string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := e.Name()
		if e.IsDir() {
			if p != string(c) && (strings.HasPrefix(name, ".") || name == "node_modules" || name == "testdata") {
				return fs.SkipDir
			}
			return nil
		}
		if filepath.Ext(name) != ".go" {
			return nil
		}
		text, err := os.ReadFile(p)
		if err != nil {
			return err
		}
		if want, err := format.Source(text); err != nil || !bytes.Equal(text, want) {
			rel, _ := filepath.Rel(string(c), p)
			wrong = append(wrong, rel)
		}
		return nil
	})
	if err != nil {
		return err
	}
	if len(wrong) > 0 {
		return fmt.Errorf("not as gofmt has it: %s", strings.Join(wrong, ", "))
	}
	return nil
}

// testDatabase starts the one PostgreSQL of all tests and returns its URL and how
// to stop it.
func testDatabase(ctx context.Context, c checkout) (url string, stop func() error, err error) {
	dir, err := os.MkdirTemp("", "lectern-test-")
	if err != nil {
		return "", nil, err
	}
	// Its user is not root, and must get to it.
	if err := os.Chmod(dir, 0o711); err != nil {
		return "", nil, err
	}
	status := func(s string) { step("%s", s) }
	// This program may have been compiled before the archive was there to embed.
	if archive, err := os.Open(c.archive(runtime.GOOS, runtime.GOARCH)); err == nil {
		var programs pgfiles.Tree
		programs, err = pgfiles.Unpack(ctx, archive, dir, status)
		archive.Close()
		if err == nil {
			err = programs.Secure()
		}
		if err != nil {
			return "", nil, errors.Join(err, os.RemoveAll(dir))
		}
	}
	k, err := keeper.Start(ctx, keeper.Config{Dir: dir, Status: status})
	if err != nil {
		return "", nil, errors.Join(err, os.RemoveAll(dir))
	}
	return k.URL(), func() error { return errors.Join(k.Stop(), os.RemoveAll(dir)) }, nil
}
