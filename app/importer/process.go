package importer

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"sync"
	"time"

	"lectern/app/importer/wire"
)

// childEnv makes a process a child, of one of these modes.
const (
	childEnv = "LECTERN_IMPORT_CHILD"

	modePlain   = "plain"   // makes a deck, unless it is a PDF
	modeAVIF    = "avif"    // makes a deck that has AVIF pictures
	modePDF     = "pdf"     // makes a deck, or the pages of one, with the PDF engine at hand
	modeCompile = "compile" // compiles the PDF engine; reads no file
	modeAhead   = "ahead"   // does so while nobody else wants the processors
	modeTalk    = "talk"    // becomes LibreOffice
)

// process is a child as its parent sees it.
type process struct {
	cmd       *exec.Cmd
	in        *os.File
	out       *os.File
	stderr    *tail
	group     group         // on Windows
	processes uint32        // it may be, there
	exited    chan struct{} // closed when it is gone
	state     error         // how it ended, after exited

	mu  sync.Mutex
	why error // it was ended
}

// start starts a child, which on Windows may hold so many bytes, or any for 0, and
// gives it its job.
func (im *Importer) start(mode string, job wire.Job, most int64) (*process, error) {
	p := &process{stderr: &tail{}, exited: make(chan struct{})}
	p.processes = 1
	if mode == modeTalk {
		p.processes = 8 // it starts LibreOffice, which has one that starts it
	}
	job.Parent = os.Getpid()
	self := im.config.Program
	if self == "" {
		var err error
		if self, err = program(); err != nil {
			return nil, err
		}
	}
	p.cmd = exec.Command(self)
	p.cmd.Args = []string{name(mode)}
	p.cmd.Env = []string{childEnv + "=" + mode}
	p.cmd.Stderr = p.stderr
	p.cmd.WaitDelay = time.Second
	apart(p.cmd)
	childIn, in, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	defer childIn.Close()
	out, childOut, err := os.Pipe()
	if err != nil {
		in.Close()
		return nil, err
	}
	defer childOut.Close()
	p.in, p.out, p.cmd.Stdin, p.cmd.Stdout = in, out, childIn, childOut
	started := make(chan error)
	go p.live(started, most)
	if err := <-started; err != nil {
		in.Close()
		out.Close()
		return nil, fmt.Errorf("importer: start a process: %w", err)
	}
	if err := wire.SendJob(in, job); err != nil {
		p.end(err)
		<-p.exited
		out.Close()
		return nil, fmt.Errorf("importer: start a process: %w%s", err, p.stderr)
	}
	return p, nil
}

// name is how a child is called in the list of processes. Those with the PDF engine
// import and draw.
func name(mode string) string {
	if mode == modePDF {
		return "lectern: PDF"
	}
	return "lectern: import"
}

// live starts the child and waits for its end, in one thread: on Linux a child ends
// with the thread that started it (golang/go#27505).
func (p *process) live(started chan<- error, most int64) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	err := p.cmd.Start()
	if err == nil {
		if err = p.group.take(p.cmd.Process.Pid, most, p.processes); err != nil {
			p.cmd.Process.Kill()
			p.cmd.Wait()
		}
	}
	started <- err
	if err != nil {
		return
	}
	p.state = p.cmd.Wait()
	p.group.close()
	close(p.exited)
	p.in.Close()
	// What it said last may still be read; then there is no more.
}

// end kills the child. The first reason counts.
func (p *process) end(why error) {
	p.mu.Lock()
	if p.why == nil {
		p.why = why
	}
	p.mu.Unlock()
	p.cmd.Process.Kill()
	if why != errOver {
		return
	}
	p.out.Close()
	p.in.Close()
}

// reason is why the child was ended first.
func (p *process) reason() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.why
}

func (p *process) pid() int { return p.cmd.Process.Pid }

// gone reports whether the child has ended.
func (p *process) gone() bool {
	select {
	case <-p.exited:
		return true
	default:
		return false
	}
}

// well reports whether the child did what it was to do. It has exited.
func (p *process) well() bool { return p.state == nil }

// cpu is how much processor time the child had. It has exited.
func (p *process) cpu() time.Duration {
	if s := p.cmd.ProcessState; s != nil {
		return s.UserTime() + s.SystemTime()
	}
	return 0
}

// tail keeps the beginning and the end of what is written to it: of a panic the one
// says what, and the other where.
type tail struct {
	mu         sync.Mutex
	head, last []byte
}

const tailSize = 4 << 10

func (t *tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	n := len(p)
	if room := tailSize - len(t.head); room > 0 {
		take := min(room, len(p))
		t.head = append(t.head, p[:take]...)
		p = p[take:]
	}
	t.last = append(t.last, p...)
	if len(t.last) > tailSize {
		t.last = bytes.Clone(t.last[len(t.last)-tailSize:])
	}
	return n, nil
}

// String is empty or begins with ": ".
func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	said := bytes.TrimSpace(append(bytes.Clone(t.head), t.last...))
	if len(said) == 0 {
		return ""
	}
	return ": " + string(said)
}

var _ io.Writer = (*tail)(nil)
