package wire

import (
	"bytes"
	"net/url"
	"slices"

	"lectern/app/deck"
)

// contentHead is what was read on a page without its words and bytes, whose lengths it
// has instead.
type contentHead struct {
	Title       string
	Text, Notes int
	Links       []deck.Link
	Remarks     []string
	Size        drawnHead
}

// drawnHead is a drawing without its bytes.
type drawnHead struct {
	Width, Height int
	Type          string
	Length        int
}

func headOf(s deck.PictureSize) drawnHead { return drawnHead{s.Width, s.Height, s.Type, len(s.Data)} }

// Sent notes the page that the child was sent: no other is taken from it.
func (m *Reader) Sent(a Ask) { m.ask, m.pending = a, true }

// ready checks that a child which asks for a page has told all of its deck.
func (m *Reader) ready() error {
	if m.pending {
		return wrong("a page that was asked for was not made")
	}
	if m.deck.begun {
		return m.deck.complete()
	}
	return nil
}

func (m *Reader) answered() error {
	if !m.pending {
		return wrong("a page that nobody asked for")
	}
	m.pending = false
	return nil
}

func (m *Reader) content(payload []byte) (c deck.PageContent, err error) {
	var h contentHead
	if err := decode(payload, &h); err != nil {
		return c, err
	}
	if err := m.answered(); err != nil {
		return c, err
	}
	switch {
	case m.ask.Width != 0 || h.Size.Width > deck.SmallWidth:
		return c, wrong("a page of %d pixels that was read, where %d were asked for", h.Size.Width, m.ask.Width)
	case h.Text < 0 || h.Text > MaxText || h.Notes < 0 || h.Notes > MaxText:
		return c, wrong("a page of %d bytes of text, %d of notes", h.Text, h.Notes)
	case !line(h.Title):
		return c, wrong("a page's title %.100q", h.Title)
	case len(h.Remarks) > maxPageRemarks || slices.ContainsFunc(h.Remarks, func(r string) bool { return r == "" || len(r) > maxRemark || !oneLine(r) }):
		return c, wrong("a page's %d remarks", len(h.Remarks))
	}
	if err := links(h.Links); err != nil {
		return c, err
	}
	words, err := readN(m.r, h.Text+h.Notes)
	if err != nil {
		return c, err
	}
	c = deck.PageContent{Title: h.Title, Text: string(words[:h.Text]), Notes: string(words[h.Text:]), Links: h.Links, Remarks: h.Remarks}
	if !text(c.Text, MaxText) || !text(c.Notes, MaxText) {
		return c, wrong("a page's text %.100q and notes %.100q", c.Text, c.Notes)
	}
	c.Size, err = m.size(h.Size)
	return c, err
}

func (m *Reader) drawn(payload []byte) (s deck.PictureSize, err error) {
	var h drawnHead
	if err := decode(payload, &h); err != nil {
		return s, err
	}
	if err := m.answered(); err != nil {
		return s, err
	}
	if m.ask.Width == 0 || h.Width != m.ask.Width {
		return s, wrong("a page of %d pixels where %d were asked for", h.Width, m.ask.Width)
	}
	return m.size(h)
}

// size reads a drawing's bytes.
func (m *Reader) size(h drawnHead) (s deck.PictureSize, err error) {
	if h.Width < 1 || h.Width > maxSide || h.Height < 1 || h.Height > maxSide || h.Length < 1 || h.Length > maxDrawing {
		return s, wrong("a drawing of %d × %d pixels, %d bytes", h.Width, h.Height, h.Length)
	}
	data, err := readN(m.r, h.Length)
	if err != nil {
		return s, err
	}
	if h.Type == "image/svg+xml" || !is(h.Type, data) {
		return s, wrong("a drawing %.100q that begins with %.16q", h.Type, data)
	}
	return deck.PictureSize{Width: h.Width, Height: h.Height, Type: h.Type, Data: data}, nil
}

// is reports whether bytes begin as a media type's do, as far as that is known.
func is(mediaType string, data []byte) bool {
	switch mediaType {
	case "image/png":
		return bytes.HasPrefix(data, []byte("\x89PNG\r\n\x1a\n"))
	case "image/jpeg":
		return bytes.HasPrefix(data, []byte("\xff\xd8\xff"))
	case "image/gif":
		return bytes.HasPrefix(data, []byte("GIF8"))
	case "image/webp":
		return len(data) > 12 && string(data[:4]) == "RIFF" && string(data[8:12]) == "WEBP"
	}
	return mediaType == "image/svg+xml" // which begins in many ways, and was read to its end
}

// page checks a picture that is drawn from a page.
func page(h deck.Header, p deck.DraftPicture) error {
	switch {
	case p.Page.File == "" || !line(p.Page.File) || p.Page.Number < 0 || p.Page.Number >= deck.MaxSlides:
		return wrong("page %d of %.100q", p.Page.Number, p.Page.File)
	case !slices.Contains([]deck.Part{deck.WholePage, deck.LeftHalf, deck.RightHalf, deck.TopHalf, deck.BottomHalf}, p.Page.Part):
		return wrong("part %.100q of a page", p.Page.Part)
	case p.Vector || p.Width < 1 || p.Height < 1 || len(p.Sizes) > 0 && p.Sizes[len(p.Sizes)-1].Width > p.Width:
		return wrong("a page of %d × %d", p.Width, p.Height)
	}
	return nil
}

// links checks those of a view.
func links(all []deck.Link) error {
	if len(all) > maxLinks {
		return wrong("%d links", len(all))
	}
	const last = 1 + 1e-9
	part := func(v float64) bool { return v >= 0 && v <= last }
	for _, l := range all {
		if !part(l.X) || !part(l.Y) || !part(l.W) || !part(l.H) || !part(l.X+l.W) || !part(l.Y+l.H) {
			return wrong("a link at %g, %g of %g × %g", l.X, l.Y, l.W, l.H)
		}
		if l.URL == "" {
			if l.Slide < 1 || l.Slide > deck.MaxSlides || l.Step < 0 || l.Step > deck.MaxSteps {
				return wrong("a link to slide %d, step %d", l.Slide, l.Step)
			}
			continue
		}
		to, err := url.Parse(l.URL)
		if err != nil || l.Slide != 0 || l.Step != 0 || len(l.URL) > maxLink || !oneLine(l.URL) ||
			!slices.Contains([]string{"http", "https", "mailto"}, to.Scheme) {
			return wrong("a link to %.100q", l.URL)
		}
	}
	return nil
}
