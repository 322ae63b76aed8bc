package pdf

import (
	"context"
	"image"
	"math"
	"strings"

	"github.com/klippa-app/go-pdfium/requests"

	"lectern/app/deck"
	"lectern/app/fault"
	"lectern/app/importer/raster"
	"lectern/app/importer/words"
)

const (
	largeHeight = 2160    // with raster.LargeWidth: a 4K screen
	maxPageSide = 200_000 // points: 70 metres
	maxSlant    = 50      // of a page's sides to each other
)

// Description is the deck that a document makes, as far as that is known before a
// page is read.
type Description struct {
	Header   deck.Header
	Pictures []deck.DraftPicture // one a page, or a part of it; each has its Page, and no Sizes yet
	Slides   []deck.DraftSlide   // in order
	Remarks  []deck.Remark       // what could not be honoured
}

// Tell gives the deck to a sink, each picture just before the first slide that shows
// it.
func (x *Description) Tell(ctx context.Context, to deck.Sink) error {
	if err := to.Begin(ctx, x.Header); err != nil {
		return err
	}
	for _, r := range x.Remarks {
		if err := to.Remark(ctx, r); err != nil {
			return err
		}
	}
	told := make([]bool, len(x.Pictures))
	for _, s := range x.Slides {
		for _, v := range s.Views {
			if told[v.Picture] {
				continue
			}
			told[v.Picture] = true
			if err := to.Picture(ctx, x.Pictures[v.Picture]); err != nil {
				return err
			}
		}
		if err := to.Slide(ctx, s); err != nil {
			return err
		}
	}
	return nil
}

// Describe says what is true of the whole document, and of each page what can be
// known without reading it. An error is for the person who chose the file, or one of
// reading it.
func (d *Document) Describe(ctx context.Context) (*Description, error) {
	if err := d.enter(ctx); err != nil {
		return nil, d.openError(ctx, err)
	}
	x := &Description{Header: deck.Header{Format: deck.PDF}}
	n, err := d.sandbox.pages()
	switch {
	case err != nil:
		return nil, d.openError(ctx, err)
	case n <= 0:
		return nil, fault.Errorf(fault.NotADeck, "%s has no pages", d.name)
	case n > deck.MaxSlides:
		return nil, fault.Errorf(fault.TooLarge, "%s has %d pages; %d is the most", d.name, n, deck.MaxSlides)
	}
	t, err := d.talk(ctx, d.options.NotesSide)
	if err != nil {
		return nil, d.openError(ctx, err)
	}
	for _, r := range t.remarks {
		x.Remarks = append(x.Remarks, deck.Say(deck.OnPage, r))
	}
	for i, pages := range t.slides {
		slide := deck.DraftSlide{Number: i + 1, Title: t.titles[i], Section: t.parts[i], Notes: t.notes[i], Hidden: t.hidden[i]}
		for _, number := range pages {
			page := deck.Page{File: d.path, Number: number, Part: t.part}
			size, possible, err := d.size(ctx, page)
			if err != nil {
				return nil, d.openError(ctx, err)
			}
			if !possible {
				x.Remarks, _ = deck.OnPages(x.Remarks, number+1, "no size that a slide can have: shown empty.")
			}
			slide.Views = append(slide.Views, deck.DraftView{Picture: len(x.Pictures)})
			x.Pictures = append(x.Pictures, deck.DraftPicture{Number: len(x.Pictures), Width: size.X, Height: size.Y, Page: &page})
		}
		x.Slides = append(x.Slides, slide)
	}
	if err := d.enter(ctx); err != nil {
		return nil, d.openError(ctx, err)
	}
	x.Header.Title, x.Header.Lang = d.sandbox.titleAndLanguage()
	if x.Header.Title == "" {
		x.Header.Title = words.Title(d.name)
	}
	x.Header.Slides, x.Header.Planned = len(x.Slides), 60*t.minutes
	return x, nil
}

func (s *sandbox) pages() (int, error) {
	n, err := s.inst.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: s.doc})
	if err != nil {
		return 0, err
	}
	return n.PageCount, nil
}

func (s *sandbox) titleAndLanguage() (title, lang string) {
	if t, err := s.inst.FPDF_GetMetaText(&requests.FPDF_GetMetaText{Document: s.doc, Tag: "Title"}); err == nil {
		title = documentTitle(t.Value)
	}
	if l, err := s.inst.FPDFCatalog_GetLanguage(&requests.FPDFCatalog_GetLanguage{Document: s.doc}); err == nil && words.LangTag.MatchString(l.Language) {
		lang = l.Language
	}
	return title, lang
}

// size is the size of a page's part that covers a 4K screen. One that has no possible
// size of its own has the shape of the first page that has one.
func (d *Document) size(ctx context.Context, page deck.Page) (size image.Point, possible bool, err error) {
	if err := d.enter(ctx); err != nil {
		return size, false, err
	}
	n, err := d.sandbox.pages()
	if err == nil && (page.Number < 0 || page.Number >= n) {
		err = errNoPage
	}
	if err != nil {
		return size, false, err
	}
	if size, possible = d.sandbox.size(page); !possible {
		size = d.usual(page.Part, n)
	}
	if met := d.file.failed(); met != nil {
		err = met
	}
	return size, possible, err
}

// usual is the size of the first of n pages that has a possible one.
func (d *Document) usual(part deck.Part, n int) image.Point {
	for i := range n {
		if size, possible := d.sandbox.size(deck.Page{Number: i, Part: part}); possible {
			return size
		}
	}
	return image.Pt(raster.LargeWidth, largeHeight)
}

func (s *sandbox) size(page deck.Page) (size image.Point, possible bool) {
	p, err := s.inst.FPDF_GetPageSizeByIndex(&requests.FPDF_GetPageSizeByIndex{Document: s.doc, Index: page.Number})
	if err != nil {
		return size, false
	}
	w, h := p.Width, p.Height
	switch page.Part {
	case deck.LeftHalf, deck.RightHalf:
		w /= 2
	case deck.TopHalf, deck.BottomHalf:
		h /= 2
	}
	if !possiblePage(w, h) {
		return size, false
	}
	return fit(w, h), true
}

func possiblePage(w, h float64) bool {
	return w >= 1 && h >= 1 && w <= maxPageSide && h <= maxPageSide && w/h <= maxSlant && h/w <= maxSlant
}

// fit is the size of a page that covers a 4K screen.
func fit(w, h float64) image.Point {
	k := math.Min(raster.LargeWidth/w, largeHeight/h)
	return image.Pt(max(1, int(math.Round(w*k))), max(1, int(math.Round(h*k))))
}

// documentTitle is the title a document gives itself, unless a program made it
// up: "Microsoft PowerPoint - talk.pptx".
func documentTitle(t string) string {
	t = words.OneLine(t, words.MaxTitle)
	if _, rest, ok := strings.Cut(t, "Microsoft PowerPoint - "); ok {
		t = rest
	}
	switch strings.ToLower(t) {
	case "untitled", "title", "powerpoint presentation", "presentation", "powerpoint-präsentation", "présentation powerpoint":
		return ""
	}
	for _, ext := range []string{".pptx", ".ppt", ".odp", ".key", ".tex", ".dvi", ".indd", ".pdf", ".html", ".htm", ".md", ".qmd"} {
		if strings.HasSuffix(strings.ToLower(t), ext) {
			t = t[:len(t)-len(ext)]
		}
	}
	return strings.TrimSpace(t)
}
