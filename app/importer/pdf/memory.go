package pdf

import (
	"sync/atomic"

	"github.com/tetratelabs/wazero/experimental"
)

// What sandboxes may use. A page drawn for a 4K screen needs 32 MB for itself, and that
// again for each group of transparency within another; a photo as the file has it, and
// what it is made smaller with, a hundred.
const (
	memoryLimit = 192 << 20 // of one
	memoryTotal = 256 << 20 // of all
)

// linearMemory is a sandbox's memory. It is asked of the system and given back to it
// by itself, beside Go's heap: it grows where it lies, only what it has grown to counts,
// and nothing of it waits for a collection.
type linearMemory struct {
	of       *allocator
	reserved []byte
	used     atomic.Int64 // bytes; it never shrinks
	refused  atomic.Bool  // it would have needed more
}

// allocator notes the memory of the sandbox that was made last.
type allocator struct {
	limit uint64 // of each
	all   int64  // the most of them all
	total atomic.Int64
	last  *linearMemory
}

func (a *allocator) Allocate(_, most uint64) experimental.LinearMemory {
	a.last = &linearMemory{of: a, reserved: reserve(int(min(most, a.limit)))}
	return a.last
}

// Reallocate grows the memory. What comes of none left is the sandbox's matter, as
// with any program.
func (m *linearMemory) Reallocate(size uint64) []byte {
	used := uint64(m.used.Load())
	if size > used && !m.grow(used, size) {
		m.refused.Store(true)
		return nil
	}
	return m.reserved[:size]
}

func (m *linearMemory) grow(used, size uint64) bool {
	if size > uint64(len(m.reserved)) {
		return false
	}
	more := int64(size - used)
	if m.of.total.Add(more) > m.of.all || !commit(m.reserved[used:size]) {
		m.of.total.Add(-more)
		return false
	}
	m.used.Store(int64(size))
	return true
}

func (m *linearMemory) Free() {
	if m.reserved != nil {
		release(m.reserved)
		m.reserved = nil
		m.of.total.Add(-m.used.Load())
	}
}
