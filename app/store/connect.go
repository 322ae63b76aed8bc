package store

import (
	"context"
	"errors"
	"net"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"lectern/app/fault"
)

// connectLimit is how long one address of the database may take to let us in,
// unless the URL says connect_timeout. Where a URL names a primary and its
// standby, the second is tried when the first has had this long.
const connectLimit = 3 * time.Second

// What a database says to a connection that is of no more use, as SQLSTATE.
const (
	// readOnly: this server was the primary and is so no more. A new connection
	// finds the one that is.
	readOnly = "25006"
	// changed: a later Lectern's migration has changed what a prepared statement
	// returns. Nothing was executed; on a new connection it is prepared anew.
	changed = "0A000"
)

// stale reports whether err says so of the connection that it came from, and
// hence of all that are as old.
func stale(err *pgconn.PgError) bool { return err.Code == readOnly || err.Code == changed }

// pool is the way to the database for everybody but the Feed.
type pool struct {
	*pgxpool.Pool
	conns conns
}

func openPool(ctx context.Context, config *pgxpool.Config) (*pool, error) {
	p := &pool{conns: conns{open: map[net.Conn]struct{}{}}}
	limitConnect(config.ConnConfig)
	usual := config.ConnConfig.OnPgError
	config.ConnConfig.OnPgError = func(c *pgconn.PgConn, err *pgconn.PgError) bool {
		if stale(err) {
			p.Reset()
			return false
		}
		return usual(c, err)
	}
	config.AfterConnect = func(_ context.Context, c *pgx.Conn) error {
		p.conns.add(c.PgConn().Conn())
		return nil
	}
	config.BeforeClose = func(c *pgx.Conn) { p.conns.remove(c.PgConn().Conn()) }
	var err error
	p.Pool, err = pgxpool.NewWithConfig(ctx, config)
	return p, err
}

// renew replaces all connections, after the database was lost to the Feed: a
// request must not meet a dead one. When the database did not even say
// good-bye, whoever waits for its answer would wait for as long as the kernel
// tries, so those waits end.
func (p *pool) renew(silent bool) {
	if silent {
		p.conns.cut()
	}
	p.Reset()
}

// conns are the open connections.
type conns struct {
	mu   sync.Mutex
	open map[net.Conn]struct{}
}

func (l *conns) add(c net.Conn) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.open[c] = struct{}{}
}

func (l *conns) remove(c net.Conn) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.open, c)
}

// cut ends the reads and writes under way. pgx closes a connection that has
// failed.
func (l *conns) cut() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for c := range l.open {
		c.Close()
	}
}

func limitConnect(c *pgx.ConnConfig) {
	if c.ConnectTimeout == 0 {
		c.ConnectTimeout = connectLimit
	}
}

// Where tells which addresses a database's URL names, for people: no user, no
// password.
func Where(url string) string {
	config, err := pgconn.ParseConfig(url)
	if err != nil {
		return "the address given"
	}
	list := []string{hostPort(config.Host, config.Port)}
	for _, f := range config.Fallbacks {
		// With sslmode=prefer each address is there twice.
		if a := hostPort(f.Host, f.Port); !slices.Contains(list, a) {
			list = append(list, a)
		}
	}
	return strings.Join(list, ", ")
}

func hostPort(host string, port uint16) string {
	if strings.HasPrefix(host, "/") {
		return host // a Unix socket's folder
	}
	return net.JoinHostPort(host, strconv.Itoa(int(port)))
}

// refused turns the failure of a first connection into what a person can do
// something about. Waiting helps only where the code is fault.Unavailable.
func refused(err error, url string) error {
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		switch pg.Code {
		case "28000", "28P01":
			return fault.Wrap(fault.Forbidden, err, "The database at %s refuses the user or the password of --database-url", Where(url))
		case "3D000":
			return fault.Wrap(fault.NotFound, err, "The server at %s has no database of the name in --database-url; please create it", Where(url))
		}
	}
	return fault.Wrap(fault.Unavailable, err, "The database at %s does not answer", Where(url))
}
