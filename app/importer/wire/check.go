package wire

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"lectern/app/deck"
	"lectern/app/importer/filetype"
	"lectern/app/importer/options"
	"lectern/app/importer/words"
)

// checker holds a deck that comes piece by piece against what a deck.Sink is
// promised.
type checker struct {
	begun    bool
	header   deck.Header
	known    map[string]bool // files whose pictures need not be made
	slides   map[inLanguage]bool
	pictures map[int]bool
	whole    int // slides of the first language

	html, bytes, remarks int // so far
	warnings             int
}

// inLanguage is a slide in one of the deck's languages.
type inLanguage struct {
	lang   string
	number int
}

func (c *checker) begin(h deck.Header) error {
	switch {
	case c.begun:
		return wrong("a deck that begins twice")
	case h.Title == "" || !line(h.Title) || !line(h.Author) || !line(h.Lang) || !line(h.Source):
		return wrong("a deck %.100q of %.100q in %.100q from %.100q", h.Title, h.Author, h.Lang, h.Source)
	case h.Format != deck.Markdown && h.Format != deck.PDF && h.Format != deck.Pictures && h.Format != deck.Office:
		return wrong("format %.100q", h.Format)
	case h.Dialect != "" && !slices.Contains(options.Dialects, h.Dialect):
		return wrong("a dialect %.100q", h.Dialect)
	case h.Digest != "" && !digest.MatchString(h.Digest):
		return wrong("a digest %.100q", h.Digest)
	case h.Every != 0 && !deck.Stays(h.Every):
		return wrong("a deck that goes on every %g seconds", h.Every)
	case !planned(h.Planned):
		return wrong("a deck of %d seconds", h.Planned)
	case h.Slides < 1 || h.Slides > deck.MaxSlides:
		return wrong("%d slides", h.Slides)
	case !languages(h.Lang, h.Others):
		return wrong("the languages %.100q and %.100q", h.Lang, h.Others)
	}
	c.begun, c.header = true, h
	c.slides, c.pictures = map[inLanguage]bool{}, map[int]bool{}
	return nil
}

// languages reports whether a deck may be there in these.
func languages(first string, others []string) bool {
	known := map[string]bool{first: true}
	for _, lang := range others {
		if known[lang] || !words.LangTag.MatchString(lang) || len(lang) > maxLang {
			return false
		}
		known[lang] = true
	}
	return len(known) <= deck.MaxLanguages
}

// digest is a SHA-256 in hex.
var digest = regexp.MustCompile(`^[0-9a-f]{64}$`)

// mediaTypes are those that pictures are served in. True for a vector's.
var mediaTypes = map[string]bool{
	"image/png": false, "image/jpeg": false, "image/webp": false, "image/gif": false, "image/svg+xml": true,
}

