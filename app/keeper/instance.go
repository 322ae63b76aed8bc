package keeper

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	embeddedpostgres "github.com/fergusstrange/embedded-postgres"
	"github.com/jackc/pgx/v5/pgconn"
)

// instance is PostgreSQL as the child runs it.
type instance struct {
	job    job
	exited <-chan struct{}    // closed when the postmaster is gone
	hung   <-chan struct{}    // closed when it no longer answers
	cancel context.CancelFunc // ends the two that watch for it
}

// start ends what an earlier run left, and starts PostgreSQL. It returns when
// the database answers.
func (p *instance) start() error {
	j := p.job
	if err := stopServer(j.Programs, j.Data, hurried); err != nil {
		return err
	}
	if err := writeAccessRules(j.Data); err != nil {
		return err
	}
	p.trimLog()
	if j.SetPassword {
		if err := setPassword(j); err != nil {
			return err
		}
		p.job.SetPassword = false
	}
	if l, err := net.Listen("tcp4", net.JoinHostPort("127.0.0.1", strconv.Itoa(j.Port))); err != nil {
		return fmt.Errorf("%w: %w", errPortTaken, err)
	} else {
		l.Close()
	}
	if err := clearRun(j.Run); err != nil {
		return err
	}
	config := embeddedpostgres.DefaultConfig().
		Version(embeddedpostgres.PostgresVersion(strconv.Itoa(j.Major) + ".0.0")).
		BinariesPath(j.Programs).
		RuntimePath(filepath.Join(j.Run, "runtime")).
		DataPath(j.Data).
		Port(uint32(j.Port)).
		Username(superuserName).Password(j.Password).Database(j.healthDatabase()).
		StartParameters(j.settings()).
		StartTimeout(5 * time.Second). // from when PostgreSQL says that it is ready
		Logger(io.Discard)
	err := launch(embeddedpostgres.NewDatabase(config), j)
	if !isLink(j.Data) {
		return errNoLink
	}
	if err != nil {
		return fmt.Errorf("%w%s", err, lastOfLog(j.Data))
	}
	pm := findServer(j.Data)
	if pm == nil {
		return fmt.Errorf("it started and ended again%s", lastOfLog(j.Data))
	}
	ctx, cancel := context.WithCancel(context.Background())
	p.cancel = cancel
	p.exited = pm.watch(ctx)
	if err := ensureDatabase(ctx, j); err != nil {
		p.stop(hurried)
		return err
	}
	go pm.killIfStuck(ctx)
	p.hung = p.watchAnswers(ctx)
	return nil
}

// errDied is a PostgreSQL that started and died before anybody could connect.
var errDied = errors.New("it started and ended again")

// launch has embedded-postgres start PostgreSQL. For one that dies right after
// it was ready, on a disk that is read-only, say, that would go on knocking for
// all of StartTimeout, and then stop whatever runs on the folder. Nothing ends
// this but the end of the process, which errDied asks for.
//
// Nor does it tell a wrong password from a server that is not there yet, so that
// is tried here, once the server is.
func launch(db *embeddedpostgres.EmbeddedPostgres, j job) error {
	done := make(chan error, 1)
	go func() { done <- db.Start() }()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	look := time.NewTicker(20 * time.Millisecond)
	defer look.Stop()
	var gone <-chan struct{}
	tried := false
	for {
		select {
		case err := <-done:
			return err
		case <-look.C:
			if gone == nil {
				if pm := findServer(j.Data); pm != nil {
					gone = pm.watch(ctx)
					go pm.killIfStuck(ctx)
				}
			} else if !tried && isReady(j.Data) {
				tried = true
				if wrongPassword(ctx, j) {
					return errPassword
				}
			}
		case <-gone:
			select {
			case err := <-done: // pg_ctl has noticed, too
				return err
			case <-time.After(300 * time.Millisecond):
				return errDied
			}
		}
	}
}

// healthDatabase is the database that embedded-postgres connects to, and the
// socket with it: the library knows only TCP, and puts this name unquoted into
// what it tells its driver.
func (j job) healthDatabase() string {
	if byPort {
		return "postgres"
	}
	return "postgres host='" + j.Run + "'"
}

// stop ends PostgreSQL and returns the child's exit status.
func (p *instance) stop(how shutdown) int {
	err := stopServer(p.job.Programs, p.job.Data, how)
	p.release()
	clearRun(p.job.Run)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

// abandon ends a PostgreSQL that is being started.
func (p *instance) abandon(started <-chan error, how shutdown) int {
	timer := time.NewTimer(how.fast / 2)
	defer timer.Stop()
	select {
	case <-started:
	case <-timer.C: // it hangs; end it where it is
	}
	return p.stop(how)
}

func (p *instance) release() {
	if p.cancel != nil {
		p.cancel()
		p.cancel = nil
	}
}

// passing reports whether a failed start is likely to succeed in a moment:
// backends of a killed postmaster may still be about to end.
func passing(err error) bool {
	return strings.Contains(err.Error(), "shared memory block") || strings.Contains(err.Error(), "lock file")
}

// watchAnswers closes the channel when PostgreSQL lives but has not answered a
// new connection three times running. It also looks after the log's size.
func (p *instance) watchAnswers(ctx context.Context) <-chan struct{} {
	const every, patience, limit = 10 * time.Second, 10 * time.Second, 3
	hung := make(chan struct{})
	go func() {
		ticker := time.NewTicker(every)
		defer ticker.Stop()
		for silent := 0; silent < limit; {
			select {
			case <-ctx.Done():
				return
			case <-ticker.C:
			}
			p.trimLog()
			attempt, cancel := context.WithTimeout(ctx, patience)
			conn, err := connect(attempt, p.job.superuserURL())
			if err == nil {
				conn.Close(attempt)
			}
			late := attempt.Err() != nil
			cancel()
			var said *pgconn.PgError
			if err != nil && late && !errors.As(err, &said) {
				silent++
			} else {
				silent = 0
			}
		}
		close(hung)
	}()
	return hung
}

// trimLog keeps the log and one predecessor below a few megabytes. PostgreSQL
// appends, so emptying its file while it runs is safe.
func (p *instance) trimLog() {
	path := filepath.Join(p.job.Data, "log", logName)
	info, err := os.Stat(path)
	if err != nil || info.Size() < maxLog {
		return
	}
	if data, err := os.ReadFile(path); err == nil {
		os.WriteFile(path+".old", data[max(0, len(data)-maxLog):], 0o600)
	}
	os.Truncate(path, 0)
}

// lastOfLog is the end of PostgreSQL's log, for an error.
func lastOfLog(data string) string {
	log, err := os.ReadFile(filepath.Join(data, "log", logName))
	if err != nil || len(log) == 0 {
		return ""
	}
	lines := strings.Split(strings.TrimSpace(string(log)), "\n")
	return "\n" + strings.Join(lines[max(0, len(lines)-5):], "\n")
}

// clearRun removes what an earlier PostgreSQL left in its folder.
func clearRun(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if e.Name() == linkName {
			continue
		}
		if err := os.RemoveAll(filepath.Join(dir, e.Name())); err != nil {
			return err
		}
	}
	return nil
}

// pauseOrQuit waits, and reports whether it was told to quit, and how.
func pauseOrQuit(d time.Duration, quit <-chan shutdown) (shutdown, bool) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case how := <-quit:
		return how, true
	case <-timer.C:
		return shutdown{}, false
	}
}
