package e2e

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"lectern/app/datadir"
	"lectern/app/live"
)

var (
	binary string // the lectern that is tested
	builds string // the folder of what the tests build
)

func TestMain(m *testing.M) { os.Exit(run(m)) }

func run(m *testing.M) int {
	binary = os.Getenv("LECTERN_TEST_BINARY")
	var err error
	if builds, err = os.MkdirTemp("", "lectern-e2e-"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(builds)
	os.Chmod(builds, 0o755) // an ordinary user runs it, too
	if binary == "" {
		binary = filepath.Join(builds, "lectern")
		build := exec.Command("go", "build", "-tags", "headless", "-o", binary, "lectern")
		build.Stderr = os.Stderr
		if err := build.Run(); err != nil {
			return 1
		}
	}
	defer stopChromium()
	return m.Run()
}

// patience is how long a test waits for what must happen.
const patience = 30 * time.Second

// folder is a temporary folder that the database's user can pass through.
func folder(t testing.TB) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "lectern-e2e-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	if err := os.Chmod(dir, 0o711); err != nil {
		t.Fatal(err)
	}
	return filepath.Join(dir, "data")
}

// lectern is a running one.
type lectern struct {
	t    testing.TB
	cmd  *exec.Cmd
	data string
	info datadir.Run
	out  *output
	done chan struct{} // closed when the process has ended
	err  error         // of its end, after done
}

// output is what a process prints, for who waits for a word of it.
type output struct {
	mu  sync.Mutex
	b   bytes.Buffer
	new chan struct{}
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	select {
	case o.new <- struct{}{}:
	default:
	}
	return o.b.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.b.String()
}

// start runs `lectern serve` on the folder and waits until it serves.
func start(t testing.TB, data string, args ...string) *lectern {
	t.Helper()
	l := launch(t, nil, append([]string{"serve", "--addr", "127.0.0.1:0", "--data", data}, args...)...)
	l.data = data
	l.awaitReady()
	return l
}

// launch starts the binary where there is no display; attr may be nil.
func launch(t testing.TB, attr *syscall.SysProcAttr, args ...string) *lectern {
	t.Helper()
	return launchIn(t, noDisplay, attr, args...)
}

// launchProgram starts a binary in the same way, with more in its environment.
func launchProgram(t testing.TB, program string, env []string, args ...string) *lectern {
	t.Helper()
	cmd := exec.Command(program, args...)
	cmd.Env = append(append(os.Environ(), noDisplay...), env...)
	return launchCommand(t, cmd)
}

var noDisplay = []string{"DISPLAY=", "WAYLAND_DISPLAY="}

// launchIn starts the binary with more in its environment.
func launchIn(t testing.TB, env []string, attr *syscall.SysProcAttr, args ...string) *lectern {
	t.Helper()
	cmd := exec.Command(binary, args...)
	cmd.Env = append(os.Environ(), env...)
	cmd.SysProcAttr = attr
	return launchCommand(t, cmd)
}

// launchCommand starts a command that becomes the binary.
func launchCommand(t testing.TB, cmd *exec.Cmd) *lectern {
	t.Helper()
	l := &lectern{t: t, cmd: cmd, out: &output{new: make(chan struct{}, 1)}, done: make(chan struct{})}
	l.cmd.Stdout, l.cmd.Stderr = l.out, l.out
	// A grandchild that outlives a killed lectern holds its output open: that
	// must not keep Wait waiting.
	l.cmd.WaitDelay = time.Second
	if err := l.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() { l.err = l.cmd.Wait(); close(l.done) }()
	t.Cleanup(func() {
		l.cmd.Process.Signal(syscall.SIGTERM)
		select {
		case <-l.done:
		case <-time.After(patience):
			t.Error("lectern did not end")
			l.cmd.Process.Kill()
			<-l.done
		}
		if t.Failed() {
			t.Logf("lectern printed:\n%s", l.out)
		}
	})
	return l
}

