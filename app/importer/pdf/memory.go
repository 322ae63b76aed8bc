package pdf

import (
	"sync/atomic"

	"github.com/tetratelabs/wazero/experimental"
)

// memoryLimit is what one sandbox may use. A page drawn for a 4K screen needs 32 MB
// for itself, and that again for each group of transparency within another.
const memoryLimit = 384 << 20

// linearMemory is a sandbox's memory. It is asked of the system and given back to it
// by itself, beside Go's heap: it grows where it lies, only what was touched counts,
// and nothing of it waits for a collection.
type linearMemory struct {
	reserved []byte
	used     atomic.Int64 // bytes; it never shrinks
	refused  atomic.Bool  // it would have needed more
}

// allocator notes the memory of the sandbox that was made last.
type allocator struct {
	limit uint64 // of each
	last  *linearMemory
}

func (a *allocator) Allocate(_, most uint64) experimental.LinearMemory {
	a.last = &linearMemory{reserved: reserve(int(min(most, a.limit)))}
	return a.last
}

// Reallocate grows the memory. What comes of none left is the sandbox's matter, as
// with any program.
func (m *linearMemory) Reallocate(size uint64) []byte {
	if size > uint64(len(m.reserved)) || !commit(m.reserved[:size]) {
		m.refused.Store(true)
		return nil
	}
	m.used.Store(int64(size))
	return m.reserved[:size]
}

func (m *linearMemory) Free() {
	if m.reserved != nil {
		release(m.reserved)
		m.reserved = nil
	}
}
