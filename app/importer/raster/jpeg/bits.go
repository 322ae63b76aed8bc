package jpeg

// reader hands out the bits of a scan. After its end, which is a marker, there are
// zeros without end.
type reader struct {
	b     []byte
	at    int
	acc   uint64
	n     int // bits in acc
	after int // of them, those that are not there
	ended bool
	short bool // some of these were taken
}

func (r *reader) fill() {
	for r.n <= 56 {
		var c byte
		if !r.ended {
			r.ended = r.at >= len(r.b)
		}
		if !r.ended {
			c = r.b[r.at]
			if c != 0xff {
				r.at++
			} else {
				next := r.at + 1
				for next < len(r.b) && r.b[next] == 0xff {
					next++
				}
				if next < len(r.b) && r.b[next] == 0 {
					r.at = next + 1
				} else {
					r.ended, c = true, 0
				}
			}
		}
		if r.ended {
			r.after += 8
		}
		r.acc = r.acc<<8 | uint64(c)
		r.n += 8
	}
}

// take takes bits off acc.
func (r *reader) take(n int) {
	if r.n -= n; r.n < r.after {
		r.after, r.short = r.n, true
	}
}

func (r *reader) bits(n int) int32 {
	if n == 0 {
		return 0
	}
	if r.n < n {
		r.fill()
	}
	r.take(n)
	return int32(r.acc>>r.n) & (1<<n - 1)
}

// value reads a number of n bits (F.2.2.1).
func (r *reader) value(n int) int32 {
	v := r.bits(n)
	if n > 0 && v < 1<<(n-1) {
		v += -1<<n + 1
	}
	return v
}

const lookBits = 9

// huffman is a table of codes (C.2): the short ones at a glance, the others by length.
type huffman struct {
	look    [1 << lookBits]uint16 // length<<8 | value; 0 for a longer one
	most    [18]int32             // the last code of a length; -1 for none
	first   [17]int32             // what to add to one for its place in values
	symbols []byte
}

// tables reads tables of codes (B.2.4.2).
func (d *decoder) tables(b []byte) error {
	for len(b) > 0 {
		if len(b) < 17 {
			return errDamaged
		}
		class, to := b[0]>>4, b[0]&15
		n := 0
		for _, c := range b[1:17] {
			n += int(c)
		}
		if class > 1 || to > 3 || n > 256 || len(b) < 17+n {
			return errDamaged
		}
		h, ok := newHuffman(b[1:17], b[17:17+n])
		if !ok {
			return errDamaged
		}
		d.huffman[class][to] = h
		b = b[17+n:]
	}
	return nil
}

func newHuffman(counts, symbols []byte) (*huffman, bool) {
	h := &huffman{symbols: symbols}
	code, at := int32(0), 0
	for length := 1; length <= 16; length++ {
		n := int(counts[length-1])
		h.first[length] = int32(at) - code
		h.most[length] = -1
		for range n {
			if code >= 1<<length {
				return nil, false
			}
			if length <= lookBits {
				from := code << (lookBits - length)
				for i := range int32(1) << (lookBits - length) {
					h.look[from+i] = uint16(length)<<8 | uint16(symbols[at])
				}
			}
			h.most[length] = code
			code++
			at++
		}
		code <<= 1
	}
	return h, true
}

// symbol reads a code. One that is in no table is 0, as libjpeg has it.
func (r *reader) symbol(h *huffman) int {
	if r.n < 16 {
		r.fill()
	}
	if e := h.look[r.acc>>(r.n-lookBits)&(1<<lookBits-1)]; e != 0 {
		r.take(int(e >> 8))
		return int(e & 0xff)
	}
	for length := lookBits + 1; length <= 16; length++ {
		code := int32(r.acc>>(r.n-length)) & (1<<length - 1)
		if h.most[length] >= code {
			r.take(length)
			return int(h.symbols[code+h.first[length]])
		}
	}
	r.take(16)
	return 0
}
