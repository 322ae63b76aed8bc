package slidev

import (
	"html"
	"path"
	"regexp"
	"strings"

	"lectern/app/importer/words"
)

// snippet writes code that is in another file, as a block.
func (w *writer) snippet(m []string, number int) {
	indent := m[1]
	text, info, ok := w.load(m, number)
	if !ok {
		w.put(indent+`<span class="slidev-missing">`+html.EscapeString(words.OneLine(m[2], 80))+`</span>`, number)
		w.put("", number)
		return
	}
	mark := "```"
	for strings.Contains(text, mark) {
		mark += "`"
	}
	w.put("", number)
	opening := indent + mark + info
	if t := fenceTitle.FindStringSubmatch(opening); t != nil {
		w.title(indent, t[2]+t[4], number)
	}
	w.put(opening, number)
	for _, l := range splitLines(text) {
		w.put(indent+l, number)
	}
	w.put(indent+mark, number)
	w.put("", number)
}

// load reads what a line <<< names, and returns what stands behind the fence.
func (w *writer) load(m []string, number int) (text, info string, ok bool) {
	name, region, language, rest := m[2], m[3], m[4], m[5]
	text, _, err := w.read(w.doc, name)
	if err != nil {
		w.r.Warn(w.at(), "the code of “%s” was not included: %s.", words.OneLine(name, 80), err)
		return "", "", false
	}
	if region != "" {
		if part, found := regionOf(splitLines(text), region[1:]); found {
			text = part
		} else {
			w.r.Warn(w.at(), "there is no region “%s” in “%s”; all of it is shown.", words.OneLine(region[1:], 40), words.OneLine(name, 80))
		}
	}
	if language == "" {
		language = strings.TrimPrefix(path.Ext(name), ".")
	}
	rest = strings.TrimSpace(strings.ReplaceAll(rest, "{monaco-write}", ""))
	return text, strings.TrimSpace(language + " " + rest), true
}

// regionStarts are what opens and closes a region of a file, as editors fold it.
var regionMarks = [][2]*regexp.Regexp{
	{regexp.MustCompile(`^\s*//\s*#?region\b\s*(.*?)\s*$`), regexp.MustCompile(`^\s*//\s*#?endregion\b\s*(.*?)\s*$`)},
	{regexp.MustCompile(`^\s*<!--\s*#?region\b\s*(.*?)\s*-->`), regexp.MustCompile(`^\s*<!--\s*#?endregion\b\s*(.*?)\s*-->`)},
	{regexp.MustCompile(`^\s*/\*\s*#region\b\s*(.*?)\s*\*/`), regexp.MustCompile(`^\s*/\*\s*#endregion\b\s*(.*?)\s*\*/`)},
	{regexp.MustCompile(`^\s*#[rR]egion\b\s*(.*?)\s*$`), regexp.MustCompile(`^\s*#[eE]nd ?[rR]egion\b\s*(.*?)\s*$`)},
	{regexp.MustCompile(`^\s*#\s*#?region\b\s*(.*?)\s*$`), regexp.MustCompile(`^\s*#\s*#?endregion\b\s*(.*?)\s*$`)},
	{regexp.MustCompile(`^\s*(?:--|::|@?REM)\s*#region\b\s*(.*?)\s*$`), regexp.MustCompile(`^\s*(?:--|::|@?REM)\s*#endregion\b\s*(.*?)\s*$`)},
	{regexp.MustCompile(`^\s*#pragma\s+region\b\s*(.*?)\s*$`), regexp.MustCompile(`^\s*#pragma\s+endregion\b\s*(.*?)\s*$`)},
	{regexp.MustCompile(`^\s*\(\*\s*#region\b\s*(.*?)\s*\*\)`), regexp.MustCompile(`^\s*\(\*\s*#endregion\b\s*(.*?)\s*\*\)`)},
}

// regionOf is the lines of a region without what marks regions, moved to the left.
func regionOf(lines []string, name string) (string, bool) {
	is := func(re *regexp.Regexp, line string, names ...string) bool {
		m := re.FindStringSubmatch(line)
		for _, n := range names {
			if m != nil && m[1] == n {
				return true
			}
		}
		return false
	}
	for i, line := range lines {
		for _, marks := range regionMarks {
			if !is(marks[0], line, name) {
				continue
			}
			open, inside := 1, []string{}
			for _, l := range lines[i+1:] {
				switch {
				case is(marks[0], l, name):
					open++
				case is(marks[1], l, name, ""):
					open--
				}
				if open == 0 {
					return dedent(inside), true
				}
				if !marks[0].MatchString(l) && !marks[1].MatchString(l) {
					inside = append(inside, l)
				}
			}
			return "", false // nothing closes it
		}
	}
	return "", false
}

func dedent(lines []string) string {
	least := -1
	for _, l := range lines {
		if t := strings.TrimLeft(l, " \t"); t != "" && (least < 0 || len(l)-len(t) < least) {
			least = len(l) - len(t)
		}
	}
	out := make([]string, len(lines))
	for i, l := range lines {
		out[i] = l[min(max(least, 0), len(l)):]
	}
	return strings.Join(out, "\n")
}

var lineNumbers = regexp.MustCompile(`\blines: *(true|false)\b`)

// move writes a magic move: blocks of code, each of which takes the place of the one
// before.
func (w *writer) move(m []string, lines []string, number int) {
	indent, title, options := m[1], m[3], m[4]
	w.put("", number)
	if title != "" {
		w.title(indent, title, number)
	}
	w.put(indent+`<slidev-move options="`+html.EscapeString(options)+`">`, number)
	w.put("", number)
	code := fence{}
	for i, l := range lines {
		here := number + 1 + i
		if code.mark == "" {
			if s := snippetLine.FindStringSubmatch(l); s != nil {
				w.snippet(s, here)
				continue
			}
		}
		if !code.step(l) { // what is between the blocks is nothing
			w.put("", here)
			continue
		}
		w.put(l, here)
	}
	end := number + len(lines) + 1
	if code.mark != "" {
		w.put(code.mark, end)
	}
	w.put("", end)
	w.put(indent+"</slidev-move>", end)
	w.put("", end)
}
