package library

import (
	"context"
	"fmt"

	"lectern/app/deck"
	"lectern/app/drawing"
	"lectern/app/importer/options"
	"lectern/app/importer/source"
)

// Broken is a mistake in a file that was saved: what it was made of before stays. It
// lies beneath a *fault.Error.
type Broken struct{ Remark deck.Remark }

func (b *Broken) Error() string { return b.Remark.String() }

// Saved imports files of this computer's disk again that a deck was made of and that
// have changed since, in the deck's place: as they were read then, but where it was said
// otherwise since. before is the deck with what it had until then, which Restore brings
// back, and 0 where nothing has changed. It also returns where the files lie, as far as
// that could be found out.
//
// A mistake in them is a *fault.Error, with a *Broken beneath where its line is known;
// then nothing has changed.
func (l *Library) Saved(ctx context.Context, id int64, paths []string, o options.Options) (info deck.Info, before int64, from source.Footprint, err error) {
	read, err := l.store.ReadAs(ctx, id)
	if err != nil {
		return info, 0, from, err
	}
	read.Password, read.Update, read.Saved = o.Password, fmt.Sprint(id), true
	files, err := source.OpenDisk(paths...)
	if err != nil {
		return info, 0, from, err
	}
	defer files.Close()
	r, err := l.add(ctx, files, files, read, func(int, int) {})
	return r.Info, r.Before, files.Footprint(), err
}

// ReadAgain imports a deck again from the files that it was made of, in its place: as
// another dialect, unless dialect is nil, with another of its languages as the first,
// unless lang is nil, with the pictures that it has on the web where fetch is true, and
// drawn, where IsUndrawn. before is the deck that it was, which Restore brings back, and 0
// where it is the same.
func (l *Library) ReadAgain(ctx context.Context, id int64, dialect, lang *string, fetch bool) (info deck.Info, before int64, err error) {
	was, err := l.store.Deck(ctx, id)
	if err != nil {
		return info, 0, err
	}
	o, err := l.store.ReadAs(ctx, id)
	if err != nil {
		return info, 0, err
	}
	o.Source = was.Source
	if dialect != nil {
		o.Dialect = *dialect
	}
	if lang != nil {
		o.Lang = *lang
	}
	o.Update, o.Fetch = fmt.Sprint(id), fetch
	files, err := drawing.Originals(ctx, l.store, id)
	if err != nil {
		return info, 0, err
	}
	r, err := l.addFiles(ctx, files, nil, o, nil, func(int, int) {})
	return r.Info, r.Before, err
}

// ForgetSaved removes what a deck was before its file was saved, but for the last few
// times.
func (l *Library) ForgetSaved(ctx context.Context, id int64) error {
	return l.store.ForgetSaved(ctx, id)
}

// IsOf reports whether a deck was made of just these files of this computer's disk, and
// where they lie.
func (l *Library) IsOf(ctx context.Context, id int64, paths []string) (from source.Footprint, is bool, err error) {
	read, err := l.store.ReadAs(ctx, id)
	if err != nil {
		return from, false, err
	}
	files, err := source.OpenDisk(paths...)
	if err != nil {
		return from, false, err
	}
	defer files.Close()
	digest, err := digestOf(ctx, files, read)
	if err != nil {
		return from, false, err
	}
	is, err = l.store.HasDigest(ctx, id, digest)
	return files.Footprint(), is, err
}
