package source

import (
	"archive/zip"
	"encoding/binary"
	"hash/crc32"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// flagUTF8 says that a name is UTF-8.
const flagUTF8 = 1 << 11

// entryNames are the names of a zip's entries as they were meant. The format knows
// UTF-8 and CP437 (APPNOTE.TXT, appendix D); tools write what their system had.
func entryNames(entries []*zip.File) []string {
	names := make([]string, len(entries))
	var unknown []string
	valid := true
	for i, e := range entries {
		names[i] = e.Name
		if name, ok := unicodePath(e); ok {
			names[i] = name
		} else if e.Flags&flagUTF8 == 0 {
			unknown = append(unknown, e.Name)
			valid = valid && utf8.ValidString(e.Name)
		}
	}
	if valid { // Macs say nothing of their UTF-8
		return names
	}
	decode := charsetOf(unknown).NewDecoder()
	for i, e := range entries {
		if names[i] == e.Name && e.Flags&flagUTF8 == 0 {
			// What has no letter in it becomes U+FFFD.
			names[i], _ = decode.String(e.Name)
		}
	}
	return names
}

// unicodePath is the name in Info-ZIP's extra field 0x7075, which some tools write
// beside one in their own charset; it counts for that name alone.
func unicodePath(e *zip.File) (string, bool) {
	for extra := e.Extra; len(extra) >= 4; {
		id, size := binary.LittleEndian.Uint16(extra), int(binary.LittleEndian.Uint16(extra[2:]))
		if extra = extra[4:]; size > len(extra) {
			return "", false
		}
		field := extra[:size]
		extra = extra[size:]
		if id == 0x7075 && size > 5 && field[0] == 1 && binary.LittleEndian.Uint32(field[1:]) == crc32.ChecksumIEEE([]byte(e.Name)) {
			return string(field[5:]), utf8.Valid(field[5:])
		}
	}
	return "", false
}

// charsetOf guesses the charset of names that are no UTF-8, where that is safe: what
// one of them is not sure to be is CP437, as the format has it.
func charsetOf(names []string) encoding.Encoding {
	all := strings.Join(names, "\n")
	// In Latin scripts letters outside ASCII stand alone or in twos, and among others.
	longest, among := runs(all)
	latin := longest < 3 || among && longest < 5
	switch {
	case isShiftJIS(all):
		return japanese.ShiftJIS
	case latin:
		for _, c := range []*charmap.Charmap{charmap.CodePage437, charmap.CodePage850, charmap.Windows1252} {
			if allHigh(all, c, unicode.Latin) {
				return c
			}
		}
	case !among && allHigh(all, charmap.CodePage866, unicode.Cyrillic):
		return charmap.CodePage866
	}
	if isGB2312(all) {
		return simplifiedchinese.GB18030
	}
	return charmap.CodePage437
}

// isShiftJIS reports whether a text has two kana together, and nothing that Shift JIS
// has not.
func isShiftJIS(s string) bool {
	text, err := japanese.ShiftJIS.NewDecoder().String(s)
	if err != nil || strings.ContainsRune(text, utf8.RuneError) {
		return false
	}
	run := 0
	for _, r := range text {
		switch {
		case unicode.In(r, unicode.Hiragana, unicode.Katakana) && r < 0xff00, r == 'ー':
			if run++; run == 2 {
				return true
			}
		default:
			run = 0
		}
	}
	return false
}

// isGB2312 reports whether a text outside ASCII is common Chinese, of which a part
// cannot be Korean.
func isGB2312(s string) bool {
	chinese := false
	for i := 0; i < len(s); i++ {
		if s[i] < 0x80 {
			continue
		}
		if i++; i == len(s) || s[i-1] < 0xa1 || s[i-1] > 0xf7 || s[i] < 0xa1 || s[i] == 0xff {
			return false
		}
		chinese = chinese || s[i-1] > 0xc8 && s[i-1] <= 0xd7
	}
	return chinese
}

// runs are how many bytes outside ASCII follow each other at the most, and whether any
// of them is beside a letter of ASCII.
func runs(s string) (longest int, among bool) {
	run := 0
	for i := range len(s) {
		if run++; s[i] < 0x80 {
			run = 0
		}
		longest = max(longest, run)
		if i > 0 && (s[i] < 0x80) != (s[i-1] < 0x80) {
			letter := min(s[i], s[i-1]) | 0x20
			among = among || letter >= 'a' && letter <= 'z'
		}
	}
	return longest, among
}

// allHigh reports whether a charset makes letters of one script, or the usual signs,
// of all that is outside ASCII.
func allHigh(s string, c *charmap.Charmap, script *unicode.RangeTable) bool {
	for i := range len(s) {
		if r := c.DecodeByte(s[i]); s[i] >= 0x80 && !unicode.Is(script, r) && !strings.ContainsRune("°«»¿¡ªº–—‘’“”…№·", r) {
			return false
		}
	}
	return true
}
