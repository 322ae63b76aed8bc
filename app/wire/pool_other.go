//go:build !linux

package wire

import (
	"net"
	"time"

	"lectern/app/live"
)

// Pool takes no connection here: its way of waiting for sockets is Linux's.
// The server writes with a goroutine a viewer instead.
type Pool struct{}

func (p *Pool) Takes(net.Conn) bool                      { return false }
func (p *Pool) Add(net.Conn, *live.Viewer, func())       { panic("wire: not taken") }
func (p *Pool) Close()                                   {}
func (p *Pool) Deliveries() int64                        { return 0 }
func Open(*live.Hub, func(time.Duration)) (*Pool, error) { return &Pool{}, nil }
