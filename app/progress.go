package app

import (
	"fmt"
	"io"
	"strings"
)

// progress is one line that says how far an import is. On a terminal it
// redraws itself; elsewhere it says a word at every tenth.
type progress struct {
	out   io.Writer
	fancy bool
	name  string
	tenth int
	drawn bool
}

func newProgress(c Config, name string) *progress {
	return &progress{out: c.Out, fancy: c.Fancy, name: name, tenth: -1}
}

func (p *progress) show(done, total int) {
	if total < 2 {
		return // over before anybody could read it
	}
	if p.fancy {
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
	}
}
