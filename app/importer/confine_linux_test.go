package importer

import (
	"context"
	"fmt"
	"io/fs"
	"net"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

	"lectern/app/deck"
	"lectern/app/deck/decktest"
	"lectern/app/importer/importertest"
	"lectern/app/importer/options"
	"lectern/app/importer/wire"
)

// A child that is locked in tries what its file says and remarks what succeeded.
func init() {
	add(map[string]func(fs.FS, *wire.Teller) error{"escape": func(files fs.FS, tell *wire.Teller) error {
		target, err := fs.ReadFile(files, "target")
		if err != nil {
			return err
		}
		port, parent, _ := strings.Cut(string(target), " ")
		for what, try := range escapes(port, parent) {
			if err := try(); err == nil {
				tell.Remark(context.Background(), deck.Say(deck.OnOther, what))
			}
		}
		tell.Remark(context.Background(), deck.Say(deck.OnOther, fmt.Sprintf("%d tried", len(escapes(port, parent)))))
		return os.ErrClosed
	}})
}

func escapes(port, parent string) map[string]func() error {
	pid, _ := strconv.Atoi(parent)
	call := func(trap uintptr, args ...uintptr) func() error {
		return func() error {
			var a [6]uintptr
			copy(a[:], args)
			if _, _, errno := syscall.RawSyscall6(trap, a[0], a[1], a[2], a[3], a[4], a[5]); errno != 0 {
				return errno
			}
			return nil
		}
	}
	file := func(name string, flags int) func() error {
		return func() error {
			fd, err := unix.Open(name, flags, 0o600)
			if err == nil {
				unix.Close(fd)
			}
			return err
		}
	}
	return map[string]func() error{
		"reads a file":       file("/etc/passwd", unix.O_RDONLY),
		"reads itself":       file("/proc/self/maps", unix.O_RDONLY),
		"writes a file":      file("/tmp/lectern-escape", unix.O_WRONLY|unix.O_CREAT),
		"lists a folder":     func() error { _, err := os.ReadDir("/"); return err },
		"looks at a file":    func() error { _, err := os.Stat("/etc/passwd"); return err },
		"connects":           func() error { _, err := net.Dial("tcp", "127.0.0.1:"+port); return err },
		"has a socket":       call(unix.SYS_SOCKET, unix.AF_UNIX, unix.SOCK_STREAM, 0),
		"starts a program":   func() error { return exec.Command("/bin/true").Run() },
		"becomes a program":  func() error { return unix.Exec("/bin/true", []string{"true"}, nil) },
		"forks":              call(unix.SYS_CLONE, uintptr(unix.SIGCHLD)),
		"forks with memory":  call(unix.SYS_CLONE, uintptr(unix.SIGCHLD)|unix.CLONE_VFORK),
		"forks by clone3":    call(unix.SYS_CLONE3, 0, 0),
		"signals its parent": func() error { return unix.Kill(pid, 0) },
		"signals its thread": func() error { return unix.Tgkill(pid, pid, 0) },
		"signals by a pidfd": func() error { _, err := unix.PidfdOpen(pid, 0); return err },
		"signals by fcntl":   func() error { _, err := unix.FcntlInt(0, unix.F_SETOWN, pid); return err },
		"traces its parent":  func() error { return unix.PtraceAttach(pid) },
		"reads its parent": func() error {
			_, err := unix.ProcessVMReadv(pid, nil, nil, 0)
			return err
		},
		"has io_uring":    call(unix.SYS_IO_URING_SETUP, 1, 0),
		"has bpf":         call(unix.SYS_BPF, 0, 0, 0),
		"has a namespace": func() error { return unix.Unshare(unix.CLONE_NEWUSER) },
		"becomes root":    func() error { return unix.Setresuid(0, 0, 0) },
		"has more memory": func() error { return unix.Setrlimit(unix.RLIMIT_DATA, &unix.Rlimit{Cur: 1 << 40, Max: 1 << 40}) },
		"makes code": func() error {
			_, err := unix.Mmap(-1, 0, 4096, unix.PROT_EXEC, unix.MAP_ANON|unix.MAP_PRIVATE)
			return err
		},
		"hears of the host": call(unix.SYS_UNAME, 0),
	}
}

// TestEscape: a child that was taken over reaches nothing.
func TestEscape(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	_, port, _ := net.SplitHostPort(l.Addr().String())
	im, log := newImporter(t, Limits{})
	files, err := wire.NewFiles(t.Context(), importertest.Tree("target", fmt.Sprint(port, " ", os.Getpid())))
	if err != nil {
		t.Fatal(err)
	}
	d := &decktest.Deck{}
	if err := im.child(t.Context(), "escape", options.Options{}, files, &gate{to: d, owner: t.Context()}); err == nil || !strings.Contains(err.Error(), os.ErrClosed.Error()) {
		t.Fatal(err, log)
	}
	if want := fmt.Sprintf("%d tried", len(escapes("", ""))); len(d.Warnings) != 1 || d.Warnings[0] != want {
		t.Errorf("%q, want only %q", d.Warnings, want)
	}
	if s := log.String(); s != "" {
		t.Errorf("the log says %s", s)
	}
}
