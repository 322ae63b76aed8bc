//go:build linux

package keeper

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

	"lectern/app/fault"
)

// What the machine denies PostgreSQL is told in one sentence, with the next step.
func TestSentences(t *testing.T) {
	t.Parallel()
	needRoot(t)
	const stranger = 54321 // who has no line in /etc/passwd
	for _, c := range []struct {
		name, mount, limit string
		uid                uint32
		want               string
	}{
		{name: "a full disk", mount: "size=70m", want: "the disk is full"},
		{name: "a disk without room for the programs", mount: "size=10m", want: "the disk is full"},
		{name: "a disk without programs", mount: "noexec", want: "noexec"},
		{name: "too few open files", limit: "ulimit -n 64; ", want: "ulimit -n"},
		{name: "a user without a name", uid: stranger, want: "/etc/passwd"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := filepath.Join(emptyFolder(t), "data")
			mkdir(t, dir)
			if c.mount != "" {
				mount(t, dir, c.mount)
			}
			binary := filepath.Join(filepath.Dir(dir), "keeper.test") // where everybody can reach it
			copyFile(t, os.Args[0], binary)
			cmd := helperCommand(dir)
			cmd.Path, cmd.Args = "/bin/sh", []string{"sh", "-c", c.limit + "exec " + binary}
			cmd.Dir = "/"
			if c.uid != 0 {
				if err := os.Chown(dir, int(c.uid), int(c.uid)); err != nil {
					t.Fatal(err)
				}
				cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: c.uid, Gid: c.uid}}
			}
			out, err := cmd.CombinedOutput()
			said := strings.TrimSpace(string(out))
			if err == nil || !strings.HasPrefix(said, "error The database cannot be started in "+dir) ||
				!strings.Contains(said, c.want) || strings.Contains(said, "\n") {
				t.Errorf("%v: %s", err, said)
			}
			if left, _ := filepath.Glob(filepath.Join(dir, "pg*")); len(left) != 0 {
				t.Errorf("left %v", left)
			}
		})
	}
}

func mount(t *testing.T, dir, options string) {
	t.Helper()
	flags := uintptr(0)
	if options == "noexec" {
		flags, options = unix.MS_NOEXEC, ""
	}
	if err := unix.Mount("lectern-test", dir, "tmpfs", flags, options); err != nil {
		t.Skip("cannot mount:", err)
	}
	t.Cleanup(func() {
		if err := unix.Unmount(dir, 0); err != nil {
			t.Error(err)
		}
	})
	if err := os.Chmod(dir, 0o711); err != nil {
		t.Fatal(err)
	}
}

// An error that says its sentence already is left alone.
func TestExplain(t *testing.T) {
	f := folder{dir: "/data"}
	known := fault.Errorf(fault.Conflict, "Another lectern runs")
	if got := f.explain(known); got != error(known) {
		t.Errorf("got %v", got)
	}
	long := errors.New("start PostgreSQL: it ended\nLOG:  it begins\nFATAL:  it ends\n")
	if got := fault.Sentence(f.explain(long)); got != `The database cannot be started in /data: PostgreSQL says "FATAL:  it ends"` {
		t.Errorf("got %s", got)
	}
	unknown := errors.New("boom")
	if got := f.explain(unknown); !errors.Is(got, unknown) {
		t.Errorf("got %v", got)
	}
}
