package portable

import (
	"path"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// maxSafe is how many bytes a safe name has: less than any system's 255, with room
// for what is put around it.
const maxSafe = 120

// reserved are names of devices on Windows, whatever ending they have.
var reserved = regexp.MustCompile(`(?i)^(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(\s*\..*)?\s*$`)

// SafeName makes one name of s that a file can have on Windows, macOS and Linux, and
// that people still recognise: no separator, no control character, no name of a
// device, no dot or dash at its beginning, no dot or space at its end. It keeps the ending where
// it shortens. It may be "untitled".
func SafeName(s string) string {
	s = norm.NFC.String(strings.ToValidUTF8(s, ""))
	s = strings.Map(func(r rune) rune {
		switch {
		case strings.ContainsRune(`/\:|`, r):
			return '-'
		case strings.ContainsRune(`<>"?*`, r):
			return -1
		case unicode.IsSpace(r):
			return ' '
		// Signs that turn the direction could show another ending than there is.
		case !unicode.IsPrint(r) && r != '\u200c' && r != '\u200d':
			return -1
		}
		return r
	}, s)
	s = strings.TrimLeft(strings.Join(strings.Fields(s), " "), ".- ")
	ext := path.Ext(s)
	if len(ext) > 10 || strings.ContainsRune(ext, ' ') {
		ext = ""
	}
	if base := strings.TrimSuffix(s, ext); len(s) > maxSafe {
		s = cutAt(base, maxSafe-len(ext)) + ext
	}
	s = strings.TrimRight(s, ". ")
	if s == "" {
		return "untitled"
	}
	if reserved.MatchString(s) {
		return "_" + s
	}
	return s
}

// cutAt keeps so many bytes at most, and no half of a letter.
func cutAt(s string, n int) string {
	for n > 0 && n < len(s) && !utf8.RuneStart(s[n]) {
		n--
	}
	// What a sign stands on stays with it.
	for n > 0 && n < len(s) {
		r, _ := utf8.DecodeRuneInString(s[n:])
		if !unicode.Is(unicode.M, r) {
			break
		}
		_, size := utf8.DecodeLastRuneInString(s[:n])
		n -= size
	}
	return strings.TrimRight(s[:min(n, len(s))], ". ")
}
