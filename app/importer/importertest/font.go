package importertest

import (
	"encoding/binary"
	"slices"
	"unicode/utf16"
)

// Font is a TrueType font whose letters are all the same black square, for the signs
// that it is to have.
func Font(family, style string, signs ...rune) []byte {
	slices.Sort(signs)
	signs = slices.Compact(signs)
	u16 := func(v ...int) (b []byte) {
		for _, n := range v {
			b = binary.BigEndian.AppendUint16(b, uint16(n))
		}
		return b
	}
	u32 := func(v ...int) (b []byte) {
		for _, n := range v {
			b = binary.BigEndian.AppendUint32(b, uint32(n))
		}
		return b
	}
	join := func(parts ...[]byte) []byte { return slices.Concat(parts...) }
	const em, side = 1000, 800
	n := len(signs) + 1 // glyphs: first the one for what is missing, which is empty

	square := join(u16(1, 0, 0, side, side, 3, 0), // one contour, its box, its last point, no instructions
		[]byte{1, 1, 1, 1},                         // four points on the line
		u16(0, 0, side, 0), u16(0, side, 0, -side)) // dx, dy
	loca, glyf := u32(0, 0), []byte{}
	hmtx := u16(em, 0)
	var groups []byte
	for i, r := range signs {
		glyf = append(glyf, square...)
		loca = append(loca, u32(len(glyf))...)
		hmtx = append(hmtx, u16(em, 0)...)
		groups = append(groups, u32(int(r), int(r), i+1)...)
	}
	mac := map[string]int{"Bold": 1, "Italic": 2, "Bold Italic": 3}[style]
	selection := map[string]int{"Bold": 1 << 5, "Italic": 1, "Bold Italic": 1<<5 | 1}[style]
	var names, text []byte
	for _, name := range []struct {
		id   int
		text string
	}{{1, family}, {2, style}, {4, family + " " + style}} {
		enc := u16()
		for _, u := range utf16.Encode([]rune(name.text)) {
			enc = append(enc, u16(int(u))...)
		}
		names = append(names, u16(3, 1, 0x409, name.id, len(enc), len(text))...)
		text = append(text, enc...)
	}
	tables := []struct {
		tag  string
		data []byte
	}{
		{"OS/2", join(u16(4, em, 400+300*(mac&1), 5, 0), make([]byte, 22), make([]byte, 10), u32(0, 0, 0, 0), []byte("NONE"),
			u16(selection, 0x20, 0xffff, side, 0, 0, side, 0), u32(1, 0), u16(side, side, 0, 0x20, 0))},
		{"cmap", join(u16(0, 1, 3, 10), u32(12), u16(12, 0), u32(16+len(groups), 0, len(signs)), groups)},
		{"glyf", glyf},
		{"head", join(u32(0x10000, 0x10000, 0, 0x5f0f3cf5), u16(0, em), make([]byte, 16), u16(0, 0, side, side, mac, 8, 2, 1, 0))},
		{"hhea", join(u32(0x10000), u16(side, -200, 0, em), make([]byte, 22), u16(n))},
		{"hmtx", hmtx},
		{"loca", loca},
		{"maxp", join(u32(0x10000), u16(n, 4, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0))},
		{"name", join(u16(0, 3, 6+len(names)), names, text)},
		{"post", join(u32(0x30000), make([]byte, 28))},
	}
	head := join(u32(0x10000), u16(len(tables), 0, 0, 0))
	at := len(head) + 16*len(tables)
	var body []byte
	for _, t := range tables {
		head = append(head, t.tag...)
		head = append(head, u32(0, at+len(body), len(t.data))...)
		body = append(body, t.data...)
		body = append(body, make([]byte, -len(t.data)&3)...)
	}
	return append(head, body...)
}
