package markdown

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"net/url"
	"regexp"
	"strconv"
	"strings"
)

// inlined is the pictures that are written in a text itself, as data URLs in base64.
// They are no text: what reads it would look at each of their bytes many times.
type inlined [][]byte

// What is long enough to be taken out of a text. The sign behind the comma is none of
// base64's, so that what takes a picture's place is no picture.
var (
	inlinedLong  = regexp.MustCompile(`(?i)data:image/[a-z0-9.+-]{1,40}(?:;[a-z0-9=_.-]{1,60}){0,4};base64,[a-z0-9+/=%_-]{500,}`)
	inlinedPlace = regexp.MustCompile(`^(?i:data:image/[^,]+;base64),\*(\d{1,6})$`)
)

// take takes long ones out of a text. The lines stay what they were.
func (in *inlined) take(src []byte) []byte {
	if !bytes.Contains(src, []byte(";base64,")) && !bytes.Contains(src, []byte(";BASE64,")) {
		return src
	}
	return inlinedLong.ReplaceAllFunc(src, func(b []byte) []byte {
		at := bytes.IndexByte(b, ',') + 1
		*in = append(*in, b)
		return fmt.Appendf(bytes.Clone(b[:at]), "*%d", len(*in)-1)
	})
}

func isInlined(ref string) bool {
	return len(ref) >= 5 && strings.EqualFold(ref[:5], "data:")
}

// decode returns the picture that a data URL is (RFC 2397). Tools leave out the
// padding, take the alphabet of URLs, or escape what a URL may hold.
func (in inlined) decode(ref string) ([]byte, bool) {
	if m := inlinedPlace.FindStringSubmatch(ref); m != nil {
		k, _ := strconv.Atoi(m[1])
		if k >= len(in) {
			return nil, false
		}
		ref = string(in[k])
	}
	head, body, ok := strings.Cut(ref, ",")
	head = strings.ToLower(strings.ReplaceAll(head, " ", ""))
	if !ok || !strings.HasPrefix(head, "data:image/") {
		return nil, false
	}
	if !strings.HasSuffix(head, ";base64") {
		t, err := url.PathUnescape(body)
		if err != nil { // a drawing's own signs, which nobody escaped
			t = body
		}
		return []byte(t), t != ""
	}
	if strings.ContainsRune(body, '%') {
		t, err := url.PathUnescape(body)
		if err != nil {
			return nil, false
		}
		body = t
	}
	body = strings.Map(func(r rune) rune {
		switch r {
		case '-':
			return '+'
		case '_':
			return '/'
		case '=', ' ', '\t', '\n', '\r':
			return -1
		}
		return r
	}, body)
	b, err := base64.RawStdEncoding.DecodeString(body)
	return b, err == nil && len(b) > 0
}
