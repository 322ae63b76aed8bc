package quarto

import (
	"bytes"
	"regexp"

	"lectern/app/importer/markdown/dialect"
)

// rawOpen opens a block that Pandoc writes as it is, where the format is that.
var rawOpen = regexp.MustCompile("^([ \t]*)(`{3,}|~{3,})[ \t]*\\{=([a-z0-9_]{1,20})\\}[ \t]*\n?$")

// raw writes such a block, in as many lines: HTML is HTML, and a formula in LaTeX is one, as
// a browser's MathJax would have it. What is for other formats is left out, as Pandoc does.
func raw(out []byte, lines [][]byte, format string, r *dialect.Report, line int) []byte {
	closed := len(lines) > 1
	last := len(lines)
	if closed {
		last--
	}
	fence, keep := "", format == "html" || format == "html5"
	inside := bytes.TrimSpace(bytes.Join(lines[1:last], nil))
	if (format == "tex" || format == "latex") && bytes.HasPrefix(inside, []byte(`\begin{`)) {
		fence, keep = "$$", true
	}
	if !keep {
		r.Warn(line, "what is here for “%s” alone is not shown.", format)
	}
	pre := bytes.Contains(bytes.ToLower(inside), []byte("<pre"))
	for i, l := range lines {
		switch {
		case i == 0, closed && i == len(lines)-1:
			out = append(out, fence...)
		case keep && pre:
			out = append(out, bytes.TrimSuffix(l, []byte("\n"))...)
		case keep: // what is indented after a blank line would be code
			out = append(out, bytes.TrimSpace(l)...)
		}
		if bytes.HasSuffix(l, []byte("\n")) {
			out = append(out, '\n')
		}
	}
	return out
}
