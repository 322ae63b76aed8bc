package importer

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"time"

	"lectern/app/fault"
	"lectern/app/importer/confine"
	"lectern/app/importer/office"
	"lectern/app/importer/office/libreoffice"
	"lectern/app/importer/options"
	"lectern/app/importer/source"
	"lectern/app/importer/wire"
	"lectern/app/importer/words"
)

// The limits of LibreOffice, for one talk: it begins with some 150 MB, and a slide
// with a photo takes it up to half a second.
var talkLimits = Limits{Memory: 1 << 30, Resident: 700 << 20, CPU: 5 * time.Minute, Whole: 10 * time.Minute}

// talkTries is how often LibreOffice is begun: with a new profile it wants to be begun
// again. One that ended by itself is begun once more: it may have been no fault of the
// talk's.
const talkTries = 3

// errCrashed says that LibreOffice ended by itself. It may have made what it was to.
var errCrashed = errors.New("importer: LibreOffice ended by itself")

// needsTalk says that the deck is a talk, of which a PDF can be made.
type needsTalk struct{ wire.Talk }

func (*needsTalk) Error() string { return "importer: the deck is a talk" }

// importTalk makes a deck of a talk from a PDF that LibreOffice makes of it, and from
// the talk itself. Where there is none the deck has the words alone, and says why.
func (im *Importer) importTalk(ctx context.Context, t wire.Talk, o options.Options, files *wire.Files, to *gate) error {
	if !slices.Contains(files.Names(), t.File) {
		return fmt.Errorf("%w: a talk %.100q, which is no file", wire.ErrWrong, t.File)
	}
	made, err := im.drawTalk(ctx, files.FS(), t.File, t.Ext)
	var known *fault.Error
	if errors.As(err, &known) {
		files.Undrawn = known.Message
		return im.child(ctx, modePlain, o, files, to)
	}
	if err != nil {
		return err
	}
	err = im.importDrawn(ctx, t.File, made, o, files, to)
	return cmp.Or(err, made.close())
}

// importDrawn makes a deck of a talk and its PDF, which is kept as what was imported
// is: its pages are drawn from it.
func (im *Importer) importDrawn(ctx context.Context, talk string, made *drawnTalk, o options.Options, files *wire.Files, to *gate) error {
	both := source.NewFiles()
	err := source.Walk(ctx, files.FS(), func(name string, size int64) error {
		both.Add(name, size, func() (io.ReadCloser, error) { return files.FS().Open(name) })
		return nil
	})
	if err != nil {
		return err
	}
	for form, file := range made.files {
		name := talk + form.Ext()
		info, err := file.Stat()
		if err != nil {
			return err
		}
		part := func() *io.SectionReader { return io.NewSectionReader(file, 0, info.Size()) }
		if !both.Add(name, info.Size(), func() (io.ReadCloser, error) { return section{part()}, nil }) {
			return fmt.Errorf("importer: there is a folder %.100q", name)
		}
		if err := to.original(ctx, name, part()); err != nil {
			return err
		}
	}
	all, err := wire.NewFiles(ctx, both)
	if err != nil {
		return err
	}
	defer all.Close()
	if err := im.compile(ctx); err != nil {
		return err
	}
	return im.child(ctx, modePDF, o, all, to)
}

// section is a file that is open already.
type section struct{ *io.SectionReader }

func (section) Close() error { return nil }

// drawnTalk is what LibreOffice made of a talk.
type drawnTalk struct {
	folder *libreoffice.Folder
	files  map[libreoffice.Form]*os.File // a PDF; and what only LibreOffice reads as OpenDocument, for its notes
}

func (d *drawnTalk) close() error {
	var errs []error
	for _, f := range d.files {
		errs = append(errs, f.Close())
	}
	return errors.Join(append(errs, d.folder.Remove())...)
}

