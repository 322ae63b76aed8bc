// Package linear gives WebAssembly its memory: asked of the system and given back to it
// by itself, beside Go's heap. It grows where it lies, only what it has grown to counts,
// and nothing of it waits for a collection.
package linear

import (
	"sync/atomic"

	"github.com/tetratelabs/wazero/experimental"
)

// Allocator is for wazero (experimental.WithMemoryAllocator). It notes the memory that was
// made last.
type Allocator struct {
	Limit uint64 // bytes of each
	All   int64  // the most of them all
	Last  *Memory

	total atomic.Int64
}

// Memory is that of one instance.
type Memory struct {
	of       *Allocator
	reserved []byte
	used     atomic.Int64
	refused  atomic.Bool
}

// Used is how many bytes it has grown to; it never shrinks.
func (m *Memory) Used() int64 { return m.used.Load() }

// Refused reports whether it would have needed more.
func (m *Memory) Refused() bool { return m.refused.Load() }

// Allocate implements experimental.MemoryAllocator.
func (a *Allocator) Allocate(_, most uint64) experimental.LinearMemory {
	a.Last = &Memory{of: a, reserved: reserve(int(min(most, a.Limit)))}
	return a.Last
}

// Reallocate grows the memory. What comes of none left is the matter of who runs in it, as
// with any program.
func (m *Memory) Reallocate(size uint64) []byte {
	used := uint64(m.used.Load())
	if size > used && !m.grow(used, size) {
		m.refused.Store(true)
		return nil
	}
	return m.reserved[:size]
}

func (m *Memory) grow(used, size uint64) bool {
	if size > uint64(len(m.reserved)) {
		return false
	}
	more := int64(size - used)
	if m.of.total.Add(more) > m.of.All || !commit(m.reserved[used:size]) {
		m.of.total.Add(-more)
		return false
	}
	m.used.Store(int64(size))
	return true
}

// Free gives it back.
func (m *Memory) Free() {
	if m.reserved != nil {
		release(m.reserved)
		m.reserved = nil
		m.of.total.Add(-m.used.Load())
	}
}
