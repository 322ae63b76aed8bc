package jpeg

// scan is one pass over some of the components (B.2.3).
type scan struct {
	d          *decoder
	r          reader
	parts      []part
	start, end int // coefficients
	high, low  int // bits: of the pass before, and of this one
	run        int // blocks that have no more coefficients
	next       byte
}

type part struct {
	c      *component
	dc, ac *huffman
}

func (d *decoder) scan(b []byte) error {
	if d.components == nil || len(b) < 1 {
		return errDamaged
	}
	n := int(b[0])
	if n < 1 || n > len(d.components) || len(b) < 4+2*n {
		return errDamaged
	}
	s := scan{d: d, end: 63}
	if d.progressive {
		s.start, s.end = int(b[1+2*n]), int(b[2+2*n])
		s.high, s.low = int(b[3+2*n]>>4), int(b[3+2*n]&15)
		if s.start > s.end || s.end > 63 || s.start == 0 && s.end != 0 || s.start > 0 && n != 1 || s.low > 13 {
			return errDamaged
		}
	}
	for i := range n {
		p, err := d.part(b[1+2*i], b[2+2*i], &s)
		if err != nil {
			return err
		}
		for _, other := range s.parts {
			if other.c == p.c {
				return errDamaged
			}
		}
		s.parts = append(s.parts, p)
	}
	s.r = reader{b: d.b, at: d.at}
	err := s.read()
	d.at = s.r.at
	return err
}

// part prepares a component for a scan.
func (d *decoder) part(id, tables byte, s *scan) (part, error) {
	for i := range d.components {
		c := &d.components[i]
		if c.id != id {
			continue
		}
		if tables>>4 > 3 || tables&15 > 3 {
			return part{}, errDamaged
		}
		p := part{c, d.huffman[0][tables>>4], d.huffman[1][tables&15]}
		if p.dc == nil && s.start == 0 && s.high == 0 || p.ac == nil && s.end > 0 {
			return part{}, errDamaged
		}
		if c.quant == nil {
			c.quant = d.quant[c.tq]
		}
		switch {
		case d.progressive && c.coefficients == nil:
			c.coefficients = make([]int16, 64*c.across*c.down)
		case !d.progressive && c.quant == nil:
			return part{}, errDamaged
		case !d.progressive && c.pix == nil:
			c.pix = grey(64 * c.across * c.down)
		}
		return p, nil
	}
	return part{}, errDamaged
}

// read goes through the units of a scan: blocks of one component as far as there is
// something of the picture in them, or of several, of each as many as it has in a unit.
func (s *scan) read() error {
	across, down := s.d.units()
	alone := len(s.parts) == 1
	if alone {
		c := s.parts[0].c
		across, down = ceil(c.width, 8), ceil(c.height, 8)
	}
	first := s.d.all == 0 && s.parts[0].c == &s.d.components[0]
	if first {
		s.d.all = across * down
	}
	s.begin()
	until := s.d.restart
	for y := range down {
		if err := s.d.stop(s.d.scans); err != nil {
			return err
		}
		for x := range across {
			if s.d.restart > 0 {
				if until == 0 {
					s.resume()
					until = s.d.restart
				}
				until--
			}
			if s.r.short {
				if first {
					if s.d.missing++; 2*s.d.missing > s.d.all {
						return errCut
					}
				}
				continue
			}
			if alone {
				s.block(&s.parts[0], x, y)
				continue
			}
			for i := range s.parts {
				p := &s.parts[i]
				for j := range p.c.h * p.c.v {
					s.block(p, x*p.c.h+j%p.c.h, y*p.c.v+j/p.c.h)
				}
			}
		}
	}
	return nil
}

func (s *scan) begin() {
	s.run = 0
	for _, p := range s.parts {
		p.c.dc = 0
	}
	s.r = reader{b: s.r.b, at: s.r.at}
	s.r.fill()
}

