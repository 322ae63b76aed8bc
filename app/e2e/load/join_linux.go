package load

import (
	"container/heap"
	"fmt"
	"net/netip"
	"time"

	"golang.org/x/sys/unix"
)

// Join brings n viewers to the server, an address on loopback. It does not wait
// for them: see Wait.
func Join(server netip.AddrPort, n int, opt Options) (*Crowd, error) {
	if opt.Path == "" {
		opt.Path = "/live"
	}
	c := &Crowd{
		opt: opt, servers: append([]netip.AddrPort{server}, opt.Others...), done: make(chan struct{}),
		request: fmt.Appendf(nil, "GET %s HTTP/1.1\r\nHost: %s\r\nAccept: text/event-stream\r\n\r\n", opt.Path, server),
		viewers: make([]viewer, n), arrivals: map[int64][]Moment{},
	}
	if err := allowFiles(n); err != nil {
		return nil, err
	}
	var err error
	if c.epoll, err = unix.EpollCreate1(unix.EPOLL_CLOEXEC); err != nil {
		return nil, fmt.Errorf("epoll: %w", err)
	}
	if c.wake, err = unix.Eventfd(0, unix.EFD_CLOEXEC|unix.EFD_NONBLOCK); err != nil {
		unix.Close(c.epoll)
		return nil, fmt.Errorf("eventfd: %w", err)
	}
	unix.EpollCtl(c.epoll, unix.EPOLL_CTL_ADD, c.wake, &unix.EpollEvent{Events: unix.EPOLLIN, Fd: -1})
	now := Now()
	for i := range c.viewers {
		c.viewers[i].fd = -1
		c.away = append(c.away, absent{int32(i), now})
	}
	go c.run()
	return c, nil
}

// allowFiles sees to it that this process may open n files more. Root may raise
// the limit; for others it is as high as it gets from the start.
func allowFiles(n int) error {
	open, err := Files(unix.Getpid())
	if err != nil {
		return err
	}
	const spare = 100 // for whatever else the process does meanwhile
	need := uint64(open + n + spare)
	var limit unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_NOFILE, &limit); err != nil {
		return fmt.Errorf("the limit of open files: %w", err)
	}
	if limit.Cur >= need {
		return nil
	}
	limit.Cur, limit.Max = need, max(limit.Max, need)
	if err := unix.Setrlimit(unix.RLIMIT_NOFILE, &limit); err != nil {
		return fmt.Errorf("%d viewers need a limit of %d open files (ulimit -n): %w", n, need, err)
	}
	return nil
}

// connectDue opens the connections whose time has come, and returns for how many
// milliseconds there is nothing more to open.
func (c *Crowd) connectDue() int {
	now := Now()
	for len(c.away) > 0 && c.joining < maxJoining {
		if wait := c.away[0].due - now; wait > 0 {
			return int(time.Duration(wait)/time.Millisecond) + 1
		}
		c.connect(heap.Pop(&c.away).(absent).viewer)
	}
	return -1 // whoever joins makes room
}

func (c *Crowd) connect(i int32) {
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_STREAM|unix.SOCK_NONBLOCK|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		c.fail(fmt.Errorf("a socket for viewer %d: %w", i, err))
		return
	}
	unix.SetsockoptInt(fd, unix.IPPROTO_TCP, unix.TCP_NODELAY, 1)
	// The port is chosen at connect, when the other end is known: so each
	// source address has all ports for each server.
	unix.SetsockoptInt(fd, unix.IPPROTO_IP, unix.IP_BIND_ADDRESS_NO_PORT, 1)
	source := unix.SockaddrInet4{Addr: [4]byte{127, 0, 0, byte(2 + i/perSource)}}
	if err := unix.Bind(fd, &source); err != nil {
		c.fail(fmt.Errorf("bind: %w", err))
	}
	server := c.viewers[i].server
	to := unix.SockaddrInet4{Addr: c.servers[server].Addr().As4(), Port: int(c.servers[server].Port())}
	c.viewers[i] = viewer{fd: int32(fd), server: server}
	c.joining++
	if err := unix.Connect(fd, &to); err != nil && err != unix.EINPROGRESS {
		c.lost(i, err) // refused at once
		return
	}
	unix.EpollCtl(c.epoll, unix.EPOLL_CTL_ADD, fd, &unix.EpollEvent{Events: unix.EPOLLOUT, Fd: i})
}
