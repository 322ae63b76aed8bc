package server

import "lectern/app/deck"

// deckJSON is a deck as the presenter gets it.
type deckJSON struct {
	deck.Info
	Cover *slideJSON  `json:"cover,omitempty"`          // in a list
	All   []slideJSON `json:"content_slides,omitempty"` // of one deck
}

func deckOf(i deck.Info) deckJSON {
	d := deckJSON{Info: i}
	if i.Cover != nil {
		cover := slideOf(i, *i.Cover, nil)
		d.Cover = &cover
	}
	return d
}

// slideJSON is what a slide shows, for anybody who may see it.
type slideJSON struct {
	Deck    int64        `json:"deck"`
	Slide   int          `json:"slide"`
	Content int64        `json:"content"`
	Title   string       `json:"title"`
	HTML    string       `json:"html"`
	Picture *pictureJSON `json:"picture"`
	Class   string       `json:"class"`
	Lang    string       `json:"lang"`
	Text    string       `json:"text"`
	Steps   int          `json:"steps"`
	Next    []string     `json:"next"`                  // a picture of the next slide, to fetch ahead
	Widths  []int        `json:"next_widths,omitempty"` // when it is a page's: one of these follows its address

	Notes *string `json:"notes,omitempty"` // the presenter's only
	Shown *bool   `json:"shown,omitempty"`
}

type pictureJSON struct {
	URL    string `json:"url"` // followed by /WIDTH
	Widths []int  `json:"widths"`
	Width  int    `json:"width"`
	Height int    `json:"height"`
	Vector bool   `json:"vector"`
}

// slideOf is what the audience gets of a slide. Of the next one it gets
// nothing but the address of a picture, which nobody can guess.
func slideOf(i deck.Info, s deck.Slide, next *deck.Slide) slideJSON {
	j := slideJSON{
		Deck: i.ID, Slide: s.Number, Content: i.Content, Title: s.Title, HTML: s.HTML,
		Class: s.Class, Lang: i.Lang, Text: s.Text, Steps: s.Steps, Next: []string{},
	}
	if p := s.Picture; p != nil {
		j.Picture = &pictureJSON{URL: "/pictures/" + p.Hash, Widths: p.Widths, Width: p.Width, Height: p.Height, Vector: p.Vector}
	}
	switch {
	case next == nil:
	case next.Picture != nil && next.Picture.Vector:
		j.Next = []string{"/pictures/" + next.Picture.Hash + "/0"}
	case next.Picture != nil:
		j.Next = []string{"/pictures/" + next.Picture.Hash}
		j.Widths = next.Picture.Widths
	case len(next.Uses) > 0:
		j.Next = next.Uses[:1]
	}
	return j
}
