package importertest

import (
	"bytes"
	"compress/lzw"
	"compress/zlib"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"strings"
)

// Small files that need much: written by hand, since the standard library's encoders
// would need as much to write them as their readers to read them.

// PNGKinds is how many kinds of pixels BlankPNG has.
const PNGKinds = 5

// BlankPNG is w × h pixels of one colour, of a bit each for kind 0 to 64 bits for
// the last. One of more than 64 MB of pixels is cut short.
func BlankPNG(w, h uint32, kind int) []byte {
	k := [PNGKinds]struct{ depth, colour, bits uint32 }{{1, 0, 1}, {8, 0, 8}, {8, 2, 24}, {8, 6, 32}, {16, 6, 64}}[kind]
	var b bytes.Buffer
	chunk := func(name string, data []byte) {
		binary.Write(&b, binary.BigEndian, uint32(len(data)))
		sum := crc32.NewIEEE()
		sum.Write([]byte(name))
		sum.Write(data)
		b.WriteString(name)
		b.Write(data)
		binary.Write(&b, binary.BigEndian, sum.Sum32())
	}
	b.WriteString("\x89PNG\r\n\x1a\n")
	head := binary.BigEndian.AppendUint32(nil, w)
	head = binary.BigEndian.AppendUint32(head, h)
	chunk("IHDR", append(head, byte(k.depth), byte(k.colour), 0, 0, 0))
	var z bytes.Buffer
	out, _ := zlib.NewWriterLevel(&z, zlib.BestSpeed)
	// What is missing at the end of many rows is found out when all before it is read.
	row, most := make([]byte, 1+(uint64(w)*uint64(k.bits)+7)/8), 64<<20
	for i := 0; i < int(h) && i*len(row) < most; i++ {
		out.Write(row)
	}
	out.Close()
	chunk("IDAT", z.Bytes())
	chunk("IEND", nil)
	return b.Bytes()
}

// ProgressiveJPEG is a grey picture with so many refinements.
func ProgressiveJPEG(w, h uint16, scans int) []byte {
	var b bytes.Buffer
	segment := func(marker byte, data ...byte) {
		b.Write([]byte{0xff, marker})
		binary.Write(&b, binary.BigEndian, uint16(len(data)+2))
		b.Write(data)
	}
	b.Write([]byte{0xff, 0xd8})
	segment(0xdb, append([]byte{0}, bytes.Repeat([]byte{1}, 64)...)...)
	segment(0xc2, 8, byte(h>>8), byte(h), byte(w>>8), byte(w), 1, 1, 0x11, 0)
	segment(0xc4, append([]byte{0x00, 1}, make([]byte, 16)...)...)
	segment(0xc4, append([]byte{0x10, 1, 1, 1}, append(make([]byte, 13), 0x00, 0xe0, 0x01)...)...)
	blocks := (int(w) + 7) / 8 * ((int(h) + 7) / 8)
	segment(0xda, 1, 1, 0, 0, 0, 0x01)
	b.Write(make([]byte, (blocks+7)/8+1))
	// Each says of 32,767 blocks at once that nothing is refined in them.
	nothing := bytes.Repeat([]byte{0xbf, 0xff, 0x00}, blocks/32767+1)
	for i := range scans {
		fine := byte(0x10)
		if i == 0 {
			fine = 0x01
		}
		segment(0xda, 1, 1, 0, 1, 63, fine)
		b.Write(nothing)
	}
	b.Write([]byte{0xff, 0xd9})
	return b.Bytes()
}

// BlankGIF is an animation whose frames have a pixel each.
func BlankGIF(w, h uint16, frames int) []byte {
	var b bytes.Buffer
	b.WriteString("GIF89a")
	binary.Write(&b, binary.LittleEndian, []uint16{w, h})
	b.Write([]byte{0x80, 0, 0, 0, 0, 0, 255, 255, 255})
	var pixel bytes.Buffer
	z := lzw.NewWriter(&pixel, lzw.LSB, 2)
	z.Write([]byte{1})
	z.Close()
	for range frames {
		b.Write([]byte{0x21, 0xf9, 4, 0, 5, 0, 0, 0})
		b.Write([]byte{0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, byte(pixel.Len())})
		b.Write(pixel.Bytes())
		b.WriteByte(0)
	}
	b.WriteByte(0x3b)
	return b.Bytes()
}

// GroupsPDF has one page, listed so often, of so many transparent groups.
func GroupsPDF(groups, pages int) []byte {
	content := "/G gs " + strings.Repeat("/X Do ", groups)
	return fmt.Appendf(nil, `%%PDF-1.7
1 0 obj
<< /Type /Catalog /Pages 2 0 R >>
endobj
2 0 obj
<< /Type /Pages /Kids [%s] /Count %d >>
endobj
5 0 obj
<< /Type /Page /Parent 2 0 R /MediaBox [0 0 960 540] /Contents 6 0 R /Resources << /ExtGState << /G 7 0 R >> /XObject << /X 8 0 R >> >> >>
endobj
6 0 obj
<< /Length %d >>
stream
%s
endstream
endobj
7 0 obj
<< /BM /Multiply /ca 0.5 >>
endobj
8 0 obj
<< /Length 22 /Type /XObject /Subtype /Form /BBox [0 0 960 540] /Group << /S /Transparency /I true >> >>
stream
0.5 g 0 0 960 540 re f
endstream
endobj
trailer << /Root 1 0 R /Size 9 >>
%%%%EOF
`, strings.Repeat("5 0 R ", pages), pages, len(content), content)
}
