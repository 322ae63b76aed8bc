package server

import "time"

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
