package raster

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"hash/crc32"
	"io"
	"math"
	"slices"

	"lectern/app/importer/filetype"
	"lectern/app/importer/raster/avif"
	"lectern/app/importer/raster/jpeg"
)

const maxProfile = 1 << 20 // bytes; those of screens and cameras have a few hundred, scanners' half of this

// colours says what the numbers of a picture's colours mean. The zero value is sRGB.
// Renditions keep it, so that whoever shows one makes of it what its screen can.
type colours struct {
	profile []byte // of ICC, for red, green and blue
	coded   []byte // a chunk cICP of a PNG, which only PNGs have
	large   bool   // there is one, with more than maxProfile
}

// coloursOf reads what a picture says of its colours, as far as browsers heed it.
func coloursOf(k filetype.Type, data []byte) (c colours) {
	var profile []byte
	gray := false
	switch k {
	case filetype.PNG:
		var ready bool
		if c, profile, ready = pngColours(data); ready {
			return c
		}
		gray = len(data) > 25 && data[25]&2 == 0
	case filetype.JPEG:
		profile = jpegProfile(data)
		gray = len(profile) > 0 && jpeg.Components(data) == 1
	case filetype.AVIF:
		i, _ := avif.Parse(data)
		profile, gray = i.Profile, i.Grey
		if len(profile) <= maxProfile && usable(profile, gray) == nil {
			return codedColours(i.Coded)
		}
	case filetype.WebP:
		if _, _, ok := webpCanvas(data); ok && data[20]&0x20 != 0 { // it says that it has one
			profile, _ = webpChunk(data, "ICCP")
		}
	}
	if len(profile) > maxProfile {
		return colours{large: true}
	}
	c.profile = usable(profile, gray)
	return c
}

// usable is a profile for red, green and blue, or nil.
func usable(p []byte, gray bool) []byte {
	if len(p) < 132 || string(p[36:40]) != "acsp" || int64(binary.BigEndian.Uint32(p)) > int64(len(p)) {
		return nil
	}
	switch space := string(p[16:20]); {
	case space == "RGB ":
		return p
	case space == "GRAY" && gray:
		return ofGray(p)
	}
	return nil
}

// ofGray makes a profile for red, green and blue of one for grey.
func ofGray(p []byte) []byte {
	if string(p[20:24]) != "XYZ " {
		return nil
	}
	n := min(int(binary.BigEndian.Uint32(p[128:])), 100)
	for i := range n {
		if 132+12*i+12 > len(p) {
			return nil
		}
		tag := p[132+12*i:]
		from, size := int64(binary.BigEndian.Uint32(tag[4:])), int64(binary.BigEndian.Uint32(tag[8:]))
		if string(tag[:4]) == "kTRC" && from+size <= int64(len(p)) {
			return matrixProfile(p[8:12], srgb, p[from:from+size])
		}
	}
	return nil
}

// chromaticities are x and y of white, red, green and blue.
type chromaticities [8]float64

var srgb = chromaticities{0.3127, 0.3290, 0.64, 0.33, 0.30, 0.60, 0.15, 0.06}

type matrix3 [3][3]float64

func (m matrix3) times(n matrix3) (out matrix3) {
	for i := range 3 {
		for j := range 3 {
			for k := range 3 {
				out[i][j] += m[i][k] * n[k][j]
			}
		}
	}
	return out
}

func (m matrix3) inverse() matrix3 {
	var out matrix3
	det := 0.0
	for i := range 3 {
		for j := range 3 {
			a, b, c, d := (j+1)%3, (j+2)%3, (i+1)%3, (i+2)%3
			out[i][j] = m[a][c]*m[b][d] - m[a][d]*m[b][c]
		}
		det += m[0][i] * out[i][0]
	}
	for i := range 3 {
		for j := range 3 {
			out[i][j] /= det
		}
	}
	return out
}

// toD50 converts red, green and blue to XYZ under the light that profiles speak of
// (ICC.1, annexes E and F).
func (c chromaticities) toD50() matrix3 {
	xyz := func(i int) [3]float64 { return [3]float64{c[i] / c[i+1], 1, (1 - c[i] - c[i+1]) / c[i+1]} }
	var m matrix3
	for j := range 3 {
		v := xyz(2 + 2*j)
		for i := range 3 {
			m[i][j] = v[i]
		}
	}
	white := xyz(0)
	inv := m.inverse()
	for j := range 3 {
		scale := inv[j][0]*white[0] + inv[j][1]*white[1] + inv[j][2]*white[2]
		for i := range 3 {
			m[i][j] *= scale
		}
	}
	bradford := matrix3{{0.8951, 0.2664, -0.1614}, {-0.7502, 1.7135, 0.0367}, {0.0389, -0.0685, 1.0296}}
	cone := func(v [3]float64) (out [3]float64) {
		for i := range 3 {
			out[i] = bradford[i][0]*v[0] + bradford[i][1]*v[1] + bradford[i][2]*v[2]
		}
		return out
	}
	from, to := cone(white), cone([3]float64{0.9642, 1, 0.8249})
	adapt := matrix3{{to[0] / from[0]}, {1: to[1] / from[1]}, {2: to[2] / from[2]}}
	return bradford.inverse().times(adapt).times(bradford).times(m)
}

