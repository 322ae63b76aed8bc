package raster

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/png"
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"lectern/app/fault"
	"lectern/app/importer/filetype"
	"lectern/app/importer/importertest"
)

// TestLargest: what browsers cannot hold is narrower; all else is as it was.
func TestLargest(t *testing.T) {
	for _, c := range []struct {
		w, h  int
		bytes int64
		want  int
	}{
		{800, 600, maxMemory, 800},
		{3840, 2160, maxMemory, 3840},
		{6048, 8064, maxMemory, 3840},     // a phone's 48 million pixels, upright
		{10_000, 10_000, 112 << 20, 3840}, // where 400 MB of 512 are taken
		{3841, 27_200, maxMemory, 2176},
		{3841, 27_200, 64 << 20, 1256},
		{1000, 20_000, maxMemory, 819},
		{1, 100_000_000, maxMemory, 1}, // no narrower one is possible
	} {
		if got := largest(c.w, c.h, c.bytes); got != c.want {
			t.Errorf("%d × %d in %d: %d wide, want %d", c.w, c.h, c.bytes, got, c.want)
		}
	}
}

// TestTallPicture: its sizes say what they are.
func TestTallPicture(t *testing.T) {
	made, err := Make(t.Context(), "a.png", importertest.PNG(image.NewGray(image.Rect(0, 0, 50, 20_000))))
	if err != nil {
		t.Fatal(err)
	}
	if len(made.Sizes) != 1 || made.Width != 40 || made.Height != 16_000 || made.Sizes[0].Width != 40 {
		t.Errorf("%d × %d in %d sizes", made.Width, made.Height, len(made.Sizes))
	}
}

func refused(t *testing.T, err error, want string) {
	t.Helper()
	importertest.CheckRefusal(t, err)
	if e, ok := err.(*fault.Error); !ok || e.Code != fault.TooLarge || e.Message != want {
		t.Errorf("%v\nwant %s", err, want)
	}
}

// TestTooMuchToDecode: what a picture needs is known before it is decoded.
func TestTooMuchToDecode(t *testing.T) {
	large := []byte("\xff\xd8\xff\xc2\x00\x11\x08\x23\x28\x17\x70\x03\x01\x11\x00\x02\x11\x00\x03\x11\x00\xff\xda\x00\x02")
	deep := importertest.HugePNG(9000, 8000)
	deep[24] = 16
	interlaced := importertest.HugePNG(10_000, 9000)
	interlaced[28] = 1
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"progressive": {large, "a has 6000 × 9000 pixels, which need 463 MB of memory; 448 MB are the most"},
		"16 bits":     {sealed(deep), "a has 9000 × 8000 pixels, which need 549 MB of memory; 448 MB are the most"},
		"interlaced":  {sealed(interlaced), "a has 10000 × 9000 pixels, which need 514 MB of memory; 448 MB are the most"},
		"pixels":      {importertest.HugePNG(20_000, 20_000), "a has 20000 × 20000 pixels; 100 million pixels are the most"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Make(t.Context(), "a", c.data)
			refused(t, err, c.want)
		})
	}
	_, err := MakeFile(t.Context(), vast{}, "a.png")
	refused(t, err, "a.png has 129 MB; 128 MB is the most for a picture")
}

// sealed mends the checksum of a PNG's header.
func sealed(data []byte) []byte {
	binary.BigEndian.PutUint32(data[29:], crc32.ChecksumIEEE(data[12:29]))
	return data
}

// vast has files that nobody should read.
type vast struct{ fs.FS }

func (vast) Stat(string) (fs.FileInfo, error) {
	st, err := fs.Stat(fstest.MapFS{"a": {}}, "a")
	return sized{st}, err
}

type sized struct{ fs.FileInfo }

func (sized) Size() int64 { return 129 << 20 }

// TestScans: a JPEG that has its decoder go through it again and again is refused by
// its markers.
func TestScans(t *testing.T) {
	if f := jpegFrame(progressive(12)); !f.progressive || f.components != 1 || f.samples != 16 || f.scans != 12 {
		t.Fatalf("%+v", f)
	}
	if made, err := Make(t.Context(), "a.jpg", progressive(200)); err != nil || made.Width != 8 {
		t.Error(err)
	}
	_, err := Make(t.Context(), "a.jpg", progressive(201))
	refused(t, err, "a.jpg is written in 201 scans, each of which has to be decoded; save it anew")
	if jpegFrame([]byte("\xff\xd8\xff")).scans+jpegFrame(nil).scans+jpegFrame([]byte("\xff\xd8\xff\xda\xff")).scans != 0 {
		t.Error("there are scans in nothing")
	}
	if f := jpegFrame(importertest.JPEG(importertest.Colours(80, 40))); f.progressive || f.scans != 1 || f.samples != 24 {
		t.Errorf("%+v", f)
	}
}

