package main

import (
	"fmt"
	"io"
	"os"
	"sync"
	"time"
)

// silence is the longest time in which a verb says nothing.
const silence = 15 * time.Second

// A console is where a verb speaks. What takes long says so by watch.
type console struct {
	w    io.Writer
	mu   sync.Mutex
	last time.Time // of the last word
}

// terminal is what everything here writes to.
var terminal = &console{w: os.Stdout, last: time.Now()}

func (c *console) Write(p []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.last = time.Now()
	return c.w.Write(p)
}

func (c *console) quietFor() time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	return time.Since(c.last)
}

// watch says what still runs whenever the console has been silent for long,
// until stop is called.
func (c *console) watch(long time.Duration, what func() string) (stop func()) {
	quit, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		for {
			wait := time.NewTimer(max(long-c.quietFor(), time.Millisecond))
			select {
			case <-quit:
				wait.Stop()
				return
			case <-wait.C:
			}
			if c.quietFor() >= long {
				fmt.Fprintln(c, what())
			}
		}
	}()
	return func() { close(quit); <-done }
}

// step tells what happens now, in one line.
func step(format string, args ...any) {
	fmt.Fprintf(terminal, format+"\n", args...)
}

// short is a duration for people: "4s", "1m20s".
func short(d time.Duration) string { return d.Round(time.Second).String() }
