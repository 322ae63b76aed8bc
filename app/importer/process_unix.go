//go:build unix

package importer

import "syscall"

// group is for Windows.
type group struct{}

func (*group) take(int, int64) error { return nil }
func (*group) close()                {}

// killed reports whether somebody killed the child. It has exited.
func (p *process) killed() bool {
	s := p.cmd.ProcessState
	if s == nil {
		return false
	}
	w, ok := s.Sys().(syscall.WaitStatus)
	return ok && w.Signaled() && w.Signal() == syscall.SIGKILL
}
