package keeper

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	embeddedpostgres "github.com/fergusstrange/embedded-postgres"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// server is PostgreSQL as the child runs it.
type server struct {
	job    job
	exited <-chan struct{}    // closed when the postmaster is gone
	hung   <-chan struct{}    // closed when it no longer answers
	cancel context.CancelFunc // ends the two that watch for it
}

// settings are given on the command line, where nothing in the data folder
// overrides them. They suit a laptop on which the database is a guest.
func settings(major int) map[string]string {
	s := map[string]string{
		"listen_addresses":        "127.0.0.1",
		"unix_socket_directories": "",
		"password_encryption":     "scram-sha-256",
		"ssl":                     "off",

		"fsync":              "on",
		"full_page_writes":   "on",
		"synchronous_commit": "on",

		"shared_buffers":                 "32MB",
		"max_connections":                "25",
		"superuser_reserved_connections": "2",
		"max_worker_processes":           "2",
		"max_parallel_workers":           "0",
		"autovacuum_max_workers":         "1",
		"jit":                            "off",

		// Nobody replicates this database, so the log need not say how.
		"wal_level":       "minimal",
		"max_wal_senders": "0",
		"min_wal_size":    "32MB",
		"max_wal_size":    "256MB",

		// One file, which server.start and server.watch keep small.
		"logging_collector": "on",
		"log_directory":     "log",
		"log_filename":      logName,
		"log_rotation_age":  "0",
		"log_rotation_size": "0",
		"log_line_prefix":   "%m [%p] ",
		"log_min_messages":  "warning",
		"log_checkpoints":   "off",
	}
	if major >= 18 {
		s["io_method"] = "sync" // no worker processes of its own for reading
	}
	return s
}

const (
	logName = "postgres.log"
	maxLog  = 4 << 20
)

