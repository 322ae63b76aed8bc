package pdf

import (
	"math"
	"sort"
	"strings"

	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/responses"

	"lectern/app/importer/words"
)

const maxPageText = 64 << 10

// read returns a page's text in reading order, and its title.
func (s *sandbox) read(i int) (text, title string, err error) {
	t, err := s.inst.GetPageText(&requests.GetPageText{Page: s.page(i)})
	if err != nil {
		return "", "", err
	}
	text = tidyText(t.Text)
	if text == "" {
		return "", "", nil
	}
	// A page with this much text has no title of large letters, and looking at
	// each letter would take long.
	if len(text) < 8<<10 {
		r, err := s.inst.GetPageTextStructured(&requests.GetPageTextStructured{
			Page: s.page(i), Mode: requests.GetPageTextStructuredModeRects, CollectFontInformation: true,
		})
		if err != nil {
			return "", "", err
		}
		title = largestLine(r.Rects)
	}
	if title == "" {
		title, _, _ = strings.Cut(text, "\n")
	}
	return text, words.OneLine(title, words.MaxTitle), nil
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
func largestLine(rects []*responses.GetPageTextStructuredRect) string {
	type piece struct {
		text      string
		size      float64
		top, left float64
	}
	var pieces []piece
	largest := 0.0
	for _, r := range rects {
		t := words.OneLine(r.Text, 1000)
		// A number or a sign in large letters is an ornament.
		if r.FontInformation == nil || len([]rune(t)) < 2 || !hasLetter(t) {
			continue
		}
		size := math.Max(r.FontInformation.RenderedSize, 0)
		if size == 0 {
			size = math.Abs(r.PointPosition.Top - r.PointPosition.Bottom)
		}
		pieces = append(pieces, piece{t, size, r.PointPosition.Top, r.PointPosition.Left})
		largest = math.Max(largest, size)
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
