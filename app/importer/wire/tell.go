package wire

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"
	"sync"

	"lectern/app/deck"
	"lectern/app/fault"
)

// Teller is the child's voice. It is a deck.Sink, and safe for concurrent use.
type Teller struct {
	mu sync.Mutex
	w  io.Writer
}

// NewTeller returns a Teller that writes to w.
func NewTeller(w io.Writer) *Teller { return &Teller{w: w} }

func (t *Teller) tell(k kind, parts ...[]byte) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	return writeFrame(t.w, k, parts...)
}

func (t *Teller) tellJSON(k kind, v any) error {
	b, err := encode(v)
	if err != nil {
		return err
	}
	return t.tell(k, b)
}

// encode leaves signs of HTML as they are.
func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return b.Bytes(), err
}

// Begin implements deck.Sink, as the others do.
func (t *Teller) Begin(_ context.Context, h deck.Header) error { return t.tellJSON(kindBegin, h) }

func (t *Teller) Slide(_ context.Context, s deck.DraftSlide) error {
	h := slideHead{Lang: s.Lang, DeckTitle: s.DeckTitle, Number: s.Number, Title: s.Title, Class: s.Class, Section: s.Section, Hidden: s.Hidden, Below: s.Below, Planned: s.Planned, Views: make([]viewHead, len(s.Views))}
	var all bytes.Buffer
	put := func(words string) int {
		n, _ := all.WriteString(strings.ToValidUTF8(words, "\uFFFD"))
		return n
	}
	h.Notes = put(s.Notes)
	for i, v := range s.Views {
		h.Views[i] = viewHead{HTML: put(v.HTML), CSS: put(v.CSS), Picture: v.Picture, Text: put(v.Text), Links: v.Links, Seconds: v.Seconds}
	}
	return t.tellAll(kindSlide, h, all.Bytes())
}

// tellAll tells what has a head, in JSON, and bytes behind it.
func (t *Teller) tellAll(k kind, head any, parts ...[]byte) error {
	b, err := encode(head)
	if err != nil {
		return err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if err := writeFrame(t.w, k, b); err != nil {
		return err
	}
	for _, p := range parts {
		if _, err := t.w.Write(p); err != nil {
			return err
		}
	}
	return nil
}

func (t *Teller) Remark(_ context.Context, r deck.Remark) error {
	r.Text, r.File = shorten(r.Text, maxRemark), shorten(r.File, maxLine)
	for i, a := range r.Addresses {
		r.Addresses[i] = shorten(a, maxLink)
	}
	return t.tellJSON(kindRemark, r)
}

func (t *Teller) Picture(_ context.Context, p deck.DraftPicture) error {
	p.Words, p.Remark = strings.ToValidUTF8(p.Words, "\uFFFD"), shorten(p.Remark, maxRemark)
	h := pictureHead{DraftPicture: p, Lengths: make([]int, len(p.Sizes))}
	h.Sizes = slices.Clone(p.Sizes)
	data := make([][]byte, len(p.Sizes))
	for i, s := range p.Sizes {
		h.Lengths[i], data[i] = len(s.Data), s.Data
		s.Data = nil
		h.Sizes[i] = s
	}
	return t.tellAll(kindPicture, h, data...)
}

// Content tells what was read on a page.
func (t *Teller) Content(c deck.PageContent) error {
	h := contentHead{Title: c.Title, Links: c.Links, Size: headOf(c.Size)}
	for _, r := range c.Remarks {
		h.Remarks = append(h.Remarks, shorten(r, maxRemark))
	}
	text, notes := strings.ToValidUTF8(c.Text, "\uFFFD"), strings.ToValidUTF8(c.Notes, "\uFFFD")
	h.Text, h.Notes = len(text), len(notes)
	return t.tellAll(kindContent, h, []byte(text), []byte(notes), c.Size.Data)
}

// Drawn tells a page's drawing.
func (t *Teller) Drawn(s deck.PictureSize) error { return t.tellAll(kindDrawn, headOf(s), s.Data) }

// Unable tells that a page cannot be made.
func (t *Teller) Unable(err error) error { return t.tellJSON(kindUnable, failureOf(err)) }

// Step tells what is made now: "page 3".
func (t *Teller) Step(label string) { t.tell(kindStep, []byte(shorten(label, maxStep))) }

// Warn tells what the log should have.
func (t *Teller) Warn(sentence string) { t.tell(kindWarning, []byte(shorten(sentence, 1<<10))) }

// NeedsPDF tells that the deck is a PDF.
func (t *Teller) NeedsPDF() error { return t.tell(kindNeeds, []byte(needsPDF)) }

// NeedsAVIF tells that there are AVIF pictures.
func (t *Teller) NeedsAVIF() error { return t.tell(kindNeeds, []byte(needsAVIF)) }

// NeedsFiles tells that the deck is a zip, whose files are needed as they are.
func (t *Teller) NeedsFiles() error { return t.tell(kindNeeds, []byte(needsFiles)) }

// NeedsTalk tells that a PDF of a talk is needed.
func (t *Teller) NeedsTalk(n Talk) error { return t.tellJSON(kindTalk, n) }

// Done tells that the deck is complete.
func (t *Teller) Done() error { return t.tell(kindDone) }

// Failed tells that there will be no deck.
func (t *Teller) Failed(err error) error { return t.tellJSON(kindFailed, failureOf(err)) }

func failureOf(err error) Failure {
	f := Failure{Detail: shorten(err.Error(), 16<<10)}
	var known *fault.Error
	if errors.As(err, &known) {
		f.Code, f.Message = known.Code, shorten(known.Message, 4<<10)
		f.Detail = ""
		if known.Err != nil {
			f.Detail = shorten(known.Err.Error(), 16<<10)
		}
	}
	return f
}

// shorten makes a line of s that has so many bytes at most.
func shorten(s string, most int) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' || r >= 0x7f && r < 0xa0 {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
	if len(s) > most {
		s = strings.ToValidUTF8(s[:most-len("…")], "") + "…"
	}
	return s
}
