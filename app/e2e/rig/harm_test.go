//go:build linux

package rig

import (
	"context"
	"os"
	"sync"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"

	"lectern/app/e2e/harness"
)

// harm is one thing that can happen to a talk. do returns what ends it; nil
// where it is over at once.
type harm struct {
	name string
	able func(*rig) bool // nil for always
	do   func(*rig) (undo func())
}

func onNetwork(r *rig) bool { return r.net != nil }
func onDisk(r *rig) bool    { return r.ground.disk }
func onFiles(r *rig) bool   { return r.ground.disk && r.ground.template.noLock == nil }
func onClock(r *rig) bool   { return r.app.clock != nil }

// harms are in the order in which seeds go through them.
var harms = []harm{
	{"kill PostgreSQL", nil, killPostgres},
	{"kill the keeper", nil, killKeeper},
	{"kill a backend", nil, killBackend},
	{"kill the listener", nil, killListener},
	{"end the listener again and again", nil, endListeners},
	{"kill the listener before its snapshot", nil, killBeforeSnapshot},
	{"kill lectern", nil, killLectern},
	{"kill lectern and the keeper", nil, killBoth},
	{"three starts at once", nil, rivals},
	{"the next version takes over", nil, upgrade},
	{"stop PostgreSQL", nil, stopPostgres},
	{"stop the keeper", nil, stopKeeper},
	{"stop the listener", nil, stopListener},
	{"stop lectern", nil, stopLectern},
	{"suspend", nil, suspend},
	{"clock stepped", onClock, stepClock},
	{"disk full", onDisk, fillDisk},
	{"disk read-only", onFiles, lockDisk},
	{"disk read-only under a killed PostgreSQL", onFiles, lockDiskAndKill},
	{"network cut", onNetwork, cutNetwork},
	{"network slow and out of order", onNetwork, slowNetwork},
	{"network loses packets", onNetwork, losePackets},
	{"address gone", onNetwork, loseAddress},
	{"everybody reloads", nil, reload},
	{"a crowd comes and goes", nil, crowd},
	{"connections that say nothing", nil, silentConnections},
	{"half-open connections", onNetwork, floodHalfOpen},
	{"slow requests", nil, slowRequests},
	{"viewers that never read", nil, deafViewers},
	{"pipelining", nil, pipelining},
	{"enormous headers", nil, enormousHeaders},
	{"twenty consoles", nil, twentyConsoles},
	{"a large import", nil, largeImport},
	{"a sleeping transaction fills the queue", nil, fillQueue},
}

// Processes.

func (r *rig) keepers() []int { return harness.Children(r.t, r.app.pid()) }

// kill sends SIGKILL where there is such a process.
func (r *rig) kill(pids ...int) {
	for _, pid := range pids {
		if pid > 1 {
			syscall.Kill(pid, syscall.SIGKILL)
		}
	}
}

func killPostgres(r *rig) func() { r.kill(r.ground.postmaster()); return nil }
func killKeeper(r *rig) func()   { r.kill(r.keepers()...); return nil }
func killLectern(r *rig) func()  { r.app.kill(); return nil }

// killBackend kills one that serves, so that PostgreSQL has to recover.
func killBackend(r *rig) func() {
	r.kill(r.backend("lectern"))
	return nil
}

func killListener(r *rig) func() {
	r.kill(r.backend("lectern listener"))
	return nil
}

// killBoth leaves PostgreSQL an orphan.
func killBoth(r *rig) func() {
	keepers := r.keepers()
	r.app.kill()
	r.kill(keepers...)
	return nil
}

// upgrade replaces lectern with a later one, which migrates first.
func upgrade(r *rig) func() {
	r.app.upgrade(harness.Built(r.t, harness.NextVersion))
	return nil
}

// rivals are two more that start at the moment in which lectern is started
// again after a kill. Whoever comes first serves.
func rivals(r *rig) func() {
	r.app.kill()
	var both []*harness.Lectern
	for range 2 {
		both = append(both, r.app.start())
	}
	return func() {
		for _, l := range both {
			l.End(syscall.SIGTERM)
		}
	}
}

// freeze stops processes and returns what lets them go on.
func (r *rig) freeze(pids ...int) func() {
	var frozen []*os.Process
	for _, pid := range pids {
		// A handle, not a number: that might be another's by the time of SIGCONT.
		if p, err := os.FindProcess(pid); err == nil && pid > 1 && p.Signal(syscall.SIGSTOP) == nil {
			frozen = append(frozen, p)
		}
	}
	return func() {
		for i := len(frozen) - 1; i >= 0; i-- {
			frozen[i].Signal(syscall.SIGCONT)
		}
	}
}

// family is PostgreSQL and its backends.
func (r *rig) family() []int {
	pid := r.ground.postmaster()
	if pid == 0 {
		return nil
	}
	return append([]int{pid}, harness.Children(r.t, pid)...)
}

