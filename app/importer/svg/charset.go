package svg

import (
	"bytes"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/ianaindex"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

var (
	declaration = regexp.MustCompile(`^\s*<\?xml(\s[^>]*)?\?>`)
	declared    = regexp.MustCompile(`\sencoding\s*=\s*["']([A-Za-z0-9._:-]+)["']`)
)

// toUTF8 returns an XML text in UTF-8, without the declaration that may say otherwise
// (XML 1.0, 4.3.3 and appendix F). What is no text in its charset is U+FFFD.
func toUTF8(b []byte) []byte {
	b = decode(b)
	if loc := declaration.FindIndex(b[:min(len(b), 1024)]); loc != nil {
		b = b[loc[1]:]
	}
	return bytes.ToValidUTF8(b, []byte("\ufffd"))
}

func decode(b []byte) []byte {
	var from encoding.Encoding
	starts := func(s string) bool { return bytes.HasPrefix(b, []byte(s)) }
	switch {
	case starts("\xef\xbb\xbf"):
		return b[3:]
	case starts("\xff\xfe\x00\x00"), starts("<\x00\x00\x00"):
		from = utf32.UTF32(utf32.LittleEndian, utf32.UseBOM)
	case starts("\x00\x00\xfe\xff"), starts("\x00\x00\x00<"):
		from = utf32.UTF32(utf32.BigEndian, utf32.UseBOM)
	case starts("\x4c\x6f\xa7\x94"): // <?xml on a mainframe
		from = charmap.CodePage037
	case starts("\xff\xfe"), starts("<\x00"), starts("\xfe\xff"), starts("\x00<"):
		big := b[0] == 0xfe || b[0] == 0
		from = unicode.UTF16(unicode.Endianness(!big), unicode.UseBOM)
		if b[0] < 0x80 {
			from = unicode.UTF16(unicode.Endianness(!big), unicode.IgnoreBOM)
		}
	default:
		if loc := declaration.Find(b[:min(len(b), 1024)]); loc != nil {
			if m := declared.FindSubmatch(loc); m != nil {
				from = named(string(m[1]))
			}
		}
		if from == nil && !utf8.Valid(b) {
			from = charmap.Windows1252 // as old tools wrote it, without a word
		}
	}
	if from == nil {
		return b
	}
	out, err := from.NewDecoder().Bytes(b)
	if err != nil {
		return b
	}
	return out
}

// named returns nil for UTF-8, for what is unknown, and for UTF-16, which this text is
// not, whatever it says.
func named(label string) encoding.Encoding {
	e, err := htmlindex.Get(label)
	if err != nil {
		e, _ = ianaindex.IANA.Encoding(label)
	}
	if e == nil || e == encoding.Replacement {
		return nil
	}
	if name, _ := htmlindex.Name(e); name == "utf-8" || strings.HasPrefix(name, "utf-16") {
		return nil
	}
	return e
}
