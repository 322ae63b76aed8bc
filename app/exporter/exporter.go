// Package exporter makes files of decks: everything of one (.lectern), and its slides
// for people who have no Lectern. What it writes is for the presenter: it holds notes
// and slides that were never shown.
//
// It reads what the importer made, and strangers' bytes only to copy them.
package exporter

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"lectern/app/deck"
	"lectern/app/drawing"
	"lectern/app/fault"
	"lectern/app/importer"
	"lectern/app/importer/portable"
	"lectern/app/store"
)

// Format is what kind of file is made; also the ending of its name.
type Format string

const (
	Lectern Format = "lectern" // everything, to be imported again
	Zip     Format = "zip"     // pictures and notes
	HTML    Format = "html"    // one page that any browser opens
	PDF     Format = "pdf"     // a page for each slide
)

// types are the media types of the formats.
var types = map[Format]string{
	Lectern: portable.MediaType,
	Zip:     "application/zip",
	HTML:    "text/html; charset=utf-8",
	PDF:     "application/pdf",
}

// endings names the formats in sentences.
const endings = ".pdf, .zip, .html or .lectern"

// Options say how a deck is exported.
type Options struct {
	Format Format
	Notes  bool   // the speaker's notes below each page
	Steps  bool   // a page for each step, not for each slide
	Plain  bool   // without what is drawn on the slides; a .lectern file has it always
	Hidden bool   // with the slides that whoever goes on passes by; a .lectern file has them always
	Print  bool   // a page in HTML that asks to be printed once it is open
	Lang   string // one of the deck's languages, as names.Tag has it; "" for its own. A .lectern has all
}

// ParseFormat returns the format of that name.
func ParseFormat(name string) (Format, error) {
	f := Format(strings.ToLower(name))
	if types[f] == "" {
		return "", fault.Errorf(fault.OutOfRange, "A deck can be exported as %s; %q is none of these", endings, name)
	}
	return f, nil
}

// FormatOf returns the format that a file's name ends in.
func FormatOf(file string) (Format, error) {
	ext := strings.TrimPrefix(filepath.Ext(file), ".")
	if ext == "" {
		return "", fault.Errorf(fault.Malformed, "%s says by its ending what to make: %s", filepath.Base(file), endings)
	}
	f, err := ParseFormat(ext)
	if err != nil {
		return "", fault.Errorf(fault.Malformed, "%s says by its ending what to make: %s, not .%s", filepath.Base(file), endings, ext)
	}
	return f, nil
}

// Exporter exports the decks of one database. It is safe for concurrent use.
type Exporter struct {
	store    *store.Store
	drawing  *drawing.Drawing
	importer *importer.Importer
	browsing chan struct{} // whoever has a browser run
}

// New returns an Exporter of the decks in s, whose pages d draws. i reads the files that
// they were made from.
func New(s *store.Store, d *drawing.Drawing, i *importer.Importer) *Exporter {
	return &Exporter{store: s, drawing: d, importer: i, browsing: make(chan struct{}, 1)}
}

// closing is how long Close waits.
const closing = 5 * time.Second

// Close waits until no browser runs; whoever uses one has been cancelled.
func (e *Exporter) Close() error {
	select {
	case e.browsing <- struct{}{}: // for good
	case <-time.After(closing):
	}
	return nil
}

// picture returns a picture in the width of those that there are which suits a screen of
// so many pixels; or less wide, where a page turns out to be too much for that.
func (e *Exporter) picture(ctx context.Context, p deck.Picture, width int) (size deck.PictureSize, err error) {
	if len(p.Widths) == 0 {
		return deck.PictureSize{}, fmt.Errorf("exporter: picture %s has no size", p.Hash)
	}
	best := p.Widths[len(p.Widths)-1]
	for _, w := range p.Widths {
		if w >= width {
			best = min(best, w)
		}
	}
	for _, width := range slices.Backward(p.Widths[:slices.Index(p.Widths, best)+1]) {
		if size, err = e.store.Picture(ctx, p.Hash, width); fault.CodeOf(err) == fault.NotFound {
			size, err = e.drawing.Draw(ctx, p.Hash, width, drawing.Asked)
		}
		if fault.CodeOf(err) != fault.NotFound {
			break
		}
	}
	return size, err
}

// File is a file that can be written.
type File struct {
	Name string // with its ending; safe on any system
	Type string // media type
	// Policy is what a page in HTML may load, as Content-Security-Policy has it; the page
	// itself says so, too.
	Policy string

	write func(ctx context.Context, w io.Writer) error
}

// Write writes it. An error leaves a part of the file behind in w.
func (f *File) Write(ctx context.Context, w io.Writer) error { return f.write(ctx, w) }

