//go:build unix

package main

import (
	"os/exec"
	"syscall"
)

// alone gives a command a process group of its own, and makes its cancellation
// reach all of it: go test starts the tests, and they start servers and browsers.
func alone(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGINT) }
}

// endGroup kills what is left of a command that alone was given.
func endGroup(pid int) { syscall.Kill(-pid, syscall.SIGKILL) }
