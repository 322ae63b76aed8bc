package pdf

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"lectern/app/deck"
	"lectern/app/importer/pdf/pdfpc"
	"lectern/app/importer/pdf/plan"
	"lectern/app/importer/words"
)

// talk is what a document's pages are of a talk.
type talk struct {
	part    deck.Part       // of a page that is its slide; the rest of it is notes
	slides  [][]int         // the pages of each slide, one for each step
	hidden  []bool          // of each slide, that whoever goes on passes it by
	at      []deck.Position // where each page is in the deck; Slide is 0 for one that is not
	titles  []string        // of each slide, where the outline has one
	parts   []string        // the name of what begins with each slide, where the outline has such
	notes   []string        // of each slide, from what lies beside its pages
	notesOn map[int][]int   // the pages that have nothing but the notes of a page
	between bool            // these are beamer's, behind the page, and not LibreOffice's
	remarks []string
	minutes int // that it is planned for, or 0
}

// talk returns what the pages are, as somebody says that the notes stand: see
// options.Options. What cannot be found out is as if it was not there.
func (d *Document) talk(ctx context.Context, side string) (*talk, error) {
	if t := d.talks[side]; t != nil {
		return t, nil
	}
	if err := d.enter(ctx); err != nil {
		return nil, err
	}
	n, err := d.sandbox.pages()
	if err != nil {
		return nil, err
	}
	beside, remarks, err := d.beside()
	if err != nil {
		return nil, err
	}
	t := &talk{}
	_, err = d.within(ctx, func(s *sandbox) error {
		*t = talk{remarks: slices.Clone(remarks)}
		return t.find(s, n, side, beside, words.Base(d.besideName))
	})
	if met := d.file.failed(); met != nil || ctx.Err() != nil {
		return nil, err
	}
	if err != nil { // the pages may be sound
		t = &talk{remarks: remarks}
		t.order(n, make([]int, n), make([]string, n))
	}
	d.talks[side] = t
	return t, nil
}

// talkOf is the talk that has a page as it is given.
func (d *Document) talkOf(ctx context.Context, page deck.Page) (*talk, error) {
	t, err := d.talk(ctx, d.options.NotesSide)
	if err == nil && (t.part != page.Part || page.Number >= len(t.at) || t.at[page.Number].Slide == 0) {
		t, err = d.talk(ctx, sides[plan.Other(page.Part)])
	}
	return t, err
}

// sides are the parts of a page as people say where the notes are.
var sides = map[deck.Part]string{
	deck.WholePage: "none", deck.LeftHalf: "left", deck.RightHalf: "right", deck.TopHalf: "top", deck.BottomHalf: "bottom",
}

// find finds out what n pages are. beside is the file of pdfpc, or nil, and name its
// name.
func (t *talk) find(s *sandbox, n int, side string, beside *pdfpc.File, name string) error {
	if side == "" && beside != nil {
		side = beside.NotesSide
	}
	labels := s.labels(n)
	if err := t.findNotes(s, labels, side); err != nil {
		return err
	}
	if t.part != deck.WholePage {
		var err error
		if labels, err = s.halvesLabels(labels); err != nil {
			return err
		}
	}
	entries, parts, err := s.entries(n)
	if err != nil {
		return err
	}
	slides := t.steps(labels, entries)
	attached, err := s.attached()
	if err != nil {
		return err
	}
	notes := make([]string, n)
	hidden := make([]bool, n)
	if beside != nil {
		for i, l := range labels {
			if l == "" {
				labels[i] = strconv.Itoa(i + 1)
			}
		}
		pages := beside.Pages(labels, slides)
		for i, p := range pages {
			slides[i], hidden[i], notes[i] = p.Slide, p.Hidden, p.Note
		}
		t.remarks, t.minutes = append(t.remarks, told(beside, pages, name)...), beside.Minutes
		t.remarks = append(t.remarks, leaveOut(slides, hidden, name)...)
	}
	for _, pages := range t.notesOn {
		for _, i := range pages {
			slides[i] = -1
		}
	}
	t.order(n, slides, entries)
	t.divide(parts)
	for i, slide := range t.slides {
		t.hidden[i] = hidden[slide[0]] && slices.Contains(hidden, false)
		var all []string
		for _, p := range slide {
			all = append(all, notes[p], attached[p])
		}
		t.notes[i] = joined(all...)
	}
	return nil
}

