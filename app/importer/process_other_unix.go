//go:build unix && !linux

package importer

import (
	"os"
	"os/exec"
	"syscall"
)

func program() (string, error) { return os.Executable() }

// apart gives the child a group of its own, out of reach of the terminal's signals.
// It ends when its standard input does.
func apart(cmd *exec.Cmd) {
	cmd.Dir = "/"
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
}
