package store

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxTitle is how long a title is that an import makes, in characters and in bytes
// of JSON: a list of decks has all titles. (Whoever renames a deck may have 500
// characters.)
const maxTitle, maxTitleJSON = 200, 300

// maxLang is longer than any language has been called (RFC 5646, 4.4.1).
const maxLang = 35

// language returns a tag, or nothing where that is too long to be one.
func language(tag string) string {
	if len(tag) > maxLang {
		return ""
	}
	return clean(tag)
}

// clean takes out what PostgreSQL's text cannot hold.
func clean(s string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "")
}

// clip cuts a title to at most n characters, and names the nameless.
func clip(title string, n int) string {
	title = strings.TrimSpace(clean(title))
	if r := []rune(title); len(r) > n {
		title = string(r[:n])
	}
	if title == "" {
		return "Untitled"
	}
	return title
}

// fit makes text one line of at most so many characters and bytes of JSON; what is
// left out shows as an ellipsis.
func fit(text string, chars, bytes int) string {
	text = strings.Join(strings.Fields(clean(text)), " ")
	length := 0
	end, ended := 0, false // where the ellipsis goes, if there is one
	n := 0
	var b strings.Builder
	for _, r := range text {
		if unicode.IsControl(r) {
			continue
		}
		length += max(1, utf8.RuneLen(r))
		if r == '"' || r == '\\' {
			length++ // for what escapes it
		}
		n++
		if n > chars || length > bytes {
			ended = true
			break
		}
		if n < chars && length+len("…") <= bytes {
			end = b.Len() + utf8.RuneLen(r)
		}
		b.WriteRune(r)
	}
	if !ended {
		return b.String()
	}
	return strings.TrimSpace(b.String()[:end]) + "…"
}
