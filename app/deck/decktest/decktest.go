// Package decktest has a deck in memory, for tests: as one that is imported, and as
// one that was.
package decktest

import (
	"context"
	"slices"

	"lectern/app/deck"
)

// Deck is a deck.Sink that keeps what it is given, in order.
type Deck struct {
	deck.Header
	Slides   []deck.DraftSlide
	Pictures []deck.DraftPicture
	Warnings []string      // remarks as sentences
	Remarks  []deck.Remark // the same, whole
}

// Page is a slide that comes in these views.
func Page(html ...string) deck.DraftSlide {
	var s deck.DraftSlide
	for _, h := range html {
		s.Views = append(s.Views, deck.DraftView{HTML: h, Picture: -1})
	}
	return s
}

// Begin implements deck.Sink, as the others do.
func (d *Deck) Begin(_ context.Context, h deck.Header) error {
	d.Header = h
	return nil
}

func (d *Deck) Picture(_ context.Context, p deck.DraftPicture) error {
	d.Pictures = append(d.Pictures, p)
	slices.SortFunc(d.Pictures, func(a, b deck.DraftPicture) int { return a.Number - b.Number })
	return nil
}

func (d *Deck) Slide(_ context.Context, s deck.DraftSlide) error {
	d.Slides = append(d.Slides, s)
	slices.SortFunc(d.Slides, func(a, b deck.DraftSlide) int { return a.Number - b.Number })
	return nil
}

func (d *Deck) Remark(_ context.Context, r deck.Remark) error {
	d.Warnings, d.Remarks = append(d.Warnings, r.String()), append(d.Remarks, r)
	return nil
}

// Write gives the deck to a sink, with its Remarks or else its Warnings. It numbers slides
// and pictures as they stand; but slides in other languages have their numbers.
func (d *Deck) Write(ctx context.Context, to deck.Sink) error {
	h := d.Header
	h.Slides = len(d.Slides)
	for _, s := range d.Slides {
		if s.Lang != "" {
			h.Slides--
		}
	}
	err := to.Begin(ctx, h)
	for i, p := range d.Pictures {
		if p.Number = i; err == nil {
			err = to.Picture(ctx, p)
		}
	}
	for i, s := range d.Slides {
		if s.Lang == "" {
			s.Number = i + 1
		}
		if err == nil {
			err = to.Slide(ctx, s)
		}
	}
	remarks := d.Remarks
	if remarks == nil {
		for _, w := range d.Warnings {
			remarks = append(remarks, deck.Say(deck.OnOther, w))
		}
	}
	for _, r := range remarks {
		if err == nil {
			err = to.Remark(ctx, r)
		}
	}
	return err
}
