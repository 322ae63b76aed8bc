//go:build unix

package importer

import "syscall"

// group is for Windows.
type group struct{}

func (*group) take(int, int64, uint32) error { return nil }
func (*group) close()                        {}

// killGroup kills what the child started, and itself.
func (p *process) killGroup() { syscall.Kill(-p.pid(), syscall.SIGKILL) }

// killOwn kills the process with all that it started.
func killOwn() { syscall.Kill(0, syscall.SIGKILL) }

// killed reports whether somebody killed the child. It has exited.
func (p *process) killed() bool {
	s := p.cmd.ProcessState
	if s == nil {
		return false
	}
	w, ok := s.Sys().(syscall.WaitStatus)
	return ok && w.Signaled() && w.Signal() == syscall.SIGKILL
}
