package server

import (
	"context"
	"time"

	"lectern/app/server/access"
	"lectern/app/store"
)

// Hasty returns c with other bounds of time for a request and an upload that
// stands still.
func Hasty(c Config, read time.Duration) Config {
	c.times = times{read: read, write: 30 * time.Second, stall: read}
	return c
}

// HoldImport takes the turn of the one import at a time, until release.
func (s *Server) HoldImport() (release func()) {
	s.turn.Acquire(context.Background(), 1)
	return func() { s.turn.Release(1) }
}

// FillDisk takes all the disk that uploads may have, until release.
func (s *Server) FillDisk() (release func()) {
	s.room.Acquire(context.Background(), spoolBytes)
	return func() { s.room.Release(spoolBytes) }
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

// WhileWanted is what an import does before it is answered.
func (s *Server) WhileWanted(ctx context.Context, r store.Replaced) error {
	return s.whileWanted(ctx, r)
}
