// Package names finds the file that a text means, by whatever name. It is the one
// place that knows how CommonMark, browsers and people write the names of files, and
// how disks and zips change them: entities, escapes, percent signs, a query behind the
// name, folders of Windows, letters in one piece or in two, another case. It is pure.
package names

import (
	"html"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"
)

// A scheme of one letter is a drive of Windows.
var scheme = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9+.-]+:`)

// Remote reports whether a text means something on the web, or else what is no file.
func Remote(ref string) bool {
	return strings.HasPrefix(ref, "//") || scheme.MatchString(ref) && !isFileURL(ref)
}

func isFileURL(ref string) bool {
	return len(ref) > len("file:") && strings.EqualFold(ref[:len("file:")], "file:")
}

var drive = regexp.MustCompile(`^/?[A-Za-z]:/`)

// Meant are the paths that a text may mean by ref, with slashes, the likeliest first:
// as an address, which may have escapes and a query, and then to the letter. One from
// the root of something begins with a slash; others may lead out of the text's folder.
func Meant(ref string) []string {
	var all []string
	add := func(p string) {
		p = strings.ReplaceAll(p, `\`, "/")
		if isFileURL(p) {
			p = "/" + strings.TrimLeft(p[len("file:"):], "/")
		}
		if d := drive.FindString(p); d != "" {
			p = p[len(d)-1:]
		}
		if p != "" && !slices.Contains(all, p) {
			all = append(all, p)
		}
	}
	ref = strings.TrimSpace(ref)
	plain := html.UnescapeString(ref)
	for _, written := range []string{html.UnescapeString(unescape(ref)), plain, ref} {
		bare, _, _ := strings.Cut(written, "#")
		bare, _, _ = strings.Cut(bare, "?")
		for _, w := range []string{bare, written} {
			add(decode(w))
			add(w)
		}
	}
	return all
}

// unescape takes the backslashes away that CommonMark does (2.4).
func unescape(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) && strings.IndexByte("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", s[i+1]) >= 0 {
			i++
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// decode reads percent signs that two digits follow, and leaves others: a name may
// have some of its own. What is no UTF-8 then is of Windows.
func decode(s string) string {
	if !strings.Contains(s, "%") {
		return s
	}
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) {
			if hi, lo := digit(s[i+1]), digit(s[i+2]); hi >= 0 && lo >= 0 {
				b = append(b, byte(hi<<4|lo))
				i += 2
				continue
			}
		}
		b = append(b, s[i])
	}
	if utf8.Valid(b) {
		return string(b)
	}
	var out strings.Builder
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		if r == utf8.RuneError && n == 1 {
			r = charmap.Windows1252.DecodeByte(b[0])
		}
		out.WriteRune(r)
		b = b[n:]
	}
	return out.String()
}

func digit(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}

// public is where what begins with a slash lies in a project of Slidev, and of others.
const public = "public"

// Places are where a path that a text means may lie, from the root of all files, the
// likeliest first. folder is the text's.
func Places(folder, meant string) []string {
	if !strings.HasPrefix(meant, "/") {
		return []string{path.Join(folder, meant)}
	}
	var all []string
	for {
		all = append(all, path.Join(folder, public, meant), path.Join(folder, meant))
		if folder == "." {
			return all
		}
		folder = path.Dir(folder)
	}
}

// Composed makes equal what looks equal: disks of Macs, and zips from there, keep
// letters in two pieces that a keyboard types in one.
func Composed(s string) string { return norm.NFC.String(s) }

// Folded makes equal what differs in case, and in the kind of its spaces, too: the
// screenshots of Macs have a narrow one in their names.
func Folded(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return ' '
		}
		least := r
		for f := unicode.SimpleFold(r); f != r; f = unicode.SimpleFold(f) {
			least = min(least, f)
		}
		return least
	}, norm.NFC.String(s))
}
