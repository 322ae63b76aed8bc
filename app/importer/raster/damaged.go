package raster

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"

	"golang.org/x/image/bmp"

	"lectern/app/fault"
	"lectern/app/importer/filetype"
	"lectern/app/importer/raster/avif"
	"lectern/app/importer/raster/jpeg"
)

// damaged says why a picture cannot be shown.
func damaged(name string, k filetype.Type, data []byte, err error) error {
	switch {
	case errors.Is(err, bmp.ErrUnsupported):
		return fault.Wrap(fault.NotADeck, err, "%s holds a BMP of a kind that Lectern cannot show; save it as PNG, and use that", name)
	case errors.Is(err, jpeg.ErrDeep):
		return fault.Wrap(fault.NotADeck, err, "%s is a JPEG with more than 8 bits a colour, which browsers do not show; save it as PNG or with 8 bits", name)
	case errors.Is(err, jpeg.ErrArithmetic), errors.Is(err, jpeg.ErrLossless):
		return fault.Wrap(fault.NotADeck, err, "%s is a JPEG of a kind that browsers do not show; save it anew, as PNG or as an ordinary JPEG", name)
	}
	if errors.Is(err, avif.ErrMemory) {
		return fault.Wrap(fault.TooLarge, err, "%s needs more memory than an import may have; make it smaller", name)
	}
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) || cutShort(k, data) {
		return fault.Wrap(fault.NotADeck, err, "%s is cut short: the file ends before the picture does", name)
	}
	return fault.Wrap(fault.NotADeck, err, "%s is damaged and cannot be shown", name)
}

// cutShort reports whether the mark that ends a picture is missing. The
// decoders fail at such files, but do not always say why.
func cutShort(k filetype.Type, data []byte) bool {
	switch k {
	case filetype.PNG:
		return !bytes.Contains(data, []byte("IEND"))
	case filetype.JPEG:
		return !bytes.Contains(data, []byte{0xff, 0xd9})
	case filetype.WebP:
		return int64(binary.LittleEndian.Uint32(data[4:8]))+8 > int64(len(data))
	}
	return false
}
