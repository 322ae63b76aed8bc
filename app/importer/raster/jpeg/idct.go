package jpeg

// The constants of libjpeg's accurate integer transform (jidctint.c), after Loeffler,
// Ligtenberg and Moschytz, with 13 bits after the point: browsers give these very pixels.
const (
	bitsConst = 13
	bitsPass  = 2

	f0298 = 2446
	f0390 = 3196
	f0541 = 4433
	f0765 = 6270
	f0899 = 7373
	f1175 = 9633
	f1501 = 12299
	f1847 = 15137
	f1961 = 16069
	f2053 = 16819
	f2562 = 20995
	f3072 = 25172
)

// idct writes the pixels of a block to a plane.
func idct(b *[64]int32, quant *[64]int32, pix []byte, stride int) {
	var w [64]int32
	for x := range 8 {
		if b[8+x]|b[16+x]|b[24+x]|b[32+x]|b[40+x]|b[48+x]|b[56+x] == 0 {
			v := b[x] * quant[x] << bitsPass
			for y := range 8 {
				w[8*y+x] = v
			}
			continue
		}
		var in [8]int32
		for y := range 8 {
			in[y] = b[8*y+x] * quant[8*y+x]
		}
		out := lines(&in)
		for y, v := range out {
			w[8*y+x] = (v + 1<<(bitsConst-bitsPass-1)) >> (bitsConst - bitsPass)
		}
	}
	for y := range 8 {
		out := lines((*[8]int32)(w[8*y : 8*y+8]))
		row := pix[y*stride : y*stride+8]
		for x, v := range out {
			v = (v+1<<(bitsConst+bitsPass+2))>>(bitsConst+bitsPass+3) + 128
			row[x] = byte(max(0, min(v, 255)))
		}
	}
}

// lines transforms eight values, and leaves them scaled by 1<<bitsConst.
func lines(in *[8]int32) (out [8]int32) {
	// The even part.
	z1 := (in[2] + in[6]) * f0541
	t2 := z1 - in[6]*f1847
	t3 := z1 + in[2]*f0765
	t0 := (in[0] + in[4]) << bitsConst
	t1 := (in[0] - in[4]) << bitsConst
	e0, e3 := t0+t3, t0-t3
	e1, e2 := t1+t2, t1-t2

	// The odd part.
	o0, o1, o2, o3 := in[7], in[5], in[3], in[1]
	z1 = o0 + o3
	z2 := o1 + o2
	z3 := o0 + o2
	z4 := o1 + o3
	z5 := (z3 + z4) * f1175
	o0 *= f0298
	o1 *= f2053
	o2 *= f3072
	o3 *= f1501
	z1 *= -f0899
	z2 *= -f2562
	z3 = z3*-f1961 + z5
	z4 = z4*-f0390 + z5
	o0 += z1 + z3
	o1 += z2 + z4
	o2 += z2 + z3
	o3 += z1 + z4
	return [8]int32{e0 + o3, e1 + o2, e2 + o1, e3 + o0, e3 - o0, e2 - o1, e1 - o2, e0 - o3}
}

// reconstruct makes pixels of what was read in several scans.
func (d *decoder) reconstruct() error {
	for i := range d.components {
		c := &d.components[i]
		if c.pix != nil {
			continue
		}
		c.pix = grey(64 * c.across * c.down)
		if c.coefficients == nil {
			continue // it came in no scan
		}
		if c.quant == nil {
			return errDamaged
		}
		var b [64]int32
		for y := range c.down {
			if err := d.stop(d.scans); err != nil {
				return err
			}
			for x := range c.across {
				from := (*[64]int16)(c.coefficients[64*(y*c.across+x):])
				if *from == ([64]int16{}) {
					continue
				}
				for j, v := range from {
					b[j] = int32(v)
				}
				idct(&b, c.quant, c.pix[8*(y*8*c.across+x):], 8*c.across)
			}
		}
		c.coefficients = nil
	}
	return nil
}

func grey(n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = 128
	}
	return b
}
