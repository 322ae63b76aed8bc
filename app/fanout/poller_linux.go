package fanout

import (
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// poller is an epoll of our own. Go's has a goroutine wait for each socket;
// this one is itself a file in Go's, so that one goroutine, parked like any
// other, waits for thousands of sockets.
type poller struct {
	file    *os.File
	raw     syscall.RawConn
	fd      int
	events  [256]unix.EpollEvent
	scratch [4096]byte
}

func newPoller() (*poller, error) {
	fd, err := unix.EpollCreate1(unix.EPOLL_CLOEXEC)
	if err != nil {
		return nil, os.NewSyscallError("epoll_create1", err)
	}
	// Non-blocking is what makes os.NewFile hand it to Go's poller.
	if err := unix.SetNonblock(fd, true); err != nil {
		unix.Close(fd)
		return nil, os.NewSyscallError("fcntl", err)
	}
	file := os.NewFile(uintptr(fd), "epoll")
	raw, err := file.SyscallConn()
	if err != nil {
		file.Close()
		return nil, err
	}
	return &poller{file: file, raw: raw, fd: fd}, nil
}

// add watches a socket for the end of its peer, for anything that it sends,
// and for room after it was full. Its events carry the tag.
func (p *poller) add(fd, tag int32) error {
	const edge = unix.EPOLLIN | unix.EPOLLOUT | unix.EPOLLRDHUP | unix.EPOLLET
	err := unix.EpollCtl(p.fd, unix.EPOLL_CTL_ADD, int(fd), &unix.EpollEvent{Events: edge & 0xffffffff, Fd: fd, Pad: tag})
	return os.NewSyscallError("epoll_ctl", err)
}

// wait calls each for every event until close.
func (p *poller) wait(each func(fd, tag int32, events uint32)) {
	p.raw.Read(func(uintptr) bool {
		for {
			n, err := unix.EpollWait(p.fd, p.events[:], 0)
			if n <= 0 && err != unix.EINTR {
				return false // wait for the next edge, or for the file's end
			}
			for _, e := range p.events[:max(n, 0)] {
				each(e.Fd, e.Pad, e.Events)
			}
		}
	})
}

// swallow reads what a viewer sends, which means nothing, and reports whether
// the peer is still there. Who sends without end is not listened to: a page
// of bytes at a time is read, and the rest is left to fill the viewer's own
// socket.
func (p *poller) swallow(fd int32) bool {
	n, err := unix.Read(int(fd), p.scratch[:])
	return n > 0 || err == unix.EAGAIN || err == unix.EINTR
}

func (p *poller) close() { p.file.Close() }
