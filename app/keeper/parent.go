package keeper

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"sync"
	"time"

	"lectern/app/datadir"
)

// child is a running child process, as its parent sees it.
type child struct {
	cmd    *exec.Cmd
	stdin  io.WriteCloser
	stderr *tail
	events chan event    // closed when the child says no more
	exited chan struct{} // closed when the process is gone
	err    error         // how it ended, after exited
}

// spawn starts a child and gives it its job, on the database in data.
func (k *Keeper) spawn(mode, data string) (*child, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	if err := k.place.make(k.folder.account, data); err != nil {
		return nil, err
	}
	c := &child{events: make(chan event, 16), exited: make(chan struct{}), stderr: &tail{}}
	c.cmd = exec.Command(self)
	c.cmd.Args = []string{childName}
	c.cmd.Env = childEnviron(mode, k.place.run)
	c.cmd.Dir = k.place.run // where we are, the account might not be able to be
	c.cmd.Stderr = c.stderr
	c.cmd.WaitDelay = time.Second
	setSession(c.cmd)
	inheritLock(c.cmd, k.lock)
	if c.stdin, err = c.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	stdout, err := c.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := c.cmd.Start(); err != nil {
		return nil, fmt.Errorf("start the database's process: %w", err)
	}
	go func() {
		lines := json.NewDecoder(stdout)
		for {
			var e event
			if lines.Decode(&e) != nil {
				break
			}
			c.events <- e
		}
		close(c.events)
		c.err = c.cmd.Wait()
		close(c.exited)
	}()
	if err := json.NewEncoder(c.stdin).Encode(k.job); err != nil {
		c.end(true)
		return nil, fmt.Errorf("start the database's process: %w%s", err, c.stderr)
	}
	return c, nil
}

// waitReady waits until PostgreSQL answers. The child is left running whatever
// the outcome.
func (c *child) waitReady(ctx context.Context) error {
	for {
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case e, ok := <-c.events:
			switch {
			case !ok:
				<-c.exited
				return fmt.Errorf("the database's process ended: %w%s", c.exit(), c.stderr)
			case e.Kind == eventReady:
				return nil
			case e.Kind == eventFailed:
				return errors.New(e.Text)
			case failures[e.Kind] != nil:
				return failures[e.Kind]
			}
		}
	}
}

func (c *child) exit() error {
	if c.err != nil {
		return c.err
	}
	return errors.New("exit status 0")
}

// end asks the child to stop PostgreSQL and waits for it; a child that does
// not heed is killed. It reports whether the child went by itself.
func (c *child) end(hurry bool) bool {
	if !hurry {
		io.WriteString(c.stdin, stopLine+"\n")
	}
	c.stdin.Close()
	go func() {
		for range c.events { // whatever it still says
		}
	}()
	// Longer than the child's own patience with PostgreSQL.
	patience := time.NewTimer(patient.total() + 3*time.Second)
	defer patience.Stop()
	select {
	case <-c.exited:
		return true
	case <-patience.C:
		c.cmd.Process.Kill()
		<-c.exited
		return false
	}
}

// initdb makes the database in a folder of its own beside its final place and
// renames it when it is complete, so that one which was interrupted is never
// taken for a database, nor a database for it.
func (k *Keeper) initdb(ctx context.Context) error {
	staging, err := k.folder.newStaging(k.job.Major)
	if err != nil {
		return fmt.Errorf("make the database: %w", err)
	}
	c, err := k.spawn(modeInit, staging.data())
	if err != nil {
		return err
	}
	err = c.waitReady(ctx)
	c.end(true)
	if err != nil {
		staging.remove()
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		return fmt.Errorf("make the database: %w", err)
	}
	if err := syncNew(k.folder.dir); err != nil {
		return fmt.Errorf("make the database: %w", err)
	}
	if err := os.Rename(staging.data(), k.data); err != nil {
		return fmt.Errorf("make the database: %w", err)
	}
	if err := datadir.SyncFolder(k.folder.dir); err != nil {
		return fmt.Errorf("make the database: %w", err)
	}
	return staging.remove()
}

// supervise owns c and the children after it until Stop.
func (k *Keeper) supervise(c *child) {
	defer close(k.done)
	defer k.lock.Close()
	defer k.place.remove()
	defer func() { <-k.tidied }()
	for failures := 0; ; {
		stopped, wasReady := k.follow(c)
		if stopped {
			c.end(false)
			// A child that had to be killed may have left PostgreSQL.
			k.stopErr = stopServer(k.job.Programs, k.data, hurried)
			return
		}
		if wasReady {
			failures = 0
		}
		c.end(true)
		k.log.Warn("the database's process ended and is started again", "err", c.exit(), "said", c.stderr.String())
		for c = nil; c == nil; {
			if !k.pause(backoff(failures)) {
				k.stopErr = stopServer(k.job.Programs, k.data, hurried)
				return
			}
			failures++
			var err error
			if c, err = k.spawn(modeServe, k.data); err != nil {
				c = nil
				k.log.Error("the database's process could not be started", "err", err)
			}
		}
	}
}

// follow logs and counts what the child tells, until it ends or Stop is called.
func (k *Keeper) follow(c *child) (stopped, wasReady bool) {
	for {
		select {
		case <-k.stop:
			return true, wasReady
		case e, ok := <-c.events:
			if !ok {
				<-c.exited
				return false, wasReady
			}
			switch e.Kind {
			case eventReady:
				wasReady = true
				k.job.SetPassword = false
				k.restarts.Add(1) // the first time was for waitReady
				k.log.Info("the database answers again")
			case eventDown:
				k.log.Warn("the database died and is started again", "because", e.Text)
			case eventPassword:
				k.job.SetPassword = true // somebody has changed it
				fallthrough
			default:
				k.log.Error("the database could not be started", "because", e.Text)
			}
		}
	}
}

// pause waits, and reports whether Stop did not interrupt it.
func (k *Keeper) pause(d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-k.stop:
		return false
	case <-timer.C:
		return true
	}
}

// backoff is how long to wait after so many failures in a row: never long, since
// whatever was in the way, a full disk perhaps, may be gone by now, and a room
// waits.
func backoff(failures int) time.Duration {
	if failures == 0 {
		return 0
	}
	return min(50*time.Millisecond<<min(failures, 10), time.Second)
}

// tail keeps the end of what is written to it.
type tail struct {
	mu  sync.Mutex
	buf []byte
}

func (t *tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	const limit = 8 << 10
	t.buf = append(t.buf, p...)
	if len(t.buf) > limit {
		t.buf = bytes.Clone(t.buf[len(t.buf)-limit:])
	}
	return len(p), nil
}

// String is empty or begins with ": ".
func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	if s := bytes.TrimSpace(t.buf); len(s) > 0 {
		return ": " + string(s)
	}
	return ""
}
