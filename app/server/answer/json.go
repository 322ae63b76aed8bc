package answer

import (
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"

	"lectern/app/fault"
)

// JSON answers with v.
func JSON(w http.ResponseWriter, status int, v any) {
	h := w.Header()
	if h.Get("Cache-Control") == "" {
		h.Set("Cache-Control", "no-store")
	}
	h.Set("Content-Type", "application/json")
	w.WriteHeader(status)
	EncodeJSON(w, v)
}

// EncodeJSON writes v as answers have it.
func EncodeJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false) // nosniff keeps it JSON, and slides are full of <
	return e.Encode(v)
}

// ReadJSON reads a small body of one JSON object with no unknown fields.
func ReadJSON(w http.ResponseWriter, r *http.Request, v any) error {
	if t, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); t != "application/json" {
		return fault.Errorf(fault.Malformed, "Please send application/json")
	}
	d := json.NewDecoder(http.MaxBytesReader(w, r.Body, 64<<10))
	d.DisallowUnknownFields()
	err := d.Decode(v)
	if err == nil {
		if _, end := d.Token(); end != io.EOF {
			err = errMore
		}
	}
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return fault.Wrap(fault.TooLarge, err, "A request has at most %d bytes", large.Limit)
	}
	if err != nil {
		return fault.Wrap(fault.Malformed, err, "%s", unreadable(err))
	}
	return nil
}
