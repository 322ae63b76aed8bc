// Package fault is an error with a code and one sentence for a person. Whoever
// finds out what went wrong makes it; the server maps its code to an HTTP status,
// and the command line prints its sentence.
package fault

import (
	"errors"
	"fmt"
)

// Code classes the errors that a person can do something about.
type Code string

const (
	Malformed   Code = "malformed"    // 400: the request cannot be read
	Forbidden   Code = "forbidden"    // 403: not yours, or from another site
	NotFound    Code = "not found"    // 404
	Conflict    Code = "conflict"     // 409: not in this state
	Driven      Code = "driven"       // 409, and "driven" in the answer: another device drives
	TooLarge    Code = "too large"    // 413
	NotADeck    Code = "not a deck"   // 415: the files cannot become a deck
	Locked      Code = "locked"       // 415, and "locked" in the answer: the file needs a password, or another one
	OutOfRange  Code = "out of range" // 422: well formed, but no such slide, step or value
	TooMany     Code = "too many"     // 429: wait, then try again
	Unavailable Code = "unavailable"  // 503: the database is away
)

// Error is an error with a sentence for the person who caused it. The
// sentence names the thing, the cause and, where there is one, the next step.
// It never holds anything that a stranger must not see.
type Error struct {
	Code    Code
	Message string
	Err     error // what lies beneath, for the log; may be nil
}

func (e *Error) Error() string {
	if e.Err != nil {
		return e.Message + ": " + e.Err.Error()
	}
	return e.Message
}

func (e *Error) Unwrap() error { return e.Err }

// Errorf returns an Error whose message is the formatted text.
func Errorf(code Code, format string, args ...any) error {
	return &Error{Code: code, Message: fmt.Sprintf(format, args...)}
}

// Wrap returns an Error with err beneath the message.
func Wrap(code Code, err error, format string, args ...any) error {
	return &Error{Code: code, Message: fmt.Sprintf(format, args...), Err: err}
}

// CodeOf returns the code of the first Error in err's chain, or "".
func CodeOf(err error) Code {
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}