// resume finds the restart that is due. Of one that is missing, or comes too early, it
// makes the best, as libjpeg does (jpeg_resync_to_restart).
func (s *scan) resume() {
	d := decoder{b: s.r.b, at: s.r.at}
	due := s.next
	s.next = (s.next + 1) & 7
	for {
		marker := d.marker()
		ahead := (marker - rst0 - due) & 7
		switch {
		case marker == 0, marker >= sof0 && (marker < rst0 || marker > rst7),
			marker >= rst0 && (ahead == 1 || ahead == 2):
			short := s.r.short
			s.r.at = d.at // what is due is not there
			s.begin()
			s.r.short = short
			return
		case marker < sof0, ahead == 6 || ahead == 7:
			d.at += 2
		default:
			s.r.at = d.at + 2
			s.begin()
			return
		}
	}
}

func (s *scan) block(p *part, x, y int) {
	c := p.c
	if !s.d.progressive {
		var b [64]int32
		s.baseline(p, &b)
		idct(&b, c.quant, c.pix[8*(y*8*c.across+x):], 8*c.across)
		return
	}
	at := 64 * (y*c.across + x)
	b := (*[64]int16)(c.coefficients[at : at+64])
	switch {
	case s.start == 0 && s.high == 0:
		c.dc += s.r.value(s.r.symbol(p.dc) & 15)
		b[0] = int16(c.dc << s.low)
	case s.start == 0:
		b[0] |= int16(s.r.bits(1) << s.low)
	case s.high == 0:
		s.first(p.ac, b)
	default:
		s.refine(p.ac, b)
	}
}

// baseline reads a whole block (F.2.2).
func (s *scan) baseline(p *part, b *[64]int32) {
	p.c.dc += s.r.value(s.r.symbol(p.dc) & 15)
	b[0] = p.c.dc
	for k := 1; k < 64; k++ {
		v := s.r.symbol(p.ac)
		skip, size := v>>4, v&15
		if size == 0 {
			if skip != 15 {
				return
			}
			k += 15
			continue
		}
		k += skip
		b[zigzag[k]] = s.r.value(size)
	}
}

// first reads coefficients of a block for the first time (G.1.2.2).
func (s *scan) first(h *huffman, b *[64]int16) {
	if s.run > 0 {
		s.run--
		return
	}
	for k := s.start; k <= s.end; k++ {
		v := s.r.symbol(h)
		skip, size := v>>4, v&15
		switch {
		case size > 0:
			k += skip
			b[zigzag[k]] = int16(s.r.value(size) << s.low)
		case skip == 15:
			k += 15
		default:
			s.run = 1<<skip + int(s.r.bits(skip)) - 1
			return
		}
	}
}

// refine reads one more bit of coefficients (G.1.2.3).
func (s *scan) refine(h *huffman, b *[64]int16) {
	one := int16(1) << s.low
	k := s.start
	if s.run == 0 {
		for ; k <= s.end; k++ {
			v := s.r.symbol(h)
			skip, size := v>>4, v&15
			var new int16
			if size != 0 {
				if new = -one; s.r.bits(1) != 0 {
					new = one
				}
			} else if skip != 15 {
				s.run = 1<<skip + int(s.r.bits(skip))
				break
			}
			k = s.correct(b, k, skip, one)
			if new != 0 && k <= s.end {
				b[zigzag[k]] = new
			}
		}
	}
	if s.run > 0 {
		s.correct(b, k, -1, one)
		s.run--
	}
}

// correct adds a bit to each coefficient that is not 0, up to one that is, after so many.
func (s *scan) correct(b *[64]int16, k, zeros int, one int16) int {
	for ; k <= s.end; k++ {
		at := zigzag[k]
		if b[at] == 0 {
			if zeros == 0 {
				return k
			}
			zeros--
			continue
		}
		if s.r.bits(1) != 0 && b[at]&one == 0 {
			if b[at] > 0 {
				b[at] += one
			} else {
				b[at] -= one
			}
		}
	}
	return k
}
