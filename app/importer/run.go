package importer

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"slices"
	"time"

	"lectern/app/deck"
	"lectern/app/importer/convert"
	"lectern/app/importer/office/libreoffice"
	"lectern/app/importer/options"
	"lectern/app/importer/pdf"
	"lectern/app/importer/source"
	"lectern/app/importer/wire"
	"lectern/app/importer/words"
)

// ErrNeedsFiles says that the one file of a tree is a zip whose files are needed as they
// are: they are to be imported in its stead (see Unzip). Nothing was given to the sink.
var ErrNeedsFiles = errors.New("importer: a zip is to be unpacked")

// What the child had no engine for.
var (
	errNeedsPDF  = errors.New("importer: the deck is a PDF")
	errNeedsAVIF = errors.New("importer: there are AVIF pictures")
)

// run is an import that has its turn.
func (im *Importer) run(ctx context.Context, fsys fs.FS, o options.Options, to *gate) error {
	files, err := wire.NewFiles(ctx, fsys)
	if err != nil {
		return err
	}
	defer files.Close()
	if r, is := to.to.(deck.Rememberer); is {
		files.Known = r.Known()
	}
	if !DrawsTalks() {
		files.Undrawn = convert.NotInstalled
	}
	err = im.make(ctx, o, files, to)
	var talk *needsTalk
	if errors.As(err, &talk) {
		err = im.importTalk(ctx, talk.Talk, o, files, to)
	}
	return err
}

// DrawsTalks reports whether there is a LibreOffice, which draws talks.
func DrawsTalks() bool {
	_, found := libreoffice.Find()
	return found
}

// make has the children make the deck that it takes.
func (im *Importer) make(ctx context.Context, o options.Options, files *wire.Files, to *gate) (err error) {
	if mightBePDF(files.FS(), files.Names()) {
		err = errNeedsPDF
	} else {
		err = im.child(ctx, modePlain, o, files, to)
	}
	switch err {
	case errNeedsPDF:
		if err := im.compile(ctx); err != nil {
			return err
		}
		return im.child(ctx, modePDF, o, files, to)
	case errNeedsAVIF:
		return im.child(ctx, modeAVIF, o, files, to)
	}
	return err
}

// mightBePDF spares the first child of two, in the usual case. The child decides.
func mightBePDF(fsys fs.FS, names []string) bool {
	if len(names) != 1 {
		return false
	}
	f, err := fsys.Open(names[0])
	if err != nil {
		return false
	}
	defer f.Close()
	head := make([]byte, len("%PDF-"))
	_, err = io.ReadFull(f, head)
	return err == nil && string(head) == "%PDF-"
}

func (im *Importer) job(l Limits) wire.Job {
	return wire.Job{
		Processors: l.Processors, Cache: im.config.EngineCache,
		Memory: uint64(l.Memory), SoftMemory: l.Soft, Seconds: uint64(l.CPU / time.Second),
	}
}

// child has one child make the deck.
func (im *Importer) child(ctx context.Context, mode string, o options.Options, files *wire.Files, to *gate) error {
	var held int64
	if names := files.Names(); len(names) == 1 && !mightBePDF(files.FS(), names) {
		held = pdf.MaxHeld // there may be one in a zip
	}
	s, err := im.open(mode, im.config.Limits.Whole, held, files)
	if err != nil {
		return err
	}
	s.options, s.to = o, to
	if to.unpacking != nil {
		s.said = wire.NewUnpackReader(s.said)
	}
	defer context.AfterFunc(ctx, func() { s.p.end(ctx.Err()) })()
	err = s.importDeck(ctx)
	s.close()
	if err == nil && s.waited {
		im.Warm() // whoever had one wait for the import shows the deck next
	}
	return s.ended(ctx, err)
}

// open starts a child for these files, or takes the one that waits. Of a PDF it may
// hold so many bytes.
func (im *Importer) open(mode string, whole time.Duration, held int64, files *wire.Files) (s *session, err error) {
	limits := im.config.Limits
	var p *process
	waited := false
	if mode == modePDF {
		limits = limits.ofPDF(held)
		if held == 0 {
			p = im.takeSpare()
			waited = p != nil
		}
	}
	if mode == modeAVIF {
		limits = limits.ofAVIF()
	}
	limits.Whole = whole
	limits = limits.withoutRace()
	if p == nil {
		if p, err = im.start(mode, im.job(limits), limits.Resident); err != nil {
			return nil, err
		}
	}
	s = &session{im: im, p: p, waited: waited, watch: newWatch(p, limits), files: files, subject: subject(files.Names())}
	s.said = wire.NewReader(p.out, files.Sizes())
	s.said.Know(files.Known)
	go s.watch.run()
	return s, nil
}

// subject names the files in a sentence, before it is known which of them is the
// deck.
func subject(names []string) string {
	if len(names) > 0 && !slices.ContainsFunc(names[1:], func(name string) bool { return !source.MadeOf(names[0], name) }) {
		return words.Base(names[0])
	}
	return "This deck"
}
