package answer

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"

	"lectern/app/fault"
)

// What is no fault of the store's or the importer's.
var (
	ErrCrossOrigin = fault.Errorf(fault.Forbidden, "Another website sent this request; Lectern takes it from its own pages only")
	ErrNoKey       = errors.New("no presenter's key")
	ErrStopping    = errors.New("the server is stopping") // cause of the end of all requests
	ErrNoPage      = fault.Errorf(fault.NotFound, "There is nothing at this address")
)

// statuses is the one place where an error becomes a status.
var statuses = map[fault.Code]int{
	fault.Malformed:   http.StatusBadRequest,
	fault.Forbidden:   http.StatusForbidden,
	fault.NotFound:    http.StatusNotFound,
	fault.Conflict:    http.StatusConflict,
	fault.Driven:      http.StatusConflict,
	fault.TooLarge:    http.StatusRequestEntityTooLarge,
	fault.NotADeck:    http.StatusUnsupportedMediaType,
	fault.Locked:      http.StatusUnsupportedMediaType,
	fault.OutOfRange:  http.StatusUnprocessableEntity,
	fault.TooMany:     http.StatusTooManyRequests,
	fault.Unavailable: http.StatusServiceUnavailable,
}

// body is an error as RFC 9457 has it.
type body struct {
	Type   string `json:"type"`
	Title  string `json:"title"`
	Status int    `json:"status"`
	Detail string `json:"detail"`
	Locked bool   `json:"locked,omitempty"` // the file needs a password
	Driven bool   `json:"driven,omitempty"` // whoever takes over may do it
}

// Fail answers with err. What lies beneath it goes to the log, never out.
func Fail(w http.ResponseWriter, r *http.Request, log *slog.Logger, err error) {
	if errors.Is(err, ErrNoKey) {
		w.Header().Set("WWW-Authenticate", `Bearer realm="lectern"`)
		Problem(w, http.StatusUnauthorized, "This is for the presenter: send the key, or open the presenter's link once")
		return
	}
	var known *fault.Error
	if errors.As(err, &known) {
		status := statuses[known.Code]
		switch status {
		case http.StatusTooManyRequests:
			w.Header().Set("Retry-After", "30")
		case http.StatusServiceUnavailable:
			w.Header().Set("Retry-After", "1")
			log.Debug("not available", "path", r.URL.Path, "err", err)
		}
		problem(w, status, known.Message, known.Code)
		return
	}
	if errors.Is(err, context.Canceled) && r.Context().Err() != nil {
		// Either nobody is there to read an answer, or Lectern is about to end:
		// then no answer would be net/http's 200, for what was not done.
		if !errors.Is(context.Cause(r.Context()), ErrStopping) {
			panic(http.ErrAbortHandler)
		}
		w.Header().Set("Retry-After", "1")
		Problem(w, http.StatusServiceUnavailable, "Lectern is stopping; please try again")
		return
	}
	log.Error("a request failed", "method", r.Method, "path", r.URL.Path, "err", err)
	Problem(w, http.StatusInternalServerError, "Something went wrong in Lectern; its log says what")
}

// Problem answers with an error of one sentence.
func Problem(w http.ResponseWriter, status int, detail string) { problem(w, status, detail, "") }

func problem(w http.ResponseWriter, status int, detail string, code fault.Code) {
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(body{"about:blank", http.StatusText(status), status, detail, code == fault.Locked, code == fault.Driven})
}