func (c *checker) picture(h pictureHead) error {
	p := h.DraftPicture
	switch {
	case !c.begun:
		return wrong("a picture before the deck begins")
	case p.Number < 0 || p.Number >= maxNumber || c.pictures[p.Number]:
		return wrong("picture %d", p.Number)
	case p.Width < 0 || p.Width > maxSide || p.Height < 0 || p.Height > maxSide:
		return wrong("a picture of %d × %d", p.Width, p.Height)
	case p.Media != nil:
		if p.Page != nil || p.Kept || p.Vector || len(p.Sizes) > 0 || len(h.Lengths) > 0 || p.Media.File == "" || !line(p.Media.File) || !slices.Contains(filetype.MediaTypes, p.Media.Type) {
			return wrong("a film %.100q of type %.100q", p.Media.File, p.Media.Type)
		}
		c.pictures[p.Number] = true
		return nil
	case p.Kept && (!c.known[p.File] || p.Page != nil || len(p.Sizes) > 0):
		return wrong("a picture that is not known, of %.100q", p.File)
	case !line(p.File) || !text(p.Words, MaxText) || !oneLine(p.Remark) || len(p.Remark) > maxRemark:
		return wrong("a picture of %.100q", p.File)
	case len(p.Sizes) == 0 && p.Page == nil && !p.Kept || len(p.Sizes) > maxSizes || len(p.Sizes) != len(h.Lengths) || p.Vector && len(p.Sizes) > 1:
		return wrong("a picture of %d sizes and %d lengths", len(p.Sizes), len(h.Lengths))
	}
	total, last := 0, 0
	for i, s := range p.Sizes {
		vector, known := mediaTypes[s.Type]
		switch {
		case !known || vector != p.Vector || s.Data != nil:
			return wrong("a picture of type %.100q", s.Type)
		case p.Vector && s.Width != 0, !p.Vector && s.Width <= last, s.Height < 0 || s.Height > maxSide, !p.Vector && s.Height == 0:
			return wrong("a picture of %d × %d after one that is %d wide", s.Width, s.Height, last)
		case h.Lengths[i] < 1 || h.Lengths[i] > MaxPicture-total:
			return wrong("a picture of %d bytes after %d", h.Lengths[i], total)
		}
		total += h.Lengths[i]
		last = s.Width
	}
	if p.Page != nil {
		if err := page(c.header, p); err != nil {
			return err
		}
	} else if !p.Kept && !p.Vector && (last != p.Width || p.Sizes[len(p.Sizes)-1].Height != p.Height) {
		return wrong("a picture of %d × %d whose largest size is not", p.Width, p.Height)
	}
	if c.bytes += total; c.bytes > MaxPictures {
		return wrong("%d bytes of pictures", c.bytes)
	}
	c.pictures[p.Number] = true
	return nil
}

// placeholder is how a picture stands in HTML.
var placeholder = regexp.MustCompile(`src="picture:([0-9]+)"`)

// lengths bounds a slide before its words are read.
func (c *checker) lengths(h slideHead) error {
	switch {
	case len(h.Views) < 1 || len(h.Views) > deck.MaxSteps+1:
		return wrong("slide %d: %d views", h.Number, len(h.Views))
	case h.Notes < 0 || h.Notes > MaxText:
		return wrong("slide %d: notes of %d bytes", h.Number, h.Notes)
	}
	html := 0
	for _, v := range h.Views {
		if v.HTML < 0 || v.HTML > MaxView || v.CSS < 0 || v.CSS > MaxCSS || v.Text < 0 || v.Text > MaxText {
			return wrong("slide %d: %d bytes of HTML, %d of CSS, %d of text", h.Number, v.HTML, v.CSS, v.Text)
		}
		html += v.HTML + v.CSS
	}
	if c.html += html; html > MaxSlide || c.html > MaxDeck {
		return wrong("slide %d: %d bytes of HTML, %d with those before", h.Number, html, c.html)
	}
	return nil
}

// slide checks one whose lengths were.
func (c *checker) slide(s deck.DraftSlide) error {
	switch {
	case !c.begun:
		return wrong("a slide before the deck begins")
	case s.Lang != "" && !slices.Contains(c.header.Others, s.Lang):
		return wrong("slide %d in %.100q", s.Number, s.Lang)
	case s.Number < 1 || s.Number > c.header.Slides || c.slides[inLanguage{s.Lang, s.Number}]:
		return wrong("slide %d of %d", s.Number, c.header.Slides)
	case s.DeckTitle != "" && (s.Lang == "" || !line(s.DeckTitle)):
		return wrong("slide %d of a deck called %.100q in %.100q", s.Number, s.DeckTitle, s.Lang)
	case !line(s.Title) || !line(s.Class) || !line(s.Section):
		return wrong("slide %d: title %.100q, class %.100q, section %.100q", s.Number, s.Title, s.Class, s.Section)
	case !text(s.Notes, MaxText):
		return wrong("slide %d: notes of %d bytes", s.Number, len(s.Notes))
	case !planned(s.Planned):
		return wrong("slide %d: %d seconds", s.Number, s.Planned)
	}
	for _, v := range s.Views {
		if err := c.view(s.Number, v); err != nil {
			return err
		}
	}
	c.slides[inLanguage{s.Lang, s.Number}] = true
	if s.Lang == "" {
		c.whole++
	}
	return nil
}

