package server

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"mime"
	"net/http"
	"strconv"

	"lectern/app/fault"
)

var (
	errCrossOrigin = fault.Errorf(fault.Forbidden, "Another website sent this request; Lectern takes it from its own pages only")
	errNoKey       = errors.New("no presenter's key")
	errStopping    = errors.New("the server is stopping") // cause of the end of all requests
	errNoPage      = fault.Errorf(fault.NotFound, "There is nothing at this address")
)

// statuses is the one place where an error becomes a status.
var statuses = map[fault.Code]int{
	fault.Malformed:   http.StatusBadRequest,
	fault.Forbidden:   http.StatusForbidden,
	fault.NotFound:    http.StatusNotFound,
	fault.Conflict:    http.StatusConflict,
	fault.TooLarge:    http.StatusRequestEntityTooLarge,
	fault.NotADeck:    http.StatusUnsupportedMediaType,
	fault.OutOfRange:  http.StatusUnprocessableEntity,
	fault.Unavailable: http.StatusServiceUnavailable,
}

// problem is an error as RFC 9457 has it.
type problem struct {
	Type   string `json:"type"`
	Title  string `json:"title"`
	Status int    `json:"status"`
	Detail string `json:"detail"`
}

func (s *Server) fail(w http.ResponseWriter, r *http.Request, err error) { fail(w, r, s.Log, err) }

// fail answers with err. What lies beneath it goes to the log, never out.
func fail(w http.ResponseWriter, r *http.Request, log *slog.Logger, err error) {
	if errors.Is(err, errNoKey) {
		w.Header().Set("WWW-Authenticate", `Bearer realm="lectern"`)
		writeProblem(w, http.StatusUnauthorized, "This is for the presenter: send the key, or open the presenter's link once")
		return
	}
	var known *fault.Error
	if errors.As(err, &known) {
		status := statuses[known.Code]
		if status == http.StatusServiceUnavailable {
			w.Header().Set("Retry-After", "1")
			log.Debug("not available", "path", r.URL.Path, "err", err)
		}
		writeProblem(w, status, known.Message)
		return
	}
	if errors.Is(err, context.Canceled) && r.Context().Err() != nil {
		// Either nobody is there to read an answer, or Lectern is about to end:
		// then no answer would be net/http's 200, for what was not done.
		if !errors.Is(context.Cause(r.Context()), errStopping) {
			panic(http.ErrAbortHandler)
		}
		w.Header().Set("Retry-After", "1")
		writeProblem(w, http.StatusServiceUnavailable, "Lectern is stopping; please try again")
		return
	}
	log.Error("a request failed", "method", r.Method, "path", r.URL.Path, "err", err)
	writeProblem(w, http.StatusInternalServerError, "Something went wrong in Lectern; its log says what")
}

func writeProblem(w http.ResponseWriter, status int, detail string) {
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(problem{"about:blank", http.StatusText(status), status, detail})
}

func writeJSON(w http.ResponseWriter, status int, v any) {
	h := w.Header()
	if h.Get("Cache-Control") == "" {
		h.Set("Cache-Control", "no-store")
	}
	h.Set("Content-Type", "application/json")
	w.WriteHeader(status)
	encodeJSON(w, v)
}

func encodeJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false) // nosniff keeps it JSON, and slides are full of <
	return e.Encode(v)
}

// readJSON reads a small body of one JSON object with no unknown fields.
func readJSON(w http.ResponseWriter, r *http.Request, v any) error {
	if t, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); t != "application/json" {
		return fault.Errorf(fault.Malformed, "Please send application/json")
	}
	d := json.NewDecoder(http.MaxBytesReader(w, r.Body, 64<<10))
	d.DisallowUnknownFields()
	err := d.Decode(v)
	if err == nil {
		if _, end := d.Token(); end != io.EOF {
			err = errors.New("more follows the object")
		}
	}
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return fault.Wrap(fault.TooLarge, err, "A request has at most %d bytes", large.Limit)
	}
	if err != nil {
		return fault.Wrap(fault.Malformed, err, "The request is no JSON of the expected form: %s", err)
	}
	return nil
}

// pathID reads a deck's id out of the path. What is no id is no deck.
func pathID(r *http.Request) (int64, error) {
	id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if err != nil || id < 1 {
		return 0, fault.Errorf(fault.NotFound, "There is no such deck")
	}
	return id, nil
}
