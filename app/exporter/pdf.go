package exporter

import (
	"context"
	"io"

	"lectern/app/deck"
	"lectern/app/drawing"
	"lectern/app/exporter/browser"
	"lectern/app/exporter/paper"
	"lectern/app/fault"
	"lectern/app/importer/options"
	"lectern/app/store"
)

// pdf exports a page for each slide: the file itself where that is what it is, else
// pages made here of pictures, else what a browser prints.
func (e *Exporter) pdf(ctx context.Context, t *talk, o Options) (func(context.Context, io.Writer) error, error) {
	if original, err := e.original(ctx, t, o); err != nil || original != nil {
		return original, err
	}
	if err := e.read(ctx, t); err != nil {
		return nil, err
	}
	pages := t.pages(o.Steps)
	if ok, err := e.pictured(ctx, t, pages, o); err != nil {
		return nil, err
	} else if ok {
		return func(ctx context.Context, w io.Writer) error { return e.onPaper(ctx, w, t, pages, o) }, nil
	}
	if browser.Find() == "" {
		return nil, fault.Errorf(fault.Conflict, "%q needs a browser to become a PDF, and this computer has no Chromium, Chrome, Edge or Brave; "+
			"print it from the console in the browser you use, or export it as .html and print that", t.info.Title)
	}
	h := handoutOf(t, o)
	return func(ctx context.Context, w io.Writer) error {
		return e.browse(ctx, h, func(b *browser.Browser) error { return b.PDF(w) })
	}, nil
}

// browse has a browser show a handout. One at a time: each takes as much memory as all
// of Lectern.
func (e *Exporter) browse(ctx context.Context, h *handout, use func(*browser.Browser) error) error {
	select {
	case e.browsing <- struct{}{}:
		defer func() { <-e.browsing }()
	case <-ctx.Done():
		return ctx.Err()
	}
	b, err := browser.Open(ctx, func(w io.Writer) error { return e.writeHandout(ctx, w, h) })
	if err != nil {
		return err
	}
	defer b.Close()
	return use(b)
}

// original returns what writes the PDF that a deck was made from: as it came where the
// pages are its pages, or else with some of them alone. It returns nil where a page is
// a part of one of the file's: what was cut off would still be in there.
func (e *Exporter) original(ctx context.Context, t *talk, o Options) (func(context.Context, io.Writer) error, error) {
	pages := t.pages(o.Steps)
	if t.info.Format != deck.PDF || o.Notes || len(t.ink) > 0 {
		return nil, nil
	}
	var from store.PagePicture
	var keep []int
	for _, p := range pages {
		if p.view.Picture == nil {
			return nil, nil
		}
		now, err := e.store.Page(ctx, p.view.Picture.Hash)
		if fault.CodeOf(err) == fault.NotFound {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		if len(keep) > 0 && (now.Page.File != from.Page.File || now.Page.Number <= from.Page.Number) || now.Page.Part != deck.WholePage {
			return nil, nil
		}
		from, keep = now, append(keep, now.Page.Number)
	}
	files, err := e.store.Originals(ctx, t.info.ID)
	if err != nil {
		return nil, err
	}
	// With nothing beside it that could hide one, all pages of the file are the deck's.
	if !t.partly && len(files) == 1 && files[0].Name == from.Page.File && len(pages) == len(t.pages(true)) && keep[len(keep)-1] == len(keep)-1 {
		return func(ctx context.Context, w io.Writer) error {
			_, err := io.Copy(w, e.store.OpenOriginal(ctx, files[0]))
			return err
		}, nil
	}
	return func(ctx context.Context, w io.Writer) error {
		tree, err := drawing.Originals(ctx, e.store, t.info.ID)
		if err != nil {
			return err
		}
		return e.importer.Trim(ctx, tree, from.Page.File, options.Options{Password: from.Password}, keep, w)
	}, nil
}

// pictured reports whether pages can be made of pictures here.
func (e *Exporter) pictured(ctx context.Context, t *talk, pages []page, o Options) (bool, error) {
	for _, p := range pages {
		v := p.view.Picture
		if v == nil || v.Vector || o.Notes && !paper.Covers(p.Notes) {
			return false, nil
		}
	}
	if t.info.Format == deck.PDF {
		return true, nil // pages are drawn as what paper takes
	}
	for _, p := range pages {
		if size, err := e.picture(ctx, *p.view.Picture, pictureWidth); err != nil || !paper.Takes(size.Type) {
			return false, err
		}
	}
	return true, nil
}

func (e *Exporter) onPaper(ctx context.Context, w io.Writer, t *talk, pages []page, o Options) error {
	places := map[[2]int]int{} // of a slide at a step, among the pages
	for i, p := range pages {
		places[[2]int{p.Number, p.step}] = i
	}
	notes := false
	for _, p := range pages {
		notes = notes || o.Notes && p.Notes != ""
	}
	out := paper.NewWriter(w, t.title(), t.language(), len(pages), notes)
	last := 0
	for _, p := range pages {
		size, err := e.picture(ctx, *p.view.Picture, pictureWidth)
		if err != nil {
			return err
		}
		add := paper.Page{Picture: size, Text: p.view.Text, Ink: t.ink[p.Number]}
		if p.Number != last {
			add.Title = p.Title
		}
		last = p.Number
		if o.Notes {
			add.Notes = p.Notes
		}
		for _, l := range p.view.Links {
			if to, ok := target(places, t, l); ok {
				add.Links = append(add.Links, paper.Link{Link: l, Page: to})
			}
		}
		if err := out.Add(add); err != nil {
			return err
		}
	}
	return out.Close()
}

// target returns the page that a link leads to, or -1 for the web.
func target(places map[[2]int]int, t *talk, l deck.Link) (int, bool) {
	if l.URL != "" {
		return -1, true
	}
	if at, ok := places[[2]int{l.Slide, l.Step}]; ok {
		return at, true
	}
	for i := range t.slides {
		if s := &t.slides[i]; s.Number == l.Slide { // it is there as it is in the end alone
			at, ok := places[[2]int{s.Number, s.Steps}]
			return at, ok
		}
	}
	return 0, false
}
