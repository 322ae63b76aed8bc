package fonts

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"slices"
)

// drawing are the tables that drawing letters needs. Others, such as those for the
// composing of text, are often the larger part.
var drawing = []string{"CFF ", "OS/2", "cmap", "cvt ", "fpgm", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "post", "prep"}

// As returns a font as a file of its own that has another name: a family, and "Regular",
// "Bold", "Italic" or "Bold Italic". It reads r, in which the face is, where it is read.
func As(r io.ReaderAt, size int64, f Face, family, style string) (*io.SectionReader, error) {
	kind, all := Tables(r, size, f.At)
	var kept []Table
	for _, t := range all {
		if slices.Contains(drawing, t.Tag) && !slices.ContainsFunc(kept, func(k Table) bool { return k.Tag == t.Tag }) {
			kept = append(kept, t)
		}
	}
	if len(kept) == 0 {
		return nil, errors.New("fonts: no font is there")
	}
	names := nameTable(family, style)
	kept = append(kept, Table{Tag: "name", Size: int64(len(names))})
	slices.SortFunc(kept, func(a, b Table) int { return bytes.Compare([]byte(a.Tag), []byte(b.Tag)) })

	head := binary.BigEndian.AppendUint32(nil, kind)
	head = binary.BigEndian.AppendUint16(head, uint16(len(kept)))
	head = append(head, 0, 0, 0, 0, 0, 0) // what helps to search the list, which nobody does
	c := &composed{}
	at := int64(12 + 16*len(kept))
	for _, t := range kept {
		head = append(head, t.Tag...)
		head = append(head, 0, 0, 0, 0) // the sum of its bytes
		head = binary.BigEndian.AppendUint32(head, uint32(at))
		head = binary.BigEndian.AppendUint32(head, uint32(t.Size))
		p := part{at: at, size: t.Size, from: r, start: t.At}
		if t.Tag == "name" {
			p.from, p.start = bytes.NewReader(names), 0
		}
		c.parts = append(c.parts, p)
		at += (t.Size + 3) &^ 3
	}
	c.parts = append([]part{{at: 0, size: int64(len(head)), from: bytes.NewReader(head)}}, c.parts...)
	return io.NewSectionReader(c, 0, at), nil
}

// nameTable has a name in the one encoding that PDFium reads.
func nameTable(family, style string) []byte {
	texts := []struct {
		id   uint16
		text string
	}{{1, family}, {2, style}, {4, family + " " + style}, {6, Key(family + style)}}
	b := binary.BigEndian.AppendUint16(nil, 0)
	b = binary.BigEndian.AppendUint16(b, uint16(len(texts)))
	b = binary.BigEndian.AppendUint16(b, uint16(6+12*len(texts)))
	at := 0
	for _, t := range texts {
		for _, v := range []int{1, 0, 0, int(t.id), len(t.text), at} {
			b = binary.BigEndian.AppendUint16(b, uint16(v))
		}
		at += len(t.text)
	}
	for _, t := range texts {
		b = append(b, t.text...)
	}
	return b
}

// composed is a file made of parts of others.
type composed struct{ parts []part }

type part struct {
	at, size int64
	from     io.ReaderAt
	start    int64 // in from
}

// ReadAt implements io.ReaderAt. What lies between parts is 0.
func (c *composed) ReadAt(b []byte, at int64) (int, error) {
	clear(b)
	for _, p := range c.parts {
		from, to := max(at, p.at), min(at+int64(len(b)), p.at+p.size)
		if from >= to {
			continue
		}
		n, err := p.from.ReadAt(b[from-at:to-at], p.start+from-p.at)
		if int64(n) < to-from {
			if err == nil || err == io.EOF {
				err = io.ErrUnexpectedEOF
			}
			return 0, err
		}
	}
	return len(b), nil
}
