package keeper

import (
	"context"
	"fmt"
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

// killGroup ends a program; what it started ends when its pipes break.
func setGroup(*exec.Cmd)            {}
func killGroup(cmd *exec.Cmd) error { return cmd.Process.Kill() }

// linkFolder makes a junction, which unlike a link needs no rights of its own.
func linkFolder(folder, link string) error {
	if out, err := exec.Command("cmd", "/c", "mklink", "/J", link, folder).CombinedOutput(); err != nil {
		return fmt.Errorf("%w: %s", err, strings.TrimSpace(string(out)))
	}
	return nil
}

// openPostmaster returns nil unless pid is a postgres. That it runs on data is
// taken from the file that it keeps locked there.
func openPostmaster(pid int, data string) *postmaster {
	process, err := os.FindProcess(pid)
	if err != nil {
		return nil
	}
	is := false
	process.WithHandle(func(h uintptr) {
		var name [windows.MAX_PATH]uint16
		size := uint32(len(name))
		is = windows.QueryFullProcessImageName(windows.Handle(h), 0, &name[0], &size) == nil &&
			strings.EqualFold(filepath.Base(windows.UTF16ToString(name[:size])), "postgres.exe")
	})
	if !is {
		process.Release()
		return nil
	}
	return &postmaster{pid, process}
}

// PostgreSQL has its own signals on Windows, which pg_ctl can send.
func (p *postmaster) signal(programs, name string) {
	exec.Command(filepath.Join(programs, "bin", "pg_ctl.exe"), "kill", name, strconv.Itoa(p.pid)).Run()
}

func (p *postmaster) interrupt(programs string) { p.signal(programs, "INT") }
func (p *postmaster) quit(programs string)      { p.signal(programs, "QUIT") }
func (p *postmaster) kill()                     { p.process.Kill() }

// watch closes the channel when the process has ended.
func (p *postmaster) watch(ctx context.Context) <-chan struct{} {
	gone := make(chan struct{})
	go func() {
		over := false
		for ctx.Err() == nil && !over {
			err := p.process.WithHandle(func(h uintptr) {
				event, err := windows.WaitForSingleObject(windows.Handle(h), 100)
				over = err != nil || event == windows.WAIT_OBJECT_0
			})
			over = over || err != nil
		}
		if over {
			close(gone)
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

// endLeftovers leaves the processes of a postmaster that is gone to themselves.
func endLeftovers(string, time.Duration) {}
