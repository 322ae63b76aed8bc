package importer

import (
	"cmp"
	"context"
	"errors"
	"io"
	"sync"

	"lectern/app/deck"
)

var errEnded = errors.New("importer: the import is over")

// gate stands before the caller's sink. It lets no call through when the import
// is cancelled or over.
type gate struct {
	to    deck.Sink
	owner context.Context // the Importer's

	unpacking *unpacking // where a .lectern file is taken apart; then to is nil

	mu     sync.Mutex
	closed bool
}

// pass runs a call of the sink.
func (g *gate) pass(ctx context.Context, call func() error) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if err := cmp.Or(ctx.Err(), g.owner.Err()); err != nil {
		return err
	}
	if g.closed {
		return errEnded
	}
	return call()
}

// close waits for the call that is under way, and lets no other through.
func (g *gate) close() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.closed = true
}

// Begin implements deck.Sink, as the others do.
func (g *gate) Begin(ctx context.Context, h deck.Header) error {
	return g.pass(ctx, func() error { return g.to.Begin(ctx, h) })
}

func (g *gate) Picture(ctx context.Context, p deck.DraftPicture) error {
	return g.pass(ctx, func() error { return g.to.Picture(ctx, p) })
}

func (g *gate) Slide(ctx context.Context, s deck.DraftSlide) error {
	return g.pass(ctx, func() error { return g.to.Slide(ctx, s) })
}

func (g *gate) Remark(ctx context.Context, r deck.Remark) error {
	return g.pass(ctx, func() error { return g.to.Remark(ctx, r) })
}

// original passes a file that was made on the way, where the sink keeps such.
func (g *gate) original(ctx context.Context, name string, r io.Reader) error {
	return g.pass(ctx, func() error {
		if k, is := g.to.(deck.Keeper); is {
			return k.Original(ctx, name, r)
		}
		return nil
	})
}

// slide passes pictures and, if whole, the slide that comes with them.
func (g *gate) slide(ctx context.Context, pictures []deck.DraftPicture, s deck.DraftSlide, whole bool) error {
	for _, p := range pictures {
		if err := g.Picture(ctx, p); err != nil {
			return err
		}
	}
	if !whole {
		return nil
	}
	return g.Slide(ctx, s)
}
