// Package importertest has what the importers' tests share: files of every format,
// made by hand, and what must be true of any deck, whatever it was made from.
package importertest

import (
	"archive/zip"
	"bytes"
	"compress/zlib"
	_ "embed"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io/fs"
	"strings"
	"testing/fstest"
)

// AVIF is Colours(64, 40) as it is stored: it says that it is to be turned by a quarter
// against the clock. Its EXIF and XMP have the letters GPS.
//
//go:embed turned.avif
var AVIF []byte

// Colours is a picture with a corner that shows how it is turned: red
// on blue, at the top left.
func Colours(w, h int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.RGBA{0, 0, 255, 255}
			if x < w/2 && y < h/2 {
				c = color.RGBA{255, 0, 0, 255}
			}
			img.SetRGBA(x, y, c)
		}
	}
	return img
}

// PNG encodes a picture.
func PNG(img image.Image) []byte {
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// JPEG encodes a picture with a quality of 95.
func JPEG(img image.Image) []byte {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: 95}); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// WithEXIF puts an orientation and a secret into a JPEG.
func WithEXIF(data []byte, o byte) []byte {
	tiff := []byte("MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00")
	tiff = append(tiff, o, 0, 0, 0, 0, 0, 0)
	tiff = append(tiff, "GPS 48.2082 N"...)
	seg := append([]byte("Exif\x00\x00"), tiff...)
	out := append([]byte{}, data[:2]...)
	out = append(out, 0xff, 0xe1, byte((len(seg)+2)>>8), byte(len(seg)+2))
	out = append(out, seg...)
	return append(out, data[2:]...)
}

// GIF is an animation of 8 × 6 pixels.
func GIF(frames int) []byte {
	g := &gif.GIF{}
	for i := range frames {
		p := image.NewPaletted(image.Rect(0, 0, 8, 6), color.Palette{color.Black, color.White})
		p.Pix[i] = 1
		g.Image, g.Delay = append(g.Image, p), append(g.Delay, 10)
	}
	var b bytes.Buffer
	if err := gif.EncodeAll(&b, g); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// HugePNG is a header that promises w × h pixels.
func HugePNG(w, h uint32) []byte {
	ihdr := binary.BigEndian.AppendUint32([]byte("IHDR"), w)
	ihdr = binary.BigEndian.AppendUint32(ihdr, h)
	ihdr = append(ihdr, 8, 2, 0, 0, 0)
	out := []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0d")
	out = append(out, ihdr...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(ihdr))
}

// Tree is files in memory, given as names and contents in turn.
func Tree(parts ...any) fs.FS {
	m := fstest.MapFS{}
	for i := 0; i < len(parts); i += 2 {
		data, ok := parts[i+1].([]byte)
		if !ok {
			data = []byte(parts[i+1].(string))
		}
		m[parts[i].(string)] = &fstest.MapFile{Data: data}
	}
	return m
}

// Entry is one file of a zip.
type Entry = struct {
	Name string
	Data []byte
}

// Zip packs files.
func Zip(entries ...Entry) []byte {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, e := range entries {
		f, err := w.Create(e.Name)
		if err != nil {
			panic(err)
		}
		if _, err := f.Write(e.Data); err != nil {
			panic(err)
		}
	}
	if err := w.Close(); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// PDFSpec describes a PDF to write by hand.
type PDFSpec struct {
	Pages   []string // content streams
	Box     string   // default 0 0 960 540
	Info    string   // entries of the information dictionary
	Extra   string   // entries of the catalog
	Trailer string
	Lock    string         // a password that it is locked with
	Page    string         // entries of each page
	Own     []string       // and more, of one page after the other
	Uses    string         // entries of each page's resources,
	Fonts   string         // and of their fonts, beside F1
	Objects map[int]string // from 100 on
}

// PageText is a content stream with a large line and smaller ones.
func PageText(title string, lines ...string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "0.9 0.4 0.1 rg 0 0 200 60 re f 0 g BT /F1 48 Tf 60 440 Td (%s) Tj /F1 20 Tf", title)
	for _, l := range lines {
		fmt.Fprintf(&b, " 0 -40 Td (%s) Tj", l)
	}
	b.WriteString(" ET")
	return b.String()
}

// PDF writes a PDF with one page for each of the content streams.
func PDF(s PDFSpec) []byte {
	if s.Box == "" {
		s.Box = "0 0 960 540"
	}
	seal := func(_ int, data []byte) []byte { return data }
	if s.Lock != "" {
		var entries string
		entries, seal = lock(s.Lock)
		s.Trailer += entries
	}
	var b bytes.Buffer
	offsets := map[int]int{}
	last := 0
	obj := func(n int, body string) {
		offsets[n] = b.Len()
		last = max(last, n)
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", n, body)
	}
	b.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	obj(1, "<< /Type /Catalog /Pages 2 0 R "+s.Extra+" >>")
	var kids strings.Builder
	for i := range s.Pages {
		fmt.Fprintf(&kids, "%d 0 R ", 10_000+2*i)
	}
	obj(2, fmt.Sprintf("<< /Type /Pages /Count %d /Kids [%s] >>", len(s.Pages), kids.String()))
	obj(3, "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
	obj(4, "<< "+s.Info+" >>")
	for n, body := range s.Objects {
		obj(n, body)
	}
	for i, c := range s.Pages {
		entries := s.Page
		if i < len(s.Own) {
			entries += s.Own[i] // of two with one name the later one counts
		}
		obj(10_000+2*i, fmt.Sprintf("<< /Type /Page /Parent 2 0 R /MediaBox [%s] /Resources << /Font << /F1 3 0 R %s >> /Pattern << /P1 100 0 R >> /ExtGState << /P1 100 0 R >> %s >> /Contents %d 0 R %s >>", s.Box, s.Fonts, s.Uses, 10_001+2*i, entries))
		var z bytes.Buffer
		w := zlib.NewWriter(&z)
		w.Write([]byte(c))
		w.Close()
		obj(10_001+2*i, fmt.Sprintf("<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream", z.Len(), seal(10_001+2*i, z.Bytes())))
	}
	start := b.Len()
	b.WriteString("xref\n0 1\n0000000000 65535 f \n")
	for n := 1; n <= last; n++ {
		if at, ok := offsets[n]; ok {
			fmt.Fprintf(&b, "%d 1\n%010d 00000 n \n", n, at)
		}
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R /Info 4 0 R %s >>\nstartxref\n%d\n%%%%EOF\n", last+1, s.Trailer, start)
	return b.Bytes()
}
