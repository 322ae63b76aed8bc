package pdf

import (
	"net/url"
	"strings"
	"unicode"

	"github.com/klippa-app/go-pdfium/enums"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"

	"lectern/app/deck"
	"lectern/app/importer/pdf/plan"
)

const (
	maxLinks = 200  // of a page
	maxURL   = 2000 // bytes
	maxTried = 2000 // links of a page that are looked at
)

// links are the places on a page's part that lead somewhere, and what is noted for the
// speaker in addresses. text is what can be read in the part.
func (s *sandbox) links(t *talk, page deck.Page, text string) (links []deck.Link, notes string, err error) {
	to, err := s.parts(page.Number, page.Part)
	if err != nil {
		return nil, "", err
	}
	var said []string
	for next, tried := 0, 0; len(links) < maxLinks && tried < maxTried; tried++ {
		l, err := s.inst.FPDFLink_Enumerate(&requests.FPDFLink_Enumerate{Page: s.page(page.Number), StartPos: next})
		if err != nil {
			return nil, "", err
		}
		if l.Link == nil || l.NextStartPos == nil {
			break
		}
		next = *l.NextStartPos
		s.references++
		link, address, err := s.target(t, page.Number, *l.Link)
		if err != nil {
			return nil, "", err
		}
		if note, ok := strings.CutPrefix(address, "note:"); ok { // presio's
			if plain, err := url.PathUnescape(note); err == nil {
				note = plain
			}
			said = append(said, note)
			continue
		}
		if link.Slide == 0 && link.URL == "" || s.unseen(page.Number, *l.Link) {
			continue
		}
		r, err := s.inst.FPDFLink_GetAnnotRect(&requests.FPDFLink_GetAnnotRect{Link: *l.Link})
		if err != nil || r.Rect == nil {
			continue
		}
		links = addLink(links, link, box{float64(r.Rect.Left), float64(r.Rect.Bottom), float64(r.Rect.Right), float64(r.Rect.Top)}.normal(), to)
	}
	links, err = s.writtenLinks(links, page.Number, text, to)
	return links, joined(said...), err
}

// target is where a link of a page leads; address is its address whatever that is.
func (s *sandbox) target(t *talk, page int, l references.FPDF_LINK) (link deck.Link, address string, err error) {
	dest, err := s.inst.FPDFLink_GetDest(&requests.FPDFLink_GetDest{Document: s.doc, Link: l})
	if err != nil {
		return link, "", err
	}
	if to := s.leadsTo(dest.Dest); to >= 0 && to < len(t.at) {
		if at := t.at[to]; at != t.at[page] {
			link.Slide, link.Step = at.Slide, at.Step
		}
		return link, "", nil
	}
	a, err := s.inst.FPDFLink_GetAction(&requests.FPDFLink_GetAction{Link: l})
	if err != nil || a.Action == nil {
		return link, "", err
	}
	s.references++
	kind, err := s.inst.FPDFAction_GetType(&requests.FPDFAction_GetType{Action: *a.Action})
	if err != nil || kind.Type != enums.FPDF_ACTION_ACTION_URI {
		return link, "", err
	}
	u, err := s.inst.FPDFAction_GetURIPath(&requests.FPDFAction_GetURIPath{Document: s.doc, Action: *a.Action})
	if err != nil || u.URIPath == nil {
		return link, "", err
	}
	link.URL = webAddress(*u.URIPath)
	return link, *u.URIPath, nil
}

// unseen reports whether a viewer would not have a link there.
func (s *sandbox) unseen(page int, l references.FPDF_LINK) bool {
	a, err := s.inst.FPDFLink_GetAnnot(&requests.FPDFLink_GetAnnot{Page: s.page(page), Link: l})
	if err != nil || a.Annotation == nil {
		return false
	}
	defer s.inst.FPDFPage_CloseAnnot(&requests.FPDFPage_CloseAnnot{Annotation: *a.Annotation})
	f, err := s.inst.FPDFAnnot_GetFlags(&requests.FPDFAnnot_GetFlags{Annotation: *a.Annotation})
	return err == nil && f.Flags&(enums.FPDF_ANNOT_FLAG_HIDDEN|enums.FPDF_ANNOT_FLAG_NOVIEW) != 0
}

