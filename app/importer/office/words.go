package office

import (
	"context"
	"errors"
	"fmt"
	"html"
	"slices"
	"strings"

	"lectern/app/deck"
	"lectern/app/fault"
	"lectern/app/importer/raster"
	"lectern/app/importer/words"
)

// The bounds of what is made of a slide's words. Where a slide has more it is cut,
// and a remark says so.
const (
	maxHTML     = 256 << 10 // bytes
	maxPictures = 500       // of a deck
)

// stepper is a sink that is told what is being made.
type stepper interface{ Step(label string) }

// Import makes a deck of the talk's words, tables and pictures, each slide as one of
// Markdown's would look. What it writes is made of a few elements and escaped text
// alone.
func (t *Talk) Import(ctx context.Context, to deck.Sink) error {
	h := deck.Header{Title: t.deckTitle(), Lang: t.Lang, Format: deck.Office, Slides: len(t.Slides)}
	if err := to.Begin(ctx, h); err != nil {
		return err
	}
	w := &writer{talk: t, to: to, made: map[string]int{}, lost: map[string]int{}}
	w.steps, _ = to.(stepper)
	for _, s := range t.Slides {
		if err := ctx.Err(); err != nil {
			return err
		}
		w.html, w.text = strings.Builder{}, &strings.Builder{}
		if err := w.slide(ctx, s); err != nil {
			return err
		}
		d := deck.DraftSlide{
			Number: s.Number, Title: s.Title, Section: s.Section, Notes: s.Notes, Hidden: s.Hidden,
			Views: []deck.DraftView{{HTML: w.html.String(), Picture: -1, Text: strings.TrimSpace(w.text.String())}},
		}
		if d.Title == "" {
			d.Title = firstLine(d.Views[0].Text)
		}
		if err := to.Slide(ctx, d); err != nil {
			return err
		}
	}
	for _, r := range w.remarks() {
		if err := to.Remark(ctx, deck.Say(deck.OnOther, r)); err != nil {
			return err
		}
	}
	return nil
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return words.OneLine(line, 80)
}

// writer writes one slide after the other.
type writer struct {
	talk  *Talk
	to    deck.Sink
	steps stepper        // or nil
	made  map[string]int // the numbers of pictures by their parts; -1 for none
	count int
	lost  map[string]int // what is not shown, and on how many slides
	cut   []int          // slides that have more than is shown

	html strings.Builder
	text *strings.Builder
}

func (w *writer) slide(ctx context.Context, s Slide) error {
	if s.Title != "" {
		fmt.Fprintf(&w.html, "<h1>%s</h1>\n", html.EscapeString(s.Title))
		w.text.WriteString(s.Title + "\n")
	}
	missing := map[string]bool{}
	for _, b := range s.blocks {
		if w.html.Len() > maxHTML {
			w.cut = append(w.cut, s.Number)
			break
		}
		switch {
		case b.table != nil:
			w.table(b.table)
		case b.picture != "":
			if err := w.picture(ctx, b, missing); err != nil {
				return err
			}
		case b.missing != "":
			missing[b.missing] = true
			if alt := words.OneLine(b.alt, 500); alt != "" {
				fmt.Fprintf(&w.html, "<p><em>%s</em></p>\n", html.EscapeString(alt))
				w.text.WriteString(alt + "\n")
			}
		default:
			w.paragraphs(b.paragraphs)
		}
	}
	for what := range missing {
		w.lost[what]++
	}
	if w.html.Len() == 0 {
		w.html.WriteString("<p></p>") // a view without anything is none
	}
	return nil
}

// picture writes a picture, which is made the first time that it comes.
func (w *writer) picture(ctx context.Context, b block, missing map[string]bool) error {
	number, known := w.made[b.picture]
	if !known {
		var err error
		if number, err = w.make(ctx, b.picture); err != nil {
			return err
		}
		w.made[b.picture] = number
	}
	alt := words.OneLine(clean(b.alt), 500)
	if number < 0 {
		missing["a picture of a kind that browsers do not show"] = true
	} else {
		fmt.Fprintf(&w.html, `<p><img src="picture:%d" alt="%s"></p>`+"\n", number, html.EscapeString(alt))
	}
	if alt != "" {
		w.text.WriteString(alt + "\n")
	}
	return nil
}

// make makes a picture of a part, or -1 of one that cannot be shown.
func (w *writer) make(ctx context.Context, part string) (int, error) {
	if w.count == maxPictures {
		return -1, nil
	}
	data, ok := w.talk.pack.picture(part)
	if !ok {
		return -1, nil
	}
	name := words.Base(part)
	if w.steps != nil {
		w.steps.Step(name)
	}
	made, err := raster.Make(ctx, name, data)
	var known *fault.Error
	switch {
	case ctx.Err() != nil:
		return 0, ctx.Err()
	case errors.As(err, &known):
		return -1, nil
	case err != nil:
		return 0, err
	}
	made.Number = w.count
	if err := w.to.Picture(ctx, made.DraftPicture); err != nil {
		return 0, err
	}
	w.count++
	return made.Number, nil
}

func (w *writer) remarks() []string {
	var all []string
	var kinds []string
	for what := range w.lost {
		kinds = append(kinds, what)
	}
	slices.Sort(kinds)
	for _, what := range kinds {
		n := "1 slide"
		if w.lost[what] > 1 {
			n = fmt.Sprintf("%d slides", w.lost[what])
		}
		all = append(all, fmt.Sprintf("On %s of %s %s is not shown.", n, w.talk.name, what))
	}
	if len(w.cut) > 0 {
		all = append(all, fmt.Sprintf("More stands on slide %s of %s than is shown.", list(w.cut), w.talk.name))
	}
	return all
}
