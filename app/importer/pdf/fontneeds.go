package pdf

import (
	"errors"
	"strings"
	"unicode"

	"github.com/klippa-app/go-pdfium/requests"

	"lectern/app/importer/fonts"
)

// need is a font that a file does not bring, and what is written in it.
type need struct {
	name  string // as the file calls it, without the mark of a subset
	serif bool
	fixed bool
	signs map[rune]bool // that PDFium has no letters for
}

// needs lists the fonts that a page uses and the file does not bring.
func (s *sandbox) needs(f frame) ([]need, error) {
	t, err := s.inst.FPDFText_LoadPage(&requests.FPDFText_LoadPage{Page: s.page(f.page)})
	if err != nil {
		return nil, err
	}
	defer s.inst.FPDFText_ClosePage(&requests.FPDFText_ClosePage{TextPage: t.TextPage})
	on, err := s.place(f)
	if err != nil {
		return nil, err
	}
	sc, err := s.letters(t.TextPage, on)
	if err != nil {
		return nil, err
	}
	var all []need
	of := make([]int, len(sc.runs)) // the need, or -1
	for i := range sc.runs {
		of[i] = -1
		n, is, err := s.unembedded(&sc.runs[i])
		if err != nil {
			return nil, err
		}
		if !is {
			continue
		}
		for j := range all {
			if all[j].name == n.name {
				of[i] = j
			}
		}
		if of[i] < 0 {
			of[i] = len(all)
			all = append(all, n)
		}
	}
	for _, l := range sc.letters {
		if l.run >= 0 && of[l.run] >= 0 && !l.on.Empty() && !builtIn(l.sign) && !unicode.Is(unicode.Co, l.sign) {
			all[of[l.run]].signs[l.sign] = true
		}
	}
	return all, nil
}

// unembedded is the font of a run, if the file does not bring it.
func (s *sandbox) unembedded(r *run) (n need, is bool, err error) {
	if r.font == "" {
		f, err := s.inst.FPDFTextObj_GetFont(&requests.FPDFTextObj_GetFont{PageObject: r.object})
		if err != nil {
			return n, false, nil
		}
		s.references++
		r.font = f.Font
	}
	e, err := s.inst.FPDFFont_GetIsEmbedded(&requests.FPDFFont_GetIsEmbedded{Font: r.font})
	if err != nil || e.IsEmbedded {
		return n, false, nil
	}
	b, err := s.inst.FPDFFont_GetBaseFontName(&requests.FPDFFont_GetBaseFontName{Font: r.font})
	if err != nil {
		return n, false, nil
	}
	n = need{name: b.BaseFontName, signs: map[rune]bool{}}
	if k := fonts.Key(n.name); k == "symbol" || k == "zapfdingbats" {
		return n, false, nil // PDFium has them
	}
	if tag, rest, ok := strings.Cut(n.name, "+"); ok && len(tag) == 6 {
		n.name = rest
	}
	if f, err := s.inst.FPDFFont_GetFlags(&requests.FPDFFont_GetFlags{Font: r.font}); err == nil {
		n.fixed, n.serif = f.Flags&1 != 0, f.Flags&2 != 0
	}
	return n, true, nil
}

// builtIn reports whether PDFium's own fonts have a letter.
func builtIn(r rune) bool {
	return r < 0x100 || layout(r) || unicode.Is(unicode.Mn, r) || strings.ContainsRune("ŒœŠšŽžŸƒˆ˜–—‘’‚“”„†‡•…‰‹›€™ıŁłﬁﬂ−⁄˘˙˚¸˝˛ˇ", r)
}

// styleWords end a font's name and say how it looks.
var styleWords = []string{"psmt", "mt", "ps", "regular", "bold", "italic", "oblique", "light", "medium", "book"}

// family is the font's family, as fonts.Key writes it.
func (n need) family() string {
	name, _, _ := strings.Cut(n.name, ",")
	if i := strings.LastIndexByte(name, '-'); i > 0 {
		name = name[:i]
	}
	k := fonts.Key(name)
	for again := true; again; {
		again = false
		for _, w := range styleWords {
			if len(k) > len(w)+2 && strings.HasSuffix(k, w) {
				k, again = strings.TrimSuffix(k, w), true
			}
		}
	}
	return k
}

// standard is the name that PDFium looks for where it has the font, or one like it,
// built in; "" for all others.
func (n need) standard() string {
	switch f := n.family(); {
	case strings.HasPrefix(f, "arial") || strings.HasPrefix(f, "helvetica"):
		return "Arial"
	case strings.HasPrefix(f, "times"):
		return "Times New Roman"
	case strings.HasPrefix(f, "courier"):
		return "Courier New"
	}
	return ""
}

// title is the name that PDFium looks for in the folder: without its style, as far as
// PDFium knows that for one.
func (n need) title() string {
	if name, _, ok := strings.Cut(n.name, ","); ok {
		return name
	}
	if i := strings.LastIndexByte(n.name, '-'); i > 0 {
		for _, style := range []string{"Reg", "Bold", "Italic"} {
			if strings.HasPrefix(n.name[i+1:], style) {
				return n.name[:i]
			}
		}
	}
	return n.name
}

// styled reports whether a font's name says that it is bold or slanted.
func (n need) styled() bool {
	k := fonts.Key(n.name)
	return strings.Contains(k, "bold") || strings.Contains(k, "italic") || strings.Contains(k, "oblique")
}

// maxFontRounds is how often a page may ask for other fonts.
const maxFontRounds = 3

// errFonts is of a page that needs other fonts than the sandbox has; the document has
// chosen them.
var errFonts = errors.New("pdf: other fonts are needed")

// provide sees to it that a page has the fonts that the file does not bring. missing
// names those that the computer does not have either.
func (d *Document) provide(s *sandbox, f frame) (missing []string, err error) {
	folder := d.engine.fonts
	// It is read, and with it the fonts.
	if _, err := s.inst.FPDFPage_CountObjects(&requests.FPDFPage_CountObjects{Page: s.page(f.page)}); err != nil {
		return nil, err
	}
	if folder.looked() == s.looked {
		return nil, nil // every font is in the file
	}
	needs, err := s.needs(f)
	if err != nil || len(needs) == 0 {
		return nil, err
	}
	if d.choice == nil {
		all, err := d.engine.allFonts()
		if err != nil {
			return nil, err
		}
		d.choice = newChoice(all)
	}
	changed, missing := d.choice.choose(needs)
	if changed && !d.settled {
		d.fonts = d.choice.folder()
		return nil, errFonts
	}
	return missing, nil
}