// awaitReady waits for run.json.
func (l *lectern) awaitReady() {
	l.t.Helper()
	l.until("run.json", func() bool {
		select {
		case <-l.done:
			l.t.Fatalf("lectern ended: %v\n%s", l.err, l.out)
		default:
		}
		b, err := os.ReadFile(filepath.Join(l.data, "run.json"))
		if err != nil || json.Unmarshal(b, &l.info) != nil {
			return false
		}
		return l.info.PID == l.cmd.Process.Pid
	})
}

// until waits for a condition that nothing announces.
func (l *lectern) until(what string, ok func() bool) { l.t.Helper(); until(l.t, patience, what, ok) }

func until(t testing.TB, limit time.Duration, what string, ok func() bool) {
	t.Helper()
	deadline := time.After(limit)
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for !ok() {
		select {
		case <-tick.C:
		case <-deadline:
			t.Fatalf("waited %v for: %s", limit, what)
		}
	}
}

// end sends a signal and waits until the process is gone.
func (l *lectern) end(sig syscall.Signal) error {
	l.t.Helper()
	l.cmd.Process.Signal(sig)
	select {
	case <-l.done:
		return l.err
	case <-time.After(patience):
		l.t.Fatalf("lectern did not end on %v", sig)
		return nil
	}
}

// ask calls the API as the presenter.
func (l *lectern) ask(method, path, body string) (int, string) {
	l.t.Helper()
	r, err := http.NewRequest(method, strings.TrimSuffix(l.info.URL, "/")+path, strings.NewReader(body))
	if err != nil {
		l.t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+l.info.PresenterKey)
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0, err.Error()
	}
	defer res.Body.Close()
	b, _ := io.ReadAll(res.Body)
	return res.StatusCode, string(b)
}

// put changes a deck, and must succeed.
func (l *lectern) put(id int64, body string) {
	l.t.Helper()
	if status, text := l.ask("PUT", fmt.Sprint("/api/decks/", id), body); status != 200 {
		l.t.Fatalf("PUT %s: %d %s", body, status, text)
	}
}

// viewer is a plain client of the stream that comes back as browsers do.
type viewer struct {
	mu     sync.Mutex
	last   live.Event
	name   string // of the last event
	events int
	opened int
	wrong  string
	news   chan struct{}
	cancel context.CancelFunc
	over   chan struct{}
}

// follow opens a stream and keeps it open until the test ends.
func (l *lectern) follow(path string) *viewer {
	l.t.Helper()
	client := &http.Client{Transport: &http.Transport{}}
	return follow(l.t, client, strings.TrimSuffix(l.info.URL, "/")+path)
}

// follow does so with a client that may have a proxy to come through.
func follow(t testing.TB, client *http.Client, url string) *viewer {
	ctx, cancel := context.WithCancel(context.Background())
	v := &viewer{news: make(chan struct{}, 1), cancel: cancel, over: make(chan struct{})}
	go func() {
		defer close(v.over)
		defer client.CloseIdleConnections()
		for ctx.Err() == nil {
			v.read(ctx, client, url)
			select {
			case <-ctx.Done():
			case <-time.After(20 * time.Millisecond): // as a browser waits
			}
		}
	}()
	t.Cleanup(func() { cancel(); <-v.over })
	return v
}

func (v *viewer) read(ctx context.Context, client *http.Client, url string) {
	r, _ := http.NewRequestWithContext(ctx, "GET", url, nil)
	res, err := client.Do(r)
	if err != nil {
		return
	}
	defer res.Body.Close()
	if res.StatusCode != 200 {
		return
	}
	first, name := true, ""
	for lines := bufio.NewScanner(res.Body); lines.Scan(); {
		if n, ok := strings.CutPrefix(lines.Text(), "event: "); ok {
			name = n
		}
		data, ok := strings.CutPrefix(lines.Text(), "data: ")
		if !ok || name == "ping" { // a page's heartbeat
			continue
		}
		var e live.Event
		err := json.Unmarshal([]byte(data), &e)
		v.mu.Lock()
		switch {
		case err != nil:
			v.wrong = err.Error()
		case !first && e.Rev <= v.last.Rev:
			v.wrong = fmt.Sprintf("rev %d after %d on one connection", e.Rev, v.last.Rev)
		}
		if first {
			v.opened++
		}
		v.last, v.name, first = e, name, false
		v.events++
		v.mu.Unlock()
		select {
		case v.news <- struct{}{}:
		default:
		}
	}
}

