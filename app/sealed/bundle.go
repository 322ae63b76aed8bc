package sealed

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"math/bits"
)

// Bundle is what is sealed: a view, and the pictures that it shows.
type Bundle struct {
	View     json.RawMessage // as whoever asks for the view gets it
	Pictures []Picture
}

// Picture is one picture in one width.
type Picture struct {
	Address string // where it is served, too: /pictures/HASH/WIDTH
	Type    string // media type
	Data    []byte
}

// The plain bytes of a bundle:
//
//	bytes  0–3   the length n of what follows, the highest byte first
//	       4–    n bytes of JSON: {"view":…,"pictures":[{"address","type","size"}]}
//	             the pictures' bytes, size bytes each, in that order
//	             zeros, up to a length that tells little
type head struct {
	View     json.RawMessage `json:"view"`
	Pictures []headPicture   `json:"pictures"`
}

type headPicture struct {
	Address string `json:"address"`
	Type    string `json:"type"`
	Size    int    `json:"size"`
}

// Bytes returns the bundle's plain bytes, which Read takes.
func (b Bundle) Bytes() ([]byte, error) {
	h := head{View: b.View, Pictures: make([]headPicture, len(b.Pictures))}
	size := 4
	for i, p := range b.Pictures {
		h.Pictures[i] = headPicture{p.Address, p.Type, len(p.Data)}
		size += len(p.Data)
	}
	var text bytes.Buffer
	e := json.NewEncoder(&text)
	e.SetEscapeHTML(false) // slides are full of <
	if err := e.Encode(h); err != nil {
		return nil, err
	}
	size += text.Len()
	out := make([]byte, 0, Padded(size))
	out = binary.BigEndian.AppendUint32(out, uint32(text.Len()))
	out = append(out, text.Bytes()...)
	for _, p := range b.Pictures {
		out = append(out, p.Data...)
	}
	return out[:cap(out)], nil
}

var errBundle = errors.New("sealed: this is no bundle")

// Read returns the bundle of its plain bytes, which it shares.
func Read(plain []byte) (b Bundle, err error) {
	if len(plain) < 4 {
		return b, errBundle
	}
	text, rest := uint64(binary.BigEndian.Uint32(plain)), plain[4:]
	if text > uint64(len(rest)) {
		return b, errBundle
	}
	var h head
	if err := json.Unmarshal(rest[:text], &h); err != nil {
		return b, errBundle
	}
	b.View, rest = h.View, rest[text:]
	for _, p := range h.Pictures {
		if p.Size < 0 || p.Size > len(rest) {
			return Bundle{}, errBundle
		}
		b.Pictures = append(b.Pictures, Picture{p.Address, p.Type, rest[:p.Size:p.Size]})
		rest = rest[p.Size:]
	}
	return b, nil
}

// leastSize is what a bundle of a few words has as well as one of none.
const leastSize = 8 << 10

// Padded is the length that a bundle of so many bytes is filled up to: 8 KiB or,
// if it has more, the next multiple of a sixteenth of the power of two above it.
// There are eight such lengths from one power of two to the next, and a bundle
// grows by an eighth at the most.
func Padded(size int) int {
	if size <= leastSize {
		return leastSize
	}
	unit := 1 << bits.Len(uint(size-1)) / 16
	return (size + unit - 1) / unit * unit
}
