// Command build makes, runs and tests Lectern: go run ./build VERB.
//
// It is the only way in for building: no make, no shell, the same on every OS.
// Each verb is a file of its own. It has the standard library alone, and compiles
// in a moment, so that what is missing is said before anything large is fetched or
// compiled; for the rest see build/tool. A step prints one line; a command that
// fails shows itself and the end of what it printed.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
)

// A verb is one thing the build can do.
type verb struct {
	name string
	args string // as shown in the usage
	does string
	any  bool // takes arguments
	run  func(ctx context.Context, c checkout, args []string) error
}

var verbs []verb

// The list is filled in by init: help is one of the verbs and prints the list.
func init() {
	verbs = []verb{
		{name: "binary", does: "make ready what is missing, and leave bin/lectern", run: binary},
		{name: "run", args: " [ARG…]", does: "the same, then start it with ARGs", any: true, run: run},
		{name: "test", args: " [-all]", does: "make ready what the tests need, and run them; all takes long", any: true, run: test},
		{name: "bench", args: " [ARG…]", does: "measure, each figure beside its floor", any: true, run: bench},
		{name: "rig", args: " [FLAG…]", does: "do harm to a running talk; rig -h names the flags", any: true, run: rig},
		{name: "soak", args: " [-for D]", does: "give a long talk and watch the memory", any: true, run: soak},
		{name: "package", does: "leave the archives to download in dist", run: pack},
		{name: "web", does: "bundle the pages of ui/web into embed/web/dist", run: web},
		{name: "help", does: "print this", run: help},
	}
}

// An exitError ends the build with the status of a program that it ran.
type exitError int

func (e exitError) Error() string { return fmt.Sprintf("exit status %d", int(e)) }

func main() {
	endWithParent()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	status := start(ctx, os.Args[1:])
	stop()
	os.Exit(status)
}

// start runs the verb that args name and returns the exit status: 0 done,
// 1 failed, 2 wrong usage.
func start(ctx context.Context, args []string) int {
	if len(args) == 0 {
		usage(os.Stderr)
		return 2
	}
	v, ok := find(args[0])
	if !ok {
		fmt.Fprintf(os.Stderr, "build: there is no verb %q\n\n", args[0])
		usage(os.Stderr)
		return 2
	}
	if len(args) > 1 && !v.any {
		fmt.Fprintf(os.Stderr, "build: %s takes no arguments\n", v.name)
		return 2
	}
	c, err := findCheckout()
	if err == nil {
		err = v.run(ctx, c, args[1:])
	}
	var exit exitError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &exit):
		return int(exit)
	default:
		fmt.Fprintf(os.Stderr, "build %s: %v\n", v.name, err)
		return 1
	}
}

func find(name string) (verb, bool) {
	switch name {
	case "-h", "-help", "--help":
		name = "help"
	}
	for _, v := range verbs {
		if v.name == name {
			return v, true
		}
	}
	return verb{}, false
}

func help(context.Context, checkout, []string) error {
	usage(os.Stdout)
	return nil
}

func usage(w io.Writer) {
	fmt.Fprintf(w, "Usage: go run ./build VERB\n\n")
	for _, v := range verbs {
		fmt.Fprintf(w, "  %-16s %s\n", v.name+v.args, v.does)
	}
}

// A checkout is the absolute path of the folder with Lectern's go.mod.
type checkout string

// path joins slash-separated elements to the checkout's path.
func (c checkout) path(elem string) string {
	return filepath.Join(string(c), filepath.FromSlash(elem))
}

// findCheckout looks for it from the working directory upwards, so that the
// verbs work in any folder of the checkout.
func findCheckout() (checkout, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for d := dir; ; d = filepath.Dir(d) {
		if _, err := os.Stat(filepath.Join(d, "go.mod")); err == nil {
			return checkout(d), nil
		}
		if d == filepath.Dir(d) {
			return "", fmt.Errorf("%s is not in a checkout of Lectern: no go.mod in it or above", dir)
		}
	}
}
