package markdown

import (
	"bytes"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"

	"lectern/app/importer/markdown/dialect"
	"lectern/app/importer/words"
)

// takeNotes takes elements of the speaker's notes (reveal.js, Pandoc) out of a slide's
// HTML before it is a tree: whatever else is not closed, or closed in the wrong place,
// what is between their tags is no part of the slide. One that is not closed itself
// goes on to the slide's end.
func (m *markdownDeck) takeNotes(fragment []byte, slide *dialect.Slide) []byte {
	rest, notes := m.cutElements(fragment, slide)
	for i := range m.parts {
		var more []string
		m.parts[i], more = m.cutElements(m.parts[i], slide)
		notes = append(notes, more...)
	}
	slide.Notes = append(slide.Notes, notes...)
	return rest
}

// notesElements are notes by their names: mdx-deck's, and what others made of that.
var notesElements = words.Set(`notes speaker-notes speakernotes presenter-notes`)

func (m *markdownDeck) cutElements(fragment []byte, slide *dialect.Slide) (rest []byte, notes []string) {
	if !bytes.Contains(bytes.ToLower(fragment), []byte("notes")) {
		return fragment, nil
	}
	z := html.NewTokenizer(bytes.NewReader(fragment))
	name, depth, line := "", 0, 0
	var inside []byte
	for {
		tt := z.Next()
		if tt == html.ErrorToken {
			break
		}
		raw := slices.Clone(z.Raw())
		tag, more := z.TagName()
		switch opens := tt == html.StartTagToken && !voidElements[string(tag)]; {
		case depth > 0 && opens && string(tag) == name:
			depth++
		case depth > 0 && tt == html.EndTagToken && string(tag) == name:
			if depth--; depth == 0 {
				notes, inside = append(notes, m.spoken(inside)), nil
				continue
			}
		case depth == 0 && opens:
			classes, at := "", 0
			for more {
				var key, val []byte
				key, val, more = z.TagAttr()
				switch string(key) {
				case "class":
					classes = string(val)
				case dialect.LineAttr:
					at, _ = strconv.Atoi(string(val))
				}
			}
			if areNotes(classes) || notesElements[string(tag)] {
				name, depth, line = string(tag), 1, at
				continue
			}
		}
		if depth > 0 {
			inside = append(inside, raw...)
		} else {
			rest = append(rest, raw...)
		}
	}
	if depth > 0 {
		slide.Report.Warn(max(line, slide.Line), "the notes that begin here are never closed, so all that follows on the slide belongs to them.")
		notes = append(notes, m.spoken(inside))
	}
	return rest, notes
}

var placeOfPart = regexp.MustCompile(`<li ` + partAttr + `="(\d+)"[^>]*></li>`)

// spoken is the text of notes that were written as HTML, as Markdown. What comes by
// itself on the slide does not in there.
func (m *markdownDeck) spoken(fragment []byte) string {
	fragment = m.unpart(fragment)
	nodes, err := parseFragment(fragment)
	if err != nil {
		return words.OneLine(string(fragment), maxNotes) // nested too deeply to be read
	}
	return noteText(nodes)
}

// unpart puts parts in their places again.
func (m *markdownDeck) unpart(fragment []byte) []byte {
	var out []byte
	last := 0
	for _, at := range placeOfPart.FindAllSubmatchIndex(fragment, -1) {
		out = append(append(out, fragment[last:at[0]]...), "<li>"...)
		if k, _ := strconv.Atoi(string(fragment[at[2]:at[3]])); k > 0 && k <= len(m.parts) {
			part := m.parts[k-1]
			m.parts[k-1] = nil // it is on no slide any more
			out = append(out, m.unpart(part)...)
		}
		out = append(out, "</li>"...)
		last = at[1]
	}
	return append(out, fragment[last:]...)
}

// takeAttributes takes in the notes that are an attribute (reveal.js's data-notes).
func takeAttributes(s *dialect.Slide) {
	for n := range dialect.Elements(s.Body) {
		if v := strings.TrimSpace(dialect.Attr(n, "data-notes")); v != "" {
			s.Notes = append(s.Notes, v)
		}
		dialect.DelAttr(n, "data-notes")
	}
}
