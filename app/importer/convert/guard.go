package convert

import (
	"context"
	"sync"

	"lectern/app/deck"
	"lectern/app/fault"
)

// maxRenditions is far beyond any talk, and keeps a hostile deck from filling the
// disk.
const maxRenditions = 1 << 30 // bytes of all pictures of a deck together, in all sizes

// guard stands between the formats and the sink. It lets one call through at a
// time, none when the import is cancelled, and no more bytes than a deck may have.
type guard struct {
	to     deck.Sink
	source string // the name of the file the deck comes from

	mu    sync.Mutex
	bytes int
}

// pass runs a call of the sink.
func (g *guard) pass(ctx context.Context, call func() error) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	return call()
}

// Begin implements deck.Sink, as the others do.
func (g *guard) Begin(ctx context.Context, h deck.Header) error {
	h.Source = g.source
	return g.pass(ctx, func() error { return g.to.Begin(ctx, h) })
}

func (g *guard) Picture(ctx context.Context, p deck.DraftPicture) error {
	return g.pass(ctx, func() error {
		for _, s := range p.Sizes {
			g.bytes += len(s.Data)
		}
		if g.bytes > maxRenditions {
			return fault.Errorf(fault.TooLarge, "The pictures of this deck need more than %d MB; split it in two", maxRenditions>>20)
		}
		return g.to.Picture(ctx, p)
	})
}

func (g *guard) Slide(ctx context.Context, s deck.DraftSlide) error {
	return g.pass(ctx, func() error { return g.to.Slide(ctx, s) })
}

func (g *guard) Remark(ctx context.Context, sentence string) error {
	return g.pass(ctx, func() error { return g.to.Remark(ctx, sentence) })
}
