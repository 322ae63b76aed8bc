//go:build cgo && !headless && (window || darwin || windows)

package window

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
)

// newAudience is that of a console's window.
func newAudience(url string, o Options) *audience {
	a := &audience{choices: o.Choices, remember: o.OnChoice}
	a.start = func(monitor string) (view, error) { return startChild(url, monitor) }
	if a.choices == nil {
		a.choices = Choices{}
	}
	if a.remember == nil {
		a.remember = func(Choices) {}
	}
	return a
}

// child is a process that shows the audience's view.
type child struct {
	in   io.WriteCloser
	done chan struct{} // closed when it is over
	err  error         // of its end, once it is
}

// startChild has this program show url on a monitor, in a process of its own.
func startChild(url, monitor string) (view, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	job, err := json.Marshal(childJob{url, monitor})
	if err != nil {
		return nil, err
	}
	cmd := exec.Command(self)
	cmd.Env = append(os.Environ(), childEnv+"="+string(job))
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("opening the audience's window: %w", err)
	}
	c := &child{in: in, done: make(chan struct{})}
	go func() {
		c.err = cmd.Wait()
		close(c.done)
	}()
	return c, nil
}

// move sends it to another monitor.
func (c *child) move(monitor string) { io.WriteString(c.in, monitor+"\n") }

// end ends it; it does not wait.
func (c *child) end() { c.in.Close() }

func (c *child) over() (ended, closed bool) {
	select {
	case <-c.done:
	default:
		return false, false
	}
	return true, c.err == nil
}