// Open makes a deck ready to be written. What cannot be exported is a fault here, before
// anything is written.
func (e *Exporter) Open(ctx context.Context, id int64, o Options) (*File, error) {
	if types[o.Format] == "" {
		return nil, fmt.Errorf("exporter: format %q", o.Format)
	}
	talk, err := e.talk(ctx, id, o)
	if err != nil {
		return nil, err
	}
	if !o.Plain && o.Format != Lectern {
		ink, err := e.store.AllInk(ctx, id)
		if err != nil {
			return nil, err
		}
		for _, i := range ink {
			talk.ink[i.Slide] = i.Strokes
		}
	}
	if o.Format == HTML || o.Format == Zip {
		if err := e.read(ctx, talk); err != nil {
			return nil, err
		}
	}
	f := &File{Name: portable.SafeName(talk.title()) + talk.ending() + "." + string(o.Format), Type: types[o.Format]}
	switch o.Format {
	case Lectern:
		f.write, err = e.lectern(ctx, talk)
	case Zip:
		f.write, err = e.zip(talk, o)
	case HTML:
		f.write, f.Policy, err = e.html(talk, o)
	case PDF:
		f.write, err = e.pdf(ctx, talk, o)
	}
	return f, err
}

// talk is a deck with its slides.
type talk struct {
	info   deck.Info
	lang   string // one of the deck's others, or "" for its own
	slides []deck.Slide
	hidden bool                  // those that are passed by are among them, where there are any,
	partly bool                  // and else these are not all that the deck has
	ink    map[int][]deck.Stroke // that is to be seen, by the slides' numbers
}

func (e *Exporter) talk(ctx context.Context, id int64, o Options) (*talk, error) {
	info, err := e.store.Deck(ctx, id)
	if err != nil {
		return nil, err
	}
	t := &talk{info: info, hidden: o.Hidden || o.Format == Lectern, ink: map[int][]deck.Stroke{}}
	if t.lang, err = languageOf(info, o); err != nil {
		return nil, err
	}
	return t, e.load(ctx, t)
}

// languageOf is the language that a deck is exported in.
func languageOf(info deck.Info, o Options) (string, error) {
	switch {
	case o.Lang == "", o.Lang == info.Lang, o.Format == Lectern:
		return "", nil
	case slices.Contains(info.Others, o.Lang):
		return o.Lang, nil
	}
	there := append([]string{info.Lang}, info.Others...)
	if there = slices.DeleteFunc(there, func(lang string) bool { return lang == "" }); len(there) == 0 {
		return "", fault.Errorf(fault.OutOfRange, "%q says of no language that it is in that", info.Title)
	}
	return "", fault.Errorf(fault.OutOfRange, "%q is there in %s, and not in %s", info.Title, strings.Join(there, ", "), o.Lang)
}

// ending is what stands behind a deck's title in the name of a file that is in another of
// its languages.
func (t *talk) ending() string {
	if t.lang == "" {
		return ""
	}
	return "." + t.lang
}

// title is the deck's in the language of what is exported.
func (t *talk) title() string { return t.info.TitleIn(t.lang) }

// language is that of what is exported.
func (t *talk) language() string { return cmp.Or(t.lang, t.info.Lang) }

func (e *Exporter) load(ctx context.Context, t *talk) (err error) {
	t.slides, err = e.store.SlidesIn(ctx, t.info.ID, t.lang)
	if err == nil && len(t.slides) == 0 {
		err = errors.New("exporter: a deck without slides")
	}
	if all := len(t.slides); !t.hidden {
		t.slides = slices.DeleteFunc(t.slides, func(s deck.Slide) bool { return s.Hidden })
		if t.partly = len(t.slides) < all; err == nil && len(t.slides) == 0 {
			err = fault.Errorf(fault.Conflict, "All slides of %q are hidden; export them with --hidden, or hidden=1", t.info.Title)
		}
	}
	return err
}

// read sees to it that the words, notes and links of all pages are there, which of a
// deck's PDF are read when somebody needs them.
func (e *Exporter) read(ctx context.Context, t *talk) error {
	unread := func(p page) bool { return p.view.Unread }
	if !slices.ContainsFunc(t.pages(true), unread) {
		return nil
	}
	if err := e.drawing.ReadAll(ctx, t.info.ID, drawing.Asked); err != nil {
		return err
	}
	return e.load(ctx, t)
}

// page is what one page of an export shows: a slide at a step.
type page struct {
	*deck.Slide
	step int
	view *deck.View
}

// pages are a talk's slides, each as it is in the end, or with each of its steps. What
// somebody at work in the database has taken out is left out.
func (t *talk) pages(steps bool) []page {
	var all []page
	for i := range t.slides {
		s := &t.slides[i]
		var last *page
		for step := range s.Views {
			v := s.View(step)
			if v == nil {
				continue
			}
			last = &page{s, step, v}
			if steps {
				all = append(all, *last)
			}
		}
		if !steps && last != nil {
			all = append(all, *last)
		}
	}
	return all
}
