package fonts

import (
	"encoding/binary"
	"io"
	"slices"
	"strings"
	"unicode/utf16"
)

// Bounds of a file, beyond which it is no font that is of use here.
const (
	maxFaces  = 64
	maxTables = 64
	maxNames  = 256 << 10 // bytes
)

// Table is a part of a font.
type Table struct {
	Tag      string // of four letters
	At, Size int64
}

// Tables lists a font's tables, whose list begins at a place of the file, and returns
// what it begins with: how the letters are drawn. They lie within the file.
func Tables(r io.ReaderAt, size, at int64) (kind uint32, tables []Table) {
	head := read(r, size, at, 12)
	if head == nil {
		return 0, nil
	}
	n := int64(binary.BigEndian.Uint16(head[4:]))
	if n > maxTables {
		return 0, nil
	}
	list := read(r, size, at+12, 16*n)
	for ; len(list) >= 16; list = list[16:] {
		t := Table{string(list[:4]), int64(binary.BigEndian.Uint32(list[8:])), int64(binary.BigEndian.Uint32(list[12:]))}
		if t.At+t.Size <= size {
			tables = append(tables, t)
		}
	}
	return binary.BigEndian.Uint32(head), tables
}

// read reads exactly n bytes, or returns nil.
func read(r io.ReaderAt, size, at, n int64) []byte {
	if at < 0 || n < 0 || at+n > size {
		return nil
	}
	b := make([]byte, n)
	if got, _ := r.ReadAt(b, at); int64(got) < n {
		return nil
	}
	return b
}

// Faces lists the fonts of a file. The format is ISO/IEC 14496-22.
func Faces(r io.ReaderAt, size int64) []Face {
	at := []int64{0}
	if head := read(r, size, 0, 12); head == nil {
		return nil
	} else if string(head[:4]) == "ttcf" {
		n := min(int64(binary.BigEndian.Uint32(head[8:])), maxFaces)
		at = nil
		for list := read(r, size, 12, 4*n); len(list) >= 4; list = list[4:] {
			at = append(at, int64(binary.BigEndian.Uint32(list)))
		}
	}
	var faces []Face
	for _, at := range at {
		if f, ok := face(r, size, at); ok {
			faces = append(faces, f)
		}
	}
	return faces
}

func face(r io.ReaderAt, size, at int64) (f Face, ok bool) {
	_, tables := Tables(r, size, at)
	table := func(tag string, most int64) []byte {
		for _, t := range tables {
			if t.Tag == tag {
				return read(r, size, t.At, min(t.Size, most))
			}
		}
		return nil
	}
	has := func(tag string) bool {
		return slices.ContainsFunc(tables, func(t Table) bool { return t.Tag == tag && t.Size > 0 })
	}
	if !has("cmap") || !has("head") || !has("glyf") && !has("CFF ") {
		return f, false // of pictures only, or of a kind that PDFium cannot draw
	}
	f.At = at
	f.name(table("name", maxNames))
	if f.Family == "" {
		return f, false
	}
	if b := table("head", 54); len(b) >= 46 {
		style := binary.BigEndian.Uint16(b[44:])
		f.Bold, f.Italic = style&1 != 0, style&2 != 0
	}
	if b := table("post", 32); len(b) >= 16 {
		f.Fixed = binary.BigEndian.Uint32(b[12:]) != 0
	}
	if b := table("OS/2", 96); len(b) >= 64 {
		style := binary.BigEndian.Uint16(b[62:])
		f.Bold, f.Italic = style&(1<<5) != 0, style&1 != 0
		class := b[30]
		f.Serif = class >= 1 && class <= 7 && class != 6 || class == 0 && b[32] == 2 && b[33] >= 2 && b[33] <= 10
		f.Fixed = f.Fixed || b[32] == 2 && b[35] == 9
	}
	if k := Key(f.Family); strings.Contains(k, "sans") {
		f.Serif = false
	} else if strings.Contains(k, "serif") {
		f.Serif = true
	}
	return f, true
}

// name reads the names of a font.
func (f *Face) name(b []byte) {
	const family, full, postScript, typographic = 1, 4, 6, 16
	if len(b) < 6 {
		return
	}
	n, text := int(binary.BigEndian.Uint16(b[2:])), int(binary.BigEndian.Uint16(b[4:]))
	for i := 0; i < n && 6+12*i+12 <= len(b); i++ {
		rec := b[6+12*i:]
		platform, lang, id := binary.BigEndian.Uint16(rec), binary.BigEndian.Uint16(rec[4:]), binary.BigEndian.Uint16(rec[6:])
		if id != family && id != full && id != postScript && id != typographic {
			continue
		}
		from := text + int(binary.BigEndian.Uint16(rec[10:]))
		to := from + int(binary.BigEndian.Uint16(rec[8:]))
		if to > len(b) {
			continue
		}
		s := decode(platform, b[from:to])
		if s == "" || len(s) > 200 {
			continue
		}
		english := platform == 3 && lang == 0x409 || platform == 1 && lang == 0
		if id == family && (f.Family == "" || english) {
			f.Family = s
		}
		if k := Key(s); k != "" && !slices.Contains(f.Names, k) && len(f.Names) < 16 {
			f.Names = append(f.Names, k)
		}
	}
}

func decode(platform uint16, b []byte) string {
	if platform == 1 {
		return strings.Map(func(r rune) rune {
			if r < ' ' || r > '~' {
				return -1
			}
			return r
		}, string(b))
	}
	u := make([]uint16, len(b)/2)
	for i := range u {
		u[i] = binary.BigEndian.Uint16(b[2*i:])
	}
	return strings.ToValidUTF8(string(utf16.Decode(u)), "")
}
