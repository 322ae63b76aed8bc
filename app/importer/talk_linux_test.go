package importer

import (
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"lectern/app/importer/confine"
	"lectern/app/importer/importertest"
	"lectern/app/importer/office/libreoffice"
	"lectern/app/importer/wire"
)

const officeName = "soffice.bin"

// escapeOffice tries what its order tells the addresses of, and says what succeeded.
func escapeOffice(order string) string {
	target := strings.Split(order, "\n")
	port, socket, secret, parent := target[0], target[1], target[2], target[3]
	pid, _ := strconv.Atoi(parent)
	fails := func(_ any, err error) error { return err }
	tries := map[string]func() error{
		"connects":                 func() error { return fails(net.Dial("tcp", "127.0.0.1:"+port)) },
		"sends":                    func() error { return fails(net.ListenPacket("udp", "127.0.0.1:0")) },
		"connects to a socket":     func() error { return fails(net.Dial("unix", socket)) },
		"reads a file":             func() error { return fails(os.ReadFile(secret)) },
		"writes a file":            func() error { return os.WriteFile("/tmp/lectern-escape", nil, 0o600) },
		"lists a folder":           func() error { return fails(os.ReadDir(filepath.Dir(secret))) },
		"reads another's memory":   func() error { return fails(os.ReadFile("/proc/" + parent + "/environ")) },
		"starts a program":         func() error { return exec.Command("/bin/true").Run() },
		"becomes a program":        func() error { return unix.Exec("/bin/true", []string{"true"}, nil) },
		"signals its parent":       func() error { return unix.Kill(pid, 0) },
		"signals by a pidfd":       func() error { return fails(unix.PidfdOpen(pid, 0)) },
		"traces its parent":        func() error { return unix.PtraceAttach(pid) },
		"has a namespace":          func() error { return unix.Unshare(unix.CLONE_NEWUSER) },
		"becomes root":             func() error { return unix.Setresuid(0, 0, 0) },
		"has more memory":          func() error { return unix.Setrlimit(unix.RLIMIT_DATA, &unix.Rlimit{Cur: 1 << 40, Max: 1 << 40}) },
		"has more of its parent's": func() error { return unix.Prlimit(pid, unix.RLIMIT_NOFILE, nil, &unix.Rlimit{}) },
		"has io_uring": func() error {
			if _, _, errno := unix.Syscall(unix.SYS_IO_URING_SETUP, 1, 0, 0); errno != 0 && errno != unix.EFAULT {
				return errno
			}
			return nil
		},
	}
	var done []string
	for what, try := range tries {
		if try() == nil {
			done = append(done, what)
		}
	}
	slices.Sort(done)
	return fmt.Sprint(len(tries), " tried: ", strings.Join(done, ", "))
}

// TestOfficeIsAlone: a child that becomes LibreOffice hears no more of its parent. It
// would take the end of what LibreOffice is given to read for its parent's, when it came
// to read late, and end itself on the way.
func TestOfficeIsAlone(t *testing.T) {
	im := fakeOffice(t)
	folder, err := libreoffice.NewFolder(t.Context(), im.config.TalkFolder, ".ppt", false, strings.NewReader("nothing"))
	if err == nil {
		err = confine.Give(folder.Path())
	}
	if err != nil {
		t.Fatal(err)
	}
	defer folder.Remove()
	office, _ := libreoffice.Find()
	c := office.Command(folder, libreoffice.PDF)
	job := im.job(talkLimits.withoutRace())
	job.Program = &wire.Program{Args: c.Args, Env: c.Env, Dir: c.Dir, Read: c.Read}
	p, err := im.start(modeTalk, job, 0)
	if err != nil {
		t.Fatal(err)
	}
	p.in.Close()
	io.Copy(io.Discard, p.out)
	if <-p.exited; !p.well() {
		t.Errorf("%v%s", p.state, p.stderr)
	}
	p.end(errOver)
}

// TestOfficeEscapes: a LibreOffice that was taken over reaches nothing but its folder,
// and what any program reads of a system.
func TestOfficeEscapes(t *testing.T) {
	im := fakeOffice(t)
	tcp, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer tcp.Close()
	_, port, _ := net.SplitHostPort(tcp.Addr().String())
	dir, err := os.MkdirTemp("/tmp", "beside")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	if err := os.Chmod(dir, 0o777); err != nil {
		t.Fatal(err)
	}
	secret, socket := filepath.Join(dir, "secret"), filepath.Join(dir, "socket")
	if err := os.WriteFile(secret, []byte("x"), 0o644); err != nil {
		t.Fatal(err)
	}
	unixSocket, err := net.Listen("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	defer unixSocket.Close()
	if err := os.Chmod(socket, 0o777); err != nil {
		t.Fatal(err)
	}
	order := strings.Join([]string{"escape", port, socket, secret, fmt.Sprint(os.Getpid())}, "\n")
	made, err := im.drawTalk(t.Context(), importertest.Tree("a.ppt", order), "a.ppt", ".ppt")
	if err != nil {
		t.Fatal(err)
	}
	defer made.close()
	got, err := io.ReadAll(made.files[libreoffice.PDF])
	want := "%PDF-17 tried: "
	if raceEnabled { // whose memory is not bounded
		want += "has more memory"
	}
	if err != nil || string(got) != want {
		t.Errorf("%s, %v", got, err)
	}
}
