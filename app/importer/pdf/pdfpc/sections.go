package pdfpc

import (
	"regexp"
	"strings"

	"lectern/app/importer/words"
)

// sections are those that there are. Any other word in brackets may be a note's own.
var sections = words.Set(`file skip notes duration end_user_slide notes_position start_time end_time
	last_minutes last_saved_slide font_size default_transition disable_markdown`)

var (
	sectionLine = regexp.MustCompile(`^\[([A-Za-z_]+)\]$`)
	slideLine   = regexp.MustCompile(`^### *([0-9]+)$`)
	escaped     = regexp.MustCompile(`\\([\[\]#])`)
)

// parseSections reads the format before 4.5: a section a line in brackets, and in the
// notes a line ### for each slide, which is counted from 1.
func parseSections(data string) (*File, error) {
	f := &File{End: -1}
	section, slide := "", -1
	notes := map[int]*strings.Builder{}
	known := false
	for line := range strings.Lines(data) {
		bare := strings.TrimSpace(line)
		if m := sectionLine.FindStringSubmatch(bare); m != nil && sections[m[1]] {
			section, slide, known = m[1], -1, true
			if section == "skip" && f.steps == nil {
				f.steps = []int{}
			}
			continue
		}
		switch section {
		case "duration":
			f.Minutes = max(f.Minutes, minutes(number(bare)))
		case "end_user_slide":
			f.End = max(f.End, number(bare))
		case "notes_position":
			f.NotesSide += side(bare)
		case "skip":
			for _, n := range strings.Split(bare, ",") {
				if i := number(n); i > 1 { // nothing is before the first
					f.steps = append(f.steps, i-1)
				}
			}
		case "notes":
			if m := slideLine.FindStringSubmatch(bare); m != nil {
				slide = number(m[1]) - 1
				if slide >= 0 && notes[slide] == nil {
					notes[slide] = &strings.Builder{}
				}
				continue
			}
			if n := notes[slide]; n != nil {
				n.WriteString(strings.TrimRight(line, "\r\n"))
				n.WriteByte('\n')
			}
		}
	}
	if !known {
		return nil, ErrFormat
	}
	f.NotesSide = side(f.NotesSide)
	f.slides = map[int]string{}
	for n, b := range notes {
		f.slides[n] = strings.TrimSpace(escaped.ReplaceAllString(b.String(), "$1"))
	}
	return f, nil
}
