package raster

import (
	"bytes"
	"compress/flate"
	"compress/zlib"
	"encoding/binary"
	"image"
	"image/png"
	"io"
	"iter"
	"math"
	"runtime"
)

const pngHead = "\x89PNG\r\n\x1a\n"

// pngChunks yields the chunks of a PNG; of the last one, what is there of it. It asks
// for no checksums, and for no end.
func pngChunks(b []byte) iter.Seq2[string, []byte] {
	return func(yield func(string, []byte) bool) {
		for at := len(pngHead); at+8 <= len(b); {
			n := int64(binary.BigEndian.Uint32(b[at:]))
			kind := string(b[at+4 : at+8])
			end := min(int64(at)+8+n, int64(len(b)))
			if kind == "IEND" || !yield(kind, b[at+8:end]) {
				return
			}
			at = int(min(end+4, int64(len(b))))
		}
	}
}

// pngColours reads what a PNG says of its colours (PNG 3, 11.3.2): what of it counts
// where it says several things, and a gamma only with the colours that it belongs to, is
// as Chromium has it. ready is false where there is a profile, still to be looked at.
func pngColours(data []byte) (c colours, profile []byte, ready bool) {
	gamma := 0.0
	primaries, plain := srgb, false
	for kind, b := range pngChunks(data) {
		switch kind {
		case "IDAT":
			goto read
		case "cICP":
			if len(b) == 4 {
				c.coded = b
			}
		case "iCCP":
			if name := bytes.IndexByte(b[:min(len(b), 80)], 0); name >= 0 && len(b) > name+2 {
				profile = inflate(b[name+2:])
			}
		case "sRGB":
			plain = true
		case "gAMA":
			if len(b) == 4 {
				gamma = float64(binary.BigEndian.Uint32(b)) / 100_000
			}
		case "cHRM":
			if len(b) == 32 {
				for i := range primaries {
					primaries[i] = float64(binary.BigEndian.Uint32(b[4*i:])) / 100_000
				}
			}
		}
	}
read:
	switch {
	case c.coded != nil:
		return c, nil, true
	case usable(profile, true) != nil || len(profile) > maxProfile:
		return c, profile, false
	case plain || gamma < 0.01 || gamma > 100 || math.Abs(gamma-0.45455) < 0.005 && primaries.near(srgb):
		return c, nil, true
	}
	c.profile = matrixProfile([]byte{2, 0x40, 0, 0}, primaries, gammaCurve(1/gamma))
	return c, nil, true
}

func (c chromaticities) near(o chromaticities) bool {
	for i := range c {
		if math.Abs(c[i]-o[i]) > 0.002 {
			return false
		}
	}
	return true
}

// cleanPNG copies an animation without texts and what else is not drawn, and counts its
// frames; it is none where there are less than two.
func cleanPNG(b []byte) (out []byte, frames int) {
	if !bytes.Contains(b, []byte("acTL")) {
		return nil, 0
	}
	out = append(out, pngHead...)
	moves := false
	for kind, data := range pngChunks(b) {
		switch kind {
		case "acTL":
			moves = true
		case "fcTL":
			frames++
		case "IHDR", "PLTE", "tRNS", "IDAT", "fdAT", "gAMA", "cHRM", "sRGB", "iCCP", "cICP", "sBIT":
		default:
			continue
		}
		out = append(out, pngChunk(kind, data)...)
	}
	if !moves || frames < 2 {
		return nil, 0
	}
	return append(out, pngChunk("IEND", nil)...), frames
}

// decodePNG decodes one as far as it goes: checksums, rubbish at its end and what is no
// part of the picture do not matter. missing is the part of it that is not there.
func decodePNG(read *reader, data []byte) (img image.Image, missing float64, err error) {
	out := []byte(pngHead)
	var packed [][]byte
	for kind, b := range pngChunks(data) {
		switch kind {
		case "IDAT":
			packed = append(packed, b)
			fallthrough
		case "IHDR", "PLTE", "tRNS":
			out = append(out, pngChunk(kind, b)...)
		}
	}
	read.r = bytes.NewReader(append(out, pngChunk("IEND", nil)...))
	if img, err = png.Decode(read); err == nil || read.ctx.Err() != nil || len(packed) == 0 {
		return img, 0, err
	}
	first := bytes.Index(out, []byte("IDAT"))
	if first < 37 || string(out[12:16]) != "IHDR" {
		return nil, 0, err
	}
	if img = nil; len(data) > 1<<20 {
		runtime.GC() // the decoder held all of the picture
	}
	pipe, to := io.Pipe()
	defer pipe.Close()
	told := make(chan float64, 1)
	go func() {
		to.Write(out[:first-4])
		w := pngWriter{to}
		z, _ := zlib.NewWriterLevel(w, zlib.NoCompression)
		told <- copyRows(z, packed, out[16:29])
		z.Close()
		to.Write(pngChunk("IEND", nil))
		to.Close()
	}()
	read.r = pipe
	if img, err = png.Decode(read); err != nil {
		return nil, 0, err
	}
	return img, <-told, nil
}

// pngWriter writes chunks of the picture.
type pngWriter struct{ to io.Writer }

func (w pngWriter) Write(p []byte) (int, error) {
	_, err := w.to.Write(pngChunk("IDAT", p))
	return len(p), err
}

// copyRows writes the rows of a picture, as many as it has: those that are missing are
// grey, or clear. It returns their part of it.
func copyRows(to io.Writer, packed [][]byte, header []byte) (missing float64) {
	w, h := int64(binary.BigEndian.Uint32(header)), int64(binary.BigEndian.Uint32(header[4:]))
	depth, kind, interlaced := int64(header[8]), header[9], header[12] != 0
	bits := depth * map[byte]int64{0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[kind]
	row := func(w int64) int64 { return 1 + (w*bits+7)/8 }
	size := row(w) * h
	if interlaced {
		size = 0
		for _, p := range [][4]int64{{0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}} {
			if pw, ph := (w-p[0]+p[2]-1)/p[2], (h-p[1]+p[3]-1)/p[3]; pw > 0 && ph > 0 {
				size += row(pw) * ph
			}
		}
	}
	var all []io.Reader
	for _, b := range packed {
		all = append(all, bytes.NewReader(b))
	}
	source := io.MultiReader(all...)
	io.CopyN(io.Discard, source, 2) // the head of zlib
	there, _ := io.CopyN(to, flate.NewReader(source), size)
	fill := make([]byte, min(row(w), 64<<10))
	if !interlaced && (kind == 0 || kind == 2) {
		for i := range fill {
			fill[i] = 0x80
		}
	}
	for at := there; at < size; {
		part := fill[:min(int64(len(fill)), size-at, row(w)-at%row(w))]
		if at%row(w) == 0 {
			part = []byte{0} // no filter
		}
		n, err := to.Write(part)
		if err != nil {
			break
		}
		at += int64(n)
	}
	return float64(size-there) / float64(max(size, 1))
}