// writtenLinks adds the addresses that are only written on a page, where they can be
// read.
func (s *sandbox) writtenLinks(links []deck.Link, page int, text string, to func(box) plan.Box) ([]deck.Link, error) {
	if !strings.Contains(text, "://") && !strings.Contains(text, "www.") && !strings.Contains(text, "@") {
		return links, nil
	}
	t, err := s.inst.FPDFText_LoadPage(&requests.FPDFText_LoadPage{Page: s.page(page)})
	if err != nil {
		return nil, err
	}
	defer s.inst.FPDFText_ClosePage(&requests.FPDFText_ClosePage{TextPage: t.TextPage})
	web, err := s.inst.FPDFLink_LoadWebLinks(&requests.FPDFLink_LoadWebLinks{TextPage: t.TextPage})
	if err != nil {
		return nil, err
	}
	defer s.inst.FPDFLink_CloseWebLinks(&requests.FPDFLink_CloseWebLinks{PageLink: web.PageLink})
	n, err := s.inst.FPDFLink_CountWebLinks(&requests.FPDFLink_CountWebLinks{PageLink: web.PageLink})
	if err != nil {
		return nil, err
	}
	readable := strings.Join(strings.Fields(text), "")
	known := links
	for i := range min(n.Count, maxTried) {
		u, err := s.inst.FPDFLink_GetURL(&requests.FPDFLink_GetURL{PageLink: web.PageLink, Index: i})
		if err != nil {
			return nil, err
		}
		address := webAddress(strings.TrimRight(u.URL, "\x00"))
		_, bare, _ := strings.Cut(strings.TrimRight(u.URL, "\x00"), ":")
		if address == "" || !strings.Contains(readable, strings.TrimLeft(bare, "/")) {
			continue
		}
		rects, err := s.inst.FPDFLink_CountRects(&requests.FPDFLink_CountRects{PageLink: web.PageLink, Index: i})
		if err != nil {
			return nil, err
		}
		for j := range min(rects.Count, 10) {
			r, err := s.inst.FPDFLink_GetRect(&requests.FPDFLink_GetRect{PageLink: web.PageLink, Index: i, RectIndex: j})
			if err != nil {
				return nil, err
			}
			b := box{r.Left, r.Bottom, r.Right, r.Top}.normal()
			if len(links) < maxLinks && !covered(known, to(b)) {
				links = addLink(links, deck.Link{URL: address}, b, to)
			}
		}
	}
	return links, nil
}

// covered reports whether there is a link already where another would be.
func covered(links []deck.Link, b plan.Box) bool {
	x, y := (b.X0+b.X1)/2, (b.Y0+b.Y1)/2
	for _, l := range links {
		if x >= l.X && x <= l.X+l.W && y >= l.Y && y <= l.Y+l.H {
			return true
		}
	}
	return false
}

// addLink puts a link at a place, if there is anything of that to be seen.
func addLink(links []deck.Link, l deck.Link, at box, to func(box) plan.Box) []deck.Link {
	b := to(at)
	l.X, l.Y, l.W, l.H = b.X0, b.Y0, b.X1-b.X0, b.Y1-b.Y0
	if at.left == at.right || at.bottom == at.top || l.W <= 0 || l.H <= 0 {
		return links
	}
	return append(links, l)
}

// webAddress is an address that a link of a deck may have, or "".
func webAddress(s string) string {
	s = strings.TrimSpace(s)
	if strings.HasPrefix(strings.ToLower(s), "www.") {
		s = "https://" + s
	}
	if len(s) > maxURL || strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsPrint(r) || r == unicode.ReplacementChar }) {
		return ""
	}
	u, err := url.Parse(s)
	if err != nil {
		return ""
	}
	switch u.Scheme = strings.ToLower(u.Scheme); {
	case (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" && u.Opaque == "":
	case u.Scheme == "mailto" && u.Opaque != "":
	default:
		return ""
	}
	if s = u.String(); len(s) > maxURL {
		return ""
	}
	return s
}
