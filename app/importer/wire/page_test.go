package wire

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lectern/app/deck"
	"lectern/app/fault"
)

const png = "\x89PNG\r\n\x1a\n"

// content is a page with one of everything.
func content() deck.PageContent {
	return deck.PageContent{
		Title: "One <&\u2028", Text: "One\ntwo", Notes: "for me", Remarks: []string{"page 1: a font is missing."},
		Links: []deck.Link{{W: 1, H: 1, Slide: 3, Step: 1}, {URL: "mailto:a@example.org"}},
		Size:  deck.PictureSize{Width: 480, Height: 270, Type: "image/png", Data: []byte(png)},
	}
}

// TestPages: pages come as they are, one for each that was asked for.
func TestPages(t *testing.T) {
	var b bytes.Buffer
	tell := NewTeller(&b)
	drawn := deck.PictureSize{Width: 1920, Height: 1080, Type: "image/jpeg", Data: []byte("\xff\xd8\xff.")}
	err := errors.Join(tell.tell(kindNext), tell.Content(content()), tell.tell(kindNext), tell.Drawn(drawn),
		tell.tell(kindNext), tell.Unable(fault.Errorf(fault.TooLarge, "Too large")), tell.tell(kindNext))
	if err != nil {
		t.Fatal(err)
	}
	r := NewReader(&b, nil)
	for i, want := range []any{NextAsked{}, content(), NextAsked{}, drawn, NextAsked{}, Unable{Code: fault.TooLarge, Message: "Too large"}, NextAsked{}} {
		got, err := r.Next()
		if d := cmp.Diff(want, got); err != nil || d != "" {
			t.Fatal(i, err, d)
		}
		switch i {
		case 0, 4:
			r.Sent(Ask{})
		case 2:
			r.Sent(Ask{Width: 1920})
		}
	}
}

// TestWrongPages: what nobody asked for, or breaks a bound, is not taken.
func TestWrongPages(t *testing.T) {
	read, draw := &Ask{}, &Ask{Width: 1920}
	of := func(spoil func(*deck.PageContent)) func(*Teller) {
		return func(tell *Teller) {
			c := content()
			spoil(&c)
			tell.Content(c)
		}
	}
	drawn := func(w, h int, mediaType, data string) func(*Teller) {
		return func(tell *Teller) {
			tell.Drawn(deck.PictureSize{Width: w, Height: h, Type: mediaType, Data: []byte(data)})
		}
	}
	for name, c := range map[string]struct {
		ask *Ask
		say func(*Teller)
	}{
		"unasked":             {nil, of(func(*deck.PageContent) {})},
		"unasked drawing":     {nil, drawn(1920, 9, "image/png", png)},
		"unasked trouble":     {nil, func(tell *Teller) { tell.Unable(errors.New("x")) }},
		"the next instead":    {read, func(tell *Teller) { tell.tell(kindNext) }},
		"a drawing instead":   {read, drawn(480, 9, "image/png", png)},
		"words instead":       {draw, of(func(*deck.PageContent) {})},
		"another width":       {draw, drawn(1919, 9, "image/png", png)},
		"another type":        {draw, drawn(1920, 9, "image/jpeg", png)},
		"a vector":            {draw, drawn(1920, 9, "image/svg+xml", "<svg/>")},
		"no height":           {draw, drawn(1920, 0, "image/png", png)},
		"no bytes":            {draw, drawn(1920, 9, "image/png", "")},
		"too wide":            {read, of(func(c *deck.PageContent) { c.Size.Width = 481 })},
		"too long a title":    {read, of(func(c *deck.PageContent) { c.Title = strings.Repeat("a", maxLine+1) })},
		"too much text":       {read, of(func(c *deck.PageContent) { c.Text = strings.Repeat("a", MaxText+1) })},
		"a zero":              {read, of(func(c *deck.PageContent) { c.Notes = "\x00" })},
		"a script":            {read, of(func(c *deck.PageContent) { c.Links[1].URL = "JavaScript:x" })},
		"a file":              {read, of(func(c *deck.PageContent) { c.Links[1].URL = "file:///etc/passwd" })},
		"a link of two lines": {read, of(func(c *deck.PageContent) { c.Links[1].URL = "https://a/\nb" })},
		"an empty remark":     {read, of(func(c *deck.PageContent) { c.Remarks[0] = "" })},
		"too many remarks":    {read, of(func(c *deck.PageContent) { c.Remarks = repeat("a", maxPageRemarks+1) })},
		"too much": {draw, func(tell *Teller) {
			tell.tell(kindDrawn, []byte(`{"Width":1920,"Height":9,"Type":"image/png","Length":1000000000}`))
		}},
		"less than nothing": {read, func(tell *Teller) { tell.tell(kindContent, []byte(`{"Text":-1,"Notes":1}`)) }},
	} {
		t.Run(name, func(t *testing.T) {
			var b bytes.Buffer
			c.say(NewTeller(&b))
			r := NewReader(&b, nil)
			if c.ask != nil {
				r.Sent(*c.ask)
			}
			if m, err := r.Next(); !IsWrong(err) {
				t.Errorf("%+v, %v", m, err)
			}
		})
	}
}
