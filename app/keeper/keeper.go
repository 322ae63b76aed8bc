// Package keeper owns the embedded PostgreSQL of a data folder: its files, its
// folder and password, its start, its restarts and its stop. While a Keeper
// runs, the database answers on one URL; a PostgreSQL that dies is started
// again; and when the process that holds the Keeper ends, in whatever way,
// PostgreSQL ends within two seconds.
//
// PostgreSQL is run by a child process of the same binary (see RunIfChild). It
// is there because PostgreSQL refuses to run as root, so somebody has to become
// an ordinary user; and because somebody has to survive a kill -9.
//
// The data folder holds, besides what is not the keeper's:
//
//	pgNN/                 the database of PostgreSQL NN; never deleted
//	pgNN.new/             one that initdb is making
//	postgres-VERSION-X/   the unpacked programs
//	postgres.password     64 hexadecimal digits, 0600
//	postgres.password.new one that the database may not have yet
//	postgres.run/         the child's own, only while it runs
//	postgres.lock         locked while a keeper runs
package keeper

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"os"
	"strconv"
	"sync"
	"sync/atomic"
)

// The names of the database and of its owner.
const (
	databaseName = "lectern"
	userName     = "lectern"
)

// Config says where the database lives and who is told about it.
type Config struct {
	Dir    string       // the data folder, which exists
	Log    *slog.Logger // nil: none
	Status func(string) // told one short sentence at each slow moment; may be nil
}

// Keeper is a running database.
type Keeper struct {
	log      *slog.Logger
	folder   folder
	job      job // what each child is told
	url      string
	lock     *os.File
	restarts atomic.Int64

	stop     chan struct{} // closed by Stop
	stopOnce sync.Once
	tidied   chan struct{} // closed when nobody writes to the programs' folder
	done     chan struct{} // closed when nothing is left
	stopErr  error         // after done
}

// Start makes the database of c.Dir ready, whatever an earlier run left there,
// starts it and returns once it answers. ctx bounds the start only.
//
// A data folder that this version must not touch, or cannot reach, is a
// *fault.Error that says what to do.
func Start(ctx context.Context, c Config) (*Keeper, error) {
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Status == nil {
		c.Status = func(string) {}
	}
	f, err := openFolder(c.Dir)
	if err != nil {
		return nil, err
	}
	lock, err := lockFolder(ctx, f, c.Status)
	if err != nil {
		return nil, err
	}
	k := &Keeper{log: c.Log, folder: f, lock: lock, stop: make(chan struct{}), done: make(chan struct{})}
	if err := k.start(ctx, c.Status); err != nil {
		f.removeRunFolder()
		lock.Close()
		return nil, err
	}
	return k, nil
}

func (k *Keeper) start(ctx context.Context, status func(string)) error {
	f := k.folder
	tree, err := programs(ctx, f, k.log, status)
	if err != nil {
		return err
	}
	if err := f.checkVersion(tree.Major(), k.log); err != nil {
		return err
	}
	made := f.hasDatabase(tree.Major())
	if !made {
		if err := f.makeRoom(tree.Major()); err != nil {
			return err
		}
	}
	password, fresh, err := f.password()
	if err != nil {
		return err
	}
	if err := f.makeRunFolder(); err != nil {
		return err
	}
	k.job = job{
		Programs: tree.Root,
		Major:    tree.Major(),
		Data:     f.data(tree.Major()),
		Run:      f.runFolder(),
		Password: password,
		Account:  f.account,
	}
	if !made {
		status("Making the database")
		if err := k.initdb(ctx); err != nil {
			return err
		}
	} else {
		k.job.SetPassword = fresh
		if err := f.giveToAccount(k.job.Data); err != nil {
			return err
		}
	}
	c, err := k.firstChild(ctx)
	if err != nil {
		return err
	}
	if fresh {
		if err := f.keepPassword(); err != nil {
			k.log.Warn("the database's password could not be put in its place; the next start gives it again", "err", err)
		}
	}
	k.job.SetPassword = false
	k.url = databaseURL(k.job.Port, password)
	k.tidied = make(chan struct{})
	go func() {
		defer close(k.tidied)
		f.tidyPrograms(tree, k.log)
	}()
	go k.supervise(c)
	return nil
}

// firstChild starts PostgreSQL for the first time in this run, on a port that
// it keeps from then on.
func (k *Keeper) firstChild(ctx context.Context) (*child, error) {
	for attempt := 1; ; attempt++ {
		port, err := freePort()
		if err != nil {
			return nil, err
		}
		k.job.Port = port
		c, err := k.spawn(modeServe)
		if err != nil {
			return nil, err
		}
		err = c.waitReady(ctx)
		if err == nil {
			return c, nil
		}
		c.end(true)
		if errors.Is(err, errPortTaken) && attempt < 10 {
			continue // somebody took it in between
		}
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		return nil, fmt.Errorf("start PostgreSQL in %s: %w", k.job.Data, err)
	}
}

// URL is the address of the database, with user and password. It stays the
// same for as long as k runs.
func (k *Keeper) URL() string { return k.url }

// Restarts counts how often PostgreSQL was started again because it had died.
func (k *Keeper) Restarts() int64 { return k.restarts.Load() }

// Stop ends PostgreSQL and whatever belongs to it, and returns when nothing of
// it is left: after a moment, or after about ten seconds if PostgreSQL does not
// heed. It may be called several times.
func (k *Keeper) Stop() error {
	k.stopOnce.Do(func() { close(k.stop) })
	<-k.done
	return k.stopErr
}

func databaseURL(port int, password string) string {
	u := url.URL{
		Scheme:   "postgres",
		User:     url.UserPassword(userName, password),
		Host:     net.JoinHostPort("127.0.0.1", strconv.Itoa(port)),
		Path:     "/" + databaseName,
		RawQuery: "sslmode=disable",
	}
	return u.String()
}

// freePort chooses a port of the loopback interface. It prefers one below
// those that systems give to outgoing connections, so that none of these can
// take it while PostgreSQL restarts.
func freePort() (int, error) {
	const low, span, tries = 15000, 15000, 50
	for i := range tries + 1 {
		port := low + int(randomUint32()%span)
		if i == tries {
			port = 0
		}
		l, err := net.Listen("tcp4", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
		if err != nil {
			continue
		}
		port = l.Addr().(*net.TCPAddr).Port
		l.Close()
		return port, nil
	}
	return 0, errors.New("no port of 127.0.0.1 is free for the database")
}
