// Package jpeg reads JPEGs as browsers do, which is as libjpeg does: with any sampling,
// restarts in any scan, rubbish between segments, and without an end. What is missing
// is grey. The standard library's decoder refuses all of these.
//
// It reads what is Huffman-coded, in 8 bits, baseline or progressive (ITU T.81).
package jpeg

import (
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"io"
)

var (
	errDamaged = errors.New("jpeg: damaged")
	errCut     = fmt.Errorf("jpeg: %w", io.ErrUnexpectedEOF)

	// What no browser shows.
	ErrDeep       = errors.New("jpeg: more than 8 bits")
	ErrArithmetic = errors.New("jpeg: arithmetic coding")
	ErrLossless   = errors.New("jpeg: lossless or hierarchical")
)

// Markers (T.81, table B.1).
const (
	sof0 = 0xc0
	sof1 = 0xc1
	sof2 = 0xc2
	dht  = 0xc4
	rst0 = 0xd0
	rst7 = 0xd7
	soi  = 0xd8
	eoi  = 0xd9
	sos  = 0xda
	dqt  = 0xdb
	dri  = 0xdd
	app0 = 0xe0
	appE = 0xee // Adobe's
)

// zigzag is the place of the i-th coefficient in a block.
var zigzag = [64 + 16]byte{
	0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5,
	12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28,
	35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51,
	58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
	63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, // of damaged ones
}

type component struct {
	id, tq        byte
	h, v          int
	width, height int // in samples
	across, down  int // in blocks, up to the whole of the last unit
	pix           []byte
	coefficients  []int16 // of a progressive one
	quant         *[64]int32
	dc            int32
}

type decoder struct {
	b             []byte
	at            int
	width, height int
	progressive   bool
	components    []component
	most          struct{ h, v int }
	huffman       [2][4]*huffman
	quant         [4]*[64]int32
	restart       int // units between restarts; 0 for none
	scans         int
	jfif          bool
	adobe         int // transform; -1 for not said
	missing, all  int // units of the first scan of the first component
	stop          func(scans int) error
}

// Decode decodes a picture. It asks stop, with the number of the scan, before each row
// of each of them, and gives up with its error. missing is the part of the picture that
// is not there: a half at the most.
func Decode(data []byte, stop func(scans int) error) (img *Image, missing float64, err error) {
	d := decoder{b: data, stop: stop, adobe: -1}
	if err := d.read(false); err != nil {
		return nil, 0, err
	}
	if d.scans == 0 || d.all == 0 {
		return nil, 0, errCut
	}
	if err := d.reconstruct(); err != nil {
		return nil, 0, err
	}
	return newImage(&d), float64(d.missing) / float64(d.all), nil
}

// DecodeConfig reads the size alone.
func DecodeConfig(data []byte) (image.Config, error) {
	d := decoder{b: data, adobe: -1}
	if err := d.read(true); err != nil {
		return image.Config{}, err
	}
	return image.Config{ColorModel: model{}, Width: d.width, Height: d.height}, nil
}

// Components counts those of a picture: 4 for one that is to be printed.
func Components(data []byte) int {
	d := decoder{b: data, adobe: -1}
	if d.read(true) != nil {
		return 0
	}
	return len(d.components)
}

// read goes through the segments, up to the frame's or to the end.
func (d *decoder) read(sizeOnly bool) error {
	if len(d.b) < 2 || d.b[0] != 0xff || d.b[1] != soi {
		return errDamaged
	}
	d.at = 2
	for {
		marker := d.marker()
		if marker == 0 || marker == eoi {
			if sizeOnly {
				return errCut
			}
			return nil
		}
		d.at += 2
		if marker >= rst0 && marker <= soi || marker == 1 {
			continue
		}
		if d.at+2 > len(d.b) {
			return d.over()
		}
		n := int(binary.BigEndian.Uint16(d.b[d.at:]))
		if n < 2 || d.at+n > len(d.b) {
			return d.over()
		}
		segment := d.b[d.at+2 : d.at+n]
		d.at += n
		if err := d.segment(marker, segment, sizeOnly); err != nil {
			return err
		}
		if sizeOnly && d.components != nil {
			return nil
		}
	}
}

