package cli

import (
	"fmt"
	"io"
	"strings"
)

// progressOn returns what app.Config.Progress is on out: one line that says how
// far an import is. A terminal redraws it; elsewhere there is a word at every
// tenth.
func progressOn(out io.Writer, terminal bool) func(name string) (show func(done, total int), end func()) {
	return func(name string) (func(done, total int), func()) {
		p := &progress{out: out, terminal: terminal, name: name, tenth: -1}
		return p.show, p.end
	}
}

type progress struct {
	out      io.Writer
	terminal bool
	name     string
	tenth    int
	drawn    bool
}

func (p *progress) show(done, total int) {
	if total < 2 {
		return // over before anybody could read it
	}
	if p.terminal {
		const width = 24
		full := width * done / total
		fmt.Fprintf(p.out, "\r\x1b[K%s  %s%s  %d of %d slides", p.name,
			strings.Repeat("█", full), strings.Repeat("·", width-full), done, total)
		p.drawn = true
		return
	}
	if tenth := done * 10 / total; tenth > p.tenth && total >= 10 {
		p.tenth = tenth
		fmt.Fprintf(p.out, "%s: %d of %d slides\n", p.name, done, total)
	}
}

// end takes the line away.
func (p *progress) end() {
	if p.drawn {
		fmt.Fprint(p.out, "\r\x1b[K")
		p.drawn = false
	}
}
