package raster

import (
	"bytes"
	"context"
	"encoding/binary"
	"image"

	"lectern/app/importer/raster/avif"
)

// avifTurn is what a file says of how it is to be turned and mirrored, as EXIF has it:
// browsers do not ask an AVIF's EXIF.
func avifTurn(i avif.Info) orientation {
	return [4][3]orientation{
		{1, 4, 2}, // as it is, upside down, left to right
		{8, 5, 7},
		{3, 2, 4},
		{6, 7, 5},
	}[i.Turns][i.Mirror]
}

// avifSize is the size of what is to be seen, as it is stored.
func avifSize(data []byte) (image.Config, error) {
	i, err := avif.Parse(data)
	return image.Config{Width: i.Crop.Dx(), Height: i.Crop.Dy()}, err
}

// avifMoves reports whether it is a sequence, of which no more than the first is shown.
func avifMoves(data []byte) bool {
	i, err := avif.Parse(data)
	return err == nil && i.Moving
}

// avifBytes is how much memory decoding takes, and its picture.
func avifBytes(data []byte) int64 {
	i, _ := avif.Parse(data)
	return int64(i.Width) * int64(i.Height) * i.Bytes()
}

func decodeAVIF(ctx context.Context, data []byte) (image.Image, error) {
	i, err := avif.Parse(data)
	if err != nil {
		return nil, err
	}
	return avif.Decode(ctx, data, i)
}

// Transfer functions of ITU-T H.273. Those of television are, in a browser, sRGB's.
const (
	gamma22, gamma28, linearLight = 4, 5, 8
	perceptual, hybrid            = 16, 18 // of HDR
)

// primaries are those of ITU-T H.273 that pictures have.
var primaries = map[uint16]chromaticities{
	4:  {0.310, 0.316, 0.67, 0.33, 0.21, 0.71, 0.14, 0.08},
	5:  {0.3127, 0.3290, 0.64, 0.33, 0.29, 0.60, 0.15, 0.06},
	6:  {0.3127, 0.3290, 0.630, 0.340, 0.310, 0.595, 0.155, 0.070},
	7:  {0.3127, 0.3290, 0.630, 0.340, 0.310, 0.595, 0.155, 0.070},
	8:  {0.310, 0.316, 0.681, 0.319, 0.243, 0.692, 0.145, 0.049},
	9:  {0.3127, 0.3290, 0.708, 0.292, 0.170, 0.797, 0.131, 0.046},
	11: {0.314, 0.351, 0.680, 0.320, 0.265, 0.690, 0.150, 0.060},
	12: {0.3127, 0.3290, 0.680, 0.320, 0.265, 0.690, 0.150, 0.060},
	22: {0.3127, 0.3290, 0.630, 0.340, 0.295, 0.605, 0.155, 0.077},
}

// srgbCurve is sRGB's (ICC.1, 10.18): of five numbers.
var srgbCurve = func() []byte {
	var b bytes.Buffer
	b.WriteString("para\x00\x00\x00\x00\x00\x03\x00\x00")
	for _, v := range []float64{2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045} {
		binary.Write(&b, binary.BigEndian, int32(v*65536+0.5))
	}
	return b.Bytes()
}()

// codedColours are those that code points stand for, or sRGB for nil.
func codedColours(said *avif.Coded) colours {
	if said == nil {
		return colours{}
	}
	of, known := primaries[said.Primaries]
	curve := srgbCurve
	switch said.Transfer {
	case perceptual, hybrid:
		return colours{coded: []byte{byte(said.Primaries), byte(said.Transfer), 0, 1}}
	case gamma22:
		curve = gammaCurve(2.2)
	case gamma28:
		curve = gammaCurve(2.8)
	case linearLight:
		curve = gammaCurve(1)
	default:
		if !known {
			return colours{}
		}
	}
	if !known {
		of = srgb
	}
	return colours{profile: matrixProfile([]byte{4, 0x40, 0, 0}, of, curve)}
}
