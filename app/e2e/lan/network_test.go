//go:build linux

package lan

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"lectern/app/e2e/harness"
	"lectern/app/lan/discovery"
)

// A computer is a network namespace with one interface, eth0, on the LAN.
type computer struct {
	t    testing.TB
	name string
}

// newLAN makes computers that a bridge joins, in a namespace of its own: nothing of
// what they say gets out.
func newLAN(t testing.TB, names ...string) map[string]*computer {
	t.Helper()
	prefix := fmt.Sprintf("lectern%d-", os.Getpid())
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
func (c *computer) serve(name string, args ...string) *harness.Lectern {
	c.t.Helper()
	data := harness.Prepared(c.t)
	l := harness.LaunchCommand(c.t, c.command(append([]string{harness.Binary, "serve", "--name", name, "--data", data}, args...)...))
	l.Data = data
	l.AwaitReady()
	return l
}

// A browser is who looks for a Lectern, until the test is over.
type browser struct {
	t      testing.TB
	rounds chan []discovery.Server
}

func (c *computer) browse() *browser {
	c.t.Helper()
	cmd := c.command(os.Args[0])
	cmd.Env = append(cmd.Env, childEnv+"=browse")
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		c.t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		c.t.Fatal(err)
	}
	b := &browser{c.t, make(chan []discovery.Server)}
	over, stop := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(over)
		for lines := bufio.NewScanner(out); lines.Scan(); {
			var found []discovery.Server
			if err := json.Unmarshal(lines.Bytes(), &found); err != nil {
				c.t.Errorf("%s: %v", lines.Text(), err)
			}
			select {
			case b.rounds <- found:
			case <-stop:
			}
		}
	}()
	c.t.Cleanup(func() {
		close(stop)
		cmd.Process.Signal(syscall.SIGTERM)
		<-over
		cmd.Wait()
	})
	return b
}

// sees waits for a round that is as it should be, which is to come within seconds.
func (b *browser) sees(what string, ok func([]discovery.Server) bool) {
	b.t.Helper()
	limit := time.After(harness.Patience)
	var last []discovery.Server
	for begin := time.Now(); ; {
		select {
		case last = <-b.rounds:
			if ok(last) {
				b.t.Logf("%s after %.1f s", what, time.Since(begin).Seconds())
				return
			}
		case <-limit:
			b.t.Fatalf("not seen: %s, but %+v", what, last)
		}
	}
}
