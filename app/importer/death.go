package importer

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"regexp"

	"lectern/app/fault"
	"lectern/app/importer/wire"
)

// Why a child was ended.
var (
	errOver   = errors.New("importer: it was over")
	errMemory = errors.New("importer: more memory than an import may have")
	errStep   = errors.New("importer: a step took too long")
	errWhole  = errors.New("importer: the whole took too long")
	errKilled = errors.New("importer: it was killed by somebody else")
	errCPU    = errors.New("importer: more processor time than an import may have")
)

// outOfMemory is what Go says when the kernel gives it no more.
var outOfMemory = regexp.MustCompile(`out of memory|cannot allocate memory|goroutine stack exceeds|failed to create new OS thread|errno=12\b`)

// failed is the child's own last word.
func (s *session) failed(f wire.Failure) error {
	if f.Code != "" {
		var beneath error
		if f.Detail != "" {
			beneath = errors.New(f.Detail)
		}
		return fault.Wrap(f.Code, beneath, "%s", f.Message)
	}
	if err := s.files.Err(); err != nil {
		return fmt.Errorf("importer: of %s: %w", s.subject, err)
	}
	return fmt.Errorf("importer: of %s: %s", s.subject, f.Detail)
}

// why is what a child that is gone ended of, as far as that is known.
func (s *session) why() error {
	why := s.p.reason()
	if why == errOver {
		switch most := s.watch.limits.CPU; {
		case outOfMemory.MatchString(s.p.stderr.String()):
			why = errMemory
		case s.p.killed() && most > 0 && s.p.cpu() > most/2: // the limit is counted in ticks, which are coarse where much else runs
			why = errCPU
		}
	}
	return why
}

// diedAt is the sentence for a child that ended at a page, from 0.
func (s *session) diedAt(page int) error {
	why := s.why()
	code, says := fault.NotADeck, "cannot be drawn, which is a fault of Lectern's; its log says more"
	switch {
	case why == errMemory:
		code, says = fault.TooLarge, "needs more memory than a page may have; make it simpler"
	case why == errStep:
		code, says = fault.TooLarge, "takes too long to draw; make it simpler"
	case s.p.killed():
		why = errKilled
		code, says = fault.TooLarge, "was not drawn, since the system ended that, as it does where memory is short"
	}
	beneath := fmt.Errorf("%w: %w", ErrPage, cmp.Or(why, errSilent))
	if why == errKilled { // which says nothing of the page
		beneath = errKilled
	}
	s.im.config.Log.Info("a page's process ended", "of", s.subject, "page", page+1, "why", why, "state", fmt.Sprint(s.p.state), "said", s.p.stderr.String())
	return fault.Wrap(code, beneath, "Page %d of %s %s", page+1, s.subject, says)
}

// ended is what whoever asked for the child's work is told of its end.
func (s *session) ended(ctx context.Context, err error) error {
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err == errSilent:
		return s.died()
	case wire.IsWrong(err):
		return fmt.Errorf("importer: of %s: %w%s", s.subject, err, s.p.stderr)
	}
	return err
}

// died is the sentence for a child that ended without a last word.
func (s *session) died() error {
	why := s.why()
	at := s.watch.making()
	if at == s.subject {
		at = ""
	}
	if at != "" {
		at = " (" + at + ")"
	}
	log := s.im.config.Log.With("of", s.subject, "at", s.watch.making(), "state", fmt.Sprint(s.p.state), "said", s.p.stderr.String())
	switch why {
	case errMemory:
		log.Info("an import was ended: it needed too much memory")
		return fault.Wrap(fault.TooLarge, why, "%s needs more memory than an import may have%s; make it simpler, or leave that out", s.subject, at)
	case errStep:
		log.Info("an import was ended: a step took too long")
		return fault.Wrap(fault.TooLarge, why, "%s takes too long to import%s; make it simpler, or leave that out", s.subject, at)
	case errWhole, errCPU:
		log.Info("an import was ended: it took too long")
		return fault.Wrap(fault.TooLarge, why, "%s takes too long to import as a whole; split it in two", s.subject)
	}
	log.Error("an import's process ended by itself")
	if s.p.killed() {
		return fault.Wrap(fault.TooLarge, errKilled, "The import of %s was ended by the system%s, as it does where memory is short; please try again", s.subject, at)
	}
	return fault.Wrap(fault.NotADeck, cmp.Or(why, errSilent), "%s made the import fail%s, which is a fault of Lectern's; its log says more", s.subject, at)
}
