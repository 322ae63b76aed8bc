package slidev

import (
	"regexp"
	"strconv"
	"strings"

	"lectern/app/importer/markdown/dialect"
)

var (
	fenceInfo  = regexp.MustCompile(`^([\w'+#.-]+)?(?:[ \t]*|[ \t][ \w\t'-]*)(?:\[([^\]]*)\])?[ \t]*(?:\{([\w,|\-*]+)\})?[ \t]*(\{[^}]*\})?(.*)$`)
	fenceAt    = regexp.MustCompile(`\bat:\s*['"]?([+-]?\d+)`)
	fenceStart = regexp.MustCompile(`\bstartLine:\s*(\d{1,6})`)
	fenceRange = regexp.MustCompile(`^(?:\d+(?:-\d*)?|all|none|hide|\*)(?:,(?:\d+(?:-\d*)?|all|none|\*))*$`)
)

// Fence implements dialect.Dialect: ts [file.ts] {2-3|5|all}{lines:true,startLine:5,at:2}.
func (Dialect) Fence(info string) (f dialect.Fence, ok bool) {
	m := fenceInfo.FindStringSubmatch(info)
	if m == nil || strings.HasPrefix(info, "{") {
		return f, false
	}
	options := m[4]
	if o := fenceStart.FindStringSubmatch(options); o != nil {
		f.Start, _ = strconv.Atoi(o[1])
	}
	if m[3] != "" {
		for _, set := range strings.Split(m[3], "|") {
			if set == "" {
				set = "none"
			}
			if !fenceRange.MatchString(set) {
				return f, false // {monaco}, or another tool's
			}
			f.Steps = append(f.Steps, fromFirst(set, f.Start))
		}
	}
	if o := lineNumbers.FindStringSubmatch(options); o != nil {
		f.Numbers = o[1] == "true"
	}
	if o := fenceAt.FindStringSubmatch(options); o != nil {
		f.At = o[1]
	}
	return f, m[2] != "" || m[3] != "" || options != ""
}

var openFence = regexp.MustCompile("^([ \t]*(?:```+|~~~+)[ \t]*)(\\w[^\n]*)$")

// withNumbers has the lines of a block numbered by which its first line is, if it does
// not say itself whether they are.
func withNumbers(line string) string {
	o := openFence.FindStringSubmatch(line)
	if o == nil || strings.Contains(line, "lines:") || strings.Contains(line, "{monaco") || strings.HasPrefix(o[2], "mermaid") || strings.HasPrefix(o[2], "plantuml") {
		return line
	}
	switch m := fenceInfo.FindStringSubmatch(o[2]); {
	case m == nil:
		return line
	case m[4] != "":
		return o[1] + strings.Replace(o[2], m[4], "{lines:true,"+m[4][1:], 1)
	case m[3] != "":
		return o[1] + strings.Replace(o[2], "{"+m[3]+"}", "{"+m[3]+"}{lines:true}", 1)
	}
	return strings.TrimRight(line, " \t") + " {*}{lines:true}"
}

// fromFirst is a set of lines as they are counted from the block's first one.
func fromFirst(set string, start int) string {
	switch set {
	case "none":
		return "0"
	case "hide", "all", "*":
		return set
	}
	if start <= 1 {
		return strings.ReplaceAll(set, "none", "0")
	}
	parts := strings.Split(set, ",")
	for i, p := range parts {
		ends := strings.SplitN(p, "-", 2)
		for j, e := range ends {
			if n, err := strconv.Atoi(e); err == nil {
				ends[j] = strconv.Itoa(max(n-start+1, 0))
			}
		}
		parts[i] = strings.Join(ends, "-")
	}
	return strings.Join(parts, ",")
}

// Code implements dialect.Dialect.
func (Dialect) Code(info string) string {
	switch {
	case strings.Contains(info, "{monaco-run"):
		return "this code cannot be run here; it is shown."
	case strings.Contains(info, "{monaco"):
		return "the editor for this code is not there; the code is shown."
	case strings.Contains(info, "twoslash"):
		return "what “twoslash” finds out about this code is not shown."
	}
	return ""
}
