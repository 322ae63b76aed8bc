package pdf

import (
	"bytes"
	"image"
	"math"
	"time"

	"github.com/klippa-app/go-pdfium/enums"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
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
	if err := s.lookAt(f, sc, drawn, func(*run) bool { return true }); err != nil {
		return err
	}
	if err := s.twins(f, sc); err != nil {
		return err
	}
	if err := s.lookAt(f, sc, drawn, func(r *run) bool { return len(r.twins) > 0 }); err != nil {
		return err
	}
	return s.excuse(f, sc, drawn)
}

// lookAt keeps the letters of some runs that can be seen, as long as there is time.
func (s *sandbox) lookAt(f frame, sc *script, drawn *image.RGBA, which func(*run) bool) error {
	plates := sc.plates(drawn.Rect, which)
	for p := range plates {
		if s.hasty = time.Now().After(s.lookUntil); s.hasty {
			return nil
		}
		var out []references.FPDF_PAGEOBJECT
		for _, r := range sc.runs {
			if r.plate == p {
				out = append(append(out, r.object), r.twins...)
			}
		}
		if err := s.activate(false, out...); err != nil {
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
		if err := s.activate(true, out...); err != nil {
			return err
		}
	}
	return nil
}

// twins finds the objects that paint a run over again, such as those that make its
// letters bold or their shadow. PDFium has such a text once, and the others would paint
// it where the one is left out.
func (s *sandbox) twins(f frame, sc *script) error {
	lost := make([]bool, len(sc.runs)) // a letter that is on the page
	any := false
	for _, l := range sc.letters {
		if l.run >= 0 && !l.kept && !l.on.Empty() {
			lost[l.run], any = true, true
		}
	}
	if !any {
		return nil
	}
	var all []references.FPDF_PAGEOBJECT
	for _, r := range sc.runs {
		all = append(all, r.object)
	}
	if err := s.activate(false, all...); err != nil {
		return err
	}
	texts, err := s.objects(f.page, enums.FPDF_PAGEOBJ_TEXT)
	if err != nil {
		return err
	}
	for _, o := range texts {
		// Two references to one object do not look alike; but only runs are out.
		in, err := s.inst.FPDFPageObj_GetIsActive(&requests.FPDFPageObj_GetIsActive{PageObject: o.ref})
		if err != nil {
			return err
		}
		for i := range sc.runs {
			if r := &sc.runs[i]; in.Active && lost[i] && r.at.like(o.at) && len(r.twins) < maxTwins {
				r.twins = append(r.twins, o.ref)
			}
		}
	}
	return s.activate(true, all...)
}

const maxTwins = 8 // of a run

// like reports whether two boxes are nearly the same.
func (b box) like(o box) bool {
	far := 0.5 * max(min(b.top-b.bottom, b.right-b.left), 1e-3)
	return math.Abs(b.left-o.left) < far && math.Abs(b.right-o.right) < far && math.Abs(b.top-o.top) < far && math.Abs(b.bottom-o.bottom) < far
}

// plates puts each of some runs on the first plate where it touches no other, and returns
// how many plates that makes. The others, runs that are nowhere on the page, and those for which
// there is no plate left have -1.
func (sc *script) plates(whole image.Rectangle, which func(*run) bool) int {
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
		if !visible(own) || !which(&sc.runs[r]) {
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
