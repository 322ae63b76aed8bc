package importer

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"lectern/app/deck"
	"lectern/app/importer/options"
	"lectern/app/importer/portable"
	"lectern/app/importer/wire"
	"lectern/app/importer/words"
)

// session is the talk with one child.
type session struct {
	im      *Importer
	p       *process
	waited  bool // it was started before it was needed
	watch   *watch
	files   *wire.Files
	said    *wire.Reader
	draw    string // the PDF whose pages are to be drawn; "" for a deck of the files
	keep    []int  // its pages with which it is to be given
	options options.Options
	subject string
	asks    bool // it waits for a page to make

	// Of an import.
	to    *gate
	first opening
}

// errSilent says that the child ended without a last word.
var errSilent = errors.New("importer: the child ended")

// close ends the child and waits until it is gone.
func (s *session) close() {
	s.p.end(errOver)
	<-s.p.exited
	if testEnded != nil {
		testEnded(s.p.cmd.ProcessState)
	}
}

// next answers the child until it tells, or asks for, something else than files.
func (s *session) next(ctx context.Context) (any, error) {
	for {
		m, err := s.said.Next()
		if wire.IsWrong(err) {
			return nil, err
		}
		if err != nil {
			return nil, errSilent
		}
		switch m := m.(type) {
		case wire.TaskAsked:
			s.watch.begin()
			if testStarted != nil {
				testStarted(s.p.pid())
			}
			err = silent(s.files.Task(s.p.in, s.draw, s.keep, s.options))
		case wire.ReadAsked:
			err = silent(s.files.Answer(ctx, s.p.in, m))
		case wire.FontsAsked:
			set := s.im.config.Fonts()
			s.said.Fonts(set.Sizes())
			err = silent(s.files.Fonts(s.p.in, set))
		case wire.Step:
			s.watch.step(string(m))
		case wire.Warning:
			s.im.warn(string(m))
		case wire.Failure:
			return nil, s.failed(m)
		default:
			return m, nil
		}
		if err != nil {
			return nil, err
		}
	}
}

// importDeck passes on what the child tells, until the deck is complete.
func (s *session) importDeck(ctx context.Context) error {
	for {
		m, err := s.next(ctx)
		if err != nil {
			return err
		}
		switch m := m.(type) {
		case deck.Remark:
			err = s.pass(func() error { return s.to.Remark(ctx, m) })
		case deck.Header:
			s.subject = cmp.Or(words.Base(m.Source), s.subject)
			err = s.pass(func() error { return s.to.Begin(ctx, m) })
		case deck.DraftPicture:
			if !s.first.holdsPicture(m) {
				err = s.pass(func() error { return s.to.Picture(ctx, m) })
			}
		case deck.DraftSlide:
			held, pictures := s.first.holdsSlide(m)
			err = s.pass(func() error { return s.to.slide(ctx, pictures, m, !held) })
		case portable.Manifest:
			err = s.pass(func() error { return s.to.unpacking.begin(m) })
		case wire.Part:
			err = s.pass(func() error { return s.to.unpacking.part(m) })
		case wire.NextAsked:
			if !s.first.past {
				return fmt.Errorf("%w: a question for pages of no deck", wire.ErrWrong)
			}
			return s.readFirst(ctx)
		case wire.NeedsPDF:
			return errNeedsPDF
		case wire.NeedsAVIF:
			return errNeedsAVIF
		case wire.NeedsFiles:
			return ErrNeedsFiles
		case wire.Talk:
			return &needsTalk{m}
		case wire.Done:
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// page has the child make a page, for which it has asked, in so much processor time.
// The error is errSilent or another one that leaves no hope for the child, or an
// *unable.
func (s *session) page(ctx context.Context, ask wire.Ask, most time.Duration) (any, error) {
	s.asks = false
	s.watch.page(fmt.Sprint("page ", ask.Page.Number+1), most)
	defer s.watch.pause()
	s.said.Sent(ask)
	if err := silent(wire.SendPage(s.p.in, ask)); err != nil {
		return nil, err
	}
	if testPage != nil {
		testPage(ask.Page.Number)
	}
	m, err := s.next(ctx)
	if err != nil {
		return nil, err
	}
	switch m := m.(type) {
	case deck.PageContent, deck.PictureSize:
		return m, nil
	case wire.Unable:
		return nil, &unable{s.failed(wire.Failure(m))}
	}
	return nil, fmt.Errorf("%w: %T for a page", wire.ErrWrong, m)
}

// unable is why one page cannot be made.
type unable struct{ why error }

func (u *unable) Error() string { return u.why.Error() }

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
