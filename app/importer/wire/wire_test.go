package wire

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lectern/app/deck"
	"lectern/app/deck/decktest"
	"lectern/app/fault"
)

// good is a deck with one of everything.
func good() *decktest.Deck {
	return &decktest.Deck{
		Header: deck.Header{Title: "a \"<&\u2028", Lang: "en", Source: "a.md", Format: deck.Markdown},
		Pictures: []deck.DraftPicture{
			{Width: 8, Height: 6, Sizes: []deck.PictureSize{{Width: 4, Height: 3, Type: "image/png", Data: []byte("\x89PNG\r\n\x1a\nsmall")}, {Width: 8, Height: 6, Type: "image/jpeg", Data: []byte("\xff\xd8\xfflarge")}}},
			{Vector: true, Sizes: []deck.PictureSize{{Type: "image/svg+xml", Data: []byte("<svg/>")}}},
			{Width: 1920, Height: 1080, Page: &deck.Page{File: "a.pdf", Number: 3, Part: deck.LeftHalf}},
		},
		Slides: []deck.DraftSlide{
			{Title: "One", Class: "lead", Notes: "for\nme", Views: []deck.DraftView{
				{HTML: `<p>a</p><img src="picture:0">`, CSS: ":slide p{color:red}", Picture: -1, Text: "a"}, {HTML: `<p>b</p><img src="picture:1">`, Picture: -1, Text: "b"},
			}},
			{Title: "Two", Views: []deck.DraftView{{Picture: 0, Text: "c", Links: []deck.Link{{X: 0.5, Y: 0.9, W: 0.5, H: 0.1, URL: "https://example.org/?a=b"}, {Slide: 1}}}, {Picture: 2}}},
		},
		Warnings: []string{"line 3: there is no picture a.png."},
		Remarks:  []deck.Remark{{File: "a.md", Line: 3, Slide: 1, Kind: deck.OnPicture, Text: "there is no picture a.png."}},
	}
}

// take reads all there is into a deck.
func take(r *Reader) (*decktest.Deck, any, error) {
	d, ctx := &decktest.Deck{}, context.Background()
	for {
		m, err := r.Next()
		if err != nil {
			return d, nil, err
		}
		switch m := m.(type) {
		case deck.Header:
			d.Begin(ctx, m)
		case deck.DraftPicture:
			d.Picture(ctx, m)
		case deck.DraftSlide:
			d.Slide(ctx, m)
		case deck.Remark:
			d.Remark(ctx, m)
		case Done, NeedsPDF, Failure:
			return d, m, nil
		}
	}
}

