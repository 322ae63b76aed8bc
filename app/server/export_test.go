package server

import (
	"time"

	"lectern/app/server/access"
)

// Hasty returns c with other bounds of time for a request and an upload that
// stands still.
func Hasty(c Config, read time.Duration) Config {
	c.times = times{read: read, write: 30 * time.Second, stall: read}
	return c
}

// HoldImport takes the turn of the one import at a time, until release.
func (s *Server) HoldImport() (release func()) {
	s.upload <- struct{}{}
	return func() { <-s.upload }
}

// Table is who may do what: the lines that the Server's routes are made of.
func (s *Server) Table() (lines []Line) {
	for _, r := range append(s.streams(), s.requests()...) {
		lines = append(lines, Line{r.method, r.path, r.who})
	}
	return lines
}

// A Line is one of Table.
type Line struct {
	Method, Path string
	Who          []access.Role
}

// Guard knows who comes.
func (s *Server) Guard() *access.Guard { return s.guard }

// Connections counts what has come in and not gone.
func (s *Server) Connections() int { return s.connLimit.Open() }
