package quarto

import (
	"bytes"
	"regexp"
	"strings"

	"lectern/app/importer/markdown/dialect"
)

var (
	cellOpen   = regexp.MustCompile("^([ \t]*)(`{3,}|~{3,})[ \t]*\\{([A-Za-z][\\w+-]*)([ ,][^}]*)?\\}[ \t]*\n?$")
	cellOption = regexp.MustCompile(`^[ \t]*(?:#|//|--|%%)\|[ \t]*([\w.-]+):[ \t]*(.*?)[ \t]*\n?$`)
	chunkWord  = regexp.MustCompile(`(?:^|[ ,])(echo|include|eval)[ ]*=[ ]*(F|FALSE|false)\b`)
)

// diagrams are the languages of cells that are drawn, and not run.
var diagrams = map[string]bool{"mermaid": true, "dot": true, "d2": true}

// cells takes the options of cells of code out of the text, and the cells that are run
// unseen. Their output is nowhere: Lectern runs nothing.
func cells(src []byte, meta dialect.FrontMatter, r *dialect.Report) []byte {
	if !bytes.Contains(src, []byte("```{")) && !bytes.Contains(src, []byte("~~~{")) && !bytes.Contains(src, []byte("``` {")) {
		return src
	}
	echo := setting(meta, "echo")
	if v, ok := meta["execute"].Inside["echo"]; ok {
		echo = v.Text
	}
	lines := dialect.Lines(src)
	var out []byte
	for i := 0; i < len(lines); i++ {
		if m := rawOpen.FindSubmatch(lines[i]); m != nil {
			end := i + 1
			for end < len(lines) && !closes(lines[end], m[2]) {
				end++
			}
			out = raw(out, lines[i:min(end+1, len(lines))], string(m[3]), r, i+1)
			i = end
			continue
		}
		m := cellOpen.FindSubmatch(lines[i])
		if m == nil {
			out = append(out, lines[i]...)
			if fence := anyFence.FindSubmatch(lines[i]); fence != nil { // another block of code
				for i++; i < len(lines) && !closes(lines[i], fence[1]); i++ {
					out = append(out, lines[i]...)
				}
				if i < len(lines) {
					out = append(out, lines[i]...)
				}
			}
			continue
		}
		end := i + 1
		for end < len(lines) && !closes(lines[end], m[2]) {
			end++
		}
		c := cell{language: string(m[3]), hidden: echo == "false" || chunkWord.Match(m[4])}
		first := i + 1
		for ; first < end; first++ {
			o := cellOption.FindSubmatch(lines[first])
			if o == nil {
				break
			}
			c.option(string(o[1]), strings.Trim(string(o[2]), `"'`))
		}
		out = c.write(out, lines[i:min(end+1, len(lines))], first-i-1, string(m[1])+string(m[2]))
		c.tell(r, i+1)
		i = end
	}
	return out
}

var anyFence = regexp.MustCompile("^[ \t]*(`{3,}|~{3,})[^`]*\n?$")

func closes(line, fence []byte) bool {
	t := bytes.TrimSpace(line)
	return bytes.HasPrefix(t, fence) && len(bytes.Trim(t, string(fence[:1]))) == 0
}

// cell is a block of code that its author's computer runs.
type cell struct {
	language, lines string
	hidden          bool
}

func (c *cell) option(name, value string) {
	switch name {
	case "echo", "include":
		c.hidden = value == "false"
		if name == "echo" && value == "true" || value == "fenced" {
			c.hidden = false
		}
	case "code-line-numbers":
		c.lines = value
	}
}

// write writes the cell's lines without its options; the fence opens on the last of
// theirs, so that every line stays what it is.
func (c *cell) write(out []byte, lines [][]byte, options int, fence string) []byte {
	for i, l := range lines {
		switch {
		case c.hidden && !diagrams[c.language], i < options:
			if bytes.HasSuffix(l, []byte("\n")) {
				out = append(out, '\n')
			}
		case i == options:
			info := "{." + c.language
			if c.lines != "" && c.lines != "true" && c.lines != "false" {
				info += ` code-line-numbers="` + strings.ReplaceAll(c.lines, `"`, "") + `"`
			}
			out = append(out, fence+info+"}\n"...)
		default:
			out = append(out, l...)
		}
	}
	return out
}

func (c *cell) tell(r *dialect.Report, line int) {
	switch {
	case diagrams[c.language]:
	case c.hidden:
		r.Warn(line, "this hidden cell of code was not run; what it makes is not in the deck.")
	default:
		r.Warn(line, "this cell of code is shown and was not run; what it makes is not in the deck.")
	}
}

var (
	codeAttributes = regexp.MustCompile(`([\w-]+)=("[^"]*"|[^\s"}]+)`)
	codeLanguage   = regexp.MustCompile(`^\{[ ]*\.?([A-Za-z][\w+#-]*)`)
)

// Fence implements dialect.Dialect: {.python code-line-numbers="2|3"}.
func (Dialect) Fence(info string) (dialect.Fence, bool) {
	open := strings.IndexByte(info, '{')
	if open < 0 || !strings.HasSuffix(strings.TrimSpace(info), "}") {
		return dialect.Fence{}, false
	}
	m := codeLanguage.FindStringSubmatch(info[open:])
	f := dialect.Fence{}
	known := m != nil
	if open == 0 && m != nil {
		f.Language = m[1]
	}
	for _, a := range codeAttributes.FindAllStringSubmatch(info[open:], 20) {
		switch value := strings.Trim(a[2], `"`); a[1] {
		case "code-line-numbers", "data-line-numbers", "data-code-line-numbers":
			known, f.Numbers = true, value != "false"
			if value != "true" && value != "false" {
				f.Steps = steps(value)
			}
		case "startFrom", "start-from":
			known = true
		}
	}
	return f, known
}

// steps divides sets of lines; one that names none is all.
func steps(lines string) []string {
	list := strings.Split(strings.Join(strings.Fields(lines), ""), "|")
	for i, s := range list {
		if strings.Trim(s, ",-") == "" {
			list[i] = "all"
		}
	}
	return list
}
