//go:build !linux

package confine

import (
	"os"
	"os/exec"
)

// ExecReplaces says that of a process that calls Exec nothing is left but the Program.
const ExecReplaces = false

// Exec runs a Program, and returns when it has ended: the process ends as it did.
func Exec(b Bounds, p Program, warn func(string)) error {
	if err := enterProgram(b, warn); err != nil {
		return err
	}
	cmd := exec.Command(p.Args[0], p.Args[1:]...)
	cmd.Env, cmd.Dir = p.Env, p.Dir
	cmd.Stdout, cmd.Stderr = os.Stderr, os.Stderr
	err := cmd.Run()
	if cmd.ProcessState != nil {
		os.Exit(cmd.ProcessState.ExitCode())
	}
	return err
}
