package convert

import (
	"context"
	"sync"

	"lectern/app/deck"
	"lectern/app/fault"
	"lectern/app/importer/wire"
)

// guard stands between the formats and the sink. It lets one call through at a
// time, none when the import is cancelled, and no more bytes than a deck may have.
// A format that knows better where they come from says so before.
type guard struct {
	to     deck.Sink
	source string                                // the name of the file the deck comes from
	digest func(context.Context) (string, error) // see deck.Header; nil where there is none

	mu    sync.Mutex
	bytes int // of pictures
	html  int // bytes, with that of the style sheets
}

// stepper is a sink that is told what is made now, in a few words: "page 3".
type stepper interface{ Step(label string) }

// Step implements stepper, where the sink does.
func (g *guard) Step(label string) {
	if s, ok := g.to.(stepper); ok {
		s.Step(label)
	}
}

// Known implements deck.Rememberer, where the sink does.
func (g *guard) Known() []deck.KnownPicture {
	if r, is := g.to.(deck.Rememberer); is {
		return r.Known()
	}
	return nil
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
	if g.digest != nil {
		// A file that cannot be unpacked may be one that no slide needs.
		digest, err := g.digest(ctx)
		if err != nil && fault.CodeOf(err) == "" {
			return err
		}
		h.Digest = digest
	}
	return g.pass(ctx, func() error { return g.to.Begin(ctx, h) })
}

func (g *guard) Picture(ctx context.Context, p deck.DraftPicture) error {
	return g.pass(ctx, func() error {
		size := 0
		for _, s := range p.Sizes {
			size += len(s.Data)
		}
		if size > wire.MaxPicture {
			return fault.Errorf(fault.TooLarge, "A picture of %s needs more than %d MB; make it smaller", g.source, wire.MaxPicture>>20)
		}
		if g.bytes += size; g.bytes > wire.MaxPictures {
			return fault.Errorf(fault.TooLarge, "The pictures of this deck need more than %d MB; split it in two", wire.MaxPictures>>20)
		}
		return g.to.Picture(ctx, p)
	})
}

func (g *guard) Slide(ctx context.Context, s deck.DraftSlide) error {
	return g.pass(ctx, func() error {
		words, html := len(s.Notes), 0
		for _, v := range s.Views {
			words = max(words, len(v.Text))
			html += len(v.HTML) + len(v.CSS)
			if len(v.HTML) > wire.MaxView || len(v.CSS) > wire.MaxCSS || html > wire.MaxSlide {
				return fault.Errorf(fault.TooLarge, "Slide %d of %s is larger than any browser shows at once; split it", s.Number, g.source)
			}
		}
		if words > wire.MaxText {
			return fault.Errorf(fault.TooLarge, "Slide %d of %s has more than %d kB of text; split it", s.Number, g.source, wire.MaxText>>10)
		}
		if g.html += html; g.html > wire.MaxDeck {
			return fault.Errorf(fault.TooLarge, "The slides of %s have more than %d MB; split it in two", g.source, wire.MaxDeck>>20)
		}
		return g.to.Slide(ctx, s)
	})
}

func (g *guard) Remark(ctx context.Context, r deck.Remark) error {
	return g.pass(ctx, func() error { return g.to.Remark(ctx, r) })
}
