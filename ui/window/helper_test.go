//go:build linux && cgo && !headless && window

package window

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"lectern/ui/window/windowtest"
)

// The window needs the main goroutine, and the tests have it. So the window is
// opened by this same program, started again with its options in the environment.
const helperVariable = "LECTERN_WINDOW_TEST"

func TestMain(m *testing.M) {
	RunIfChild()
	if text := os.Getenv(helperVariable); text != "" {
		helper(text)
	}
	os.Exit(m.Run())
}

func helper(text string) {
	var o Options
	if err := json.Unmarshal([]byte(text), &o); err != nil {
		panic(err)
	}
	o.OnResize = func(w, h int) { fmt.Println("resized", w, h) }
	o.OnChoice = func(c Choices) { fmt.Println("chosen", c) }
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	err := Run(ctx, o)
	stop()
	switch {
	case errors.Is(err, ErrNoDisplay):
		fmt.Println("no display:", err)
		os.Exit(3)
	case err != nil:
		fmt.Println(err)
		os.Exit(1)
	}
	fmt.Println("closed")
	os.Exit(0)
}

// start opens a window on the screen, if there is one, in a process of its own.
// The environment has the given variables besides.
func start(t *testing.T, s *windowtest.Screen, o Options, env ...string) *process {
	t.Helper()
	text, err := json.Marshal(struct {
		URL, Title    string
		Width, Height int
		Kiosk         bool
		Audience      string
		Choices       Choices
	}{o.URL, o.Title, o.Width, o.Height, o.Kiosk, o.Audience, o.Choices})
	if err != nil {
		t.Fatal(err)
	}
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	p := &process{Cmd: exec.Command(exe), lines: make(chan string, 100)}
	p.Env = append(os.Environ(), helperVariable+"="+string(text))
	if s != nil {
		p.Env = append(p.Env, s.Env()...)
	}
	p.Env = append(p.Env, env...)
	p.Stderr = os.Stderr
	out, err := p.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	read := make(chan struct{})
	go func() {
		defer close(read)
		for scan := bufio.NewScanner(out); scan.Scan(); {
			p.lines <- scan.Text()
		}
		close(p.lines)
	}()
	t.Cleanup(func() {
		if p.ProcessState == nil {
			p.Process.Kill()
			<-read
			p.Wait()
		}
	})
	return p
}

type process struct {
	*exec.Cmd
	lines chan string // of standard output
}

// end waits for the process and returns its last line and its exit status.
func (p *process) end(ctx context.Context, t *testing.T) (string, int) {
	t.Helper()
	last := ""
	for {
		select {
		case <-ctx.Done():
			t.Fatal("the window does not close")
		case line, ok := <-p.lines:
			if ok {
				last = line
				continue
			}
		}
		break
	}
	p.Wait()
	return last, p.ProcessState.ExitCode()
}

func deadline(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	t.Cleanup(cancel)
	return ctx
}

// kill ends the children of a process that have the given name, as a crash would.
func kill(t *testing.T, parent int, name string) {
	t.Helper()
	killed := 0
	stats, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil {
		t.Fatal(err)
	}
	for _, stat := range stats {
		text, err := os.ReadFile(stat)
		if err != nil {
			continue // gone meanwhile
		}
		var pid, of int
		var state string
		before, after, _ := strings.Cut(string(text), ") ")
		fmt.Sscan(after, &state, &of)
		if fmt.Sscan(before, &pid); of == parent && strings.HasSuffix(before, "("+name) {
			if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
				t.Fatal(err)
			}
			killed++
		}
	}
	if killed == 0 {
		t.Fatalf("process %d has no child %s", parent, name)
	}
}

// endsWell waits until it is closed.
func (p *process) endsWell(ctx context.Context, t *testing.T) {
	t.Helper()
	if last, status := p.end(ctx, t); last != "closed" || status != 0 {
		t.Errorf("ended with %q, status %d", last, status)
	}
}
