package importer

import (
	"runtime"
	"time"
)

// Limits are what one import may have. All of Lectern, with PostgreSQL and while
// any file is imported and two children draw pages, stays below 1.5 GB.
type Limits struct {
	// Memory is how many bytes of data a child may have beside the 100 MB or so that
	// it begins with, by the kernel's own limit (RLIMIT_DATA; a job on Windows). The
	// largest picture that is taken needs 500 MB to be made smaller.
	Memory int64
	// Soft is from how many bytes on Go collects garbage without a break. It is lower,
	// so that what is merely not collected yet does not end an import.
	Soft int64
	// Resident is how many bytes a child may hold in all, as the parent sees it: what
	// Memory does not count, too.
	Resident int64
	// CPU is how much processor time a whole import may take.
	CPU time.Duration
	// Step is how long may pass, and how much processor time, before the child tells
	// of the next thing that is done: a busy machine is forgiven.
	Step time.Duration
	// StepMost is how long may pass on any machine.
	StepMost time.Duration
	// Whole is how long an import may take; 0 for any time.
	Whole time.Duration
	// First is how much processor time the first page of a deck may take until it is
	// there without: whoever shows it draws it again, and waits.
	First time.Duration
	// Processors is how many it may keep busy.
	Processors int
}

// DefaultLimits are far from what any talk needs.
var DefaultLimits = Limits{
	Memory:   600 << 20,
	Soft:     384 << 20,
	Resident: 700 << 20,
	CPU:      5 * time.Minute,
	Step:     30 * time.Second,
	StepMost: 2 * time.Minute,
	Whole:    15 * time.Minute,
	First:    time.Second,

	Processors: max(1, runtime.NumCPU()-1), // one is the talk's
}

// look is how often the parent looks at the child. In that time it can take a
// hundred MB more.
const look = 50 * time.Millisecond

// ofPDF are the limits of a child with the PDF engine, which others may run beside:
// each page that it makes has its own time. What can only be read from its beginning it
// holds, at most so many bytes.
func (l Limits) ofPDF(held int64) Limits {
	l.CPU = 0
	if l.Memory > 0 {
		l.Memory = min(l.Memory, pdfMemory+held)
	}
	if l.Soft > 0 {
		l.Soft = min(l.Soft, pdfSoft+held)
	}
	if l.Resident > 0 {
		l.Resident = min(l.Resident, pdfResident+held)
	}
	return l
}

// ofAVIF are the limits of a child that decodes AVIF, beside Go's memory: of which the
// kernel counts what Go has given back, too. Resident is as it was.
func (l Limits) ofAVIF() Limits {
	if l.Memory > 0 {
		l.Memory += avifMemory
	}
	return l
}

const avifMemory = 256 << 20

// See Limits for what these are.
const (
	pdfMemory   = 288 << 20
	pdfSoft     = 96 << 20
	pdfResident = 320 << 20
)

// withoutRace takes the bounds of memory away where the race detector is: what it
// needs itself is many times what it watches.
func (l Limits) withoutRace() Limits {
	if raceEnabled {
		l.Memory, l.Soft, l.Resident = 0, 0, 0
	}
	return l
}
