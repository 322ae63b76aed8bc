package convert

import (
	"cmp"
	"context"
	"fmt"
	"io/fs"

	"lectern/app/deck"
	"lectern/app/fault"
	"lectern/app/importer/office"
	"lectern/app/importer/options"
	"lectern/app/importer/pdf"
	"lectern/app/importer/words"
)

// NeedsDrawing says that the deck is a talk of which a PDF can be made, and has to be:
// with that beside it, by the name of the talk with ".pdf" behind it, the files are to
// be converted again. Nothing was given to the sink.
type NeedsDrawing struct {
	File string
	Ext  string // what files of its kind end in: ".pptx"
}

func (n *NeedsDrawing) Error() string { return "convert: a PDF is needed of " + n.File }

// NotInstalled is the clause for whoever has no LibreOffice: the sentence then says
// how to get it.
const NotInstalled = "LibreOffice is not installed"

// nested is the clause for a talk in a zip that cannot be taken apart.
const nested = "it is in a zip of too many files"

// talk makes a deck of a talk of an office's program.
func (c *choice) talk(ctx context.Context, engine *pdf.Engine, o options.Options, undrawn string, sink deck.Sink) (_ *pdf.Document, err error) {
	open := true
	shut := func() {
		if open {
			c.close()
		}
	}
	defer func() { shut() }()
	name := words.Base(c.main)
	if c.kind == office.Locked {
		return nil, fault.Errorf(fault.NotADeck, "%s is locked with a password; save a copy without one", name)
	}
	if c.packed() != nil && c.drawn == "" && undrawn == "" {
		if c.canUnzip() {
			return nil, ErrNeedsFiles
		}
		undrawn = nested
	}
	var talk *office.Talk
	switch {
	case c.kind.Read():
		if talk, err = office.Read(ctx, c.files, c.main, c.kind); err != nil {
			return nil, err
		}
		defer talk.Close()
	case c.reads != "":
		talk, err = office.ReadAs(ctx, c.files, c.reads, name, office.OpenDocument)
		if err != nil && fault.CodeOf(err) == "" {
			return nil, err
		}
		if err == nil {
			defer talk.Close()
		}
	}
	switch {
	case c.drawn != "" && engine == nil:
		return nil, ErrNeedsPDF
	case c.drawn == "" && undrawn == "":
		return nil, &NeedsDrawing{c.main, c.kind.Ext()}
	case c.drawn == "" && talk == nil:
		return nil, unread(name, c.kind, undrawn)
	}
	to := c.guard(sink)
	if err := c.remark(ctx, to); err != nil {
		return nil, err
	}
	to.Step(name)
	if c.drawn == "" {
		return nil, importWords(ctx, talk, name, undrawn, to)
	}
	d, err := describeTalk(ctx, engine, c.files, c.drawn, o, talk, name, to)
	open = err != nil // the document goes on reading
	return d, err
}

// describeTalk tells of the PDF of a talk, with what is known better from the talk
// itself, if that can be read.
func describeTalk(ctx context.Context, engine *pdf.Engine, fsys fs.FS, drawn string, o options.Options, talk *office.Talk, name string, to deck.Sink) (*pdf.Document, error) {
	o.NotesSide = "none" // LibreOffice writes the slides alone
	if talk == nil {
		return describe(ctx, engine, fsys, drawn, o, office.Untold(name, to))
	}
	remarks := talk.Remarks()
	if fonts, err := talk.Substituted(fsys, drawn); err != nil {
		return nil, err
	} else if fonts != "" {
		remarks = append(remarks, fonts)
	}
	for _, r := range remarks {
		if err := to.Remark(ctx, deck.Say(deck.OnOther, r)); err != nil {
			return nil, err
		}
	}
	return describe(ctx, engine, fsys, drawn, o, talk.Over(to))
}

// importWords makes a deck of what a talk says.
func importWords(ctx context.Context, talk *office.Talk, name, undrawn string, to deck.Sink) error {
	next := "To show it as it was made, export it as PDF and import that."
	switch undrawn {
	case NotInstalled:
		next = "To show it as it was made, install that (" + install + "), and import the file again."
	case nested:
		next = "To show it as it was made, import the file by itself."
	}
	remark := fmt.Sprintf("%s is shown as its titles, words and pictures, without its layout: %s. %s", name, undrawn, next)
	kind := deck.OnLayout
	if undrawn == NotInstalled {
		kind = deck.OnProgram
	}
	err := to.Remark(ctx, deck.Say(kind, remark))
	for _, r := range talk.Remarks() {
		err = cmp.Or(err, to.Remark(ctx, deck.Say(deck.OnOther, r)))
	}
	return cmp.Or(err, talk.Import(ctx, to))
}

const install = "apt install libreoffice-impress-nogui, or libreoffice.org"

// unread is the sentence for a talk that only LibreOffice reads.
func unread(name string, kind office.Kind, undrawn string) error {
	switch undrawn {
	case NotInstalled:
		return fault.Errorf(fault.NotADeck, "%s is %s that only LibreOffice can read, which is not installed; install it (%s), or export the talk as PDF and import that", name, kind.What(), install)
	case nested:
		return fault.Errorf(fault.NotADeck, "%s is %s; take it out of the zip and import it by itself", name, kind.What())
	}
	return fault.Errorf(fault.NotADeck, "%s is %s, and %s; export it as PDF and import that", name, kind.What(), undrawn)
}