// findNotes finds out where the pages have their notes.
func (t *talk) findNotes(s *sandbox, labels []string, side string) (err error) {
	n := len(labels)
	for part, name := range sides {
		if side == name {
			t.part = plan.Other(part)
			return nil
		}
	}
	sizes := make([]plan.Size, n)
	for i := range sizes {
		sizes[i] = s.points(i)
	}
	look := func(page int) (plan.Seen, error) { return s.seen(page) }
	if t.part, err = plan.Slide(sizes, look); err != nil {
		return err
	}
	if t.part != deck.WholePage {
		t.remarks = append(t.remarks, fmt.Sprintf("The %s half of the pages was taken for the speaker's notes, and is not shown; if it should be, import the file with --notes-side none.", sides[plan.Other(t.part)]))
		return nil
	}
	behind, err := plan.NotesPages(sizes, s.byImpress(), look)
	if err != nil {
		return err
	}
	between, err := plan.NotesBetween(sizes, labels, look)
	t.notesOn, t.between = map[int][]int{}, between != nil
	said := ""
	switch {
	case behind:
		for i := range n / 2 {
			t.notesOn[i] = []int{n/2 + i}
		}
		said = counted(n/2, "The last page was", "The last %d pages were")
	case between != nil:
		slide, all := 0, 0
		for i, notes := range between {
			if !notes {
				slide = i
				continue
			}
			t.notesOn[slide] = append(t.notesOn[slide], i)
			all++
		}
		said = counted(all, "One page was", "%d pages were")
	default:
		return err
	}
	t.remarks = append(t.remarks, said+" taken for the speaker's notes, and not shown; if they should be, import the file with --notes-side none.")
	return err
}

// steps returns which slide each page is of, from 0. Pages of notes are of the one
// before them, whatever their labels.
func (t *talk) steps(labels, entries []string) []int {
	notes := map[int]bool{}
	for _, pages := range t.notesOn {
		for _, i := range pages {
			notes[i] = true
		}
	}
	var l, e []string
	for i := range labels {
		if !notes[i] {
			l, e = append(l, labels[i]), append(e, entries[i])
		}
	}
	of := plan.Steps(l, e)
	slides := make([]int, len(labels))
	for i := range slides {
		switch {
		case !notes[i]:
			slides[i], of = of[0], of[1:]
		case i > 0:
			slides[i] = slides[i-1]
		}
	}
	return slides
}

// order puts pages into slides. slides has which each is of, ascending, or -1 for
// none.
func (t *talk) order(n int, slides []int, entries []string) {
	t.at = make([]deck.Position, n)
	last := -1
	for i := range n {
		if slides[i] < 0 {
			continue
		}
		of := len(t.slides) - 1
		if of < 0 || slides[i] != last || len(t.slides[of]) > deck.MaxSteps {
			of++
			t.slides = append(t.slides, nil)
			// An entry of a later step would tell of it.
			t.titles = append(t.titles, entries[i])
		}
		last = slides[i]
		t.at[i] = deck.Position{Slide: of + 1, Step: len(t.slides[of])}
		t.slides[of] = append(t.slides[of], i)
	}
	t.notes, t.parts, t.hidden = make([]string, len(t.slides)), make([]string, len(t.slides)), make([]bool, len(t.slides))
}

// divide notes what begins with a slide. What begins with a page that is none begins
// with the next.
func (t *talk) divide(parts []string) {
	part := ""
	for i, name := range parts {
		part = cmp.Or(name, part)
		if of := t.at[i].Slide; of > 0 && part != "" {
			t.parts[of-1], part = part, ""
		}
	}
}

func counted(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return fmt.Sprintf(many, n)
}

// joined is notes of several places, each of which is said once.
func joined(notes ...string) string {
	var all string
	for _, n := range notes {
		if n = strings.TrimSpace(n); n != "" && !strings.Contains(all, n) {
			all = strings.TrimPrefix(all+"\n\n"+n, "\n\n")
		}
	}
	return bounded(all)
}

// bounded is notes that a deck may have.
func bounded(notes string) string {
	if len(notes) > maxPageText {
		notes = notes[:maxPageText]
	}
	return strings.ToValidUTF8(notes, "")
}
