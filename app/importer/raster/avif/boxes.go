package avif

import (
	"encoding/binary"
	"io"
	"iter"
)

// box is one of a file's boxes (ISO/IEC 14496-12, 4.2).
type box struct {
	kind string
	data []byte // without its head
	cut  bool   // it says that it goes on behind the end
}

// mostBoxes of one level are looked at: a photo has ten.
const mostBoxes = 10_000

// boxes yields the boxes that b is made of.
func boxes(b []byte) iter.Seq[box] {
	return func(yield func(box) bool) {
		for range mostBoxes {
			if len(b) < 8 {
				return
			}
			size, head := uint64(binary.BigEndian.Uint32(b)), uint64(8)
			switch {
			case size == 0: // to the end
				size = uint64(len(b))
			case size == 1 && len(b) >= 16:
				size, head = binary.BigEndian.Uint64(b[8:]), 16
			}
			if size < head {
				return
			}
			end := min(size, uint64(len(b)))
			if end < head || !yield(box{string(b[4:8]), b[head:end], size > end}) {
				return
			}
			b = b[end:]
		}
	}
}

// inside returns what the first box of each name holds, one in the other. A name that
// ends in "+" is that of one with a version and flags before what it holds.
func inside(b []byte, names ...string) ([]byte, bool) {
	for _, name := range names {
		found := false
		for x := range boxes(b) {
			if x.kind == name[:4] {
				b, found = x.data, true
				break
			}
		}
		if !found {
			return nil, false
		}
		if len(name) > 4 {
			if len(b) < 4 {
				return nil, false
			}
			b = b[4:]
		}
	}
	return b, true
}

// numbers reads big-endian numbers, and zeros behind the end.
type numbers struct {
	b     []byte
	short bool
}

func (n *numbers) next(bytes int) (v uint64) {
	if len(n.b) < bytes {
		n.b, n.short = nil, true
		return 0
	}
	for _, c := range n.b[:bytes] {
		v = v<<8 | uint64(c)
	}
	n.b = n.b[bytes:]
	return v
}

func (n *numbers) err() error {
	if n.short {
		return io.ErrUnexpectedEOF
	}
	return nil
}
