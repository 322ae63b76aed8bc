// Package avif reads AVIF pictures: what the file says of one, which is read here, and
// its pixels, which a decoder in WebAssembly makes of it (Load, Decode).
package avif

import (
	"bytes"
	"errors"
	"image"
	"io"
	"math/big"
)

// Info is what a file says of its picture.
type Info struct {
	Width, Height int // as it is stored
	Deep          bool
	Grey          bool
	Clear         bool            // parts of it may be
	Moving        bool            // it is a sequence of pictures
	Crop          image.Rectangle // what is to be seen of it as it is stored
	Turns         int             // by how many quarters it is to be turned against the clock then,
	Mirror        Mirror          // and how it is to be mirrored after that
	Profile       []byte          // of ICC, or nil
	Coded         *Coded          // what else is said of the colours, or nil
}

// Mirror is how a picture is mirrored.
type Mirror int

// The ways to mirror a picture.
const (
	Unmirrored Mirror = iota
	TopDown
	LeftRight
)

// Coded are code points of ITU-T H.273.
type Coded struct{ Primaries, Transfer uint16 }

// maxSide is AV1's own, in pixels.
const maxSide = 1 << 16

var errNoPicture = errors.New("avif: there is no picture")

// Parse reads what a file says of its picture (ISO/IEC 23008-12, 6.5; AVIF 1.1).
func Parse(data []byte) (Info, error) {
	for x := range boxes(data) {
		if x.cut {
			return Info{}, io.ErrUnexpectedEOF
		}
	}
	if i, ok := track(data); ok {
		return i, nil
	}
	meta, ok := inside(data, "meta+")
	if !ok {
		return Info{}, errNoPicture
	}
	props, err := properties(meta)
	if err != nil {
		return Info{}, err
	}
	var i Info
	var crop []byte
	for _, p := range props {
		i.take(p)
		if p.kind == "clap" {
			crop = p.data
		}
	}
	if i.Width == 0 || i.Height == 0 {
		return i, errNoPicture
	}
	i.Crop = image.Rect(0, 0, i.Width, i.Height)
	if r, ok := aperture(crop, i.Width, i.Height); ok {
		i.Crop = r
	}
	return i, nil
}

// track is what a file says of a sequence, which browsers show before its picture.
func track(data []byte) (i Info, ok bool) {
	if len(data) < 12 || string(data[4:8]) != "ftyp" || string(data[8:12]) != "avis" {
		return i, false
	}
	const before = 4 + 78 // how many there are, and what each has before its boxes
	head, ok := inside(data, "moov", "trak", "tkhd")
	if !ok || len(head) < 8 {
		return i, false
	}
	size := head[len(head)-8:]
	i.Width, i.Height = int(size[0])<<8|int(size[1]), int(size[4])<<8|int(size[5])
	i.Crop, i.Moving = image.Rect(0, 0, i.Width, i.Height), true
	if entry, found := inside(data, "moov", "trak", "mdia", "minf", "stbl", "stsd+"); found && len(entry) > 4 {
		if av01, found := inside(entry[4:], "av01"); found && len(av01) > before-4 {
			for p := range boxes(av01[before-4:]) {
				i.take(p)
			}
		}
	}
	return i, i.Width > 0 && i.Height > 0
}

// take notes what one property says.
func (i *Info) take(p box) {
	n := numbers{b: p.data}
	switch p.kind {
	case "ispe":
		n.next(4)
		w, h := n.next(4), n.next(4)
		if n.err() == nil && w <= maxSide && h <= maxSide {
			i.Width, i.Height = int(w), int(h)
		}
	case "auxC":
		i.Clear = true
	case "irot":
		i.Turns = int(n.next(1) & 3)
	case "imir":
		if axis := n.next(1); n.err() == nil {
			i.Mirror = TopDown + Mirror(axis&1)
		}
	case "pixi":
		n.next(4)
		channels := n.next(1)
		i.Grey = channels == 1
		for range channels {
			i.Deep = i.Deep || n.next(1) > 8
		}
	case "av1C":
		n.next(2)
		flags := n.next(1)
		i.Deep, i.Grey = i.Deep || flags&0x40 != 0, i.Grey || flags&0x10 != 0
	case "colr":
		switch kind := string(p.data[:min(4, len(p.data))]); kind {
		case "nclx":
			n.next(4)
			c := Coded{uint16(n.next(2)), uint16(n.next(2))}
			if n.err() == nil && i.Coded == nil {
				i.Coded = &c
			}
		case "prof", "rICC":
			if i.Profile == nil {
				i.Profile = p.data[4:]
			}
		}
	}
}

// properties are those of the primary item.
func properties(meta []byte) (props []box, err error) {
	pitm, ok := inside(meta, "pitm")
	if !ok {
		return nil, errNoPicture
	}
	n := numbers{b: pitm}
	primary := n.next(idBytes(byte(n.next(4) >> 24)))
	all, ok := inside(meta, "iprp", "ipco")
	if err := n.err(); err != nil || !ok {
		return nil, errors.Join(err, errNoPicture)
	}
	var list []box
	for p := range boxes(all) {
		list = append(list, p)
		if p.kind == "auxC" && bytes.Contains(p.data, []byte("alpha")) {
			props = append(props, p)
		}
	}
	iprp, _ := inside(meta, "iprp")
	for x := range boxes(iprp) {
		if x.kind != "ipma" {
			continue
		}
		n := numbers{b: x.data}
		flags := n.next(4)
		for range n.next(4) {
			item, count := n.next(idBytes(byte(flags>>24))), n.next(1)
			for range count {
				index := n.next(1) & 0x7f
				if flags&1 != 0 {
					index = index<<8 | n.next(1)
				}
				if item == primary && index > 0 && int(index) <= len(list) {
					props = append(props, list[index-1])
				}
			}
			if n.short {
				return props, n.err()
			}
		}
	}
	return props, nil
}

// idBytes is how many bytes an item's number has in a box of a version.
func idBytes(version byte) int {
	if version == 0 {
		return 2
	}
	return 4
}

// aperture is the part of a picture that is to be seen (ISO/IEC 14496-12, 12.1.4), where
// that is one of whole pixels in it.
func aperture(b []byte, w, h int) (r image.Rectangle, ok bool) {
	n := numbers{b: b}
	fraction := func() *big.Rat {
		over, under := int64(int32(n.next(4))), int64(n.next(4))
		if under == 0 {
			n.short = true
			return new(big.Rat)
		}
		return big.NewRat(over, under)
	}
	whole := func(r *big.Rat) int {
		if !r.IsInt() || !r.Num().IsInt64() || r.Num().Int64() < -1<<31 || r.Num().Int64() > 1<<31 {
			n.short = true
			return 0
		}
		return int(r.Num().Int64())
	}
	width, height, across, down := fraction(), fraction(), fraction(), fraction()
	// Its middle is so far from the picture's.
	from := func(all int, part, off *big.Rat) int {
		d := new(big.Rat).Sub(big.NewRat(int64(all), 1), part)
		return whole(d.Add(d.Quo(d, big.NewRat(2, 1)), off))
	}
	r.Min = image.Pt(from(w, width, across), from(h, height, down))
	r.Max = r.Min.Add(image.Pt(whole(width), whole(height)))
	return r, !n.short && !r.Empty() && r.In(image.Rect(0, 0, w, h))
}