// progressive is a grey JPEG of 8 × 8 pixels in so many scans.
func progressive(scans int) []byte {
	b := []byte("\xff\xd8\xff\xdb\x00\x43\x00" + strings.Repeat("\x01", 64) +
		"\xff\xc2\x00\x0b\x08\x00\x08\x00\x08\x01\x01\x11\x00" +
		"\xff\xc4\x00\x14\x00\x01" + strings.Repeat("\x00", 15) + "\x00") // one code: no change of the mean
	b = append(b, "\xff\xda\x00\x08\x01\x01\x00\x00\x00\x01\x7f"...) // the mean, but for its last bit
	for range scans - 1 {
		b = append(b, "\xff\xda\x00\x08\x01\x01\x00\x00\x00\x10\x7f"...) // which is 0
	}
	return append(b, 0xff, 0xd9)
}

// still fails unless a picture that moves was made to stand still, and returns it.
func still(t *testing.T, name string, data []byte, remark string) image.Image {
	t.Helper()
	made, err := Make(t.Context(), name, data)
	if err != nil {
		t.Fatal(err)
	}
	if made.Remark != remark {
		t.Errorf("remark %q", made.Remark)
	}
	z := made.Sizes[len(made.Sizes)-1]
	img, err := png.Decode(bytes.NewReader(z.Data))
	if err != nil || z.Type != "image/png" {
		t.Fatalf("%v, %s", err, z.Type)
	}
	return img
}

// TestMoreThanMoves: of an animation that no browser could hold the first frame is
// shown, where it belongs.
func TestMoreThanMoves(t *testing.T) {
	g := &gif.GIF{Config: image.Config{Width: 100, Height: 90}}
	p := image.NewPaletted(image.Rect(20, 30, 22, 32), color.Palette{color.Black, color.RGBA{255, 0, 0, 255}})
	p.Pix = []byte{1, 1, 1, 1}
	g.Image, g.Delay = append(g.Image, p), append(g.Delay, 10)
	var b bytes.Buffer
	if err := gif.EncodeAll(&b, g); err != nil {
		t.Fatal(err)
	}
	data := b.Bytes()
	first := bytes.IndexByte(data, 0x2c)
	data = append(data[:len(data)-1], bytes.Repeat(data[first:len(data)-1:len(data)-1], 49_999)...)
	img := still(t, "a.gif", data, "a.gif has 50000 frames of 100 × 90 pixels, which is more than a browser can move: only the first is shown.")
	if s := img.Bounds().Size(); s != image.Pt(100, 90) {
		t.Errorf("%v", s)
	}
	for at, want := range map[image.Point]string{{20, 30}: "ff00", {21, 31}: "ff00", {22, 30}: "0", {0, 0}: "0"} {
		if r, _, _, a := img.At(at.X, at.Y).RGBA(); (want == "0") != (a == 0) || (want == "ff00") != (r == 0xffff) {
			t.Errorf("%v is %d %d", at, r, a)
		}
	}

	one, err := os.ReadFile("testdata/lossless.webp")
	if err != nil {
		t.Fatal(err)
	}
	size, err := pictureSize(filetype.WebP, one)
	if err != nil {
		t.Fatal(err)
	}
	chunk := func(name, body string) string {
		body = name + string(binary.LittleEndian.AppendUint32(nil, uint32(len(body)))) + body
		return body + strings.Repeat("\x00", len(body)%2)
	}
	u24 := func(v int) string { return string([]byte{byte(v), byte(v >> 8), byte(v >> 16)}) }
	frame := chunk("ANMF", u24(10)+u24(20)+u24(size.Width-1)+u24(size.Height-1)+u24(100)+"\x00"+string(one[12:]))
	moving := func(frames int) []byte {
		return []byte(chunk("RIFF", "WEBP"+chunk("VP8X", "\x12\x00\x00\x00"+u24(99)+u24(89))+chunk("ANIM", "\x00\x00\x00\x00\x00\x00")+strings.Repeat(frame, frames)))
	}
	if made, err := Make(t.Context(), "a.webp", moving(20)); err != nil || made.Remark != "" || made.Sizes[0].Type != "image/webp" {
		t.Errorf("%v %q", err, made.Remark)
	}
	img = still(t, "a.webp", moving(50_000), "a.webp has 50000 frames of 100 × 90 pixels, which is more than a browser can move: only the first is shown.")
	whole, _, err := decode(t.Context(), filetype.WebP, one, size)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := img.At(20+1, 40+1), color.RGBAModel.Convert(whole.At(1, 1)); color.RGBAModel.Convert(got) != want {
		t.Errorf("%v, want %v", got, want)
	}
	if _, _, _, a := img.At(19, 39).RGBA(); a != 0 {
		t.Error("it is not where it belongs")
	}

	for _, c := range []struct {
		w, h, frames, bytes int
		want                bool
	}{{1920, 1080, 200, 1 << 20, true}, {1920, 1080, 210, 1 << 20, false}, {5000, 4000, 2, 100, false}, {100, 100, 2, 33 << 20, false}} {
		a := animation{bare: make([]byte, c.bytes), frames: c.frames}
		if got := a.shown(image.Config{Width: c.w, Height: c.h}); got != c.want {
			t.Errorf("%+v: %v", c, got)
		}
	}
}