// start ends what an earlier run left, and starts PostgreSQL. It returns when
// the database answers.
func (p *server) start() error {
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
	if err := clearFolder(j.Run); err != nil {
		return err
	}
	config := embeddedpostgres.DefaultConfig().
		Version(embeddedpostgres.PostgresVersion(strconv.Itoa(j.Major) + ".0.0")).
		BinariesPath(j.Programs).
		RuntimePath(filepath.Join(j.Run, "runtime")).
		DataPath(j.Data).
		Port(uint32(j.Port)).
		Username(userName).Password(j.Password).Database("postgres").
		StartParameters(settings(j.Major)).
		StartTimeout(5 * time.Second). // from when PostgreSQL says that it is ready
		Logger(io.Discard)
	if err := p.checkData(); err != nil {
		return err
	}
	if err := launch(embeddedpostgres.NewDatabase(config), j.Data); err != nil {
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
	go pm.killIfBeheaded(ctx)
	p.hung = p.watchAnswers(ctx)
	return nil
}

// errDied is a PostgreSQL that started and died before anybody could connect.
var errDied = errors.New("it started and ended again")

// launch has embedded-postgres start PostgreSQL. For one that dies right after
// it was ready, on a disk that is read-only, say, that would go on knocking for
// all of StartTimeout, and then stop whatever runs on the folder. Nothing ends
// this but the end of the process, which errDied asks for.
func launch(db *embeddedpostgres.EmbeddedPostgres, data string) error {
	done := make(chan error, 1)
	go func() { done <- db.Start() }()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	look := time.NewTicker(20 * time.Millisecond)
	defer look.Stop()
	var gone <-chan struct{}
	for {
		select {
		case err := <-done:
			return err
		case <-look.C:
			if gone == nil {
				if pm := findServer(data); pm != nil {
					gone = pm.watch(ctx)
					go pm.killIfBeheaded(ctx)
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

// checkData is the last look before embedded-postgres, which deletes a data
// folder whose version it does not like.
func (p *server) checkData() error {
	data, err := os.ReadFile(filepath.Join(p.job.Data, "PG_VERSION"))
	if err == nil && strings.TrimSpace(string(data)) != strconv.Itoa(p.job.Major) {
		err = fmt.Errorf("it was written by version %s", strings.TrimSpace(string(data)))
	}
	return err
}

// stop ends PostgreSQL and returns the child's exit status.
func (p *server) stop(how shutdown) int {
	err := stopServer(p.job.Programs, p.job.Data, how)
	p.release()
	clearFolder(p.job.Run)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

// abandon ends a PostgreSQL that is being started.
func (p *server) abandon(started <-chan error, how shutdown) int {
	timer := time.NewTimer(how.fast / 2)
	defer timer.Stop()
	select {
	case <-started:
	case <-timer.C: // it hangs; end it where it is
	}
	return p.stop(how)
}

func (p *server) release() {
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

// ensureDatabase makes Lectern's database, unless it exists.
func ensureDatabase(ctx context.Context, j job) error {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	conn, err := connect(ctx, j, "postgres")
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	var exists bool
	err = conn.QueryRow(ctx, "SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)", databaseName).Scan(&exists)
	if err != nil || exists {
		return err
	}
	_, err = conn.Exec(ctx, "CREATE DATABASE "+databaseName)
	return err
}

func connect(ctx context.Context, j job, database string) (*pgx.Conn, error) {
	config, err := pgx.ParseConfig(databaseURL(j.Port, j.Password))
	if err != nil {
		return nil, err
	}
	config.Database = database
	config.DefaultQueryExecMode = pgx.QueryExecModeExec
	return pgx.ConnectConfig(ctx, config)
}

// watchAnswers closes the channel when PostgreSQL lives but has not answered a
// new connection three times running. It also looks after the log's size.
func (p *server) watchAnswers(ctx context.Context) <-chan struct{} {
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
			conn, err := connect(attempt, p.job, "postgres")
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
func (p *server) trimLog() {
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

// accessRules let in who comes from this machine's loopback interface with the
// password, and nobody else.
const accessRules = `# Written by lectern at every start.
host all all 127.0.0.1/32 scram-sha-256
`

func writeAccessRules(data string) error {
	path := filepath.Join(data, "pg_hba.conf")
	if got, err := os.ReadFile(path); err == nil && string(got) == accessRules {
		return nil
	}
	return writeDurably(path, []byte(accessRules), 0o600)
}

// makeDatabase runs initdb. It does so in embedded-postgres's place, since that
// would start the database with rules that let the password travel in clear,
// and can only work in the final folder.
func makeDatabase(j job) error {
	secret := filepath.Join(j.Run, "password")
	if err := os.WriteFile(secret, []byte(j.Password), 0o600); err != nil {
		return err
	}
	defer os.Remove(secret)
	var said string
	var err error
	for _, locale := range locales(j.Major) {
		args := append([]string{"-D", j.Data, "-U", userName, "--pwfile=" + secret,
			"--auth=scram-sha-256", "--encoding=UTF8"}, append(locale, initdbSync...)...)
		cmd := exec.Command(filepath.Join(j.Programs, "bin", "initdb"), args...)
		cmd.Dir = j.Run
		var out []byte
		if out, err = cmd.CombinedOutput(); err == nil {
			return writeAccessRules(j.Data)
		}
		said = string(out)
		if !strings.Contains(said, "locale") {
			break
		}
	}
	return fmt.Errorf("initdb: %w\n%s", err, strings.TrimSpace(said))
}

// locales are the arguments for initdb to try, the best first. The builtin
// provider sorts and folds the same on every system.
func locales(major int) [][]string {
	if major >= 17 {
		return [][]string{{"--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"}}
	}
	return [][]string{{"--locale=C.UTF-8"}, {"--locale=C"}}
}

// setPassword gives the owner of the database its password while nobody can
// connect. It is needed when the file that held the password was lost.
func setPassword(j job) error {
	cmd := exec.Command(filepath.Join(j.Programs, "bin", "postgres"), "--single", "-D", j.Data,
		"-c", "password_encryption=scram-sha-256", "-c", "log_min_messages=error", "postgres")
	cmd.Dir = j.Run
	cmd.Stdin = strings.NewReader("ALTER ROLE " + userName + " PASSWORD '" + j.Password + "'\n")
	out, err := cmd.CombinedOutput()
	if err != nil || strings.Contains(string(out), "ERROR") {
		return fmt.Errorf("set the database's password: %w\n%s", err, strings.TrimSpace(string(out)))
	}
	return nil
}

func clearFolder(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
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