func planned(seconds int) bool { return seconds >= 0 && seconds <= deck.MaxPlanned }

// view checks what is seen of a slide at once.
func (c *checker) view(slide int, v deck.DraftView) error {
	switch {
	case (v.HTML == "") == (v.Picture < 0):
		return wrong("slide %d: %d bytes of HTML and picture %d", slide, len(v.HTML), v.Picture)
	case v.Picture >= 0 && !c.pictures[v.Picture]:
		return wrong("slide %d: there is no picture %d", slide, v.Picture)
	case !text(v.HTML, MaxView):
		return wrong("slide %d: %d bytes of HTML", slide, len(v.HTML))
	case !text(v.CSS, MaxCSS) || v.HTML == "" && v.CSS != "":
		return wrong("slide %d: %d bytes of CSS for %d of HTML", slide, len(v.CSS), len(v.HTML))
	case !text(v.Text, MaxText):
		return wrong("slide %d: %d bytes of text", slide, len(v.Text))
	case v.Picture < 0 && len(v.Links) > 0:
		return wrong("slide %d: links on no picture", slide)
	case v.Seconds != nil && *v.Seconds != 0 && !deck.Stays(*v.Seconds):
		return wrong("slide %d: it stays for %g seconds", slide, *v.Seconds)
	}
	if err := links(v.Links); err != nil {
		return err
	}
	for _, m := range placeholder.FindAllStringSubmatch(v.HTML, -1) {
		if n, err := strconv.Atoi(m[1]); err != nil || !c.pictures[n] {
			return wrong("slide %d: there is no picture %.20s", slide, m[1])
		}
	}
	return nil
}

func (c *checker) remark(r deck.Remark) error {
	c.remarks += len(r.Text) + len(r.File) + 8*(len(r.Lines)+len(r.Slides)+len(r.Pages))
	addresses := true
	for _, a := range r.Addresses {
		c.remarks += len(a)
		addresses = addresses && len(a) <= maxLink && oneLine(a)
	}
	switch {
	case r.Text == "" || !oneLine(r.Text) || !oneLine(r.File) || c.remarks > maxRemarks:
		return wrong("a remark %.100q", r.Text)
	case !deck.RemarkKinds[r.Kind] || !addresses || len(r.Addresses) > maxAddresses:
		return wrong("a remark of kind %.100q with %d addresses", r.Kind, len(r.Addresses))
	case !numbers(r.Line, r.Lines) || !numbers(r.Slide, r.Slides):
		return wrong("a remark on line %d, slide %d", r.Line, r.Slide)
	case len(r.Pages) > 0 && !numbers(r.Pages[0], r.Pages):
		return wrong("a remark on %d pages", len(r.Pages))
	}
	return nil
}

// numbers reports whether numbers ascend from the first one, where there are any.
func numbers(first int, all []int) bool {
	last := 0
	for _, n := range all {
		if n <= last {
			return false
		}
		last = n
	}
	return first >= 0 && first <= maxLines && (len(all) == 0 || all[0] == first) && last <= maxLines
}

func (c *checker) warning(sentence string) error {
	if c.warnings++; c.warnings > maxWarned || !oneLine(sentence) {
		return wrong("warning %d: %.100q", c.warnings, sentence)
	}
	return nil
}

func (c *checker) complete() error {
	if !c.begun || c.whole != c.header.Slides {
		return wrong("%d of %d slides", c.whole, c.header.Slides)
	}
	return nil
}

// line reports whether s is fit for a title, a name or the like.
func line(s string) bool { return text(s, maxLine) }

// text reports whether s is text that can be kept, of so many bytes at most.
func text(s string, most int) bool {
	return len(s) <= most && utf8.ValidString(s) && !strings.ContainsRune(s, 0)
}