// over is what an end in the midst of the segments means.
func (d *decoder) over() error {
	if d.scans > 0 {
		return nil
	}
	return errCut
}

// marker looks for the next one, and returns 0 at the end. It leaves at before it.
func (d *decoder) marker() byte {
	for d.at+1 < len(d.b) {
		if d.b[d.at] == 0xff && d.b[d.at+1] != 0 && d.b[d.at+1] != 0xff {
			return d.b[d.at+1]
		}
		d.at++
	}
	d.at = len(d.b)
	return 0
}

func (d *decoder) segment(marker byte, b []byte, sizeOnly bool) error {
	switch marker {
	case sof0, sof1, sof2:
		d.progressive = marker == sof2
		return d.frame(b)
	case 0xc3, 0xc5, 0xc6, 0xc7, 0xcb, 0xcd, 0xce, 0xcf:
		return ErrLossless
	case 0xc9, 0xca:
		return ErrArithmetic
	case app0:
		d.jfif = d.jfif || len(b) >= 5 && string(b[:5]) == "JFIF\x00"
	case appE:
		if len(b) >= 12 && string(b[:5]) == "Adobe" {
			d.adobe = int(b[11])
		}
	}
	if sizeOnly {
		return nil
	}
	switch marker {
	case dht:
		return d.tables(b)
	case dqt:
		return d.quantization(b)
	case dri:
		if len(b) < 2 {
			return errDamaged
		}
		d.restart = int(binary.BigEndian.Uint16(b))
	case sos:
		d.scans++
		return d.scan(b)
	}
	return nil
}

// frame reads the size and the components (B.2.2).
func (d *decoder) frame(b []byte) error {
	if d.components != nil || len(b) < 6 {
		return errDamaged
	}
	d.height, d.width = int(binary.BigEndian.Uint16(b[1:])), int(binary.BigEndian.Uint16(b[3:]))
	n := int(b[5])
	switch {
	case b[0] != 8:
		return ErrDeep
	case d.width == 0 || d.height == 0 || n != 1 && n != 3 && n != 4 || len(b) < 6+3*n:
		return errDamaged
	}
	d.components = make([]component, n)
	for i := range d.components {
		c := &d.components[i]
		c.id, c.h, c.v, c.tq = b[6+3*i], int(b[7+3*i]>>4), int(b[7+3*i]&15), b[8+3*i]
		if c.h < 1 || c.h > 4 || c.v < 1 || c.v > 4 || c.tq > 3 {
			return errDamaged
		}
		if n == 1 {
			c.h, c.v = 1, 1 // a unit is one block (A.2.2)
		}
		d.most.h, d.most.v = max(d.most.h, c.h), max(d.most.v, c.v)
	}
	across, down := d.units()
	for i := range d.components {
		c := &d.components[i]
		c.width, c.height = ceil(d.width*c.h, d.most.h), ceil(d.height*c.v, d.most.v)
		c.across, c.down = across*c.h, down*c.v
	}
	return nil
}

// units is how many of them cover the picture, across and down.
func (d *decoder) units() (int, int) {
	return ceil(d.width, 8*d.most.h), ceil(d.height, 8*d.most.v)
}

func ceil(a, b int) int { return (a + b - 1) / b }

// quantization reads tables of it (B.2.4.1).
func (d *decoder) quantization(b []byte) error {
	for len(b) > 0 {
		wide, to := b[0]>>4, b[0]&15
		size := 64
		if wide != 0 {
			size = 128
		}
		if to > 3 || wide > 1 || len(b) < 1+size {
			return errDamaged
		}
		var q [64]int32
		for i := range q {
			if wide != 0 {
				q[zigzag[i]] = int32(binary.BigEndian.Uint16(b[1+2*i:]))
			} else {
				q[zigzag[i]] = int32(b[1+i])
			}
		}
		d.quant[to] = &q
		b = b[1+size:]
	}
	return nil
}
