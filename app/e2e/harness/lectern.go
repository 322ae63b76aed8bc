package harness

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"lectern/app/datadir"
	"lectern/app/store/storetest"
)

// Lectern is a running one.
type Lectern struct {
	T    testing.TB
	Cmd  *exec.Cmd
	Data string
	Info datadir.Run
	Out  *Output
	Done chan struct{} // closed when the process has ended
	Err  error         // of its end, after done
}

// Start runs `lectern serve` on the folder and waits until it serves.
func Start(t testing.TB, data string, args ...string) *Lectern {
	t.Helper()
	l := Launch(t, append([]string{"serve", "--addr", "127.0.0.1:0", "--data", data}, args...)...)
	l.Data = data
	l.AwaitReady()
	return l
}

// Serve is Start for a test to which the database's keeper is nothing: its library is one
// of many in the tests' PostgreSQL, if there is that, which takes half of the processor's
// time of a Lectern with a PostgreSQL of its own.
func Serve(t testing.TB, args ...string) *Lectern {
	t.Helper()
	return serve(t, Prepared, sharedEngine(), args)
}

// ServeForPDF is Serve with the PDF engine compiled, whoever was first.
func ServeForPDF(t testing.TB, args ...string) *Lectern {
	t.Helper()
	engine, err := preparedEngine()
	if err != nil {
		t.Fatal(err)
	}
	return serve(t, PreparedForPDF, engine, args)
}

func serve(t testing.TB, own func(testing.TB) string, engine string, args []string) *Lectern {
	t.Helper()
	if !storetest.Runs() {
		return Start(t, own(t), args...)
	}
	data := Folder(t)
	if err := os.Mkdir(data, 0o700); err != nil {
		t.Fatal(err)
	}
	if engine != "" {
		if err := giveEngine(engine, data); err != nil {
			t.Fatal(err)
		}
	}
	return Start(t, data, append([]string{"--database-url", storetest.URL(t)}, args...)...)
}

// Launch starts the binary where there is no display.
func Launch(t testing.TB, args ...string) *Lectern {
	t.Helper()
	return LaunchProgram(t, Binary, nil, args...)
}

// LaunchProgram starts a binary where there is no display, unless its environment
// names one.
func LaunchProgram(t testing.TB, program string, env []string, args ...string) *Lectern {
	t.Helper()
	cmd := exec.Command(program, args...)
	cmd.Env = append(append(os.Environ(), noDisplay...), env...)
	return LaunchCommand(t, cmd)
}

var noDisplay = []string{"DISPLAY=", "WAYLAND_DISPLAY="}

// LaunchIn starts the binary with more in its environment.
func LaunchIn(t testing.TB, env []string, args ...string) *Lectern {
	t.Helper()
	return LaunchProgram(t, Binary, env, args...)
}

// LaunchCommand starts a command that becomes the binary.
func LaunchCommand(t testing.TB, cmd *exec.Cmd) *Lectern {
	t.Helper()
	l := &Lectern{T: t, Cmd: cmd, Out: &Output{New: make(chan struct{}, 1)}, Done: make(chan struct{})}
	l.Cmd.Stdout, l.Cmd.Stderr = l.Out, l.Out
	// A grandchild that outlives a killed lectern holds its output open: that
	// must not keep Wait waiting.
	l.Cmd.WaitDelay = time.Second
	if err := l.Cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() { l.Err = l.Cmd.Wait(); close(l.Done) }()
	t.Cleanup(func() {
		l.Cmd.Process.Signal(syscall.SIGTERM)
		select {
		case <-l.Done:
		case <-time.After(Patience):
			t.Error("lectern did not end")
			l.Cmd.Process.Kill()
			<-l.Done
		}
		if t.Failed() {
			t.Logf("lectern printed:\n%s", l.Out)
		}
	})
	return l
}

// AwaitReady waits for run.json.
func (l *Lectern) AwaitReady() {
	l.T.Helper()
	l.Until("run.json", func() bool {
		select {
		case <-l.Done:
			l.T.Fatalf("lectern ended: %v\n%s", l.Err, l.Out)
		default:
		}
		b, err := os.ReadFile(filepath.Join(l.Data, "run.json"))
		if err != nil || json.Unmarshal(b, &l.Info) != nil {
			return false
		}
		return l.Info.PID == l.Cmd.Process.Pid
	})
}

// Until waits for a condition that nothing announces.
func (l *Lectern) Until(what string, ok func() bool) { l.T.Helper(); Until(l.T, Patience, what, ok) }

// End sends a signal and waits until the process is gone.
func (l *Lectern) End(sig syscall.Signal) error {
	l.T.Helper()
	l.Cmd.Process.Signal(sig)
	select {
	case <-l.Done:
		return l.Err
	case <-time.After(Patience):
		l.T.Fatalf("lectern did not end on %v", sig)
		return nil
	}
}
