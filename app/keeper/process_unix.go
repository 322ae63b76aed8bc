//go:build unix

package keeper

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"syscall"
	"time"
)

const sigPipe = syscall.SIGPIPE

// setSession gives the child a session of its own, out of reach of the
// terminal's signals.
func setSession(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true} }

// lockFD is where the child finds the lock of the data folder.
const lockFD = 3

// inheritLock lets the child hold the lock together with its parent.
func inheritLock(cmd *exec.Cmd, lock *os.File) { cmd.ExtraFiles = []*os.File{lock} }

// keepLock keeps what PostgreSQL inherits free of the lock.
func keepLock() { syscall.CloseOnExec(lockFD) }

// setGroup lets killGroup end a program with all that it starts.
func setGroup(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} }

func killGroup(cmd *exec.Cmd) error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }

// linkFolder makes a link to a folder.
func linkFolder(folder, link string) error { return os.Symlink(folder, link) }

// openPostmaster returns nil unless pid is a postmaster that runs on data.
func openPostmaster(pid int, data string) *postmaster {
	process, err := os.FindProcess(pid)
	if err != nil {
		return nil
	}
	if !processExists(pid) || !isPostmaster(pid, data) {
		process.Release()
		return nil
	}
	return &postmaster{pid, process}
}

// interrupt also wakes a process that was stopped, or it would not heed.
func (p *postmaster) interrupt(string) {
	p.process.Signal(syscall.SIGINT)
	p.process.Signal(syscall.SIGCONT)
}

func (p *postmaster) quit(string) { p.process.Signal(syscall.SIGQUIT) }
func (p *postmaster) kill()       { p.process.Signal(syscall.SIGKILL) }

// processExists reports whether pid is a process that is not merely waiting
// for its parent to take note of its end.
func processExists(pid int) bool {
	err := syscall.Kill(pid, 0)
	return (err == nil || errors.Is(err, syscall.EPERM)) && !isZombie(pid)
}

// watchByPolling closes the channel soon after the process has ended.
func (p *postmaster) watchByPolling(ctx context.Context) <-chan struct{} {
	gone := make(chan struct{})
	go func() {
		ticker := time.NewTicker(50 * time.Millisecond)
		defer ticker.Stop()
		for processExists(p.pid) {
			select {
			case <-ctx.Done():
				return
			case <-ticker.C:
			}
		}
		close(gone)
	}()
	return gone
}
