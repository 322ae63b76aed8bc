package importer

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"time"

	"lectern/app/deck"
	"lectern/app/fault"
	"lectern/app/importer/confine"
	"lectern/app/importer/options"
	"lectern/app/importer/pdf"
	"lectern/app/importer/wire"
	"lectern/app/importer/words"
)

// ErrPage is in the chain of an error that is one page's: it cannot be made, or not in
// that width. The others are none the worse.
var ErrPage = errors.New("importer: a page cannot be made")

// idleMost is how long a child waits for the next page.
const idleMost = 30 * time.Second

// Pages reads and draws the pages of one PDF, in a child process that has it open. It
// is safe for concurrent use; one page is made at a time, in the order of the calls.
//
// There is a child from the first call on, until none has come for half a minute. One
// that ends at a page is started anew for the next.
type Pages struct {
	im      *Importer
	ctx     context.Context // until Close
	cancel  context.CancelFunc
	fsys    fs.FS
	name    string
	options options.Options
	behind  bool
	idle    *time.Timer
	turn    chan struct{}

	// Whoever has the turn has these.
	child *session // or nil
	fault error    // the document cannot be opened
	used  time.Time
}

// Pages returns the pages of the PDF of this name, which is a file of fsys, or in the
// zip that is its only file. It reads fsys when it has to. Until ctx ends, or Close.
func (im *Importer) Pages(ctx context.Context, fsys fs.FS, name string, o options.Options) *Pages {
	p := &Pages{im: im, fsys: fsys, name: name, options: o, turn: make(chan struct{}, 1)}
	p.ctx, p.cancel = context.WithCancel(ctx)
	p.idle = time.AfterFunc(idleMost, p.rest)
	if !im.begin() {
		p.cancel()
		return p
	}
	stop := context.AfterFunc(im.ctx, p.cancel)
	context.AfterFunc(p.ctx, func() {
		defer im.running.Done()
		stop()
		p.idle.Stop()
		p.turn <- struct{}{} // for good
		p.drop()
	})
	return p
}

// StepBack has every other process come before the child: nobody waits for these
// pages. It is called before any is asked for.
func (p *Pages) StepBack() { p.behind = true }

// Close ends the child at once, and with it the calls that are under way.
func (p *Pages) Close() error {
	p.cancel()
	return nil
}

// Read reads what is painted on a page and draws it in its smallest width. It returns
// at once when ctx is cancelled, and then ends the child if it is at this very page. An
// error that is ErrPage is this page's; a *fault.Error that is not is the file's.
func (p *Pages) Read(ctx context.Context, page deck.Page) (deck.PageContent, error) {
	m, err := p.make(ctx, wire.Ask{Page: page})
	c, _ := m.(deck.PageContent)
	return c, err
}

// Draw draws a page in a width of its DraftPicture or less. For ctx and errors see
// Read.
func (p *Pages) Draw(ctx context.Context, page deck.Page, width int) (deck.PictureSize, error) {
	if width < 1 {
		return deck.PictureSize{}, fmt.Errorf("importer: a page %d pixels wide", width)
	}
	m, err := p.make(ctx, wire.Ask{Page: page, Width: width})
	s, _ := m.(deck.PictureSize)
	return s, err
}

// make waits for its turn, and for the page, as long as anybody wants it.
func (p *Pages) make(ctx context.Context, ask wire.Ask) (any, error) {
	if ask.Page.File != p.name {
		return nil, fmt.Errorf("importer: a page of %q, where the pages of %q are", ask.Page.File, p.name)
	}
	select {
	case p.turn <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-p.ctx.Done():
		return nil, errPagesClosed
	}
	type made struct {
		m   any
		err error
	}
	done := make(chan made, 1)
	go func() {
		defer func() { <-p.turn }()
		m, err := p.attempt(ctx, ask)
		p.used = time.Now()
		p.idle.Reset(idleMost)
		done <- made{m, err}
	}()
	select {
	case d := <-done:
		return d.m, d.err
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-p.ctx.Done():
		return nil, errPagesClosed
	}
}

var errPagesClosed = errors.New("importer: the pages are closed")

