package importer

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"time"

	"lectern/app/deck"
	"lectern/app/importer/options"
	"lectern/app/importer/portable"
	"lectern/app/importer/wire"
	"lectern/app/importer/words"
)

// errNeedsPDF says that the deck is a PDF, and the child had no engine for it.
var errNeedsPDF = errors.New("importer: the deck is a PDF")

// run is an import that has its turn.
func (im *Importer) run(ctx context.Context, fsys fs.FS, o options.Options, to *gate) error {
	files, err := wire.NewFiles(ctx, fsys)
	if err != nil {
		return err
	}
	defer files.Close()
	if mightBePDF(fsys, files.Names()) {
		err = errNeedsPDF
	} else {
		err = im.child(ctx, modePlain, o, files, to)
	}
	if err == errNeedsPDF {
		if err := im.compile(ctx); err != nil {
			return err
		}
		err = im.child(ctx, modePDF, o, files, to)
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

// compile has the PDF engine compiled into the cache, if it is not there, by a
// process that reads no stranger's byte: it takes many seconds that nothing but a
// kill interrupts. Where that fails each child compiles it for itself.
func (im *Importer) compile(ctx context.Context) error {
	if im.compiled || im.config.EngineCache == "" {
		return nil
	}
	ctx, cancel := context.WithTimeoutCause(ctx, compileMost, errors.New("it took too long"))
	defer cancel()
	p, err := start(modeCompile, im.job(Limits{Processors: im.config.Limits.Processors, Soft: im.config.Limits.Soft}), im.config.Limits.withoutRace().Resident)
	if err != nil {
		return err
	}
	defer p.out.Close()
	defer context.AfterFunc(ctx, func() { p.end(context.Cause(ctx)) })()
	<-p.exited
	switch {
	case ctx.Err() != nil && ctx.Err() != context.DeadlineExceeded:
		return ctx.Err()
	case !p.well():
		im.config.Log.Warn("The PDF engine could not be compiled ahead", "folder", im.config.EngineCache, "err", p.state, "said", p.stderr.String())
	}
	im.compiled = true
	return nil
}

func (im *Importer) job(l Limits) wire.Job {
	return wire.Job{
		Processors: l.Processors, Cache: im.config.EngineCache,
		Memory: uint64(l.Memory), SoftMemory: l.Soft, Seconds: uint64(l.CPU / time.Second),
	}
}

// child has one child make the deck.
func (im *Importer) child(ctx context.Context, mode string, o options.Options, files *wire.Files, to *gate) error {
	limits := im.config.Limits.withoutRace()
	job := im.job(limits)
	job.Options = o
	p, err := start(mode, job, limits.Resident)
	if err != nil {
		return err
	}
	defer context.AfterFunc(ctx, func() { p.end(ctx.Err()) })()
	w := newWatch(p, limits)
	go w.run()
	s := &session{im: im, p: p, watch: w, files: files, to: to, subject: subject(files.Names())}
	err = s.talk(ctx)
	p.end(errOver)
	<-p.exited
	if testEnded != nil {
		testEnded(p.cmd.ProcessState)
	}
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err == errSilent:
		return s.died()
	case wire.IsWrong(err):
		return fmt.Errorf("importer: of %s: %w%s", s.subject, err, p.stderr)
	}
	return err
}

// subject names the files in a sentence, before it is known which of them is the
// deck.
func subject(names []string) string {
	if len(names) == 1 {
		return words.Base(names[0])
	}
	return "This deck"
}

// session is the talk with one child.
type session struct {
	im      *Importer
	p       *process
	watch   *watch
	files   *wire.Files
	to      *gate
	subject string
}

// errSilent says that the child ended without a last word.
var errSilent = errors.New("importer: the child ended")

// talk answers the child and passes on what it tells, until its last word.
func (s *session) talk(ctx context.Context) error {
	r := wire.NewReader(s.p.out, s.files.Sizes())
	if s.to.unpacking != nil {
		r = wire.NewUnpackReader(r)
	}
	for {
		m, err := r.Next()
		if wire.IsWrong(err) {
			return err
		}
		if err != nil {
			return errSilent
		}
		switch m := m.(type) {
		case wire.ListAsked:
			s.watch.begin()
			if testStarted != nil {
				testStarted(s.p.pid())
			}
			err = silent(s.files.List(s.p.in))
		case wire.ReadAsked:
			err = silent(s.files.Answer(ctx, s.p.in, m))
		case wire.Step:
			s.watch.step(string(m))
		case wire.Warning:
			s.im.warn(string(m))
		case wire.Remark:
			err = s.pass(func() error { return s.to.Remark(ctx, string(m)) })
		case deck.Header:
			s.subject = cmp.Or(words.Base(m.Source), s.subject)
			err = s.pass(func() error { return s.to.Begin(ctx, m) })
		case deck.DraftPicture:
			err = s.pass(func() error { return s.to.Picture(ctx, m) })
		case deck.DraftSlide:
			err = s.pass(func() error { return s.to.Slide(ctx, m) })
		case portable.Manifest:
			err = s.pass(func() error { return s.to.unpacking.begin(m) })
		case wire.Part:
			err = s.pass(func() error { return s.to.unpacking.part(m) })
		case wire.NeedsPDF:
			return errNeedsPDF
		case wire.Failure:
			return s.failed(m)
		case wire.Done:
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// silent is what an error of the child's input means.
func silent(err error) error {
	if err != nil {
		return errSilent
	}
	return nil
}

// pass gives the sink something. Its time is not the child's.
func (s *session) pass(call func() error) error {
	s.watch.pause()
	defer s.watch.resume()
	return call()
}
