package main

import (
	"fmt"
	"io"
	"slices"
	"sync"
	"text/tabwriter"
	"time"
)

// A part is one of the things that a verb does, and the time it took.
type part struct {
	name string
	took time.Duration
}

// A timing keeps the parts, which may go on side by side, and what went wrong.
type timing struct {
	mu    sync.Mutex
	parts []part
	wrong int
}

// do does one part. An error is shown at once, and the parts after it go on.
func (t *timing) do(name string, f func() error) error {
	begin := time.Now()
	err := f()
	t.mu.Lock()
	defer t.mu.Unlock()
	t.parts = append(t.parts, part{name, time.Since(begin)})
	if err != nil {
		t.wrong++
		fmt.Fprintln(terminal, err)
	}
	return err
}

func (t *timing) add(parts ...part) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.parts = append(t.parts, parts...)
}

// table prints the parts that took a second or more, the longest first.
func (t *timing) table(w io.Writer) {
	parts := slices.Clone(t.parts)
	slices.SortStableFunc(parts, func(a, b part) int { return int(b.took - a.took) })
	out := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	for _, p := range parts {
		if p.took >= time.Second {
			fmt.Fprintf(out, "%s\t  %s\n", short(p.took), p.name)
		}
	}
	out.Flush()
}
