package slidev

import (
	"html"
	"regexp"
	"strings"

	"lectern/app/importer/words"
)

// noteMark begins the comment that is a slide's note; it is nothing that anybody writes.
const noteMark = "\u2060slidev-note\u2060"

// A writer writes the lines of one slide as Markdown with HTML.
type writer struct {
	*expander
	doc  document
	code fence
	slot bool // one is open
}

var (
	slotLine     = regexp.MustCompile(`^::\s*([\w.:-]+)\s*::\s*$`)
	snippetLine  = regexp.MustCompile(`^([ \t]*)<<<[ \t]*(\S.*?)(#[\w-]+)?[ \t]*(?:[ \t](\S+?))?[ \t]*(\{.*)?$`)
	moveLine     = regexp.MustCompile("^([ \t]*)(````+)[ \t]*(?:md|markdown)[ \t]+magic-move[ \t]*(?:\\[([^\\]]*)\\])?[ \t]*(\\{[^}]*\\})?")
	fenceTitle   = regexp.MustCompile("^([ \t]*)(?:```+|~~~+)[ \t]*[\\w'+#.-]*[ \t]+[^\\[{]*\\[([^\\]]+)\\]|^([ \t]*)(?:```+|~~~+)[ \t]*[\\w'+#.-]+\\[([^\\]]+)\\]")
	blockOpen    = regexp.MustCompile(`^:{2,}[ \t]*([a-z][\w-]*)[ \t]*(?:\{.*\})?[ \t]*$`)
	blockClose   = regexp.MustCompile(`^:{2,}[ \t]*$`)
	colonTag     = regexp.MustCompile(`(</?[a-z][a-z0-9-]*):([a-z0-9][a-z0-9-]*)([\s/>]|$)`)
	templateTag  = regexp.MustCompile(`<template\b([^>]*)>`)
	templateName = regexp.MustCompile(`(?:#|v-slot:)([\w.-]+)`)
	eventName    = regexp.MustCompile(`(\s)@([a-zA-Z][\w:.-]*=["'])`)
)

// slide writes what is on one, its lines from body to end.
func (w *writer) slide(body, end int) {
	lines := w.doc.lines[min(body, len(w.doc.lines)):min(end, len(w.doc.lines))]
	note := noteOf(lines)
	comment := false
	for i := 0; i < len(lines); i++ {
		line, number := lines[i], body+i+1
		if note >= 0 && i >= note {
			if i == note {
				before, rest, _ := cutLast(line, "<!--")
				if strings.TrimSpace(before) != "" {
					w.text(before, number)
				}
				w.endSlot(number)
				w.put("", number)
				line = "<!--" + noteMark + rest
			}
			w.put(line, number)
			continue
		}
		if w.code.mark == "" && comment {
			comment = inComment(line, true)
			w.put(line, number)
			continue
		}
		if w.code.mark == "" {
			if skip := w.block(lines[i:], number); skip > 0 {
				i += skip - 1
				continue
			}
		}
		opens := w.code.mark == ""
		if w.code.step(line) {
			if opens && w.numbers {
				line = withNumbers(line)
			}
			w.put(line, number)
			continue
		}
		comment = inComment(line, false)
		w.text(line, number)
	}
	w.endSlot(end)
}

// noteOf is the line on which the comment begins that ends a slide, or -1.
func noteOf(lines []string) int {
	last := len(lines) - 1
	for last >= 0 && strings.TrimSpace(lines[last]) == "" {
		last--
	}
	if last < 0 || !strings.HasSuffix(strings.TrimRight(lines[last], " \t"), "-->") {
		return -1
	}
	all := strings.Join(lines[:last+1], "\n")
	at, from := -1, 0
	for { // the last of the comments, each of which ends at the first -->
		open := strings.Index(all[from:], "<!--")
		if open < 0 {
			break
		}
		end := strings.Index(all[from+open:], "-->")
		if end < 0 {
			break
		}
		at = from + open
		from += open + end + len("-->")
	}
	if at < 0 || strings.TrimSpace(all[from:]) != "" {
		return -1
	}
	return strings.Count(all[:at], "\n")
}

func cutLast(s, sep string) (before, after string, found bool) {
	if i := strings.LastIndex(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, "", false
}

// put writes a line as it is; text one of Markdown.
func (w *writer) put(line string, number int) { w.line(line, w.doc.file, number) }

func (w *writer) text(line string, number int) {
	if strings.ContainsAny(line, "<@{") {
		line = w.tags(line)
	}
	w.put(line, number)
}

// tags writes names that Vue has, and CommonMark has not, in other letters.
func (w *writer) tags(line string) string {
	if strings.Contains(line, "`") { // code stays as it is
		parts := strings.Split(line, "`")
		for i := 0; i < len(parts); i += 2 {
			parts[i] = w.tags(parts[i])
		}
		return strings.Join(parts, "`")
	}
	if line = w.later(line); w.mdc {
		line = comark(line)
	}
	line = colonTag.ReplaceAllString(line, "$1-$2$3")
	line = strings.ReplaceAll(line, "</template>", "</slidev-slot>")
	line = templateTag.ReplaceAllStringFunc(line, func(t string) string {
		m := templateName.FindStringSubmatch(t)
		if m == nil {
			return `<slidev-slot name="default">`
		}
		return `<slidev-slot name="` + m[1] + `">`
	})
	return eventName.ReplaceAllString(line, "${1}_$2")
}

// block writes what begins on the first of these lines and is Slidev's own. It returns
// how many lines that is.
func (w *writer) block(lines []string, number int) int {
	line := lines[0]
	if m := slotLine.FindStringSubmatch(line); m != nil {
		w.endSlot(number)
		w.put("", number)
		w.put(`<slidev-slot name="`+m[1]+`">`, number)
		w.put("", number)
		w.slot = true
		return 1
	}
	if m := snippetLine.FindStringSubmatch(line); m != nil {
		w.snippet(m, number)
		return 1
	}
	if m := moveLine.FindStringSubmatch(line); m != nil {
		for i := 1; i < len(lines); i++ {
			if strings.HasPrefix(strings.TrimLeft(lines[i], " \t"), m[2]) {
				w.move(m, lines[1:i], number)
				return i + 1
			}
		}
		return 0
	}
	if blockOpen.MatchString(line) || blockClose.MatchString(line) {
		if m := blockOpen.FindStringSubmatch(line); m != nil && m[1] != "code-group" {
			if strings.HasPrefix(line, ":::") {
				return 0
			}
			w.r.Warn(w.at(), "the component “%s” cannot be shown; its content is.", words.OneLine(m[1], 40))
		} else if strings.HasPrefix(line, ":::") && m == nil {
			return 0
		}
		w.put("", number)
		return 1
	}
	if m := fenceTitle.FindStringSubmatch(line); m != nil && !strings.Contains(m[2]+m[4], "`") {
		w.put("", number)
		w.title(m[1]+m[3], m[2]+m[4], number)
	}
	return 0
}

var titleIcon = regexp.MustCompile(`~[^~]+~`)

// title writes the name of a file above its code.
func (w *writer) title(indent, name string, number int) {
	if name = strings.TrimSpace(titleIcon.ReplaceAllString(name, "")); name == "" || strings.Trim(name, "0123456789-,| ") == "" {
		return
	}
	w.put(indent+`<p class="slidev-title">`+html.EscapeString(words.OneLine(name, 120))+`</p>`, number)
	w.put("", number)
}

// endSlot closes the slot that is open.
func (w *writer) endSlot(number int) {
	if w.slot {
		w.slot = false
		w.put("", number)
		w.put("</slidev-slot>", number)
		w.put("", number)
	}
}
