package wire

import (
	"bytes"
	"encoding/json"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"lectern/app/fault"
)

func failure(payload []byte) (f Failure, err error) {
	if err := decode(payload, &f); err != nil {
		return f, err
	}
	switch f.Code {
	case "":
	case fault.NotADeck, fault.TooLarge, fault.Locked:
		if f.Message == "" || !oneLine(f.Message) {
			return f, wrong("a sentence %.100q", f.Message)
		}
	default:
		return f, wrong("code %.100q", f.Code)
	}
	return f, nil
}

// decode takes JSON with known fields and nothing behind it.
func decode(payload []byte, to any) error {
	d := json.NewDecoder(bytes.NewReader(payload))
	d.DisallowUnknownFields()
	if err := d.Decode(to); err != nil {
		return wrong("%.200v", err) // it may name a field that is as long as the message
	}
	if _, err := d.Token(); err != io.EOF {
		return wrong("more than one value")
	}
	return nil
}

// oneLine reports whether a sentence can be shown and logged as it is.
func oneLine(s string) bool {
	return utf8.ValidString(s) && strings.IndexFunc(s, unicode.IsControl) < 0
}
