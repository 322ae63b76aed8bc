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
	"cmp"
	"context"
	"errors"
	"io/fs"

	"lectern/app/deck"
	"lectern/app/importer/options"
	"lectern/app/importer/pdf"
	"lectern/app/importer/source"
)

// What a deck may need that is not there. Nothing was given to the sink.
var (
	// ErrNeedsPDF says that the deck is a PDF, and that there is no engine for it.
	ErrNeedsPDF = errors.New("convert: the deck is a PDF")
	// ErrNeedsAVIF says that there are AVIF pictures, and no decoder for them.
	ErrNeedsAVIF = errors.New("convert: there are AVIF pictures")
	// ErrNeedsFiles says that the files of a zip are needed as they are: see Unzip.
	ErrNeedsFiles = errors.New("convert: a zip is to be unpacked")
)

// Convert makes one deck of the files in fsys, as o says, and gives it to sink. Of a
// PDF it tells only what is known before a page is read, and returns the open
// document: the caller reads and draws its pages. engine may be nil: see ErrNeedsPDF.
// undrawn is a clause that says why no PDF can be made of a talk, and "" where one can:
// see NeedsDrawing. An error is for the person who chose the files, the sink's own, or
// a fault of ours.
func Convert(ctx context.Context, fsys fs.FS, engine *pdf.Engine, o options.Options, undrawn string, sink deck.Sink) (*pdf.Document, error) {
	set, err := choose(ctx, fsys, o.Lang)
	if err != nil {
		return nil, err
	}
	if set.apart {
		set.close()
		return nil, ErrNeedsFiles
	}
	if needs, err := set.needsAVIF(sink); needs || err != nil {
		set.close()
		return nil, cmp.Or(err, ErrNeedsAVIF)
	}
	if set.format == deck.Office {
		return set.talk(ctx, engine, o, undrawn, sink)
	}
	if set.format == deck.PDF && engine == nil {
		set.close()
		return nil, ErrNeedsPDF
	}
	to := set.guard(sink)
	if err := set.remark(ctx, to); err != nil {
		return nil, errors.Join(err, set.close())
	}
	if set.format == deck.PDF { // the document goes on reading
		return set.documents(ctx, engine, o, to)
	}
	defer set.close()
	if set.format == deck.Markdown {
		return nil, set.texts(ctx, o, to)
	}
	return nil, importPictures(ctx, set.files, set.pictures, set.source, to)
}

// guard stands before the sink.
func (c *choice) guard(sink deck.Sink) *guard {
	to := &guard{to: sink, source: c.source}
	if zip, is := c.files.(*source.Zip); is {
		to.digest = func(ctx context.Context) (string, error) { return source.Digest(ctx, zip) }
	}
	return to
}

func (c *choice) remark(ctx context.Context, to deck.Sink) error {
	for _, r := range c.remarks {
		if err := to.Remark(ctx, deck.Say(deck.OnFile, r)); err != nil {
			return err
		}
	}
	return nil
}

func describe(ctx context.Context, engine *pdf.Engine, fsys fs.FS, file string, o options.Options, to deck.Sink) (*pdf.Document, error) {
	d, err := engine.Open(ctx, fsys, file, o)
	if err != nil {
		return nil, err
	}
	x, err := d.Describe(ctx)
	if err == nil {
		err = x.Tell(ctx, to)
	}
	if err != nil {
		d.Close()
		return nil, err
	}
	return d, nil
}

// OpenPDF opens the PDF of a deck that Convert made of the same files.
func OpenPDF(ctx context.Context, fsys fs.FS, name string, engine *pdf.Engine, o options.Options) (*pdf.Document, error) {
	files, err := inner(ctx, fsys, name)
	if err != nil {
		return nil, err
	}
	return engine.Open(ctx, files, name, o)
}

// inner is fsys, or what is in the zip that it is, if the file is in there.
func inner(ctx context.Context, fsys fs.FS, name string) (fs.FS, error) {
	if _, err := fs.Stat(fsys, name); err == nil {
		return fsys, nil
	}
	var names []string
	err := source.Walk(ctx, fsys, func(name string, _ int64) error {
		names = append(names, name)
		return nil
	})
	if err != nil || len(names) != 1 {
		return fsys, err
	}
	return source.OpenZip(fsys, names[0])
}
