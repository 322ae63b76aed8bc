package pdf

import (
	"image"
	"math"
	"strings"

	"github.com/klippa-app/go-pdfium/requests"

	"lectern/app/importer/words"
)

const maxPageText = 64 << 10

// read returns what can be read in a frame, in reading order, and its title. drawn is
// its drawing.
func (s *sandbox) read(f frame, drawn *image.RGBA) (text, title string, err error) {
	t, err := s.inst.FPDFText_LoadPage(&requests.FPDFText_LoadPage{Page: s.page(f.page)})
	if err != nil {
		return "", "", err
	}
	defer s.inst.FPDFText_ClosePage(&requests.FPDFText_ClosePage{TextPage: t.TextPage})
	place, err := s.place(f)
	if err != nil {
		return "", "", err
	}
	sc, err := s.letters(t.TextPage, place)
	if err != nil {
		return "", "", err
	}
	if err := s.look(f, sc, drawn); err != nil {
		return "", "", err
	}
	all := rows(lines(sc.glyphs()))
	return pageText(all), words.OneLine(heading(all), words.MaxTitle), nil
}

// pageText is a page's lines as they are read, at most maxPageText bytes of them. What a
// line's end tore is one word again.
func pageText(all []line) string {
	var b strings.Builder
	for i, l := range all {
		if b.Len()+len(l.text) >= maxPageText {
			break
		}
		if i > 0 && !all[i-1].joined {
			b.WriteByte('\n')
		}
		b.WriteString(l.text)
	}
	return b.String()
}

// rows joins lines that stand beside each other and come one after the other in the
// file: the cells of a table's row.
func rows(lines []line) []line {
	var out []line
	for _, l := range lines {
		if n := len(out); n > 0 && l.row(out[n-1]) {
			last := &out[n-1]
			last.glyphs = append(last.glyphs, l.glyphs...)
			last.text += " " + l.text
			last.to, last.joined = l.to, l.joined
			continue
		}
		out = append(out, l)
	}
	return out
}

func (l line) row(last line) bool {
	return l.angle == last.angle && l.from >= last.to && math.Abs(l.base-last.base) < 0.1*l.em && math.Abs(l.em-last.em) < 0.25*l.em
}
