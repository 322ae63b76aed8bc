package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
)

// A suite is one run of the verb test.
type suite struct {
	checkout
	flavour
	*scratch
	timing
	all   bool
	count count
	again again

	tools    npmModules
	proxies  string // the folder of those that were unpacked
	program  string // the binary, where the tests' users can run it
	windowed string // and where it has one, the binary with a window
}

// run does the parts, and lets each speak, whichever fails. What waits for the
// network goes on beside what waits for the processors.
func (t *suite) run(ctx context.Context) {
	var group sync.WaitGroup
	group.Go(func() {
		t.do("fetch the tools", func() (err error) {
			t.tools, err = npmTools(ctx, t.checkout)
			return err
		})
		t.do("fetch the proxies", func() (err error) {
			t.proxies, err = proxies(ctx, t.checkout)
			return err
		})
	})
	t.do("format", func() error {
		step("Checking the format of the Go files")
		return formatted(t.checkout)
	})
	t.do("compile the binary", func() error { return t.compile(ctx) })
	group.Wait()
	if t.tools == "" || t.program == "" || ctx.Err() != nil {
		t.lint(ctx)
		return // the tests could all say but that
	}
	// The tests wait for something most of the time.
	group.Go(func() {
		t.lint(ctx)
		t.do("types", func() error {
			step("Checking the types of the pages")
			return t.cmd("node", t.tools.path("typescript/bin/tsc"), "--noEmit", "-p", "ui/web/tsconfig.json",
				"--incremental", "--tsBuildInfoFile", ".cache/types.json").run(ctx) // what is as it was is not checked anew
		})
	})
	defer group.Wait()
	if env, stop, err := t.surroundings(ctx); err != nil {
		t.do("start a database", func() error { return err })
	} else {
		t.goTests(ctx, env)
		t.do("stop the database", stop)
	}
	if t.all && ctx.Err() == nil {
		t.fuzz(ctx)
	}
}

// compile makes the binary, and puts it where the tests' users can run it. In a short
// run only the tests of windows have the one with a window: to load what draws one
// takes twice the time of all else that a start does, and a Lectern is half a dozen
// processes.
func (t *suite) compile(ctx context.Context) error {
	err := compile(ctx, t.checkout, t.flavour, runtime.GOOS, runtime.GOARCH, t.checkout.program())
	if err != nil {
		return err
	}
	if t.windowed, err = t.copyProgram(t.checkout.program()); err != nil || t.all || t.flavour.why != "" {
		t.program = t.windowed
		return err
	}
	program := filepath.Join(t.dir, "lectern-headless"+exe)
	without := headless("for tests that need none")
	without.env = t.flavour.env // what the other one is made of is not compiled anew
	err = compile(ctx, t.checkout, without, runtime.GOOS, runtime.GOARCH, program)
	if err == nil {
		t.program = program
	}
	return err
}

// goTests runs `go test` over all packages. In a short run those of the whole,
// which mostly wait for something, go on beside those that keep a processor busy.
func (t *suite) goTests(ctx context.Context, env []string) {
	list, err := t.cmd(t.args("list", "./...")...).with(t.flavour.env...).output(ctx)
	if err != nil {
		t.do("tests", func() error { return err })
		return
	}
	step("Running the tests")
	raced, plain := split(strings.Fields(list))
	args, more := race(t.all)
	if t.all {
		t.goTest(ctx, "tests", env, append(args, "-p", "2"), more, append(raced, plain...))
		t.goTest(ctx, "tests without the race detector", env, slices.Clone(binaryFlags), nil, bounding(plain))
		return
	}
	var group sync.WaitGroup
	group.Go(func() { t.goTest(ctx, "tests that race", env, append(args, "-p", "2"), more, raced) })
	group.Go(func() {
		// One of them takes as long as all that race, and waits most of the time.
		t.goTest(ctx, "tests of the whole", env, append(slices.Clone(binaryFlags), "-p", "3"), nil, plain)
	})
	group.Wait()
	if ctx.Err() == nil {
		t.do("a second try", func() error { return t.again.try(ctx, terminal, &t.count) })
	}
}

// longest are the packages whose tests take longest, the longest first.
var longest = []string{
	"lectern/app/server", "lectern/app/keeper", "lectern/app/store", "lectern/app/library",
	"lectern/app/e2e/browser", "lectern/app/e2e/lifecycle", "lectern/app/e2e/cluster", "lectern/app/importer",
}

// longestFirst orders packages as they are to start: else one that takes long goes on
// alone at the end, beside a processor that has nothing to do.
func longestFirst(packages []string) []string {
	place := func(pkg string) int {
		if i := slices.Index(longest, pkg); i >= 0 {
			return i
		}
		return len(longest)
	}
	return slices.SortedStableFunc(slices.Values(packages), func(a, b string) int { return place(a) - place(b) })
}

