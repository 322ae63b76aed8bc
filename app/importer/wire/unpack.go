package wire

import (
	"encoding/json"

	"lectern/app/importer/portable"
)

// Part is the next bytes of the originals that a .lectern file holds, one after the
// other in the order of its manifest; never of two at once.
type Part []byte

// NewUnpackReader returns a Reader of what comes from a child that unpacks a .lectern
// file, or a zip: a portable.Manifest, then each Part, then Done.
func NewUnpackReader(r *Reader) *Reader {
	r.pack = &packChecker{}
	return r
}

// MaxTrimmed is how many bytes a PDF has at the most that is given with some of its
// pages.
const MaxTrimmed = 1 << 30

// NewTrimReader returns a Reader of what comes from a child that gives a PDF with some
// of its pages: each Part, then Done.
func NewTrimReader(r *Reader) *Reader {
	r.pack = &packChecker{begun: true, room: MaxTrimmed}
	return r
}

// packChecker holds what comes against what was announced.
type packChecker struct {
	begun bool
	sizes []int64 // what is still to come of each original
	room  int64   // of one whose size nobody knows, beside these
}

// next reports in is whether a message is one of these.
func (c *packChecker) next(k kind, payload []byte) (m any, is bool, err error) {
	switch k {
	case kindPack:
		m, err = c.begin(payload)
	case kindPart:
		m, err = Part(payload), c.part(len(payload))
	case kindDone:
		c.skip()
		if !c.begun || len(c.sizes) > 0 {
			err = wrong("%d originals that are missing", len(c.sizes))
		}
		m = Done{}
	case kindBegin, kindPicture, kindSlide, kindNeeds, kindNext:
		err = wrong("kind %q of one who unpacks", k)
	default:
		return nil, false, nil
	}
	return m, true, err
}

func (c *packChecker) begin(payload []byte) (portable.Manifest, error) {
	var m portable.Manifest
	if c.begun {
		return m, wrong("a manifest twice")
	}
	if err := json.Unmarshal(payload, &m); err != nil {
		return m, wrong("%.200v", err)
	}
	if err := m.Check(); err != nil {
		return m, wrong("%.200v", err)
	}
	c.begun = true
	for _, f := range m.Files {
		c.sizes = append(c.sizes, f.Size)
	}
	return m, nil
}

// skip passes over what has no bytes left.
func (c *packChecker) skip() {
	for len(c.sizes) > 0 && c.sizes[0] == 0 {
		c.sizes = c.sizes[1:]
	}
}

func (c *packChecker) part(n int) error {
	c.skip()
	if n > 0 && int64(n) <= c.room {
		c.room -= int64(n)
		return nil
	}
	if n == 0 || len(c.sizes) == 0 || int64(n) > c.sizes[0] {
		return wrong("%d bytes more than an original has", n)
	}
	c.sizes[0] -= int64(n)
	return nil
}

// Pack tells what a .lectern file holds.
func (t *Teller) Pack(m portable.Manifest) error { return t.tellJSON(kindPack, m) }

// Part tells the next bytes of its originals.
func (t *Teller) Part(b []byte) error { return t.tell(kindPart, b) }
