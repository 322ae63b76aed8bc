package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
)

// become runs a program in the place of this one: Windows has no exec. The console
// sends Ctrl-C to both, and this one leaves it to the program.
func become(program string, args []string) error {
	signal.Ignore(os.Interrupt)
	cmd := exec.Command(program, args...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	err := cmd.Run()
	var exit *exec.ExitError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &exit):
		return exitError(exit.ExitCode())
	default:
		return fmt.Errorf("starting %s: %w", program, err)
	}
}