// goTest runs `go test` over some. vet has been before.
func (t *suite) goTest(ctx context.Context, name string, env, args, more, packages []string) {
	minutes := "18m"
	if t.all {
		minutes = "60m"
	}
	// Without what a debugger needs, three dozen binaries are linked in half the time.
	args = append([]string{"-json", "-vet", "off", "-ldflags", "-w", "-timeout", minutes}, args...)
	run := func(ctx context.Context, args []string) (*report, error) {
		return t.cmd(t.args("test", args...)...).with(t.flavour.env...).with(more...).with(env...).goTest(ctx, io.Discard)
	}
	t.do(name, func() error {
		r, err := run(ctx, append(slices.Clone(args), longestFirst(packages)...))
		if r != nil {
			t.counts(r.count)
			t.add(r.parts...)
		}
		alone := trial{r, func(ctx context.Context, pkg, test string) (*report, error) {
			return run(ctx, append(slices.Clone(args), "-count", "1", "-run", test, pkg))
		}}
		if r != nil && err != nil && ctx.Err() == nil && !t.all && t.again.take(alone) {
			return nil
		}
		return err
	})
}

// counts adds what a half of the tests counted.
func (t *suite) counts(c count) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.count.more(c)
}

// surroundings makes ready what the tests use, and returns the environment that
// tells them, and how to end it.
func (t *suite) surroundings(ctx context.Context) (env []string, stop func() error, err error) {
	shared := filepath.Join(t.dir, "shared")
	if err := os.Mkdir(shared, 0o755); err != nil {
		return nil, nil, err
	}
	env = []string{
		"LECTERN_TEST_COMPLETE=1", // what is missing is an error, not a reason to skip
		"LECTERN_TEST_BINARY=" + t.program,
		"LECTERN_TEST_WINDOW=" + t.windowed,
		"LECTERN_TEST_SHARED=" + shared,
		"LECTERN_TEST_CHROMIUM=" + firstOf(chromiums),
		"LECTERN_TEST_AXE=" + t.tools.path("axe-core/axe.min.js"),
		"LECTERN_TEST_VECTORS=" + t.tools.path("blns/resources/blns.json"),
		"LECTERN_TEST_MARP=" + t.tools.path("@marp-team/marp-core"),
		"LECTERN_TEST_REVEAL=" + t.tools.path("reveal.js"),
		"LECTERN_TEST_SLIDEV=" + t.tools.path("@slidev/parser"),
		"LECTERN_TEST_UNOCSS=" + t.tools.path(""),
		"LECTERN_TEST_PROXIES=" + t.proxies,
		"LECTERN_TEST_PDF_ENGINE=" + t.path(".cache/pdfengine"), // nine seconds of a processor, once
		"DISPLAY=", "WAYLAND_DISPLAY=", // no test opens windows on the user's own desktop
	}
	if t.all {
		env = append(env, "LECTERN_TEST_ALL=1")
	} else if shell := firstOf([]string{headlessShell}); shell != "" {
		env = append(env, "LECTERN_TEST_SHELL="+shell)
	}
	for _, major := range []string{"14", "17"} {
		programs, err := t.tools.postgres(ctx, t.checkout, t.scratch, major)
		if err != nil {
			return nil, nil, err
		}
		env = append(env, "LECTERN_TEST_POSTGRES_"+major+"="+programs)
	}
	url, stop, err := t.database(ctx)
	return append(env, "LECTERN_TEST_DATABASE_URL="+url), stop, err
}

// database starts the one PostgreSQL of all tests and returns its URL and how to
// stop it. It outlives an interrupt for as long as the tests that use it.
func (t *suite) database(ctx context.Context) (url string, stop func() error, err error) {
	dir, err := os.MkdirTemp(t.dir, "db-")
	if err != nil {
		return "", nil, err
	}
	// Its user is not root, and must get to it.
	if err := os.Chmod(dir, 0o711); err != nil {
		return "", nil, err
	}
	args := []string{"database", dir}
	if archive := t.archive(runtime.GOOS, runtime.GOARCH); fileExists(archive) {
		args = append(args, archive)
	}
	program, err := t.tool(ctx, args...)
	if err != nil {
		return "", nil, err
	}
	cmd := program.exec(context.WithoutCancel(ctx))
	cmd.Stderr = terminal
	in, err1 := cmd.StdinPipe()
	out, err2 := cmd.StdoutPipe()
	if err := errors.Join(err1, err2, cmd.Start()); err != nil {
		return "", nil, err
	}
	stop = func() error {
		in.Close()
		return finished(cmd)
	}
	interrupted := context.AfterFunc(ctx, func() { in.Close() })
	line, err := bufio.NewReader(out).ReadString('\n')
	interrupted()
	if err != nil {
		return "", nil, errors.Join(fmt.Errorf("the tests' PostgreSQL did not start"), stop())
	}
	return strings.TrimSpace(line), stop, nil
}

func finished(cmd *exec.Cmd) error {
	defer endGroup(cmd.Process.Pid)
	return cmd.Wait()
}

func fileExists(name string) bool {
	_, err := os.Stat(name)
	return err == nil
}
