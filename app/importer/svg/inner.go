package svg

import (
	"encoding/base64"
	"net/url"
	"strings"

	"lectern/app/importer/svg/weight"
)

const maxInner = 3 // drawings in drawings

// picture returns the address of a picture that is written in one, as all browsers
// read it; "" where it cannot be shown.
func (s *cleaner) picture(address string) (string, error) {
	data, media := dataURL(address)
	if strings.EqualFold(media, "image/svg+xml") {
		return s.drawingIn(data)
	}
	kind, pixels := pixelsOf(data)
	if pixels == 0 {
		return "", nil
	}
	if s.pixels += pixels; s.pixels > maxPixels {
		return "", errPixels
	}
	return "data:image/" + kind + ";base64," + base64.StdEncoding.EncodeToString(data), nil
}

// drawingIn cleans a drawing inside this one, which is drawn wherever its image is.
func (s *cleaner) drawingIn(data []byte) (string, error) {
	inner := cleaner{drawing: weight.New(), depth: s.depth + 1, pixels: s.pixels}
	if inner.depth > maxInner {
		return "", nil
	}
	if err := inner.clean(toUTF8(data)); err != nil {
		if refuse("", err) == err { // it is damaged, and so shown by nobody
			err = nil
		}
		return "", err
	}
	w, err := inner.drawing.Weigh()
	if err != nil {
		return "", err
	}
	s.within, s.moving = s.within+w, s.moving || inner.drawing.Moves()
	s.pixels = inner.pixels
	for _, w := range inner.words {
		s.say(w)
	}
	s.left.with(&inner.left)
	return "data:image/svg+xml;base64," + base64.StdEncoding.EncodeToString(inner.out.Bytes()), nil
}

// dataURL reads what is written in an address (RFC 2397), as forgivingly as browsers do.
func dataURL(address string) (data []byte, media string) {
	address = strings.TrimSpace(address)
	if len(address) < 5 || !strings.EqualFold(address[:5], "data:") {
		return nil, ""
	}
	head, body, _ := strings.Cut(address[5:], ",")
	media, _, _ = strings.Cut(head, ";")
	media = strings.TrimSpace(media)
	if plain, err := url.PathUnescape(body); err == nil {
		body = plain
	}
	if head = strings.TrimSpace(head); len(head) < 7 || !strings.EqualFold(head[len(head)-7:], ";base64") {
		return []byte(body), media
	}
	body = strings.TrimRight(strings.Join(strings.Fields(body), ""), "=")
	data, err := base64.RawStdEncoding.DecodeString(body)
	if err != nil {
		return nil, ""
	}
	return data, media
}
