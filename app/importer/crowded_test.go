//go:build !race

package importer

import (
	"context"
	"testing"
	"time"

	"lectern/app/importer/importertest"
)

// TestPreempted: whoever has no use for a slow page any more makes room for another
// at once, and who waits only for the turn ends nothing.
func TestPreempted(t *testing.T) {
	pids, pages := started(t), sent(t)
	p, _ := openPages(t, Limits{}, importertest.Tree("talk.pdf", slowPDF(2)), "talk.pdf")
	checkRead(t, p, 0)
	ctx, giveUp := context.WithCancel(t.Context())
	slow, waits := make(chan error, 1), make(chan error, 1)
	go func() {
		_, err := p.Draw(ctx, page(1), 3840)
		slow <- err
	}()
	await(pages, 1)
	other, leave := context.WithCancel(t.Context())
	go func() {
		_, err := p.Read(other, page(0))
		waits <- err
	}()
	leave()
	if err := <-waits; err != context.Canceled {
		t.Error(err)
	}
	select {
	case err := <-slow:
		t.Error(err)
	default:
	}
	giveUp()
	if err := <-slow; err != context.Canceled {
		t.Error(err)
	}
	checkRead(t, p, 0)
	if n := len(pids); n != 2 {
		t.Errorf("%d children", n)
	}
}

// TestPagesClosed: Close ends the child in the midst of a page, and so does the
// Importer's.
func TestPagesClosed(t *testing.T) {
	for name, end := range map[string]func(*Pages, *Importer) error{
		"pages":    func(p *Pages, _ *Importer) error { return p.Close() },
		"importer": func(_ *Pages, im *Importer) error { return im.Close() },
	} {
		t.Run(name, func(t *testing.T) {
			pages := sent(t)
			p, im := openPages(t, Limits{}, importertest.Tree("talk.pdf", slowPDF(2)), "talk.pdf")
			slow := make(chan error, 1)
			go func() {
				_, err := p.Draw(t.Context(), page(1), 3840)
				slow <- err
			}()
			await(pages, 1)
			child := p.child
			if err := end(p, im); err != nil {
				t.Error(err)
			}
			if err := <-slow; err != errPagesClosed {
				t.Error(err)
			}
			<-child.p.exited
			if _, err := p.Read(t.Context(), page(0)); err != errPagesClosed {
				t.Error(err)
			}
		})
	}
}

// TestPagesRest: a child that nobody needs goes, and comes again.
func TestPagesRest(t *testing.T) {
	pids := started(t)
	p, _ := openPages(t, Limits{}, importertest.Tree("talk.pdf", talkPDF(1)), "talk.pdf")
	checkRead(t, p, 0)
	p.rest()
	if p.child == nil {
		t.Error("a child that was needed just now is ended")
	}
	p.used = time.Now().Add(-idleMost)
	p.rest()
	if p.child != nil {
		t.Error("there is a child that nobody needs")
	}
	checkRead(t, p, 0)
	if n := len(pids); n != 2 {
		t.Errorf("%d children", n)
	}
}
