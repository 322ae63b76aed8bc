package fanout

import (
	"math/rand/v2"
	"net/http"
	"time"
)

// keepAlive is what is written how often, whatever else is.
type keepAlive struct {
	pulse []byte
	every time.Duration
}

// attend writes to one client with this goroutine, until the client goes away
// or take says that the stream is over. ready has a value when take may have
// something, which it gives piece by piece.
func attend(w http.ResponseWriter, r *http.Request, first []byte, alive keepAlive, ready <-chan struct{}, take func() (events []byte, more bool)) {
	if c, ok := connection(r).(interface{ SetWriteBuffer(int) error }); ok {
		c.SetWriteBuffer(buffer) // HTTP/2 and TLS, whose connections carry more, have no such method
	}
	out := output{w, http.NewResponseController(w)}
	if out.write(first) != nil {
		return
	}
	// Who came together has pulses apart.
	timer := time.NewTimer(alive.every/2 + rand.N(alive.every/2))
	defer timer.Stop()
	for {
		select {
		case <-r.Context().Done():
			return
		case <-ready:
			for {
				b, more := take()
				if !more || len(b) > 0 && out.write(b) != nil {
					return
				}
				if len(b) == 0 {
					break
				}
			}
		case <-timer.C:
			if out.write(alive.pulse) != nil {
				return
			}
			timer.Reset(alive.every)
		}
	}
}

// output is an ordinary way to one client. Only the handler's goroutine writes.
type output struct {
	w  http.ResponseWriter
	rc *http.ResponseController
}

// write takes at most Stall. One that takes longer ends the stream: the viewer
// is gone, or as good as gone, and a page comes back by itself.
func (o output) write(b []byte) error {
	if err := o.rc.SetWriteDeadline(time.Now().Add(Stall)); err != nil {
		return err
	}
	if _, err := o.w.Write(b); err != nil {
		return err
	}
	return o.rc.Flush()
}
