//go:build !linux

package fanout

import (
	"log/slog"
	"net/http"
	"time"

	"lectern/app/live"
)

// pool takes nobody here: its way of waiting for sockets is Linux's.
type pool struct{}

func openPool(*live.Hub, func(time.Duration)) (*pool, error) { return nil, nil }

func (p *pool) take(*slog.Logger, http.ResponseWriter, *http.Request, *live.Viewer, []byte, func()) bool {
	return false
}
func (p *pool) close()            {}
func (p *pool) deliveries() int64 { return 0 }
