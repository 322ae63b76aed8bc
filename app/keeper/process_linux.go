package keeper

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// watch closes the channel when the process has ended. The kernel tells, where
// it is new enough (Linux 5.3).
func (p *postmaster) watch(ctx context.Context) <-chan struct{} {
	fd, err := unix.PidfdOpen(p.pid, unix.O_NONBLOCK)
	if err != nil {
		return p.watchByPolling(ctx)
	}
	f := os.NewFile(uintptr(fd), "process "+strconv.Itoa(p.pid))
	conn, err := f.SyscallConn()
	if err != nil {
		f.Close()
		return p.watchByPolling(ctx)
	}
	stop := context.AfterFunc(ctx, func() { f.Close() }) // ends the Read
	gone := make(chan struct{})
	go func() {
		defer f.Close()
		defer stop()
		err := conn.Read(func(fd uintptr) bool {
			ready, err := unix.Poll([]unix.PollFd{{Fd: int32(fd), Events: unix.POLLIN}}, 0)
			return err == nil && ready > 0
		})
		if err == nil {
			close(gone)
		}
	}()
	return gone
}

// isPostmaster reports whether pid is a postgres whose folder is data. In some
// containers root may not ask for the working directory of others; then the
// command line tells.
func isPostmaster(pid int, data string) bool {
	args := commandLine(pid)
	if len(args) == 0 || !strings.HasPrefix(filepath.Base(args[0]), "postgres") {
		return false
	}
	if worksIn(pid, data) {
		return true
	}
	started := pidLine(data, dataLine)
	for i, arg := range args[:len(args)-1] {
		if arg == "-D" && args[i+1] == started {
			return true
		}
	}
	return false
}

func commandLine(pid int) []string {
	line, err := os.ReadFile(procPath(pid, "cmdline"))
	if err != nil || len(line) == 0 {
		return nil
	}
	return strings.Split(strings.TrimRight(string(line), "\x00"), "\x00")
}

func worksIn(pid int, data string) bool {
	cwd, err1 := os.Stat(procPath(pid, "cwd"))
	want, err2 := os.Stat(data)
	return err1 == nil && err2 == nil && os.SameFile(cwd, want)
}

func procPath(pid int, name string) string { return filepath.Join("/proc", strconv.Itoa(pid), name) }

// isZombie reads the third field of stat, after the name in parentheses.
func isZombie(pid int) bool {
	stat, err := os.ReadFile(procPath(pid, "stat"))
	if err != nil {
		return false
	}
	i := bytes.LastIndexByte(stat, ')')
	return i >= 0 && len(stat) > i+2 && stat[i+2] == 'Z'
}

// endLeftovers ends the processes of a postmaster that is gone: each ends by
// itself when it notices, unless it was stopped or hangs. They are the
// processes named postgres whose working directory is the data folder.
func endLeftovers(data string, patience time.Duration) {
	var watched []<-chan struct{}
	var left []*postmaster
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	names, _ := filepath.Glob("/proc/[0-9]*")
	for _, name := range names {
		pid, err := strconv.Atoi(filepath.Base(name))
		if err != nil || !isLeftover(pid, data) {
			continue
		}
		process, err := os.FindProcess(pid)
		if err != nil || !isLeftover(pid, data) {
			continue
		}
		p := &postmaster{pid, process}
		left, watched = append(left, p), append(watched, p.watch(ctx))
	}
	deadline := time.Now().Add(patience)
	for i, p := range left {
		if !within(watched[i], time.Until(deadline)) {
			p.kill()
			within(watched[i], afterKill)
		}
	}
}

func isLeftover(pid int, data string) bool {
	comm, err := os.ReadFile(procPath(pid, "comm"))
	if err != nil || strings.TrimSpace(string(comm)) != "postgres" || !worksIn(pid, data) || isZombie(pid) {
		return false
	}
	single, ok := readPID(data)
	return !ok || single != -pid
}
