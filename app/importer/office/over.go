package office

import (
	"context"
	"fmt"

	"lectern/app/deck"
	"lectern/app/importer/words"
)

// Over is a sink for the deck that a PDF of the talk makes, which passes it on to
// another with what the talk itself says better: what it is called, and each slide's
// title, section and notes, and whether it is hidden. The text is the PDF's: of what the talk says some may lie beside
// the slide, or under something else.
func (t *Talk) Over(to deck.Sink) deck.Sink { return &over{Sink: to, talk: t} }

type over struct {
	deck.Sink
	talk  *Talk
	pages []Slide // the slide of each page, or nil where nobody knows
}

// Step implements what a Sink may have beside.
func (o *over) Step(label string) {
	if s, ok := o.Sink.(stepper); ok {
		s.Step(label)
	}
}

func (o *over) Begin(ctx context.Context, h deck.Header) error {
	h.Title, h.Format = o.talk.deckTitle(), deck.Office
	if o.talk.Lang != "" {
		h.Lang = o.talk.Lang
	}
	seen := o.talk.seen()
	switch h.Slides {
	case len(o.talk.Slides):
		o.pages = o.talk.Slides
	case len(seen):
		o.pages = seen
	}
	if err := o.Sink.Begin(ctx, h); err != nil || len(o.pages) == len(o.talk.Slides) {
		return err
	}
	if o.pages != nil {
		return o.Remark(ctx, deck.Say(deck.OnOther, hiddenLeftOut(o.talk)))
	}
	return o.Remark(ctx, deck.Say(deck.OnNotes, fmt.Sprintf("LibreOffice made %d pages of the %d slides of %s, so that nobody knows whose the notes are: they were left out.", h.Slides, len(o.talk.Slides), o.talk.name)))
}

func (o *over) Slide(ctx context.Context, s deck.DraftSlide) error {
	if o.pages != nil {
		own := o.pages[s.Number-1]
		s.Hidden = own.Hidden
		if own.Title != "" {
			s.Title = own.Title
		}
		s.Section = own.Section
		if own.Notes != "" {
			s.Notes = own.Notes
		}
	}
	return o.Sink.Slide(ctx, s)
}

// hiddenLeftOut is the sentence for a PDF without the slides that are hidden.
func hiddenLeftOut(t *Talk) string {
	var numbers []int
	for _, s := range t.Slides {
		if s.Hidden {
			numbers = append(numbers, s.Number)
		}
	}
	if len(numbers) == 1 {
		return fmt.Sprintf("Slide %d of %s is hidden and was left out.", numbers[0], t.name)
	}
	return fmt.Sprintf("Slides %s of %s are hidden and were left out.", list(numbers), t.name)
}

// Untold is such a sink for a talk of a name that is not read here.
func Untold(name string, to deck.Sink) deck.Sink { return &untold{to, name} }

type untold struct {
	deck.Sink
	name string
}

func (u *untold) Step(label string) {
	if s, ok := u.Sink.(stepper); ok {
		s.Step(label)
	}
}

func (u *untold) Begin(ctx context.Context, h deck.Header) error {
	h.Format = deck.Office
	// Where the file has no title LibreOffice writes the name that it has been given.
	if h.Title == "talk" || h.Title == words.Title(u.name+".pdf") {
		h.Title = words.Title(u.name)
	}
	if err := u.Sink.Begin(ctx, h); err != nil {
		return err
	}
	return u.Remark(ctx, deck.Say(deck.OnNotes, fmt.Sprintf("The notes of %s are not read; save it as .pptx or .odp to have them.", u.name)))
}
