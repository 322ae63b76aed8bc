// Package convert turns files into decks: Markdown with its pictures, a PDF, a talk of
// PowerPoint's or OpenDocument, a set of pictures, or a zip of any of these. It takes a tree of files and gives the
// deck to a sink, piece by piece as it is made. It decides which one deck the files
// make; each format is a package beside it.
//
// Files come from strangers. The package promises that what it gives holds no
// script and no address of another site, that a file is never trusted about its
// own size or kind, and that whatever cannot become a deck is answered by a
// *fault.Error with one clear sentence. It reads and writes no database.
//
// It does not promise to end, to heed its context at once, or to need little: that
// is why package importer runs it in a child process.
package convert

import (
	"context"
	"errors"
	"io/fs"

	"lectern/app/deck"
	"lectern/app/importer/markdown"
	"lectern/app/importer/options"
)

// PDF makes a deck of a PDF that is a file of fsys.
type PDF interface {
	Import(ctx context.Context, fsys fs.FS, file string, o options.Options, to deck.Sink) error
}

// ErrNeedsPDF says that the deck is a PDF, and that there was no engine for it.
// Nothing was given to the sink.
var ErrNeedsPDF = errors.New("convert: the deck is a PDF")

// Convert makes one deck of the files in fsys, as o says, and gives it to sink. engine may be
// nil: see ErrNeedsPDF. An error is for the person who chose the files, the sink's
// own, or a fault of ours.
func Convert(ctx context.Context, fsys fs.FS, engine PDF, o options.Options, sink deck.Sink) error {
	set, err := choose(ctx, fsys)
	if err != nil {
		return err
	}
	defer set.close()
	if set.format == deck.PDF && engine == nil {
		return ErrNeedsPDF
	}
	to := &guard{to: sink, source: set.source}
	for _, r := range set.remarks {
		if err := to.Remark(ctx, r); err != nil {
			return err
		}
	}
	switch set.format {
	case deck.Markdown:
		return markdown.Import(ctx, set.files, set.main, set.pictures, o.Dialect, to)
	case deck.Office:
		return importTalk(ctx, set, to)
	case deck.PDF:
		return engine.Import(ctx, set.files, set.main, o, to)
	}
	return importPictures(ctx, set.files, set.pictures, set.source, to)
}
