package app

import (
	"errors"
	"net"
	"os"
	"slices"
	"strconv"
	"syscall"

	"lectern/app/datadir"
	"lectern/app/fault"
	"lectern/app/lan"
)

// neighbours is how many ports are tried when the usual one is taken.
const neighbours = 20

// listen takes the port. Without --addr a neighbour will do.
func listen(c Config) (net.Listener, error) {
	l, err := net.Listen("tcp", c.Addr)
	if err == nil {
		return l, nil
	}
	host, port, splitErr := net.SplitHostPort(c.Addr)
	n, numErr := strconv.Atoi(port)
	if c.AddrGiven || splitErr != nil || numErr != nil || !errors.Is(err, syscall.EADDRINUSE) {
		return nil, fault.Wrap(fault.Conflict, err, "Lectern cannot listen on %s: %s", c.Addr, fault.Reason(err))
	}
	for i := 1; i <= neighbours; i++ {
		if l, err := net.Listen("tcp", net.JoinHostPort(host, strconv.Itoa(n+i))); err == nil {
			return l, nil
		}
	}
	return nil, fault.Wrap(fault.Conflict, err, "Lectern cannot listen on port %d, nor on one of the next %d: other programs use them", n, neighbours)
}

// runOf is what run.json tells, but for the link to the console.
func (c Config) runOf(addr *net.TCPAddr, key, databaseURL string) datadir.Run {
	host := "127.0.0.1"
	if !addr.IP.IsUnspecified() {
		host = addr.IP.String()
	}
	local := lan.URL(host, addr.Port)
	return datadir.Run{
		PID: os.Getpid(), URL: local, LANURLs: c.urls(addr),
		PresenterKey: key, DatabaseURL: databaseURL,
	}
}

// urls are the addresses for the room: the public one first, if there is one.
func (c Config) urls(addr *net.TCPAddr) []string {
	urls := lan.URLs(addr)
	if c.PublicURL != nil {
		urls = slices.Insert(urls, 0, c.PublicURL.String())
	}
	return urls
}
