// Package paper writes a PDF whose pages are pictures: each with its words, not seen
// but found, selected and read aloud, with its links, and with notes below it.
//
// It is small since it knows one font and one kind of page. References are to ISO
// 32000-1.
package paper

import (
	"bytes"
	"compress/zlib"
	"encoding/hex"
	"fmt"
	"io"
	"strings"
	"unicode/utf16"

	"lectern/app/deck"
)

// Width is how wide a page is, in points: 1280 CSS pixels, as the stage of slides.
const Width = 960

// Page is one page. All but the picture may be missing.
type Page struct {
	Title   string // in the list of contents
	Picture deck.PictureSize
	Text    string // what can be read on the picture
	Notes   string // below it, in signs that Covers reports
	Links   []Link
	Ink     []deck.Stroke // drawn on the picture
}

// Link is a place on the picture that leads to another page, from 0, or to the web.
type Link struct {
	deck.Link
	Page int // -1 for the web
}

// The numbers of objects that every document has; the pages follow.
const (
	catalog = iota + 1
	pageTree
	info
	textFont
	cidFont
	fontDescriptor
	fontFile
	cidToGID
	toUnicode
	outlines
	firstPage
)

// Writer writes a document, page by page.
type Writer struct {
	w        io.Writer
	at       int64
	offsets  map[int]int64 // of the objects, by number
	next     int           // number that is free
	title    string
	lang     string
	notes    bool
	pages    int // written, without those that notes go on on
	kids     []int
	contents []entry
	face     face
}

type entry struct {
	title string
	page  int // object
}

// NewWriter begins a document of so many pages; with notes they are upright.
func NewWriter(w io.Writer, title, lang string, pages int, notes bool) *Writer {
	p := &Writer{w: w, offsets: map[int]int64{}, next: firstPage + pages, title: title, lang: lang, notes: notes, face: newFace()}
	p.print("%%PDF-1.7\n%%\xe2\xe3\xcf\xd3\n")
	return p
}

func (p *Writer) print(format string, args ...any) (err error) {
	n, err := fmt.Fprintf(p.w, format, args...)
	p.at += int64(n)
	return err
}

// object writes an object; number 0 takes the next that is free.
func (p *Writer) object(number int, format string, args ...any) (int, error) {
	if number == 0 {
		number = p.next
		p.next++
	}
	p.offsets[number] = p.at
	return number, p.print("%d 0 obj\n%s\nendobj\n", number, fmt.Sprintf(format, args...))
}

// stream writes an object that is a stream.
func (p *Writer) stream(number int, dict string, data []byte) (int, error) {
	if number == 0 {
		number = p.next
		p.next++
	}
	p.offsets[number] = p.at
	if err := p.print("%d 0 obj\n<<%s /Length %d>>\nstream\n", number, dict, len(data)); err != nil {
		return 0, err
	}
	n, err := p.w.Write(data)
	p.at += int64(n)
	if err == nil {
		err = p.print("\nendstream\nendobj\n")
	}
	return number, err
}

// packed is a stream that is compressed here.
func (p *Writer) packed(number int, dict string, data []byte) (int, error) {
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	z.Write(data)
	z.Close()
	return p.stream(number, dict+" /Filter /FlateDecode", b.Bytes())
}

// Add writes the next page. The picture is a PNG or a JPEG.
func (p *Writer) Add(page Page) error {
	number := firstPage + p.pages
	p.pages++
	w, h, err := sizeOf(page.Picture)
	if err != nil {
		return err
	}
	slideHeight := Width * float64(h) / float64(w)
	height := slideHeight
	if p.notes {
		height = max(upright, slideHeight+notesLeast)
	}
	picture, err := p.picture(page.Picture)
	if err != nil {
		return err
	}
	var c bytes.Buffer
	top := height - slideHeight
	fmt.Fprintf(&c, "q %d 0 0 %.2f 0 %.2f cm /P Do Q\n", Width, slideHeight, top)
	states := ink(&c, page.Ink, top, slideHeight)
	p.face.hidden(&c, page.Text, top, slideHeight)
	lines := p.face.wrap(page.Notes)
	lines = p.face.visible(&c, lines, top-notesMargin)
	var links strings.Builder
	for _, l := range page.Links {
		fmt.Fprintf(&links, "<</Type /Annot /Subtype /Link /Border [0 0 0] /F 4 /Rect [%.2f %.2f %.2f %.2f] %s>>",
			l.X*Width, height-(l.Y+l.H)*slideHeight, (l.X+l.W)*Width, height-l.Y*slideHeight, l.action())
	}
	if err := p.page(number, height, c.Bytes(), fmt.Sprintf("/XObject <</P %d 0 R>>%s", picture, states), links.String()); err != nil {
		return err
	}
	if page.Title != "" {
		p.contents = append(p.contents, entry{page.Title, number})
	}
	for len(lines) > 0 {
		c.Reset()
		lines = p.face.visible(&c, lines, height-notesMargin)
		if err := p.page(0, height, c.Bytes(), "", ""); err != nil {
			return err
		}
	}
	return nil
}

