package markdown

import (
	"bytes"
	"io/fs"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"lectern/app/fault"
	"lectern/app/importer/markdown/dialect"
	"lectern/app/importer/words"
)

// MaxText is how many bytes a text has at most, with the pictures that are inside it.
const MaxText = 32 << 20

const maxSrc = 4 << 20 // without them

// readText returns the text of a file of fsys without the pictures that are inside it,
// which in gets.
func readText(fsys fs.FS, file string, in *inlined) ([]byte, error) {
	st, err := fs.Stat(fsys, file)
	if err != nil {
		return nil, err
	}
	name := words.Base(file)
	if st.Size() > MaxText {
		return nil, fault.Errorf(fault.TooLarge, "%s has %d MB; %d MB is the most", name, st.Size()>>20, MaxText>>20)
	}
	b, err := fs.ReadFile(fsys, file)
	if err != nil {
		return nil, err
	}
	b = in.take(b)
	if len(b) > maxSrc {
		return nil, fault.Errorf(fault.TooLarge, "%s has %d MB of text; %d MB is the most", name, len(b)>>20, maxSrc>>20)
	}
	if IsHTML(file) {
		b, err = toUTF8(name, b)
	} else {
		b, err = decode(name, b)
	}
	return in.drawings(b), err
}

// decode returns a file's Markdown as toUTF8 does, if it is not made to keep the parser
// busy.
func decode(name string, b []byte) ([]byte, error) {
	b, err := toUTF8(name, b)
	if err != nil {
		return nil, err
	}
	if line := tooDense(b); line > 0 {
		return nil, fault.Errorf(fault.TooLarge, "%s has more signs of Markdown, up to line %d, than any slide can show", name, line)
	}
	return b, nil
}

// toUTF8 returns a file's text in UTF-8 with \n line ends. Editors of Windows still
// write UTF-16, which its byte order mark gives away.
func toUTF8(name string, b []byte) ([]byte, error) {
	switch {
	case bytes.HasPrefix(b, []byte{0xff, 0xfe, 0, 0}), bytes.HasPrefix(b, []byte{0, 0, 0xfe, 0xff}):
		return nil, fault.Errorf(fault.NotADeck, "%s is in UTF-32; save it as UTF-8", name)
	case bytes.HasPrefix(b, []byte{0xff, 0xfe}), bytes.HasPrefix(b, []byte{0xfe, 0xff}):
		var err error
		if b, err = fromUTF16(b, name); err != nil {
			return nil, err
		}
	}
	b = bytes.ReplaceAll(b, []byte("\xef\xbb\xbf"), nil) // files that were joined have one in the middle
	if i := bytes.IndexByte(b, 0); i >= 0 {
		if looksUTF16(b) {
			return nil, fault.Errorf(fault.NotADeck, "%s seems to be in UTF-16 without a byte order mark; save it as UTF-8", name)
		}
		return nil, fault.Errorf(fault.NotADeck, "%s is not text: there is a zero byte on line %d", name, dialect.LineAt(b, i))
	}
	if !utf8.Valid(b) {
		return nil, fault.Errorf(fault.NotADeck, "%s is not in UTF-8: line %d cannot be read; save it as UTF-8", name, dialect.LineAt(b, firstInvalid(b)))
	}
	b = bytes.ReplaceAll(b, []byte("\r\n"), []byte("\n"))
	b = bytes.ReplaceAll(b, []byte("\r"), []byte("\n"))
	if len(bytes.TrimSpace(b)) == 0 {
		return nil, fault.Errorf(fault.NotADeck, "%s is empty", name)
	}
	return b, nil
}

func fromUTF16(b []byte, name string) ([]byte, error) {
	if len(b)%2 != 0 {
		return nil, fault.Errorf(fault.NotADeck, "%s is in UTF-16 and ends in the middle of a character; save it as UTF-8", name)
	}
	big := b[0] == 0xfe
	units := make([]uint16, 0, len(b)/2-1)
	for i := 2; i < len(b); i += 2 {
		hi, lo := b[i+1], b[i]
		if big {
			hi, lo = lo, hi
		}
		units = append(units, uint16(hi)<<8|uint16(lo))
	}
	text := string(utf16.Decode(units))
	if !readable(text) {
		return nil, fault.Errorf(fault.NotADeck, "%s is not text, though it begins as text in UTF-16 does; if it is, save it as UTF-8", name)
	}
	return []byte(text), nil
}

// readable reports whether what was UTF-16 is text. Nearly all pairs of bytes are a
// letter of some script; but hardly a text has no space, line end or mark of Markdown,
// and none has what is no character.
func readable(text string) bool {
	plain := text == ""
	for _, r := range text {
		if r < 0x80 {
			plain = true
		}
		if r == utf8.RuneError || !unicode.IsGraphic(r) && !unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp) && r != '\t' && r != '\n' && r != '\r' && r != '\f' && r != 0 {
			return false // a zero byte has a sentence of its own
		}
	}
	return plain
}

// looksUTF16 reports whether every second byte of the beginning is zero, as
// in Latin text of two bytes a character.
func looksUTF16(b []byte) bool {
	b = b[:min(len(b), 512)&^1]
	var zeros [2]int
	for i, c := range b {
		if c == 0 {
			zeros[i%2]++
		}
	}
	most, least := max(zeros[0], zeros[1]), min(zeros[0], zeros[1])
	return most*4 > len(b) && least*8 < most
}

func firstInvalid(b []byte) int {
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n <= 1 {
			return i
		}
		i += n
	}
	return len(b)
}
