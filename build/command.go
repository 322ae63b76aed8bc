package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

// A command is a program to run in the checkout.
type command struct {
	args []string
	dir  string
	env  []string // added to the build's own
}

// cmd makes a command that runs at the top of the checkout.
func (c checkout) cmd(args ...string) command {
	return command{args: args, dir: string(c)}
}

// with adds environment variables ("NAME=value").
func (c command) with(env ...string) command {
	c.env = append(c.env[:len(c.env):len(c.env)], env...)
	return c
}

func (c command) String() string { return strings.Join(c.args, " ") }

// exec makes the command ready to start. When ctx ends it is asked to stop, and
// after a while made to.
func (c command) exec(ctx context.Context) *exec.Cmd {
	cmd := exec.CommandContext(ctx, c.args[0], c.args[1:]...)
	cmd.Dir = c.dir
	cmd.Env = append(os.Environ(), c.env...)
	alone(cmd)
	cmd.WaitDelay = 10 * time.Second
	return cmd
}

// run runs the command without showing its output; an error has the end of it.
func (c command) run(ctx context.Context) error {
	_, err := c.output(ctx)
	return err
}

// output runs the command and returns its standard output.
func (c command) output(ctx context.Context) (string, error) {
	var out bytes.Buffer
	var all transcript
	if err := c.watched(ctx, io.MultiWriter(&out, &all), &all); err != nil {
		return "", fmt.Errorf("%w\n%s", err, end(all.b.String(), 40))
	}
	return out.String(), nil
}

// speak runs the command and lets it say what it does.
func (c command) speak(ctx context.Context) error { return c.watched(ctx, terminal, terminal) }

// watched runs the command, and tells from time to time that it runs.
func (c command) watched(ctx context.Context, out, errs io.Writer) error {
	cmd := c.exec(ctx)
	cmd.Stdout, cmd.Stderr = out, errs
	begin := time.Now()
	defer terminal.watch(silence, func() string {
		return fmt.Sprintf("  %s runs for %s", c.name(), short(time.Since(begin)))
	})()
	err := finish(cmd)
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		err = errInterrupted
	}
	return fmt.Errorf("%v: %w", c, err)
}

var errInterrupted = errors.New("interrupted")

// name is the program and what it does: "go vet".
func (c command) name() string {
	name := filepath.Base(c.args[0])
	if len(c.args) > 1 && !strings.HasPrefix(c.args[1], "-") {
		name += " " + filepath.Base(c.args[1])
	}
	return name
}

// finish runs a command that exec made, and ends what it leaves running.
func finish(cmd *exec.Cmd) error {
	if err := cmd.Start(); err != nil {
		return err
	}
	defer endGroup(cmd.Process.Pid)
	return cmd.Wait()
}

// transcript keeps what exec writes to it from two places. It is no bytes.Buffer, which
// one of the two would read into, and forget what the other wrote meanwhile.
type transcript struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (t *transcript) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.b.Write(p)
}

// end returns the last lines of a text.
func end(text string, lines int) string {
	list := strings.Split(strings.TrimRight(text, "\n"), "\n")
	if len(list) > lines {
		list = append([]string{"…"}, list[len(list)-lines:]...)
	}
	return strings.Join(list, "\n")
}

// have reports whether one of the programs is there to be run.
func have(names ...string) bool {
	for _, name := range names {
		if _, err := exec.LookPath(name); err == nil {
			return true
		}
	}
	return false
}
