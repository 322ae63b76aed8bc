package source

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"

	"lectern/app/fault"
	"lectern/app/importer/importertest"
)

// rawZip is a zip of files whose names are these bytes, and which hold their number.
func rawZip(t *testing.T, names ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i, name := range names {
		f, err := w.CreateHeader(&zip.FileHeader{Name: name, NonUTF8: true})
		if err == nil {
			_, err = fmt.Fprint(f, i)
		}
		if err != nil && !strings.HasSuffix(name, "/") {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func openZip(data []byte) (*Zip, error) { return OpenZip(importertest.Tree("a.zip", data), "a.zip") }

// TestZipNames: names are read as the tool meant that wrote them, where that is sure;
// else they are no error.
func TestZipNames(t *testing.T) {
	for name, c := range map[string]struct {
		in    encoding.Encoding // nil for UTF-8
		names string            // separated by |
		sure  bool
	}{
		"Windows, German":     {charmap.CodePage437, "Vortrag über Öl.md|Größe.png|ungenützt.png|ÄÖÜ.png", true},
		"Windows, French":     {charmap.CodePage437, "présentation été.md|où ça.png", true},
		"Windows, Portuguese": {charmap.CodePage850, "Apresentação.md|São João.png", true},
		"Latin-1":             {charmap.Windows1252, "Vortrag über Größe.md|Íslenska.png", true},
		"Japanese":            {japanese.ShiftJIS, "プレゼン資料.md|画像1.png|表紙.png|まとめ/ソース.png", true},
		"Japanese, kanji":     {japanese.ShiftJIS, "資料.md|表紙.png", false},
		"Russian":             {charmap.CodePage866, "Доклад.md|Рисунок 1.png", true},
		"Chinese":             {simplifiedchinese.GBK, "演示文稿.md|图片1.png", true},
		"Korean":              {korean.EUCKR, "발표.md|그림.png", false},
		"a Mac":               {nil, "Größe.md|Gro\u0308ße 한국어.png", true},
	} {
		t.Run(name, func(t *testing.T) {
			names := strings.Split(c.names, "|")
			var written []string
			for _, n := range names {
				if c.in != nil {
					var err error
					if n, err = c.in.NewEncoder().String(n); err != nil {
						t.Fatal(err)
					}
				}
				written = append(written, n)
			}
			z, err := openZip(rawZip(t, written...))
			if err != nil {
				t.Fatal(err)
			}
			defer z.Close()
			if len(z.Names()) != len(names) {
				t.Errorf("%q", z.Names())
			}
			for i, n := range names {
				if data, err := fs.ReadFile(z, n); c.sure && (err != nil || string(data) != fmt.Sprint(i)) {
					t.Errorf("%q is %q, %v; there are %q", n, data, err, z.Names())
				}
			}
		})
	}
}

// TestZipUnicodePath: a tool that knows its charset to be another writes the name twice.
func TestZipUnicodePath(t *testing.T) {
	const raw, meant = "\x8e\x91\x97\xbf.md", "資料.md"
	for name, sum := range map[string]uint32{meant: crc32.ChecksumIEEE([]byte(raw)), "": 1} {
		extra := binary.LittleEndian.AppendUint16([]byte("UT\x01\x00\x00\x75\x70"), uint16(5+len(meant)))
		extra = append(binary.LittleEndian.AppendUint32(append(extra, 1), sum), meant...)
		var b bytes.Buffer
		w := zip.NewWriter(&b)
		if _, err := w.CreateHeader(&zip.FileHeader{Name: raw, NonUTF8: true, Extra: extra}); err != nil {
			t.Fatal(err)
		}
		w.Close()
		z, err := openZip(b.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		if got := z.Names()[0]; (got == meant) != (name != "") {
			t.Errorf("%q", got)
		}
	}
}

// TestZipWindows: a backslash is between folders, and not one inside a letter.
func TestZipWindows(t *testing.T) {
	letter, err := japanese.ShiftJIS.NewEncoder().String(`スライド\表.png`)
	if err != nil || !strings.Contains(letter, `\.`) {
		t.Fatal(letter, err)
	}
	for _, c := range [][2]string{
		{`talk\`, ""}, {`talk\img\`, ""}, {`talk\deck.md`, "talk/deck.md"}, {`talk\img/one.png`, "talk/img/one.png"}, {`.\a.png`, "a.png"},
		{`talk\__MACOSX\a.png`, ""}, {`talk\Thumbs.db`, ""}, {"talk/.git\\HEAD", ""}, {"a\x01b\r.png", "a\x01b\r.png"}, {letter, "スライド/表.png"},
	} {
		z, err := openZip(rawZip(t, "x", c[0]))
		if err != nil {
			t.Fatalf("%q: %v", c[0], err)
		}
		if got := strings.TrimPrefix(strings.TrimSuffix(strings.Join(z.Names(), "|"), "|x"), "x|"); got != c[1] && !(c[1] == "" && got == "x") {
			t.Errorf("%q is %q, want %q", c[0], got, c[1])
		}
	}
	for written, says := range map[string]string{
		`..\a.md`: "leads out of it", `x\..\..\a.md`: "leads out of it", `\a.md`: "leads out of it", `C:\a.md`: "leads out of it", "/a.md": "leads out of it",
		`\\server\a.md`: "leads out of it", "a\x00.md": "has a zero byte",
	} {
		_, err := openZip(rawZip(t, "x", written))
		importertest.CheckRefusal(t, err)
		if !strings.Contains(fault.Sentence(err), says) {
			t.Errorf("%q: %v", written, err)
		}
	}
}

// TestZipPacked: what tools pack with is unpacked, or named.
func TestZipPacked(t *testing.T) {
	const text = "# Packed\n"
	var packed bytes.Buffer
	w := zstd.ZipCompressor()
	z, err := w(&packed)
	if err != nil {
		t.Fatal(err)
	}
	io.WriteString(z, text)
	z.Close()
	from := func(s string) []byte {
		b, err := base64.StdEncoding.DecodeString(s)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	for name, c := range map[string]struct {
		method uint16
		data   []byte
		says   string
	}{
		"bzip2":     {12, from("QlpoOTFBWSZTWeUX298AAAFTAAAQSABAAC4IIAAiDJk0IMmIZB1dJ4u5IpwoSHKL7e+A"), ""},
		"zstd":      {93, packed.Bytes(), ""},
		"xz":        {95, from("/Td6WFoAAATm1rRGAgAhARYAAAB0L+WjAQAIIyBQYWNrZWQKAAAAAG3LfhowDHfKAAEhCWwYxdUftvN9AQAAAAAEWVo="), ""},
		"cut xz":    {95, from("/Td6WFoAAATm1rRGAgAhARYAAAB0L+WjAQAIIyBQYWNrZWQKAAAAAG3LfhowDHfKAAEhCWwYxdUftvN9AQAAAAAEWVo=")[:20], "a.zip is damaged: a.md cannot be unpacked"},
		"no xz":     {95, []byte("text"), "a.zip is damaged: a.md cannot be unpacked"},
		"no zstd":   {93, []byte("text"), "a.zip is damaged: a.md cannot be unpacked"},
		"Deflate64": {9, []byte("text"), "a.zip is packed with Deflate64, which is not known here; pack it as an ordinary zip"},
		"LZMA":      {14, []byte("text"), "a.zip is packed with LZMA, which is not known here; pack it as an ordinary zip"},
		"another":   {77, []byte("text"), "a.zip is packed in a way that is not known here; pack it as an ordinary zip"},
	} {
		t.Run(name, func(t *testing.T) {
			var b bytes.Buffer
			w := zip.NewWriter(&b)
			f, err := w.CreateRaw(&zip.FileHeader{Name: "a.md", Method: c.method, CRC32: crc32.ChecksumIEEE([]byte(text)), CompressedSize64: uint64(len(c.data)), UncompressedSize64: uint64(len(text))})
			if err != nil {
				t.Fatal(err)
			}
			f.Write(c.data)
			w.Close()
			z, err := openZip(b.Bytes())
			if err != nil {
				t.Fatal(err)
			}
			got, err := fs.ReadFile(z, "a.md")
			if c.says == "" && (err != nil || string(got) != text) || c.says != "" && (err == nil || fault.Sentence(err) != c.says) {
				t.Errorf("%q, %v", got, err)
			}
		})
	}
}

// TestZipMany: the bound counts files that a deck may be made of.
func TestZipMany(t *testing.T) {
	for more := range 2 {
		var b bytes.Buffer
		w := zip.NewWriter(&b)
		for i := range maxEntries + more {
			w.Create(fmt.Sprintf("node_modules/x/%d.md", i))
			w.Create(fmt.Sprintf("%d.md", i))
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		_, err := openZip(b.Bytes())
		if want := "a.zip has more than 5000 files in it; pack only what the deck needs"; more == 0 && err != nil || more > 0 && (fault.CodeOf(err) != fault.TooLarge || fault.Sentence(err) != want) {
			t.Error(more, err)
		}
	}
}