// action is where a link leads.
func (l Link) action() string {
	if l.Page >= 0 {
		return fmt.Sprintf("/Dest [%d 0 R /Fit]", firstPage+l.Page)
	}
	return "/A <</S /URI /URI " + ascii(l.URL) + ">>"
}

func (p *Writer) page(number int, height float64, content []byte, resources, annotations string) error {
	body, err := p.packed(0, "", content)
	if err != nil {
		return err
	}
	number, err = p.object(number, "<</Type /Page /Parent %d 0 R /MediaBox [0 0 %d %.2f] /Contents %d 0 R /Resources <</Font <</F %d 0 R>> %s>> /Annots [%s]>>",
		pageTree, Width, height, body, textFont, resources, annotations)
	p.kids = append(p.kids, number)
	return err
}

// Close writes what every document ends with. It does not close what it writes to.
func (p *Writer) Close() error {
	var kids strings.Builder
	for _, k := range p.kids {
		fmt.Fprintf(&kids, "%d 0 R ", k)
	}
	outline := ""
	if len(p.contents) > 0 {
		if err := p.outline(); err != nil {
			return err
		}
		outline = fmt.Sprintf("/Outlines %d 0 R", outlines)
	}
	if err := p.face.write(p); err != nil {
		return err
	}
	if _, err := p.object(pageTree, "<</Type /Pages /Count %d /Kids [%s]>>", len(p.kids), kids.String()); err != nil {
		return err
	}
	if _, err := p.object(info, "<</Title %s /Producer (Lectern)>>", text(p.title)); err != nil {
		return err
	}
	if _, err := p.object(catalog, "<</Type /Catalog /Pages %d 0 R /Lang %s /ViewerPreferences <</DisplayDocTitle true>> %s>>", pageTree, text(p.lang), outline); err != nil {
		return err
	}
	start := p.at
	p.print("xref\n0 %d\n0000000000 65535 f \n", p.next)
	for n := 1; n < p.next; n++ {
		if at, ok := p.offsets[n]; ok {
			p.print("%010d 00000 n \n", at)
		} else {
			p.print("0000000000 65535 f \n")
		}
	}
	return p.print("trailer\n<</Size %d /Root %d 0 R /Info %d 0 R>>\nstartxref\n%d\n%%%%EOF\n", p.next, catalog, info, start)
}

// outline writes the list of contents (12.3.3).
func (p *Writer) outline() error {
	first, last := p.next, p.next+len(p.contents)-1
	for i, e := range p.contents {
		around := ""
		if i > 0 {
			around += fmt.Sprintf(" /Prev %d 0 R", first+i-1)
		}
		if first+i < last {
			around += fmt.Sprintf(" /Next %d 0 R", first+i+1)
		}
		if _, err := p.object(0, "<</Title %s /Parent %d 0 R /Dest [%d 0 R /Fit]%s>>", text(e.title), outlines, e.page, around); err != nil {
			return err
		}
	}
	_, err := p.object(outlines, "<</Type /Outlines /First %d 0 R /Last %d 0 R /Count %d>>", first, last, len(p.contents))
	return err
}

// text is a text string (7.9.2.2).
func text(s string) string {
	b := []byte{0xfe, 0xff}
	for _, u := range utf16.Encode([]rune(s)) {
		b = append(b, byte(u>>8), byte(u))
	}
	return "<" + hex.EncodeToString(b) + ">"
}

// ascii is a string of bytes, those of an address.
func ascii(s string) string { return "<" + hex.EncodeToString([]byte(s)) + ">" }
