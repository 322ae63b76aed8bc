package pdf

import (
	"image"
	"math"
	"sort"
	"strings"

	"github.com/klippa-app/go-pdfium/references"
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
	text = tidyText(sc.text())
	if text == "" {
		return "", "", nil
	}
	// A page with this much text has no title of large letters.
	if len(text) < 8<<10 {
		pieces, err := s.pieces(sc, t.TextPage)
		if err != nil {
			return "", "", err
		}
		title = largestLine(pieces)
	}
	if title == "" {
		title, _, _ = strings.Cut(text, "\n")
	}
	return text, words.OneLine(title, words.MaxTitle), nil
}

// text is what is kept of the letters.
func (sc *script) text() string {
	var b strings.Builder
	for _, l := range sc.letters {
		if l.kept || l.run < 0 {
			b.WriteRune(l.sign)
		}
	}
	return b.String()
}

// piece is a run of letters that is a candidate for a title.
type piece struct {
	text      string
	size      float64
	top, left float64
}

func (s *sandbox) pieces(sc *script, text references.FPDF_TEXTPAGE) ([]piece, error) {
	parts := make([]strings.Builder, len(sc.runs))
	last := -1
	for _, l := range sc.letters {
		if l.run >= 0 {
			last = l.run
		}
		if last >= 0 && (l.kept || l.run < 0) {
			parts[last].WriteRune(l.sign)
		}
	}
	var pieces []piece
	for i, r := range sc.runs {
		t := words.OneLine(parts[i].String(), 1000)
		// A number or a sign in large letters is an ornament.
		if len([]rune(t)) < 2 || !hasLetter(t) {
			continue
		}
		f, err := s.inst.FPDFText_GetFontSize(&requests.FPDFText_GetFontSize{TextPage: text, Index: r.first})
		if err != nil {
			return nil, err
		}
		size := f.FontSize
		if m, err := s.inst.FPDFText_GetMatrix(&requests.FPDFText_GetMatrix{TextPage: text, Index: r.first}); err == nil {
			size *= math.Hypot(float64(m.Matrix.C), float64(m.Matrix.D))
		}
		if size = max(size, 0); size == 0 {
			size = r.at.top - r.at.bottom
		}
		pieces = append(pieces, piece{t, size, r.at.top, r.at.left})
	}
	return pieces, nil
}

// tidyText normalises what PDFium reads: line ends, hyphens it marks as put in
// by the layout, and empty lines.
func tidyText(t string) string {
	t = strings.ToValidUTF8(t, "")
	t = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\ufffe\n", "", "\u0002\n", "", "\ufffe", "", "\u0002", "", "\x00", "", "\u00ad\n", "").Replace(t)
	var lines []string
	size := 0
	for l := range strings.Lines(t) {
		if l = strings.Join(strings.Fields(l), " "); l != "" && size+len(l) <= maxPageText {
			lines = append(lines, l)
			size += len(l) + 1
		}
	}
	return strings.Join(lines, "\n")
}

// largestLine is the first run of the largest letters on a page: its title, as
// nearly every slide has it.
func largestLine(pieces []piece) string {
	largest := 0.0
	for _, p := range pieces {
		largest = max(largest, p.size)
	}
	var title []piece
	for _, p := range pieces {
		if p.size >= 0.95*largest {
			title = append(title, p)
		}
	}
	if len(title) == 0 || len(title) == len(pieces) && len(pieces) > 3 {
		return "" // all of one size: the first line is as good
	}
	sort.SliceStable(title, func(i, j int) bool {
		if math.Abs(title[i].top-title[j].top) > 0.5*largest {
			return title[i].top > title[j].top
		}
		return title[i].left < title[j].left
	})
	var words []string
	for i, p := range title {
		if i > 0 && title[i-1].top-p.top > 2*largest {
			break // another paragraph in the same letters
		}
		words = append(words, p.text)
	}
	return strings.Join(words, " ")
}

func hasLetter(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return r > 0x7f || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' })
}
