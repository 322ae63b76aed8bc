package source

import (
	"archive/zip"
	"compress/bzip2"
	"errors"
	"fmt"
	"io"

	"github.com/klauspost/compress/zstd"
	"github.com/xi2/xz"

	"lectern/app/fault"
)

// maxWindow is how much of a file its unpacking may look back on, in bytes.
const maxWindow = 64 << 20

// unpackers are what tools write beside Deflate (APPNOTE.TXT, 4.4.5).
var unpackers = map[uint16]zip.Decompressor{
	12: func(r io.Reader) io.ReadCloser { return io.NopCloser(bzip2.NewReader(r)) },
	93: zstd.ZipDecompressor(zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxWindow(maxWindow)),
	95: func(r io.Reader) io.ReadCloser {
		x, err := xz.NewReader(r, maxWindow)
		if err != nil {
			return failing{err}
		}
		return io.NopCloser(x)
	},
}

// others are ways to pack that are named, and not known here.
var others = map[uint16]string{1: "Shrink", 6: "Implode", 9: "Deflate64", 14: "LZMA", 96: "JPEG", 97: "WavPack", 98: "PPMd"}

// failing fails at once.
type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }
func (f failing) Close() error             { return nil }

// unpack opens one file of a zip. What cannot be unpacked is a fault that names
// both.
func unpack(e *zip.File, name, base string) (io.ReadCloser, error) {
	r, err := e.Open()
	if errors.Is(err, zip.ErrAlgorithm) {
		way := "in a way that is"
		if other := others[e.Method]; other != "" {
			way = fmt.Sprintf("with %s, which is", other)
		}
		return nil, fault.Wrap(fault.NotADeck, err, "%s is packed %s not known here; pack it as an ordinary zip", name, way)
	}
	damaged := func(err error) error {
		return fault.Wrap(fault.NotADeck, err, "%s is damaged: %s cannot be unpacked", name, base)
	}
	if err != nil {
		return nil, damaged(err)
	}
	return &unpacker{r, damaged}, nil
}

type unpacker struct {
	io.ReadCloser
	damaged func(error) error
}

func (u *unpacker) Read(p []byte) (int, error) {
	n, err := u.ReadCloser.Read(p)
	if err != nil && err != io.EOF {
		err = u.damaged(err)
	}
	return n, err
}