// drawTalk has LibreOffice make a PDF of a talk that is a file of fsys and ends in
// ext. The caller closes what there is. A *fault.Error says why there is none.
func (im *Importer) drawTalk(ctx context.Context, fsys fs.FS, name, ext string) (made *drawnTalk, err error) {
	program, found := libreoffice.Find()
	if !found {
		return nil, errors.New("importer: LibreOffice is gone")
	}
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	// Of what only LibreOffice reads nobody could tell for sure which pages are hidden.
	old := ext == office.OldPowerPoint.Ext() || ext == office.Keynote.Ext()
	folder, err := libreoffice.NewFolder(ctx, im.config.TalkFolder, ext, !old, f)
	if err := cmp.Or(err, f.Close()); err != nil {
		return nil, err
	}
	d := &drawnTalk{folder, map[libreoffice.Form]*os.File{}}
	defer func() {
		if err != nil {
			err = cmp.Or(err, d.close())
		}
	}()
	if err := confine.Give(folder.Path()); err != nil {
		return nil, fmt.Errorf("importer: %w", err)
	}
	forms := []libreoffice.Form{libreoffice.PDF}
	if old {
		forms = append(forms, libreoffice.OpenDocument)
	}
	for _, form := range forms {
		c := program.Command(folder, form)
		if err := im.runTalk(ctx, wire.Program{Args: c.Args, Env: c.Env, Dir: c.Dir, Read: c.Read}, folder, words.Base(name)); err != nil && form == libreoffice.PDF {
			return nil, err
		}
		file, err := folder.Open(form)
		switch {
		case err == nil:
			d.files[form] = file
		case !errors.Is(err, fs.ErrNotExist) || ctx.Err() != nil:
			return nil, cmp.Or(ctx.Err(), err)
		case form == libreoffice.PDF:
			return nil, fault.Errorf(fault.NotADeck, "LibreOffice cannot read %s", words.Base(name))
		}
	}
	return d, nil
}

// runTalk runs LibreOffice until it is done with one talk.
func (im *Importer) runTalk(ctx context.Context, c wire.Program, folder *libreoffice.Folder, name string) error {
	limits := talkLimits.withoutRace()
	crashes := 0
	for range talkTries {
		job := im.job(limits)
		job.Program = &c
		p, err := im.start(modeTalk, job, limits.Resident)
		if err != nil {
			return err
		}
		again, err := im.waitForTalk(ctx, p, limits, name)
		if err == errCrashed {
			crashes++
			again, err = crashes == 1, nil
		}
		err = cmp.Or(err, folder.Tidy())
		if err != nil || !again {
			return err
		}
	}
	return fault.Errorf(fault.NotADeck, "LibreOffice did not begin to read %s", name)
}

func (im *Importer) waitForTalk(ctx context.Context, p *process, limits Limits, name string) (again bool, err error) {
	defer context.AfterFunc(ctx, func() { p.end(ctx.Err()) })()
	go newWatch(p, limits).run()
	// Before it becomes LibreOffice the child may have something to say.
	r := wire.NewReader(p.out, nil)
	for {
		m, err := r.Next()
		if w, is := m.(wire.Warning); is && err == nil {
			im.warn(string(w))
			continue
		}
		if f, is := m.(wire.Failure); is && err == nil {
			im.config.Log.Error("LibreOffice was not started", "err", f.Detail)
		}
		break
	}
	<-p.exited
	p.end(errOver)
	p.killGroup()
	log := im.config.Log.With("of", name, "state", fmt.Sprint(p.state), "said", p.stderr.String())
	switch why := p.reason(); {
	case ctx.Err() != nil:
		return false, ctx.Err()
	case p.cmd.ProcessState != nil && p.cmd.ProcessState.ExitCode() == libreoffice.Again:
		return true, nil
	case why == errMemory, outOfMemory.MatchString(p.stderr.String()):
		log.Info("LibreOffice was ended: it needed too much memory")
		return false, fault.Wrap(fault.TooLarge, errMemory, "LibreOffice needs more memory for %s than an import may have", name)
	case why == errWhole, p.killed():
		log.Info("LibreOffice was ended: it took too long")
		return false, fault.Wrap(fault.TooLarge, errWhole, "LibreOffice takes too long to draw %s", name)
	}
	if !p.well() {
		log.Warn("LibreOffice ended by itself")
		return false, errCrashed
	}
	return false, nil
}

// becomeTalk has the child become LibreOffice.
func becomeTalk(job wire.Job, tell *wire.Teller) int {
	bounds := confine.Bounds{Parent: job.Parent, Memory: job.Memory, CPU: time.Duration(job.Seconds) * time.Second}
	err := confine.Exec(bounds, confine.Program(*job.Program), func(sentence string) { tell.Warn(sentence) })
	tell.Failed(err)
	return 1
}
