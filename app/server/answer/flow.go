package answer

import (
	"net/http"
	"time"
)

const piece = 64 << 10 // of an answer, bytes

// Timed lets the answers of next take as long as they flow: each piece is taken
// within writeTime.
func Timed(next http.Handler, writeTime time.Duration) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		out := flowing{w, http.NewResponseController(w), writeTime}
		out.extend() // an answer may have no body
		next.ServeHTTP(out, r)
	})
}

// flowing is an answer that may take as long as it flows.
type flowing struct {
	http.ResponseWriter
	rc        *http.ResponseController
	writeTime time.Duration
}

func (f flowing) extend() { f.rc.SetWriteDeadline(time.Now().Add(f.writeTime)) }

func (f flowing) Write(b []byte) (n int, err error) {
	for {
		f.extend()
		m, err := f.ResponseWriter.Write(b[n:min(n+piece, len(b))])
		n += m
		if err != nil || n == len(b) {
			return n, err
		}
	}
}

// Unwrap is for http.ResponseController.
func (f flowing) Unwrap() http.ResponseWriter { return f.ResponseWriter }
