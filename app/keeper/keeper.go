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
//	postgres.password     the superuser's, 0600, for the keeper alone
//	postgres.pass         the owner's, 0600, as libpq's passfile= takes it
//	postgres.run/         the child's own, only while it runs: see workplace
//	postgres.lock         locked while a keeper runs
//
// The superuser is the keeper's own. Lectern and its users have an ordinary
// role, which owns the one database. It is reached at a socket in a folder that
// is closed to others, so nobody else on the machine can fill its places; on
// Windows, at a port of the loopback interface.
package keeper

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"strconv"
	"sync"
	"sync/atomic"
)

// The names in the database.
const (
	databaseName  = "lectern"
	ownerName     = "lectern"
	superuserName = "postgres"
)

// Config says where the database lives and who is told about it.
type Config struct {
	Dir    string       // the data folder, which exists
	Log    *slog.Logger // nil: none
	Status func(string) // told one short sentence at each slow moment; may be nil

	// MakesDatabases lets the owner make more databases than the one, as tests do
	// that have one each.
	MakesDatabases bool
}

// Keeper is a running database.
type Keeper struct {
	log      *slog.Logger
	folder   folder
	place    workplace
	data     string // the database
	job      job    // what each child is told
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
//
// What the environment says to PostgreSQL's clients (PGHOST, PGOPTIONS and so on)
// is for databases elsewhere: Start takes it from this process.
func Start(ctx context.Context, c Config) (*Keeper, error) {
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Status == nil {
		c.Status = func(string) {}
	}
	ForgetClientEnvironment()
	f, err := openFolder(c.Dir)
	if err != nil {
		return nil, err
	}
	lock, err := lockFolder(ctx, f, c.Status)
	if err != nil {
		return nil, err
	}
	k := &Keeper{log: c.Log, folder: f, lock: lock, stop: make(chan struct{}), done: make(chan struct{})}
	if err := k.start(ctx, c); err != nil {
		k.place.remove()
		lock.Close()
		return nil, f.explain(err)
	}
	return k, nil
}

func (k *Keeper) start(ctx context.Context, c Config) error {
	f := k.folder
	var err error
	if k.place, err = newWorkplace(f); err != nil {
		return err
	}
	tree, err := programs(ctx, f, k.place.programs, k.log, c.Status)
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
	passwords, err := f.readPasswords()
	if err != nil {
		return err
	}
	k.data = f.data(tree.Major())
	k.job = job{
		Programs:       tree.Root,
		Major:          tree.Major(),
		Data:           k.place.data(),
		Run:            k.place.run,
		Password:       passwords.superuser,
		OwnerPassword:  passwords.owner,
		MakesDatabases: c.MakesDatabases,
		Account:        f.account,
	}
	if !made {
		c.Status("Making the database")
		if err := k.initdb(ctx); err != nil {
			return err
		}
	} else {
		k.job.SetPassword = passwords.fresh
		if err := f.giveToAccount(k.data); err != nil {
			return err
		}
	}
	first, err := k.firstChild(ctx)
	if err != nil {
		return err
	}
	k.job.SetPassword = false
	k.url = k.job.ownerURL(f.file(passFile))
	k.tidied = make(chan struct{})
	go func() {
		defer close(k.tidied)
		tidyPrograms(k.place, tree, k.log)
	}()
	go k.supervise(first)
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
		c, err := k.spawn(modeServe, k.data)
		if err != nil {
			return nil, err
		}
		err = c.waitReady(ctx)
		if err == nil {
			return c, nil
		}
		c.end(true)
		if (errors.Is(err, errPortTaken) || errors.Is(err, errNoLink)) && attempt < 10 {
			continue // somebody took it in between, or it is made again
		}
		if errors.Is(err, errPassword) && !k.job.SetPassword {
			k.job.SetPassword = true // its file was lost, or another was put there
			continue
		}
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		return nil, fmt.Errorf("start PostgreSQL in %s: %w", k.data, err)
	}
}

// URL is the address of the database for its owner, as libpq and pgx take it. It
// names the file that holds the password, and stays the same for as long as k
// runs.
func (k *Keeper) URL() string { return k.url }

// Restarts counts how often PostgreSQL was started again because it had died.
func (k *Keeper) Restarts() int64 { return k.restarts.Load() }

// Stop ends PostgreSQL and whatever belongs to it, and returns when nothing of
// it is left: after a moment, or if PostgreSQL or the child does not heed, after
// at most twenty seconds. It may be called several times.
func (k *Keeper) Stop() error {
	k.stopOnce.Do(func() { close(k.stop) })
	<-k.done
	return k.stopErr
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
