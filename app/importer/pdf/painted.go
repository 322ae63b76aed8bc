package pdf

import (
	"bytes"
	"image"
)

// maxPlates is how often a page is drawn to find out what can be seen of it.
const maxPlates = 8

// look keeps the letters that can be seen in the frame. What cannot was not meant for
// the room: what was cropped away, layers that are off, text that is covered, clear, or
// of the colour of the paper. PDFium has it as text all the same.
//
// There is no better witness than the drawing. The page is drawn again without some
// of its text; where a letter then leaves no trace, it was not there. Texts that lie
// upon each other are not left out together, or the one could vouch for the other.
func (s *sandbox) look(f frame, sc *script, drawn *image.RGBA) error {
	plates := sc.plates(drawn.Rect)
	for p := range plates {
		var out []run
		for _, r := range sc.runs {
			if r.plate == p {
				out = append(out, r)
			}
		}
		if err := s.activate(out, false); err != nil {
			return err
		}
		err := s.draw(f, func(without *image.RGBA) error {
			for j := range sc.letters {
				if l := &sc.letters[j]; l.run >= 0 && sc.runs[l.run].plate == p {
					l.kept = differ(drawn, without, l.on)
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		if err := s.activate(out, true); err != nil {
			return err
		}
	}
	return s.excuse(f, sc, drawn)
}

// plates puts each run on the first plate where it touches no other, and returns how
// many plates that makes. Runs that are nowhere on the page, or for which there is no
// plate left, have -1.
func (sc *script) plates(whole image.Rectangle) int {
	var plates []mask
	letters := sc.letters
	for r := range sc.runs {
		for len(letters) > 0 && letters[0].run < r {
			letters = letters[1:]
		}
		end := 0
		for end < len(letters) && letters[end].run <= r { // with the spaces within
			end++
		}
		sc.runs[r].plate = -1
		own := letters[:end]
		if !visible(own) {
			continue
		}
		for p := 0; p < maxPlates; p++ {
			if p == len(plates) {
				plates = append(plates, newMask(whole))
			}
			if plates[p].free(own) {
				plates[p].take(own)
				sc.runs[r].plate = p
				break
			}
		}
	}
	return len(plates)
}

func visible(letters []letter) bool {
	for _, l := range letters {
		if !l.on.Empty() {
			return true
		}
	}
	return false
}

// mask is which pixels are taken, 64 to a word.
type mask struct {
	words  []uint64
	stride int
}

func newMask(whole image.Rectangle) mask {
	stride := (whole.Dx() + 63) / 64
	return mask{make([]uint64, stride*whole.Dy()), stride}
}

// each calls f with each word that has pixels of r, and these.
func (m mask) each(r image.Rectangle, f func(word *uint64, pixels uint64) bool) bool {
	if r.Empty() {
		return true
	}
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for w := r.Min.X / 64; w <= (r.Max.X-1)/64; w++ {
			pixels := ^uint64(0)
			if from := r.Min.X - 64*w; from > 0 {
				pixels &= ^uint64(0) << from
			}
			if to := 64*(w+1) - r.Max.X; to > 0 {
				pixels &= ^uint64(0) >> to
			}
			if !f(&m.words[y*m.stride+w], pixels) {
				return false
			}
		}
	}
	return true
}

func (m mask) free(letters []letter) bool {
	for _, l := range letters {
		if !m.each(l.on, func(word *uint64, pixels uint64) bool { return *word&pixels == 0 }) {
			return false
		}
	}
	return true
}

func (m mask) take(letters []letter) {
	for _, l := range letters {
		m.each(l.on, func(word *uint64, pixels uint64) bool { *word |= pixels; return true })
	}
}

// differ reports whether two drawings differ within r.
func differ(a, b *image.RGBA, r image.Rectangle) bool {
	for y := r.Min.Y; y < r.Max.Y; y++ {
		i, j := a.PixOffset(r.Min.X, y), b.PixOffset(r.Min.X, y)
		if !bytes.Equal(a.Pix[i:i+4*r.Dx()], b.Pix[j:j+4*r.Dx()]) {
			return true
		}
	}
	return false
}
