// Package cli is the command line: one file a command, the flags, and what a
// person at the terminal is told. Main must run on the main thread, which the
// window needs.
package cli

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/signal"
	"slices"
	"syscall"

	"lectern/app/fault"
	"lectern/ui/window"
)

// Exit statuses of the contract.
const (
	done   = 0
	failed = 1
	misuse = 2
)

// command runs with the flags understood. Its error is told, and status 1.
type command func(ctx context.Context, o options) error

// commands by name. The one without a name is the desktop app.
var commands = map[string]command{
	"":        present,
	"serve":   serve,
	"kiosk":   showKiosk,
	"import":  importFiles,
	"export":  exportDeck,
	"db":      printDatabase,
	"link":    printLink,
	"check":   check,
	"version": printVersion,
	"help":    printHelp,
}

// Commands returns the names of the commands, sorted.
func Commands() []string {
	return slices.Sorted(maps.Keys(commands))[1:] // the first has none
}

// later are commands of the contract that this version does not have yet. A
// deck of such a name can be given as ./backup.
var later = []string{"backup", "restore"}

// Main runs the command line until it is done or a signal ends it, and returns
// the exit status.
func Main(args []string) int {
	window.RunIfChild()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second Ctrl-C does not wait for what the first one began

	o, err := parse(args, os.Environ())
	if err != nil {
		fmt.Fprintln(os.Stderr, "lectern:", fault.Sentence(err))
		fmt.Fprintln(os.Stderr, "`lectern help` tells the commands and flags.")
		return misuse
	}
	// It was for this process, and not for those that it starts.
	os.Unsetenv("LECTERN_PASSWORD")
	if said := &o.config.Options; said.Password == passwordAsked {
		password, err := askPassword(ctx, os.Stdin, os.Stderr)
		if err != nil {
			return report(err)
		}
		if _, err := said.Set("password", password); err != nil {
			return report(fault.Errorf(fault.Malformed, "The password %s", err))
		}
	}
	return report(commands[o.command](ctx, o))
}

// report tells what went wrong, and makes it an exit status. An end that
// somebody asked for is none.
func report(err error) int {
	err = unasked(err)
	if err == nil {
		return done
	}
	fmt.Fprintln(os.Stderr, "lectern:", fault.Sentence(err))
	return failed
}

// unasked is err without what only says that a signal came. What else went wrong
// while Lectern stopped stays.
func unasked(err error) error {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		var rest []error
		for _, e := range joined.Unwrap() {
			rest = append(rest, unasked(e))
		}
		return errors.Join(rest...)
	}
	if errors.Is(err, context.Canceled) {
		return nil
	}
	return err
}
