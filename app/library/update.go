package library

import (
	"context"
	"errors"
	"fmt"
	"path"
	"strconv"
	"strings"

	"lectern/app/deck"
	"lectern/app/fault"
	"lectern/app/importer/options"
	"lectern/app/store"
)

// Replace gives a deck the slides of another one, which is gone then: see
// store.Replace. before is the deck that has the slides it had, which Restore brings
// back.
func (l *Library) Replace(ctx context.Context, id, by int64) (info deck.Info, before int64, err error) {
	r, err := l.store.Replace(ctx, id, by, store.Replacing{})
	return r.Info, r.Before, err
}

// mayUpdate reports before an import what stands against its wish.
func (l *Library) mayUpdate(ctx context.Context, o options.Options) error {
	id, err := strconv.ParseInt(o.Update, 10, 64)
	if err != nil {
		return nil // it is found by the file's name, later
	}
	err = l.store.Replaceable(ctx, id)
	if fault.CodeOf(err) == fault.NotFound {
		return fault.Wrap(fault.NotFound, err, "There is no deck %d whose place this could take", id)
	}
	return err
}

// meant reports whether a deck is the one that an import is to update.
func meant(info deck.Info, o options.Options) bool {
	return o.Update == "" || o.Update == options.Same || o.Update == strconv.FormatInt(info.ID, 10)
}

// update has a deck that was imported just now take the place that it was imported
// for. A place that cannot be had is no reason to keep it.
func (l *Library) update(ctx context.Context, added deck.Info, o options.Options, digest string) (store.Replaced, error) {
	id, err := l.placeOf(ctx, added, o)
	if err == nil && id == 0 {
		err = l.store.SetDigest(ctx, added.ID, digest)
		return store.Replaced{Info: added, New: true}, err
	}
	var r store.Replaced
	if err == nil {
		r, err = l.store.Replace(ctx, id, added.ID, store.Replacing{Digest: digest, Saved: o.Saved})
	}
	if err != nil {
		if o.Saved { // nobody has seen it
			return r, errors.Join(err, l.store.Forget(context.WithoutCancel(ctx), added.ID))
		}
		_, undo := l.store.Delete(context.WithoutCancel(ctx), added.ID)
		return r, errors.Join(err, undo)
	}
	return r, nil
}

// Names that files of different talks have.
var common = map[string]bool{"slides": true, "index": true, "readme": true, "presentation": true, "talk": true, "deck": true, "main": true}

// placeOf finds the deck whose place is meant, or 0 for none. Of decks from a file of
// the same name that is the one of the same title, or else the only one: unless the
// name is one that any talk's file may have.
func (l *Library) placeOf(ctx context.Context, added deck.Info, o options.Options) (int64, error) {
	if id, err := strconv.ParseInt(o.Update, 10, 64); err == nil {
		return id, nil
	}
	all, err := l.store.DecksFrom(ctx, added.Source)
	if err != nil {
		return 0, err
	}
	var from, titled []deck.Info
	for _, d := range all {
		if d.ID == added.ID {
			continue
		}
		from = append(from, d)
		if d.Title == added.Title {
			titled = append(titled, d)
		}
	}
	stem := strings.ToLower(strings.TrimSuffix(added.Source, path.Ext(added.Source)))
	switch {
	case len(from) == 0:
		return 0, nil
	case len(titled) == 1:
		return titled[0].ID, nil
	case len(from) == 1 && !common[stem]:
		return from[0].ID, nil
	}
	var list []string
	for _, d := range from[:min(len(from), mostNamed)] {
		list = append(list, fmt.Sprintf("%d “%s”", d.ID, d.Title))
	}
	return 0, fault.Errorf(fault.Conflict, "It is not sure which deck “%s” from %s updates; say its id: %s", added.Title, added.Source, strings.Join(list, ", "))
}