func stopPostgres(r *rig) func() { return r.freeze(r.family()...) }
func stopKeeper(r *rig) func()   { return r.freeze(r.keepers()...) }
func stopListener(r *rig) func() { return r.freeze(r.backend("lectern listener")) }
func stopLectern(r *rig) func()  { return r.freeze(r.app.pid()) }

// suspend is the lid of a laptop: nothing on it runs, who moves from it neither,
// and no packet reaches it. It also takes its time.
func suspend(r *rig) func() {
	r.talk.asleep.Store(true)
	wake := r.freeze(append(append(r.family(), r.keepers()...), r.app.pid())...)
	online := func() {}
	if onNetwork(r) {
		online = cutNetwork(r)
	}
	longer := time.Duration(r.rng.IntN(2000)) * time.Millisecond
	if s := os.Getenv(suspendEnv); s != "" {
		var err error
		if longer, err = time.ParseDuration(s); err != nil {
			r.t.Fatalf("%s is %q", suspendEnv, s)
		}
	}
	return func() {
		r.pause(longer)
		wake()
		online()
		r.talk.asleep.Store(false)
	}
}

// stepClock is an hour forward, or back, as when a laptop learns the time, and
// then the other way.
func stepClock(r *rig) func() {
	by := time.Hour
	if r.rng.IntN(2) == 0 {
		by = -by
	}
	r.app.clock.Step(by)
	return func() { r.app.clock.Step(-by) }
}

// Sessions of the database.

// ask asks the database on a connection of its own. When it is away, there is
// nothing to be harmed.
func (r *rig) ask(sql string, args ...any) (pid int) {
	ctx, cancel := context.WithTimeout(context.Background(), moveLimit/2)
	defer cancel()
	conn, err := r.connect(ctx)
	if err == nil {
		defer conn.Close(ctx)
		err = conn.QueryRow(ctx, sql, args...).Scan(&pid)
	}
	if err != nil {
		r.note("not asked: %v", err)
	}
	return pid
}

func (r *rig) backend(name string) int {
	return r.ask(`SELECT coalesce(min(pid), 0) FROM pg_stat_activity WHERE application_name = $1`, name)
}

// during runs a function in the background until undo.
func (r *rig) during(f func(ctx context.Context)) (undo func()) {
	ctx, cancel := context.WithCancel(context.Background())
	r.t.Cleanup(cancel)
	var over sync.WaitGroup
	over.Go(func() { f(ctx) })
	return func() { cancel(); over.Wait() }
}

// whileConnected does f during the harm, with a connection to the database.
func (r *rig) whileConnected(f func(context.Context, *pgx.Conn)) func() {
	return r.during(func(ctx context.Context) {
		conn, err := r.connect(ctx)
		if err != nil {
			r.note("not asked: %v", err)
			return
		}
		defer conn.Close(context.Background())
		f(ctx, conn)
	})
}

// endListeners ends each listener that comes, wherever it is: before LISTEN,
// between LISTEN and the snapshot, or after.
func endListeners(r *rig) func() {
	where := []string{``, ` AND query = ''`, ` AND query LIKE 'LISTEN%'`, ` AND query LIKE 'SELECT%'`}[r.rng.IntN(4)]
	return r.whileConnected(func(ctx context.Context, conn *pgx.Conn) {
		var err error
		for ctx.Err() == nil && err == nil {
			_, err = conn.Exec(ctx, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'lectern listener'`+where)
		}
	})
}

// killBeforeSnapshot keeps a new listener between LISTEN and SELECT, by a lock
// on what it selects from, and kills it there.
func killBeforeSnapshot(r *rig) func() {
	return r.during(func(ctx context.Context) {
		limit, cancel := context.WithTimeout(ctx, moveLimit)
		defer cancel()
		conn, err := r.connect(limit)
		if err != nil {
			r.note("not asked: %v", err)
			return
		}
		defer conn.Close(context.Background())
		if _, err := conn.Exec(limit, `BEGIN; LOCK TABLE revision IN ACCESS EXCLUSIVE MODE;
			SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'lectern listener'`); err != nil {
			r.note("no lock: %v", err)
			return
		}
		for limit.Err() == nil {
			var pid int
			_, err := conn.Exec(limit, `SELECT pg_stat_clear_snapshot()`) // a transaction sees what it saw first
			if err == nil {
				err = conn.QueryRow(limit, `SELECT coalesce(min(pid), 0) FROM pg_stat_activity
					WHERE application_name = 'lectern listener' AND wait_event_type = 'Lock'`).Scan(&pid)
			}
			if err != nil {
				r.note("no listener waited: %v", err)
				return
			}
			if pid != 0 {
				r.note("the listener was killed before its snapshot")
				r.kill(pid)
				return
			}
		}
	})
}

// The disk.

// The network.

func reload(r *rig) func() {
	abruptly := r.rng.IntN(2) == 0
	r.room.reload(abruptly)
	return func() { r.room.reload(!abruptly) }
}
