package dialect

import (
	"bytes"
	"strings"
)

// Fences follows, line by line as Slidev does, whether a text is inside a fence or a
// comment.
type Fences struct {
	fence   string
	comment bool
}

// Open reports whether the next line is inside of one.
func (f *Fences) Open() bool { return f.comment || f.fence != "" }

// Step reports whether the line lies inside, or opens or closes a fence.
func (f *Fences) Step(line string) bool {
	t := strings.TrimLeft(line, " \t")
	switch {
	case f.comment:
		f.comment = !strings.Contains(line, "-->")
		return true
	case f.fence != "":
		if strings.HasPrefix(t, f.fence) && strings.Trim(t, f.fence[:1]) == "" {
			f.fence = ""
		}
		return true
	}
	if strings.HasPrefix(t, "```") || strings.HasPrefix(t, "~~~") {
		run := t[:len(t)-len(strings.TrimLeft(t, t[:1]))]
		if t[0] == '~' || !strings.Contains(t[len(run):], "`") {
			f.fence = run
			return true
		}
	}
	if i := strings.LastIndex(line, "<!--"); i >= 0 && !strings.Contains(line[i:], "-->") {
		f.comment = true
		return true
	}
	return false
}

// Inside reports of each line of a text whether it is inside of a fence or a comment,
// or opens or closes one. A fence that is never closed has nothing inside: a tool that
// divides the text first ends it with its slide. A comment has, so that nobody sees it.
func Inside(src []byte) []bool {
	var in Fences
	var inside []bool
	opened := 0
	for line := range bytes.Lines(src) {
		was := in.Open()
		inside = append(inside, in.Step(string(bytes.TrimRight(line, " \t\n"))))
		if !was && in.Open() {
			opened = len(inside)
		}
	}
	if in.fence != "" {
		clear(inside[opened:])
	}
	return inside
}