// sees waits until the viewer's last event is what ok wants.
func (v *viewer) sees(t testing.TB, what string, ok func(name string, e live.Event) bool) {
	t.Helper()
	deadline := time.After(patience)
	for {
		v.mu.Lock()
		name, last, wrong := v.name, v.last, v.wrong
		v.mu.Unlock()
		if wrong != "" {
			t.Fatal(wrong)
		}
		if name != "" && ok(name, last) {
			return
		}
		select {
		case <-v.news:
		case <-deadline:
			t.Fatalf("waited for %s; the last event was %s %+v", what, name, last)
		}
	}
}

func (v *viewer) slide(t testing.TB, n int) {
	t.Helper()
	v.sees(t, fmt.Sprint("slide ", n), func(name string, e live.Event) bool { return name != "end" && e.Slide == n })
}

// postgres returns the postmaster's process id.
func (l *lectern) postgres() int {
	l.t.Helper()
	files, err := filepath.Glob(filepath.Join(l.data, "pg[0-9]*", "postmaster.pid"))
	if err != nil || len(files) != 1 {
		l.t.Fatalf("postmaster.pid: %v, %v", files, err)
	}
	return firstNumber(l.t, files[0])
}

func firstNumber(t testing.TB, file string) int {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	line, _, _ := strings.Cut(string(b), "\n")
	n, err := strconv.Atoi(strings.TrimSpace(line))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// children returns the processes whose parent is pid.
func children(t testing.TB, pid int) []int {
	t.Helper()
	stats, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil {
		t.Fatal(err)
	}
	var found []int
	for _, file := range stats {
		b, err := os.ReadFile(file)
		if err != nil {
			continue // it ended
		}
		// "pid (name) state ppid": the name may hold anything, so from its end.
		rest := b[bytes.LastIndexByte(b, ')')+1:]
		fields := strings.Fields(string(rest))
		if len(fields) > 1 && fields[1] == strconv.Itoa(pid) && fields[0] != "Z" {
			n, _ := strconv.Atoi(filepath.Base(filepath.Dir(file)))
			found = append(found, n)
		}
	}
	return found
}

// alive reports whether a process exists and is no zombie.
func alive(pid int) bool {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return false
	}
	fields := strings.Fields(string(b[bytes.LastIndexByte(b, ')')+1:]))
	return len(fields) > 0 && fields[0] != "Z"
}

// users returns the processes that still have something of the folder open.
func users(t testing.TB, data string) []string {
	t.Helper()
	var found []string
	fds, _ := filepath.Glob("/proc/[0-9]*/fd/*")
	links, _ := filepath.Glob("/proc/[0-9]*/cwd")
	for _, link := range append(fds, links...) {
		to, err := os.Readlink(link)
		if err == nil && strings.HasPrefix(to, data) {
			found = append(found, link+" -> "+to)
		}
	}
	return found
}

// write puts a file into a folder of the test.
func write(t testing.TB, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// talk is a Markdown deck of n slides.
func talk(n int) string {
	var b strings.Builder
	for i := 1; i <= n; i++ {
		if i > 1 {
			b.WriteString("\n---\n\n")
		}
		fmt.Fprintf(&b, "# Slide %d\n\nThe text of %d\n\nNote: secret note %d\n", i, i, i)
	}
	return b.String()
}

// addrPort is where it listens.
func (l *lectern) addrPort() netip.AddrPort {
	l.t.Helper()
	u, err := url.Parse(l.info.URL)
	if err != nil {
		l.t.Fatal(err)
	}
	addr, err := netip.ParseAddrPort(u.Host)
	if err != nil {
		l.t.Fatal(err)
	}
	return addr
}
