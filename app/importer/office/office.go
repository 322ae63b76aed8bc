// Package office reads the talks of PowerPoint and OpenDocument: which slides there
// are and in which order, their titles, notes and sections, which are hidden, and
// their shape. What they look like is drawn by LibreOffice, where it is installed
// (package libreoffice); where it is not, Import makes slides of their words, tables
// and pictures.
//
// A file is a zip of XML that a stranger made, or such XML by itself. The package
// reads no more of it than its bounds say, follows no address out of it, knows no
// entity, and promises what package convert does.
package office

import (
	"cmp"
	"context"
	"fmt"
	"io/fs"
	"strings"

	"lectern/app/deck"
	"lectern/app/fault"
	"lectern/app/importer/words"
)

// Talk is what a file says of its slides.
type Talk struct {
	Title  string // what the file calls itself, or ""
	Lang   string // BCP 47, or ""
	Size   Size
	Slides []Slide

	moving int      // slides on which something comes or goes by a click
	films  []string // files of sound and film
	fonts  []string // that the words are set in
	pack   *pack
	kind   Kind
	name   string
}

// Size is the shape of the slides, in points; zero where the file does not say.
type Size struct{ Width, Height float64 }

// Slide is one slide of a talk.
type Slide struct {
	Number  int // in the file, from 1
	Title   string
	Notes   string
	Section string // the name of the section that begins with it, or ""
	Hidden  bool   // whoever goes on passes it by

	blocks []block
}

// Read reads a talk that is a file of fsys, of a Kind that is read here. The talk's
// pictures are read when they are asked for: fsys stays open until Close.
func Read(ctx context.Context, fsys fs.FS, file string, kind Kind) (*Talk, error) {
	return ReadAs(ctx, fsys, file, words.Base(file), kind)
}

// ReadAs is Read for a file that a person knows by another name.
func ReadAs(ctx context.Context, fsys fs.FS, file, name string, kind Kind) (*Talk, error) {
	p, err := openPack(fsys, file, kind == FlatOpenDocument)
	if err != nil {
		return nil, err
	}
	t := &Talk{pack: p, kind: kind, name: name}
	switch kind {
	case PowerPoint:
		err = t.readPowerPoint(ctx)
	case OpenDocument, FlatOpenDocument:
		err = t.readOpenDocument(ctx)
	default:
		err = fmt.Errorf("office: %s is %s, which is not read here", name, kind.What())
	}
	if err == nil {
		err = t.check()
	}
	if err != nil {
		p.close()
		return nil, err
	}
	return t, nil
}

// Close closes the file.
func (t *Talk) Close() error { return t.pack.close() }

func (t *Talk) check() error {
	n := len(t.Slides)
	switch first := t.first(); {
	case n == 0:
		return fault.Errorf(fault.NotADeck, "%s has no slides", t.name)
	case n > deck.MaxSlides:
		return fault.Errorf(fault.TooLarge, "%s has %d slides; %d is the most", t.name, n, deck.MaxSlides)
	case first == nil && n == 1:
		return fault.Errorf(fault.NotADeck, "The only slide of %s is hidden; show it and save the file", t.name)
	case first == nil:
		return fault.Errorf(fault.NotADeck, "All %d slides of %s are hidden; show those that belong to the talk and save the file", n, t.name)
	}
	return nil
}

// first is the first slide that is not hidden, or nil.
func (t *Talk) first() *Slide {
	for i := range t.Slides {
		if !t.Slides[i].Hidden {
			return &t.Slides[i]
		}
	}
	return nil
}

// seen is the slides without those that are hidden. A section of which the first is begins
// with the next.
func (t *Talk) seen() (slides []Slide) {
	section := ""
	for _, s := range t.Slides {
		section = cmp.Or(s.Section, section)
		if !s.Hidden {
			s.Section, section = section, ""
			slides = append(slides, s)
		}
	}
	return slides
}

// add takes in the next slide of the file.
func (t *Talk) add(s Slide) {
	s.Number = len(t.Slides) + 1
	s.Title = words.OneLine(s.Title, words.MaxTitle)
	s.Section = words.OneLine(s.Section, words.MaxTitle)
	t.Slides = append(t.Slides, s)
}

// deckTitle is what the deck is called: as the file says, else as its first slide
// does, which is the first that anybody sees, else as the file is named.
func (t *Talk) deckTitle() string {
	if s := words.OneLine(t.Title, words.MaxTitle); s != "" && !madeUp(s) {
		return s
	}
	if s := t.first().Title; s != "" {
		return s
	}
	return words.Title(t.name)
}

// madeUp reports whether a title is what a program calls any file.
func madeUp(title string) bool {
	title = strings.ToLower(title)
	switch title {
	case "untitled", "title", "presentation", "powerpoint presentation", "powerpoint-präsentation", "présentation powerpoint",
		"presentación de powerpoint", "presentazione standard di powerpoint", "apresentação do powerpoint", "презентация powerpoint",
		"powerpoint 演示文稿", "powerpoint プレゼンテーション", "slide 1", "folie 1":
		return true
	}
	return false
}

// Remarks say what is in the file and not on the slides, a sentence each.
func (t *Talk) Remarks() []string {
	var all []string
	switch {
	case t.moving == 1:
		all = append(all, "The animations of 1 slide are not played: all that they bring shows at once.")
	case t.moving > 1:
		all = append(all, fmt.Sprintf("The animations of %d slides are not played: all that they bring shows at once.", t.moving))
	}
	if n := len(t.films); n == 1 {
		all = append(all, fmt.Sprintf("%s is not played; show it from its own program.", t.films[0]))
	} else if n > 1 {
		all = append(all, fmt.Sprintf("%s and %d more films or sounds are not played; show them from their own program.", t.films[0], n-1))
	}
	return all
}

// list is a list of numbers for a sentence, which names ten at the most.
func list(numbers []int) string {
	var b strings.Builder
	for i, n := range numbers {
		switch {
		case i == 10:
			fmt.Fprintf(&b, " and %d more", len(numbers)-10)
			return b.String()
		case i > 0 && i == len(numbers)-1:
			b.WriteString(" and ")
		case i > 0:
			b.WriteString(", ")
		}
		fmt.Fprint(&b, n)
	}
	return b.String()
}

// film takes in the name of a film or a sound, once.
func (t *Talk) film(name string) {
	name = words.OneLine(words.Base(name), 80)
	for _, f := range t.films {
		if f == name {
			return
		}
	}
	t.films = append(t.films, name)
}
