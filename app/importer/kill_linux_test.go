package importer

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

	"lectern/app/deck/decktest"
	"lectern/app/importer/importertest"
	"lectern/app/importer/options"
	"lectern/app/importer/wire"
)

// parentEnv makes this binary a parent that tests kill: it starts a child in that
// mode, tells its number, and waits.
const parentEnv = "LECTERN_IMPORT_TEST_PARENT"

func runAsParent() {
	mode := os.Getenv(parentEnv)
	if mode == "" {
		return
	}
	im := New(Config{})
	files, err := wire.NewFiles(context.Background(), importertest.Tree("a.md", "# a"))
	if err != nil {
		panic(err)
	}
	testStarted = func(pid int) { fmt.Println(pid) }
	fmt.Println(im.child(context.Background(), mode, options.Options{}, files, &gate{to: &decktest.Deck{}, owner: im.ctx}))
}

// TestParentKilled: nothing is left of a parent that ended without a goodbye, even
// where the child does not look.
func TestParentKilled(t *testing.T) {
	for _, mode := range []string{"loop", "sleep"} {
		t.Run(mode, func(t *testing.T) {
			cmd := exec.Command(os.Args[0])
			cmd.Env = append(os.Environ(), parentEnv+"="+mode)
			out, err := cmd.StdoutPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			defer cmd.Process.Kill()
			line, err := bufio.NewReader(out).ReadString('\n')
			if err != nil {
				t.Fatal(err)
			}
			child, err := strconv.Atoi(strings.TrimSpace(line))
			if err != nil || !lives(child) {
				t.Fatalf("child %q: %v", line, err)
			}
			open, err := unix.PidfdOpen(child, 0)
			if err != nil {
				t.Fatal(err)
			}
			defer unix.Close(open)
			cmd.Process.Kill()
			cmd.Wait()
			// Whoever has a process open is told when it ends.
			ended, err := unix.Poll([]unix.PollFd{{Fd: int32(open), Events: unix.POLLIN}}, 30_000)
			for err == unix.EINTR {
				ended, err = unix.Poll([]unix.PollFd{{Fd: int32(open), Events: unix.POLLIN}}, 30_000)
			}
			if err != nil || ended != 1 || lives(child) {
				syscall.Kill(child, syscall.SIGKILL)
				t.Errorf("the child lives half a minute after its parent was killed: %v", err)
			}
		})
	}
}

// lives reports whether there is a process that is more than a note for its parent.
func lives(pid int) bool {
	stat, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	i := bytes.LastIndexByte(stat, ')')
	return err == nil && i > 0 && stat[i+2] != 'Z' && stat[i+2] != 'X'
}
