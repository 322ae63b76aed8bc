// Package wire owns the sockets of viewers. A few goroutines write one shared
// frame to thousands of connections; a quiet viewer costs a socket and a few
// hundred bytes, no goroutine and no buffer. A viewer that cannot keep up gets
// fewer, newer events, costs the others nothing, and loses its place after
// Stall.
//
// It takes a plain TCP connection that its server has given away (http.Hijacker)
// after the response's header. Where that cannot be had, such as under HTTP/2
// or TLS, the server writes with a goroutine a viewer: see Pool.Takes.
package wire

import "time"

// The contract promises a comment at least every 15 s; a page counts a stream
// dead after 25 s of silence.
const Heartbeat = 10 * time.Second

// Stall is how long a viewer may leave a frame unread, or the network a byte
// unacknowledged, before its connection is closed. With the heartbeat that may
// have to come first, its place is free again within 30 s.
const Stall = 20 * time.Second

// Buffer is how many bytes the kernel may keep for a viewer that does not read.
// It would take megabytes, and for as long.
const Buffer = 32 << 10

// Pulse is a comment, for whatever sits between. PagePulse is an event besides,
// since a browser's EventSource hides comments from the page.
var (
	Pulse     = []byte(":\n\n")
	PagePulse = []byte(":\n\nevent: ping\ndata: {}\n\n")
)
