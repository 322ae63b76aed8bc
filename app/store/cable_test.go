package store_test

import (
	"context"
	"io"
	"net"
	neturl "net/url"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// cable is a way to the database that can fall silent: nobody answers any
// more, and nobody hangs up.
type cable struct {
	net.Listener
	to    *pgx.ConnConfig
	mute  atomic.Bool
	conns sync.WaitGroup

	mu      sync.Mutex
	hangUps []func() // of each connection
}

// lay returns a cable to the database of url, and a URL that goes through it.
func lay(t *testing.T, url string) (*cable, string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	to, err := pgx.ParseConfig(url)
	if err != nil {
		t.Fatal(err)
	}
	c := &cable{Listener: l, to: to}
	ctx, cancel := context.WithCancel(context.Background())
	c.conns.Go(func() { c.run(ctx) })
	t.Cleanup(func() { l.Close(); cancel(); c.conns.Wait() })
	through := neturl.URL{Scheme: "postgres", User: neturl.UserPassword(to.User, to.Password), Host: l.Addr().String(), Path: "/" + to.Database, RawQuery: "sslmode=disable"}
	return c, through.String()
}

func (c *cable) run(ctx context.Context) {
	for {
		near, err := c.Accept()
		if err != nil {
			return
		}
		network, address := pgconn.NetworkAddress(c.to.Host, c.to.Port)
		far, err := net.Dial(network, address)
		if err != nil {
			near.Close()
			continue
		}
		hangUp := sync.OnceFunc(func() { near.Close(); far.Close() })
		context.AfterFunc(ctx, hangUp)
		c.mu.Lock()
		c.hangUps = append(c.hangUps, hangUp)
		c.mu.Unlock()
		c.conns.Go(func() { c.carry(near, far) })
		c.conns.Go(func() { c.carry(far, near) })
	}
}

// mend makes it work again, for new connections.
func (c *cable) mend() {
	c.mute.Store(false)
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, hangUp := range c.hangUps {
		hangUp()
	}
}

func (c *cable) carry(to io.WriteCloser, from io.ReadCloser) {
	b := make([]byte, 32<<10)
	for {
		n, err := from.Read(b)
		if c.mute.Load() {
			if err != nil {
				return // and the other end does not hear of it
			}
			continue
		}
		if _, failed := to.Write(b[:n]); err != nil || failed != nil {
			to.Close()
			from.Close()
			return
		}
	}
}
