package keeper

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sys/windows"
)

const sigPipe = syscall.SIGPIPE

// setSession keeps Ctrl-C at the console from the child, and its window from
// the screen.
func setSession(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{
		CreationFlags: windows.CREATE_NEW_PROCESS_GROUP | windows.CREATE_NO_WINDOW,
	}
}

// On Windows a lock cannot be held by two processes.
func inheritLock(*exec.Cmd, *os.File) {}
func keepLock()                       {}

// killGroup ends this process; what it started ends when its pipes break.
func killGroup() { os.Exit(1) }

// postmaster is PostgreSQL's first process.
type postmaster struct {
	pid    int
	handle windows.Handle
}

// openPostmaster returns nil unless pid is a postgres. That it runs on data is
// taken from the file that it keeps locked there.
func openPostmaster(pid int, data string) *postmaster {
	const access = windows.SYNCHRONIZE | windows.PROCESS_QUERY_LIMITED_INFORMATION | windows.PROCESS_TERMINATE
	h, err := windows.OpenProcess(access, false, uint32(pid))
	if err != nil {
		return nil
	}
	var name [windows.MAX_PATH]uint16
	size := uint32(len(name))
	if windows.QueryFullProcessImageName(h, 0, &name[0], &size) != nil ||
		!strings.EqualFold(filepath.Base(windows.UTF16ToString(name[:size])), "postgres.exe") {
		windows.CloseHandle(h)
		return nil
	}
	return &postmaster{pid, h}
}

// PostgreSQL has its own signals on Windows, which pg_ctl can send.
func (p *postmaster) signal(programs, name string) {
	exec.Command(filepath.Join(programs, "bin", "pg_ctl.exe"), "kill", name, strconv.Itoa(p.pid)).Run()
}

func (p *postmaster) interrupt(programs string) { p.signal(programs, "INT") }
func (p *postmaster) quit(programs string)      { p.signal(programs, "QUIT") }
func (p *postmaster) kill()                     { windows.TerminateProcess(p.handle, 1) }

// watch closes the channel when the process has ended.
func (p *postmaster) watch(ctx context.Context) <-chan struct{} {
	gone := make(chan struct{})
	go func() {
		for ctx.Err() == nil {
			if event, err := windows.WaitForSingleObject(p.handle, 100); err != nil || event == windows.WAIT_OBJECT_0 {
				close(gone)
				return
			}
		}
	}()
	return gone
}

func processExists(pid int) bool {
	h, err := windows.OpenProcess(windows.SYNCHRONIZE, false, uint32(pid))
	if err != nil {
		return false
	}
	defer windows.CloseHandle(h)
	event, err := windows.WaitForSingleObject(h, 0)
	return err == nil && event == uint32(windows.WAIT_TIMEOUT)
}

func endLeftovers(string, time.Duration) {}
