//go:build linux

package rig

import (
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"time"

	"lectern/app/datadir"
	"lectern/app/e2e/harness"
)

// supervisor keeps a Lectern running on one folder and one port, as a service
// manager does: one that ended is started again.
type supervisor struct {
	r     *rig
	addr  string
	key   string
	clock *harness.Clock // nil: the machine's

	mu      sync.Mutex
	program string // what is started
	now     *harness.Lectern
	killed  bool // now was ended by the rig
	ready   bool // now serves
	closing bool
	over    chan struct{}
}

// clockedSeeds: one of so many seeds steps the clock.
const clockedSeeds = 4

func newSupervisor(r *rig) *supervisor {
	host := "127.0.0.1"
	if r.net != nil {
		host = r.net.server
	}
	port, err := freePort(host)
	if err != nil {
		r.t.Fatal(err)
	}
	a := &supervisor{r: r, addr: net.JoinHostPort(host, port), program: harness.Binary, over: make(chan struct{})}
	// A binary with a clock that can be stepped is not quite the one that people
	// get, so only some seeds have it.
	if r.seed%clockedSeeds == 0 {
		a.clock = harness.NewClock(r.t, filepath.Dir(r.ground.data))
	}
	if a.clock != nil {
		a.program = harness.Built(r.t, harness.SameVersion)
	}
	a.launch()
	go a.supervise()
	a.awaitReady()
	info, err := a.info()
	if err != nil {
		r.t.Fatal(err)
	}
	a.key = info.PresenterKey
	return a
}

// freePort chooses a port that no outgoing connection takes in between.
func freePort(host string) (string, error) {
	for port := 5000 + os.Getpid()%10000; port < 32000; port += 7 {
		l, err := net.Listen("tcp", net.JoinHostPort(host, fmt.Sprint(port)))
		if err == nil {
			l.Close()
			return fmt.Sprint(port), nil
		}
	}
	return "", errors.New("no port is free")
}

func (a *supervisor) launch() {
	l := a.start()
	a.mu.Lock()
	a.now, a.killed, a.ready = l, false, false
	a.mu.Unlock()
}

// start starts one more.
func (a *supervisor) start() *harness.Lectern {
	a.mu.Lock()
	program := a.program
	a.mu.Unlock()
	l := harness.LaunchProgram(a.r.t, program, a.clock.Environ(), "serve", "--addr", a.addr, "--data", a.r.ground.data)
	l.Data = a.r.ground.data
	return l
}

// supervise notices when the process is ready and when it ends.
func (a *supervisor) supervise() {
	defer close(a.over)
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for {
		a.mu.Lock()
		l, ready := a.now, a.ready
		a.mu.Unlock()
		a.r.ground.watch()
		select {
		case <-a.r.t.Context().Done(): // the test has failed
			return
		case <-l.Done:
			a.mu.Lock()
			killed, closing := a.killed, a.closing
			a.mu.Unlock()
			if closing {
				return
			}
			if ready && !killed {
				a.r.t.Errorf("seed %d: lectern ended by itself: %v\n%s", a.r.seed, l.Err, l.Out)
			}
			<-tick.C
			a.launch()
		case <-tick.C:
			if !ready {
				if info, err := a.info(); err == nil && info.PID == l.Cmd.Process.Pid {
					a.mu.Lock()
					a.ready = true
					a.mu.Unlock()
					a.r.note("lectern %d is ready", info.PID)
				}
			}
		}
	}
}

func (a *supervisor) awaitReady() {
	a.r.t.Helper()
	a.r.await("lectern to be ready", 2*harness.Patience, func() string {
		a.mu.Lock()
		defer a.mu.Unlock()
		if a.ready && !a.killed {
			return ""
		}
		return "it is not:\n" + a.now.Out.String()
	})
}

// kill kills the process that is now.
func (a *supervisor) kill() { a.finish(syscall.SIGKILL) }

// upgrade ends the process in order; what is started from now on is the
// program.
func (a *supervisor) upgrade(program string) {
	a.mu.Lock()
	a.program = program
	a.mu.Unlock()
	a.finish(syscall.SIGTERM)
}

func (a *supervisor) finish(sig os.Signal) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.killed = true
	a.now.Cmd.Process.Signal(sig)
}

func (a *supervisor) pid() int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.now.Cmd.Process.Pid
}

// info reads run.json, whoever wrote it.
func (a *supervisor) info() (info datadir.Run, err error) {
	b, err := os.ReadFile(filepath.Join(a.r.ground.data, "run.json"))
	if err == nil {
		err = json.Unmarshal(b, &info)
	}
	return info, err
}

// stop ends it as a person does.
func (a *supervisor) stop() error {
	a.mu.Lock()
	a.closing = true
	l := a.now
	a.mu.Unlock()
	err := l.End(syscall.SIGTERM)
	<-a.over
	return err
}