func TestDeck(t *testing.T) {
	var b bytes.Buffer
	want := good()
	tell := NewTeller(&b)
	tell.Step("page 3")
	if err := errors.Join(want.Write(t.Context(), tell), tell.Done()); err != nil {
		t.Fatal(err)
	}
	got, last, err := take(NewReader(&b, nil))
	if err != nil || last != (Done{}) {
		t.Fatal(last, err)
	}
	for i := range want.Slides {
		want.Slides[i].Number = i + 1
	}
	want.Pictures[1].Number, want.Pictures[2].Number, want.Header.Slides = 1, 2, 2
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

// TestWrong: what breaks the promises of a deck.Sink, or any bound, never gets
// there.
func TestWrong(t *testing.T) {
	long := strings.Repeat("a", MaxView+1)
	for name, spoil := range map[string]func(*decktest.Deck){
		"no title":                func(d *decktest.Deck) { d.Title = "" },
		"a long title":            func(d *decktest.Deck) { d.Title = long[:maxLine+1] },
		"a zero":                  func(d *decktest.Deck) { d.Title = "a\x00" },
		"another format":          func(d *decktest.Deck) { d.Format = "x" },
		"a picture twice":         func(d *decktest.Deck) { d.Slides[0].Views[0].HTML = `<img src="picture:7">` },
		"a picture to come":       func(d *decktest.Deck) { d.Slides[1].Views[0].Picture = 3 },
		"HTML and picture":        func(d *decktest.Deck) { d.Slides[1].Views[0].HTML = "x" },
		"neither":                 func(d *decktest.Deck) { d.Slides[1].Views[0].Picture = -1 },
		"no view":                 func(d *decktest.Deck) { d.Slides[1].Views = nil },
		"too many views":          func(d *decktest.Deck) { d.Slides[0].Views = make([]deck.DraftView, deck.MaxSteps+2) },
		"too much HTML":           func(d *decktest.Deck) { d.Slides[0].Views[0].HTML = long },
		"too much CSS":            func(d *decktest.Deck) { d.Slides[0].Views[0].CSS = long[:MaxCSS+1] },
		"a zero in CSS":           func(d *decktest.Deck) { d.Slides[0].Views[0].CSS = "a\x00" },
		"CSS of a picture":        func(d *decktest.Deck) { d.Slides[1].Views[0].CSS = "a" },
		"too much text":           func(d *decktest.Deck) { d.Slides[0].Views[0].Text = long[:MaxText+1] },
		"too many notes":          func(d *decktest.Deck) { d.Slides[0].Notes = long[:MaxText+1] },
		"too many views' HTML":    func(d *decktest.Deck) { d.Slides[0].Views = repeat(deck.DraftView{HTML: long[1:], Picture: -1}, 5) },
		"a long class":            func(d *decktest.Deck) { d.Slides[0].Class = long[:maxLine+1] },
		"no size":                 func(d *decktest.Deck) { d.Pictures[0].Sizes = nil },
		"sizes that fall":         func(d *decktest.Deck) { d.Pictures[0].Sizes[0].Width = 9 },
		"sizes that lie":          func(d *decktest.Deck) { d.Pictures[0].Width = 9 },
		"a size below 0":          func(d *decktest.Deck) { d.Pictures[0].Height = -1 },
		"a size without height":   func(d *decktest.Deck) { d.Pictures[0].Sizes[0].Height = 0 },
		"a type":                  func(d *decktest.Deck) { d.Pictures[0].Sizes[0].Type = "text/html" },
		"a vector's type":         func(d *decktest.Deck) { d.Pictures[0].Sizes[0].Type = "image/svg+xml" },
		"a vector's width":        func(d *decktest.Deck) { d.Pictures[1].Sizes[0].Width = 1 },
		"an empty picture":        func(d *decktest.Deck) { d.Pictures[0].Sizes[0].Data = nil },
		"bytes of another type":   func(d *decktest.Deck) { d.Pictures[0].Sizes[1].Data = []byte("<html>") },
		"a page of no file":       func(d *decktest.Deck) { d.Pictures[2].Page.File = "" },
		"a page before the first": func(d *decktest.Deck) { d.Pictures[2].Page.Number = -1 },
		"a part":                  func(d *decktest.Deck) { d.Pictures[2].Page.Part = "middle" },
		"a page without width":    func(d *decktest.Deck) { d.Pictures[2].Width = 0 },
		"links on HTML":           func(d *decktest.Deck) { d.Slides[0].Views[0].Links = []deck.Link{{Slide: 1}} },
		"a link beyond the edge":  func(d *decktest.Deck) { d.Slides[1].Views[0].Links[0].W = 0.6 },
		"a link to a script":      func(d *decktest.Deck) { d.Slides[1].Views[0].Links[0].URL = "javascript:alert(1)" },
		"a link to nowhere":       func(d *decktest.Deck) { d.Slides[1].Views[0].Links[1].Slide = 0 },
		"a link to two":           func(d *decktest.Deck) { d.Slides[1].Views[0].Links[0].Slide = 1 },
		"too many links":          func(d *decktest.Deck) { d.Slides[1].Views[0].Links = repeat(deck.Link{Slide: 1}, maxLinks+1) },
		"a remark of two lines":   func(d *decktest.Deck) { d.Remarks[0].Text = "a\nb" },
		"a remark of no kind":     func(d *decktest.Deck) { d.Remarks[0].Kind = "x" },
		"a remark of no lines":    func(d *decktest.Deck) { d.Remarks[0].Lines = []int{3, 3} },
		"a remark before line 1":  func(d *decktest.Deck) { d.Remarks[0].Line = -1 },
		"a remark of long places": func(d *decktest.Deck) { d.Remarks[0].Addresses = repeat(strings.Repeat("a", maxLink+1), 1) },
	} {
		t.Run(name, func(t *testing.T) {
			var b bytes.Buffer
			d := good()
			spoil(d)
			tell := &unchecked{NewTeller(&b)}
			if err := errors.Join(d.Write(t.Context(), tell), tell.Done()); err != nil {
				t.Fatal(err)
			}
			if _, _, err := take(NewReader(&b, nil)); !IsWrong(err) {
				t.Errorf("%v", err)
			}
		})
	}
}

// unchecked tells remarks as they are.
type unchecked struct{ *Teller }

func (u *unchecked) Remark(_ context.Context, r deck.Remark) error { return u.tellJSON(kindRemark, r) }

func repeat[T any](v T, n int) (all []T) {
	for range n {
		all = append(all, v)
	}
	return all
}

// TestOrder: what comes at a wrong time, and what a child has no business to say.
func TestOrder(t *testing.T) {
	d := good()
	d.Header.Slides = 2
	ctx := t.Context()
	for name, say := range map[string]func(*Teller){
		"a slide first":    func(c *Teller) { c.Slide(ctx, d.Slides[0]) },
		"a picture first":  func(c *Teller) { c.Picture(ctx, d.Pictures[0]) },
		"two beginnings":   func(c *Teller) { c.Begin(ctx, d.Header); c.Begin(ctx, d.Header) },
		"a language twice": func(c *Teller) { h := d.Header; h.Others = []string{"de", "de"}; c.Begin(ctx, h) },
		"its own again":    func(c *Teller) { h := d.Header; h.Others = []string{"en"}; c.Begin(ctx, h) },
		"no language":      func(c *Teller) { h := d.Header; h.Others = []string{"a b"}; c.Begin(ctx, h) },
		"too many of them": func(c *Teller) {
			h := d.Header
			for i := range deck.MaxLanguages {
				h.Others = append(h.Others, fmt.Sprintf("de-%08d", i))
			}
			c.Begin(ctx, h)
		},
		"another language": func(c *Teller) {
			s := d.Slides[0]
			s.Lang, s.Number, s.Views = "de", 1, []deck.DraftView{{HTML: "x", Picture: -1}}
			c.Begin(ctx, d.Header)
			c.Slide(ctx, s)
		},
		"one language alone": func(c *Teller) {
			h, s := d.Header, d.Slides[0]
			h.Others = []string{"de"}
			s.Lang, s.Number, s.Views = "de", 1, []deck.DraftView{{HTML: "x", Picture: -1}}
			c.Begin(ctx, h)
			c.Slide(ctx, s)
			s.Number = 2
			c.Slide(ctx, s)
			c.Done()
		},
		"too few slides":   func(c *Teller) { c.Begin(ctx, d.Header); c.Done() },
		"nothing":          func(c *Teller) { c.Done() },
		"a PDF after all":  func(c *Teller) { c.Begin(ctx, d.Header); c.NeedsPDF() },
		"a picture twice":  func(c *Teller) { c.Begin(ctx, d.Header); c.Picture(ctx, d.Pictures[0]); c.Picture(ctx, d.Pictures[0]) },
		"a code":           func(c *Teller) { c.Failed(fault.Errorf(fault.Forbidden, "No")) },
		"no sentence":      func(c *Teller) { c.Failed(fault.Errorf(fault.NotADeck, "")) },
		"the parent's":     func(c *Teller) { c.tell(kindData, []byte("x")) },
		"an unknown kind":  func(c *Teller) { c.w.Write([]byte("X\x00\x00\x00\x00")) },
		"a length":         func(c *Teller) { c.w.Write([]byte("b\xff\xff\xff\xff")) },
		"no JSON":          func(c *Teller) { c.tell(kindBegin, []byte("{}{}")) },
		"an unknown field": func(c *Teller) { c.tell(kindBegin, []byte(`{"X":1}`)) },
		"no such file":     func(c *Teller) { c.tell(kindRead, make([]byte, 3), []byte{2}, make([]byte, 11), []byte{1}) },
		"nothing of it":    func(c *Teller) { c.tell(kindRead, make([]byte, readHead)) },
		"beyond its end":   func(c *Teller) { c.tell(kindRead, make([]byte, 11), []byte{9, 0, 0, 0, 1}) },
		"20,001 views": func(c *Teller) {
			c.Begin(ctx, d.Header)
			c.tell(kindSlide, []byte(`{"Number":1,"Views":[`+strings.Repeat("{},", 20_000)+`{}]}`))
		},
		"words below none": func(c *Teller) {
			c.Begin(ctx, d.Header)
			c.tell(kindSlide, []byte(`{"Number":1,"Views":[{"HTML":1,"Text":-1,"Picture":-1}]}`))
		},
		"a broken line":    func(c *Teller) { c.tell(kindStep, []byte("a\nb")) },
		"a broken warning": func(c *Teller) { c.tell(kindWarning, []byte("a\nb")) },
		"many warnings": func(c *Teller) {
			for i := range maxWarned + 1 {
				c.Warn(fmt.Sprint(i))
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			var b bytes.Buffer
			say(NewTeller(&b))
			if _, last, err := take(NewReader(&b, []int64{8})); !IsWrong(err) {
				t.Errorf("%v, %v", last, err)
			}
		})
	}
}

// TestSlideWords: words of whatever signs take their own length only, and come as
// they are; a slide of all that it may have does.
func TestSlideWords(t *testing.T) {
	signs := strings.Repeat("\x01\"\u2028", MaxText/5)
	d := good()
	d.Slides[0].Notes = signs
	d.Slides[0].Views = repeat(deck.DraftView{HTML: strings.Repeat("\x01", MaxSlide/(deck.MaxSteps+1)), Picture: -1, Text: signs}, deck.MaxSteps+1)
	d.Slides[1].Views[0].Text = "broken \xff"
	var b bytes.Buffer
	tell := NewTeller(&b)
	if err := errors.Join(d.Write(t.Context(), tell), tell.Done()); err != nil {
		t.Fatal(err)
	}
	if most := MaxSlide + (deck.MaxSteps+2)*MaxText + 64<<10; b.Len() > most {
		t.Errorf("%d bytes, want %d at the most", b.Len(), most)
	}
	got, last, err := take(NewReader(&b, nil))
	if err != nil || last != (Done{}) {
		t.Fatal(last, err)
	}
	if got.Slides[0].Notes != signs || !cmp.Equal(got.Slides[0].Views, d.Slides[0].Views) || got.Slides[1].Views[0].Text != "broken \uFFFD" {
		t.Error("the words are other ones")
	}
}

// FuzzReader: whatever a child says, its parent gets a deck that holds together, or
// an error.
func FuzzReader(f *testing.F) {
	var b bytes.Buffer
	tell := NewTeller(&b)
	tell.tell(kindList)
	tell.tell(kindRead, make([]byte, readHead-1), []byte{1})
	good().Write(f.Context(), tell)
	tell.Warn("x")
	f.Add(append(bytes.Clone(b.Bytes()), "o\x00\x00\x00\x00"...))
	tell.Failed(fault.Errorf(fault.NotADeck, "No"))
	f.Add(b.Bytes())
	f.Add([]byte("n\x00\x00\x00\x00"))
	f.Fuzz(func(t *testing.T, data []byte) {
		d, last, err := take(NewReader(bytes.NewReader(data), []int64{8}))
		if err != nil || last != (Done{}) {
			return
		}
		if len(d.Slides) != d.Header.Slides {
			t.Errorf("%d of %d slides", len(d.Slides), d.Header.Slides)
		}
		numbers := map[int]bool{}
		for _, p := range d.Pictures {
			numbers[p.Number] = true
		}
		for i, s := range d.Slides {
			if s.Number != i+1 {
				t.Errorf("slide %d is number %d", i+1, s.Number)
			}
			for _, v := range s.Views {
				if (v.HTML == "") == (v.Picture < 0) || v.Picture >= 0 && !numbers[v.Picture] {
					t.Errorf("%+v", v)
				}
			}
		}
	})
}
