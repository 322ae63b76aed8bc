//go:build linux

package rig

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"runtime"
	"sync"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// network is the air between the server and the viewers, who are in a
// network namespace of their own: a TUN device at each end, and in the middle
// this process, which carries every packet, or not. (netem does the same, but
// not every kernel has it, and it is a root's tool too.)
type network struct {
	server, viewers string   // addresses
	near            string   // the server's device
	here, there     *os.File // the namespaces
	ends            [2]*os.File

	mu    sync.Mutex
	rng   *rand.Rand
	cut   bool
	loss  float64
	delay time.Duration // each packet is late by half to one and a half of it, so they overtake each other
}

// newNetwork makes one, or says why it cannot: it takes a root with the rights
// to make devices and namespaces, which containers withhold.
func newNetwork(t *testing.T) (*network, error) {
	t.Helper()
	id := os.Getpid() & 0xffff
	n := &network{
		// RFC 2544 keeps these addresses for tests like this one.
		server:  fmt.Sprintf("198.18.%d.%d", id>>8, id&0xff),
		viewers: fmt.Sprintf("198.19.%d.%d", id>>8, id&0xff),
		near:    fmt.Sprint("rig", os.Getpid()),
		rng:     rand.New(rand.NewPCG(1, 1)),
	}
	made := make(chan error)
	go func() {
		// The thread is never given back: it is in the viewers' namespace.
		runtime.LockOSThread()
		made <- n.make()
	}()
	if err := <-made; err != nil {
		n.close()
		return nil, err
	}
	var over sync.WaitGroup
	over.Go(func() { n.carry(n.ends[0], n.ends[1]) })
	over.Go(func() { n.carry(n.ends[1], n.ends[0]) })
	// While the server's address is gone, nobody is to look for it elsewhere.
	if out, err := exec.Command("ip", "route", "add", "unreachable", n.server).CombinedOutput(); err != nil {
		t.Fatalf("ip route: %v: %s", err, out)
	}
	t.Cleanup(func() {
		exec.Command("ip", "route", "delete", "unreachable", n.server).Run()
		n.close()
		over.Wait()
	})
	return n, nil
}

// close gives back what there is of it.
func (n *network) close() {
	for _, end := range n.ends {
		end.Close() // nil is no file, and says so
	}
	for _, ns := range []*os.File{n.here, n.there} {
		ns.Close()
	}
}

// make runs on a thread of its own.
func (n *network) make() (err error) {
	if n.here, err = os.Open("/proc/thread-self/ns/net"); err != nil {
		return err
	}
	if n.ends[0], err = newDevice(n.near, n.server, n.viewers); err != nil {
		return err
	}
	if err := unix.Unshare(unix.CLONE_NEWNET); err != nil {
		return fmt.Errorf("unshare: %w", err)
	}
	if n.there, err = os.Open("/proc/thread-self/ns/net"); err != nil {
		return err
	}
	n.ends[1], err = newDevice("room", n.viewers, n.server)
	return err
}

// newDevice makes a TUN device in this thread's namespace.
func newDevice(name, address, peer string) (*os.File, error) {
	fd, err := unix.Open("/dev/net/tun", unix.O_RDWR|unix.O_NONBLOCK|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil, fmt.Errorf("/dev/net/tun: %w", err)
	}
	request, err := unix.NewIfreq(name)
	if err != nil {
		return nil, err
	}
	request.SetUint16(unix.IFF_TUN | unix.IFF_NO_PI)
	if err := unix.IoctlIfreq(fd, unix.TUNSETIFF, request); err != nil {
		unix.Close(fd)
		return nil, fmt.Errorf("TUNSETIFF: %w", err)
	}
	device := os.NewFile(uintptr(fd), name)
	for _, args := range [][]string{
		{"address", "add", address, "peer", peer, "dev", name},
		{"link", "set", name, "up", "txqueuelen", "5000"},
	} {
		if out, err := exec.Command("ip", args...).CombinedOutput(); err != nil {
			device.Close()
			return nil, fmt.Errorf("ip %v: %w: %s", args, err, out)
		}
	}
	return device, nil
}

// carry takes packets from one end to the other.
func (n *network) carry(from, to *os.File) {
	packet := make([]byte, 64<<10)
	for {
		size, err := from.Read(packet)
		if err != nil {
			if errors.Is(err, os.ErrClosed) {
				return
			}
			continue // while a device is down
		}
		late, lost := n.fate(packet[:size])
		switch {
		case lost:
		case from == n.ends[0] && portOf(packet[:size]) < floodPorts: // see floodHalfOpen
		case late > 0:
			copied := append([]byte(nil), packet[:size]...)
			time.AfterFunc(late, func() { to.Write(copied) })
		default:
			to.Write(packet[:size])
		}
	}
}

func (n *network) fate(packet []byte) (late time.Duration, lost bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	// The kernel waits one, two and four seconds before it repeats the first
	// packet of a connection. That would say nothing about Lectern.
	if n.cut || n.rng.Float64() < n.loss && !opensConnection(packet) {
		return 0, true
	}
	if n.delay > 0 {
		late = n.delay/2 + time.Duration(n.rng.Int64N(int64(n.delay)))
	}
	return late, false
}

// opensConnection reports whether an IPv4 packet begins a TCP connection (RFC 9293,
// 3.1: the flag SYN).
func opensConnection(packet []byte) bool {
	const tcp, flags, syn = 6, 13, 2
	if len(packet) < 20 || packet[0]>>4 != 4 || packet[9] != tcp {
		return false
	}
	header := int(packet[0]&15) * 4
	return len(packet) > header+flags && packet[header+flags]&syn != 0
}

func (n *network) set(cut bool, loss float64, delay time.Duration) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.cut, n.loss, n.delay = cut, loss, delay
}

// address takes the server's address away, or gives it back.
func (n *network) address(there bool) error {
	verb := "delete"
	if there {
		verb = "add"
	}
	out, err := exec.Command("ip", "address", verb, n.server, "peer", n.viewers, "dev", n.near).CombinedOutput()
	if err != nil {
		return fmt.Errorf("ip address %s: %w: %s", verb, err, out)
	}
	return nil
}

// dial connects from the viewers' namespace. A socket stays where it was made.
func (n *network) dial(ctx context.Context, addr string) (conn net.Conn, err error) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		runtime.LockOSThread()
		if err = unix.Setns(int(n.there.Fd()), unix.CLONE_NEWNET); err != nil {
			return
		}
		var d net.Dialer
		conn, err = d.DialContext(ctx, "tcp", addr)
		if unix.Setns(int(n.here.Fd()), unix.CLONE_NEWNET) == nil {
			runtime.UnlockOSThread() // else the thread ends with this goroutine
		}
	}()
	<-done
	return conn, err
}
