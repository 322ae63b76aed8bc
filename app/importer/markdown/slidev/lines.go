package slidev

import (
	"regexp"
	"strings"
)

// A part is the lines of one slide, as Slidev's parser divides a text: start is where
// its front matter opens, body the first line after it, end the line that divides it
// from the next. They count from 0; without a front matter, start is body.
type part struct{ start, body, end int }

var backticks = regexp.MustCompile("^[ \t]*`+")

// maxUnclosed is for how many fences that nothing closes a text is looked through.
const maxUnclosed = 100

// divide cuts a text into slides as Slidev does: at lines that begin with three dashes
// outside of fences and comments. Where the line after one is not blank, it opens a
// front matter.
func divide(lines []string) (parts []part) {
	var p part
	cut := func(end int) {
		if p.start != end {
			p.end = end
			parts = append(parts, p)
		}
		p = part{start: end + 1, body: end + 1}
	}
	comment, unclosed := false, 0
	for i := 0; i < len(lines); i++ {
		line := strings.TrimRight(lines[i], " \t\r")
		switch {
		case comment:
			comment = inComment(lines[i], true)
		case strings.HasPrefix(line, "---"):
			cut(i)
			if !strings.HasPrefix(line, "----") && i+1 < len(lines) && strings.TrimSpace(lines[i+1]) != "" {
				p.start = i
				for i++; i < len(lines) && strings.TrimRight(lines[i], " \t\r") != "---"; i++ {
				}
				p.body = min(i+1, len(lines))
			}
		case strings.HasPrefix(strings.TrimLeft(line, " \t"), "```"):
			fence := backticks.FindString(line)
			if unclosed > maxUnclosed {
				break
			}
			unclosed++
			for j := i + 1; j < len(lines); j++ {
				if strings.HasPrefix(lines[j], fence) {
					i = j // one that nothing closes is none
					unclosed--
					break
				}
			}
		default:
			comment = inComment(lines[i], false)
		}
	}
	if p.start <= len(lines)-1 {
		cut(len(lines))
	}
	return parts
}

// inComment reports whether a comment is open after a line.
func inComment(line string, open bool) bool {
	for line != "" {
		what := "<!--"
		if open {
			what = "-->"
		}
		_, rest, found := strings.Cut(line, what)
		if !found {
			return open
		}
		line, open = rest, !open
	}
	return open
}

// fence is a block of code that is open.
type fence struct{ mark string }

// step follows a line as CommonMark does, and reports whether it belongs to code.
func (f *fence) step(line string) bool {
	t := strings.TrimLeft(line, " ")
	if f.mark != "" {
		if strings.HasPrefix(t, f.mark) && strings.Trim(strings.TrimSpace(t), f.mark[:1]) == "" {
			f.mark = ""
		}
		return true
	}
	if !strings.HasPrefix(t, "```") && !strings.HasPrefix(t, "~~~") {
		return false
	}
	run := t[:len(t)-len(strings.TrimLeft(t, t[:1]))]
	if t[0] == '`' && strings.Contains(t[len(run):], "`") {
		return false
	}
	f.mark = run
	return true
}
