package library

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"io/fs"

	"lectern/app/deck"
	"lectern/app/importer/options"
	"lectern/app/importer/portable"
	"lectern/app/store"
)

// addPortable adds the deck of a .lectern file: the one of these originals, if it is
// here, else a new one with the title, the notes and the position that it had. Whoever
// made the file does not decide whether the deck is open to anybody.
func (l *Library) addPortable(ctx context.Context, files fs.FS, o options.Options, progress Progress) (store.Replaced, error) {
	spool, err := l.Spool()
	if err != nil {
		return store.Replaced{}, err
	}
	defer spool.Close()
	was, err := l.importer.Unpack(ctx, files, spool)
	if err != nil {
		return store.Replaced{}, err
	}
	// What is said now counts: else what was said when the deck was made.
	o.Dialect = cmp.Or(o.Dialect, was.Options.Dialect)
	o.Separator = cmp.Or(o.Separator, was.Options.Separator)
	o.VerticalSeparator = cmp.Or(o.VerticalSeparator, was.Options.VerticalSeparator)
	o.NotesSide = cmp.Or(o.NotesSide, was.Options.NotesSide)
	o.Lang = cmp.Or(o.Lang, was.Options.Lang)
	return l.addFiles(ctx, spool, nil, o, &was, progress)
}

// restoring gives slides what their owner had made of them.
type restoring struct {
	deck.Sink
	was  *portable.Manifest
	same bool // the deck has as many slides as it had
}

func (r *restoring) Begin(ctx context.Context, h deck.Header) error {
	h.Planned = cmp.Or(r.was.Planned, h.Planned)
	h.Loop = h.Loop || r.was.Loop
	h.Every = r.was.Every
	if r.same = h.Slides == len(r.was.Slides); !r.same {
		err := r.Remark(ctx, deck.Say(deck.OnNotes, fmt.Sprintf("The deck had %d slides when it was exported and has %d now; its notes are those of its files.", len(r.was.Slides), h.Slides)))
		if err != nil {
			return err
		}
	}
	return r.Sink.Begin(ctx, h)
}

// Original implements deck.Keeper.
func (r *restoring) Original(ctx context.Context, name string, from io.Reader) error {
	return r.Sink.(deck.Keeper).Original(ctx, name, from)
}

func (r *restoring) Slide(ctx context.Context, s deck.DraftSlide) error {
	if !r.same {
		return r.Sink.Slide(ctx, s)
	}
	if s.Lang == "" {
		was := r.was.Slides[s.Number-1]
		s.Notes, s.Bookmark, s.Hidden, s.Planned = was.Notes, was.Bookmark, was.Hidden, cmp.Or(was.Planned, s.Planned)
	} else if was := r.was.Languages[s.Lang]; s.Number <= len(was) {
		s.Notes = was[s.Number-1].Notes
	}
	return r.Sink.Slide(ctx, s)
}
