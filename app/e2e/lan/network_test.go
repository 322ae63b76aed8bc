//go:build linux

package lan

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"lectern/app/e2e/harness"
)

// A computer is a network namespace with one interface, eth0, on the LAN.
type computer struct {
	t    testing.TB
	name string
}

// made counts the LANs of this program: their names are the whole machine's.
var made atomic.Int32

// newLAN makes computers that a bridge joins, in a namespace of its own: nothing of
// what they say gets out.
func newLAN(t testing.TB, names ...string) map[string]*computer {
	t.Helper()
	prefix := fmt.Sprintf("lectern%d-%d-", os.Getpid(), made.Add(1))
	try := func(args ...string) error {
		out, err := exec.Command("ip", args...).CombinedOutput()
		if err != nil {
			return fmt.Errorf("ip %s: %w: %s", strings.Join(args, " "), err, out)
		}
		return nil
	}
	hub := prefix + "hub"
	if err := try("netns", "add", hub); err != nil {
		t.Skipf("no network namespace can be made here: %v", err)
	}
	t.Cleanup(func() { try("netns", "delete", hub) })
	must := func(args ...string) {
		t.Helper()
		if err := try(args...); err != nil {
			t.Fatal(err)
		}
	}
	must("-n", hub, "link", "add", "lan", "type", "bridge", "mcast_snooping", "0")
	must("-n", hub, "link", "set", "lan", "up")
	all := map[string]*computer{}
	for _, name := range names {
		c := &computer{t, prefix + name}
		must("netns", "add", c.name)
		t.Cleanup(func() { try("netns", "delete", c.name) })
		// No router, no duplicates to look for: addresses count at once.
		for _, set := range []string{"accept_ra=0", "accept_dad=0"} {
			must("netns", "exec", c.name, "sysctl", "-qw", "net.ipv6.conf.default."+set)
		}
		must("-n", hub, "link", "add", name, "type", "veth", "peer", "name", "eth0", "netns", c.name)
		must("-n", hub, "link", "set", name, "master", "lan", "up")
		c.ip("link", "set", "lo", "up")
		c.ip("link", "set", "eth0", "up")
		all[name] = c
	}
	return all
}

// ip runs a command of ip in there.
func (c *computer) ip(args ...string) {
	c.t.Helper()
	if out, err := exec.Command("ip", append([]string{"-n", c.name}, args...)...).CombinedOutput(); err != nil {
		c.t.Fatalf("ip %s: %v: %s", strings.Join(args, " "), err, out)
	}
}

// command is one that runs in there.
func (c *computer) command(args ...string) *exec.Cmd {
	cmd := exec.Command("ip", append([]string{"netns", "exec", c.name}, args...)...)
	cmd.Env = append(os.Environ(), "DISPLAY=", "WAYLAND_DISPLAY=")
	return cmd
}

// serve starts a Lectern there, on all of its addresses.
func (c *computer) serve(name, data string, args ...string) *harness.Lectern {
	c.t.Helper()
	l := harness.LaunchCommand(c.t, c.command(append([]string{harness.Binary, "serve", "--name", name, "--data", data}, args...)...))
	l.Data = data
	l.AwaitReady()
	return l
}

// A watch is on what a child of this program in there tells, a line of JSON each time.
type watch[T any] struct {
	t    testing.TB
	told chan T
	in   io.Writer
	end  func()
}

// start has this program do one thing there, until the test is over or end is called.
func start[T any](c *computer, what string, env ...string) *watch[T] {
	c.t.Helper()
	cmd := c.command(os.Args[0])
	cmd.Env = append(append(cmd.Env, childEnv+"="+what), env...)
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		c.t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		c.t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		c.t.Fatal(err)
	}
	w := &watch[T]{t: c.t, told: make(chan T), in: in}
	over, stop := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(over)
		for lines := bufio.NewScanner(out); lines.Scan(); {
			var one T
			if err := json.Unmarshal(lines.Bytes(), &one); err != nil {
				c.t.Errorf("%s: %v", lines.Text(), err)
			}
			select {
			case w.told <- one:
			case <-stop:
			}
		}
	}()
	w.end = sync.OnceFunc(func() {
		close(stop)
		cmd.Process.Signal(syscall.SIGTERM)
		<-over
		cmd.Wait()
	})
	c.t.Cleanup(w.end)
	return w
}

// sees waits until what is told is as it should be.
func (w *watch[T]) sees(what string, ok func(T) bool) {
	w.t.Helper()
	limit := time.After(harness.Patience)
	var last T
	for begin := time.Now(); ; {
		select {
		case last = <-w.told:
			if ok(last) {
				w.t.Logf("%s after %.1f s", what, time.Since(begin).Seconds())
				return
			}
		case <-limit:
			w.t.Fatalf("not seen: %s, but %+v", what, last)
		}
	}
}
