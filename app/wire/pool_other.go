//go:build !linux

package wire

import (
	"net"

	"lectern/app/live"
)

// Pool takes no connection here: its way of waiting for sockets is Linux's.
// The server writes with a goroutine a viewer instead.
type Pool struct{}

func (p *Pool) Takes(net.Conn) bool            { return false }
func (p *Pool) Add(c net.Conn, v *live.Viewer) { panic("wire: not taken") }
func (p *Pool) Close()                         {}
func Open(*live.Hub) (*Pool, error)            { return &Pool{}, nil }