// matrixProfile writes a profile of three colours and the one curve that they have.
func matrixProfile(version []byte, c chromaticities, curve []byte) []byte {
	m := c.toD50()
	fixed := func(b []byte, v ...float64) []byte {
		for _, v := range v {
			if math.IsNaN(v) || math.Abs(v) > 30_000 {
				v = 0
			}
			b = binary.BigEndian.AppendUint32(b, uint32(int32(math.Round(v*65536))))
		}
		return b
	}
	xyz := func(v ...float64) []byte { return fixed([]byte("XYZ \x00\x00\x00\x00"), v...) }
	tags := []struct {
		name string
		data []byte
	}{
		{"wtpt", xyz(0.9642, 1, 0.8249)},
		{"rXYZ", xyz(m[0][0], m[1][0], m[2][0])},
		{"gXYZ", xyz(m[0][1], m[1][1], m[2][1])},
		{"bXYZ", xyz(m[0][2], m[1][2], m[2][2])},
		{"rTRC", curve}, {"gTRC", nil}, {"bTRC", nil}, // all at the same place
	}
	p := make([]byte, 128)
	copy(p[8:], version)
	copy(p[12:], "mntrRGB XYZ ")
	copy(p[36:], "acsp")
	copy(p[68:], fixed(nil, 0.9642, 1, 0.8249))
	p = binary.BigEndian.AppendUint32(p, uint32(len(tags)))
	var body []byte
	at, size := 0, 0
	for _, t := range tags {
		if t.data != nil {
			at, size = 132+12*len(tags)+len(body), len(t.data)
			body = append(body, t.data...)
			body = append(body, make([]byte, -len(body)&3)...)
		}
		p = append(p, t.name...)
		p = binary.BigEndian.AppendUint32(p, uint32(at))
		p = binary.BigEndian.AppendUint32(p, uint32(size))
	}
	p = append(p, body...)
	binary.BigEndian.PutUint32(p, uint32(len(p)))
	return p
}

// gammaCurve is one that is a power.
func gammaCurve(gamma float64) []byte {
	return binary.BigEndian.AppendUint16([]byte("curv\x00\x00\x00\x00\x00\x00\x00\x01"), uint16(max(1, min(math.Round(gamma*256), 65535))))
}

// jpegProfile puts a profile together (ICC.1, B.4).
func jpegProfile(b []byte) []byte {
	const mark = "ICC_PROFILE\x00"
	var parts [256][]byte
	for marker, segment := range jpegSegments(b) {
		if marker == 0xe2 && len(segment) > len(mark)+2 && string(segment[:len(mark)]) == mark {
			if n := segment[len(mark)]; parts[n] == nil {
				parts[n] = segment[len(mark)+2:]
			}
		}
	}
	return slices.Concat(parts[:]...)
}

// inflate unpacks a profile, and no more than is told of one that is too large.
func inflate(b []byte) []byte {
	z, err := zlib.NewReader(bytes.NewReader(b))
	if err != nil {
		return nil
	}
	out, err := io.ReadAll(io.LimitReader(z, maxProfile+1))
	if err != nil && len(out) <= maxProfile {
		return nil
	}
	return out
}

// written puts what is said of the colours into a PNG or JPEG.
func (c *colours) written(mediaType string, data []byte) []byte {
	switch {
	case mediaType == "image/png" && c.coded != nil:
		return slices.Concat(data[:33], pngChunk("cICP", c.coded), data[33:])
	case c.profile == nil:
	case mediaType == "image/png":
		var b bytes.Buffer
		b.WriteString("ICC\x00\x00")
		z := zlib.NewWriter(&b)
		z.Write(c.profile)
		z.Close()
		return slices.Concat(data[:33], pngChunk("iCCP", b.Bytes()), data[33:])
	case mediaType == "image/jpeg":
		const most = 65533 - 14
		out := slices.Clone(data[:2])
		parts := slices.Collect(slices.Chunk(c.profile, most))
		for i, part := range parts {
			out = append(out, 0xff, 0xe2)
			out = binary.BigEndian.AppendUint16(out, uint16(2+14+len(part)))
			out = append(out, "ICC_PROFILE\x00"...)
			out = append(append(out, byte(i+1), byte(len(parts))), part...)
		}
		return append(out, data[2:]...)
	}
	return data
}

func pngChunk(kind string, data []byte) []byte {
	out := binary.BigEndian.AppendUint32(nil, uint32(len(data)))
	out = append(append(out, kind...), data...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[4:]))
}