// attempt makes a page. Where the system, or somebody at the computer, ended the child
// at it, that says nothing of the page: it has a second attempt. The caller has the
// turn.
func (p *Pages) attempt(ctx context.Context, ask wire.Ask) (any, error) {
	m, err := p.once(ctx, ask)
	if errors.Is(err, errKilled) {
		m, err = p.once(ctx, ask)
	}
	return m, err
}

func (p *Pages) once(ctx context.Context, ask wire.Ask) (any, error) {
	if err := p.ready(); err != nil {
		return nil, err
	}
	s := p.child
	if err := ctx.Err(); err != nil {
		s.watch.pause()
		return nil, err // the child is kept for whoever comes next
	}
	stop := context.AfterFunc(ctx, func() { s.p.end(ctx.Err()) })
	m, err := s.page(p.ctx, ask, p.im.config.Limits.Step)
	if u, is := err.(*unable); is {
		err = pageFault(u.why)
	} else if err != nil {
		p.drop()
		switch {
		case ctx.Err() != nil:
			err = ctx.Err()
		case p.ctx.Err() != nil:
			err = errPagesClosed
		case err == errSilent:
			err = s.diedAt(ask.Page.Number)
		default:
			err = fmt.Errorf("importer: page %d of %s: %w%s", ask.Page.Number+1, s.subject, err, s.p.stderr)
		}
	}
	if !stop() { // it is ended, or about to be
		p.drop()
	}
	return m, err
}

// pageFault is an error that a child has of a page.
func pageFault(why error) error {
	var f *fault.Error
	if !errors.As(why, &f) {
		return why
	}
	beneath := ErrPage
	if f.Err != nil {
		beneath = fmt.Errorf("%w: %w", ErrPage, f.Err)
	}
	return fault.Wrap(f.Code, beneath, "%s", f.Message)
}

// ready sees to it that there is a child that asks for a page.
func (p *Pages) ready() error {
	if p.fault != nil {
		return p.fault
	}
	if p.child != nil && p.child.p.gone() {
		p.drop()
	}
	if p.child == nil {
		if err := p.open(); err != nil {
			return err
		}
	} else if p.child.asks {
		return nil // whoever was to answer went away
	} else {
		p.child.watch.page("", p.im.config.Limits.Step)
	}
	s := p.child
	m, err := s.next(p.ctx)
	if err == nil {
		if _, s.asks = m.(wire.NextAsked); s.asks {
			if p.behind { // what it chose for itself is behind it now
				confine.PushBack(s.p.pid())
			}
			return nil
		}
		err = fmt.Errorf("%w: %T for a question", wire.ErrWrong, m)
	}
	p.drop()
	switch {
	case p.ctx.Err() != nil:
		return errPagesClosed
	case err == errSilent:
		err = s.died()
	case wire.IsWrong(err):
		return fmt.Errorf("importer: of %s: %w%s", s.subject, err, s.p.stderr)
	}
	if fault.CodeOf(err) != "" && !errors.Is(err, errKilled) {
		p.fault = err
	}
	return err
}

// open starts a child.
func (p *Pages) open() error {
	if err := p.im.compile(p.ctx); err != nil {
		return err
	}
	files, err := wire.NewFiles(p.ctx, p.fsys)
	if err != nil {
		return err
	}
	var held int64
	if !slices.Contains(files.Names(), p.name) {
		held = pdf.MaxHeld // it is in a zip
	}
	s, err := p.im.open(modePDF, 0, held, files)
	if err != nil {
		files.Close()
		return err
	}
	s.draw, s.options, s.subject = p.name, p.options, words.Base(p.name)
	context.AfterFunc(p.ctx, func() { s.p.end(p.ctx.Err()) })
	p.child = s
	return nil
}

// drop ends the child, if there is one. The caller has the turn.
func (p *Pages) drop() {
	if p.child != nil {
		p.child.close()
		p.child.files.Close()
		p.child = nil
	}
}

// rest ends a child that nobody needs.
func (p *Pages) rest() {
	select {
	case p.turn <- struct{}{}:
		defer func() { <-p.turn }()
		if time.Since(p.used) >= idleMost {
			p.drop()
		}
	default:
	}
}
