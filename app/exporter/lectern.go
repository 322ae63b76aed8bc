package exporter

import (
	"context"
	"io"

	"lectern/app/fault"
	"lectern/app/importer/portable"
	"lectern/app/version"
)

// lectern exports everything.
func (e *Exporter) lectern(ctx context.Context, t *talk) (func(context.Context, io.Writer) error, error) {
	originals, err := e.store.Originals(ctx, t.info.ID)
	if err != nil {
		return nil, err
	}
	if len(originals) == 0 {
		return nil, fault.Errorf(fault.Conflict, "The files that %q was made from are not in the library; export it as .zip", t.info.Title)
	}
	said, err := e.store.ReadAs(ctx, t.info.ID)
	if err != nil {
		return nil, err
	}
	m := portable.Manifest{
		Writer: version.Number, Title: t.info.Title, Slide: t.info.CurrentSlide, Step: t.info.CurrentStep, Planned: t.info.Planned, Every: t.info.AdvanceEvery, Loop: t.info.AdvanceLoop, Options: portable.WithoutPassword(said),
		Slides: make([]portable.Slide, len(t.slides)), Files: make([]portable.File, len(originals)),
	}
	for i, s := range t.slides {
		m.Slides[i] = portable.Slide{Title: s.Title, Notes: s.Notes, Bookmark: s.Bookmark, Hidden: s.Hidden, Planned: s.Planned}
	}
	runs, err := e.store.Runs(ctx, t.info.ID)
	if err != nil {
		return nil, err
	}
	for _, r := range runs {
		if r.EndedAt != nil {
			m.Runs = append(m.Runs, portable.Run{Kind: r.Kind, StartedAt: r.StartedAt, EndedAt: *r.EndedAt, Seconds: r.Seconds, Slides: r.Slides})
		}
	}
	for _, lang := range t.info.Others {
		slides, err := e.store.SlidesIn(ctx, t.info.ID, lang)
		if err != nil {
			return nil, err
		}
		if m.Languages == nil {
			m.Languages = map[string][]portable.Slide{}
		}
		for i, s := range slides {
			if i < len(t.slides) && s.Notes == t.slides[i].Notes {
				s.Notes = "" // those of the first language, which a slide without any has
			}
			m.Languages[lang] = append(m.Languages[lang], portable.Slide{Title: s.Title, Notes: s.Notes})
		}
	}
	ink, err := e.store.AllInk(ctx, t.info.ID)
	if err != nil {
		return nil, err
	}
	m.Ink = portable.InkOf(ink)
	for i, o := range originals {
		m.Files[i] = portable.File{Name: o.Name, Size: o.Size}
	}
	return func(ctx context.Context, w io.Writer) error {
		return portable.Write(w, m, func(i int) (io.Reader, error) {
			return e.store.OpenOriginal(ctx, originals[i]), nil
		})
	}, nil
}
