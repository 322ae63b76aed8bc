package load

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"

	"lectern/app/live"
)

// got is an answer, of which the page kept the beginning: a thousand pages' pictures
// would not fit into one computer.
type got struct {
	status int
	header http.Header
	size   int64
	kept   []byte
}

// get asks for something, and keeps so many bytes of it.
func (p *page) get(keep int64, path string, headers ...string) (g got, err error) {
	r, err := http.NewRequestWithContext(p.ctx, "GET", p.url+path, nil)
	if err != nil {
		return g, err
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	res, err := p.client.Do(r)
	if err != nil {
		return g, err
	}
	defer res.Body.Close()
	g.status, g.header = res.StatusCode, res.Header
	if g.kept, err = io.ReadAll(io.LimitReader(res.Body, keep)); err == nil {
		g.size, err = io.Copy(io.Discard, res.Body)
	}
	g.size += int64(len(g.kept))
	return g, err
}

// ask gets a slide and its picture from the server.
func (p *page) ask(e live.Event) {
	g, err := p.get(1<<20, fmt.Sprintf("/decks/%d/slides/%d?step=%d", e.Deck, e.Slide, e.Step))
	p.count(func(t *Traffic) { t.Asked++; t.AskedBytes += g.size })
	var slide struct {
		Picture *struct {
			URL    string
			Widths []int
		}
	}
	if err == nil && g.status != 200 {
		err = fmt.Errorf("slide %d: %d %s", e.Slide, g.status, g.kept)
	}
	if err == nil {
		err = json.Unmarshal(g.kept, &slide)
	}
	if err == nil && slide.Picture != nil && p.isAt(e) { // else it is overtaken
		g, err = p.get(100, fmt.Sprint(slide.Picture.URL, "/", suits(slide.Picture.Widths, p.opt.Width)))
		p.count(func(t *Traffic) { t.Asked++; t.AskedBytes += g.size })
		if err == nil && g.status != 200 {
			err = fmt.Errorf("the picture of slide %d: %d %s", e.Slide, g.status, g.kept)
		}
	}
	switch {
	case err != nil && p.ctx.Err() == nil && p.isAt(e):
		p.fail(err)
	case err == nil && p.isAt(e):
		p.paint(e)
	}
}

// suits is the width that a page asks for; 0, as of a vector, where there is none.
func suits(widths []int, screen int) (width int) {
	if len(widths) == 0 {
		return 0
	}
	width = widths[len(widths)-1]
	for _, w := range widths {
		if w >= screen {
			width = min(width, w)
		}
	}
	return width
}
