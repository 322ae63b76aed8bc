package load

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"lectern/app/sealed"
)

// As ui/web/line/ahead.ts has it.
const (
	aheadViews  = 2
	aheadHeld   = 3
	aheadAfter  = 500 * time.Millisecond
	aheadSpread = 1500 * time.Millisecond
	aheadMost   = 20 * time.Second
)

// plan plans to fetch what is missing. It is called with the lock held.
func (p *page) plan() {
	k := p.missing()
	full := k == 0
	if full != p.full {
		p.full = full
		p.isFull(full)
	}
	if !p.opt.Ahead || full || p.timer != nil || p.busy || p.ctx.Err() != nil {
		return
	}
	spread := min(max(p.spread, aheadSpread), aheadMost)
	p.timer = p.after(aheadAfter+rand.N(spread*time.Duration(k)/aheadViews), p.fetch)
}

// isFull counts the pages that hold all they want.
func (p *Pages) isFull(full bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if full {
		p.holding++
	} else {
		p.holding--
	}
}

// missing is how many slides ahead the first is that is not held, or 0. At the end
// there are decoys.
func (p *page) missing() int {
	for k := 1; k <= aheadViews; k++ {
		if !slices.ContainsFunc(p.held, func(b bundle) bool { return b.slide == p.at.Slide+k }) {
			return k
		}
	}
	return 0
}

func tag(body []byte) string { return `"` + sealed.Tag(body) + `"` }

// fetch gets one bundle.
func (p *page) fetch() {
	p.mu.Lock()
	p.timer = nil
	k, at := p.missing(), p.at
	if k == 0 || p.ctx.Err() != nil {
		p.mu.Unlock()
		return
	}
	p.busy = true
	var tags []string
	for _, b := range p.held {
		tags = append(tags, tag(b.body))
	}
	p.mu.Unlock()
	var headers []string
	if tags != nil {
		headers = []string{"If-None-Match", strings.Join(tags, ", ")}
	}
	keep := int64(100)
	if p.opens {
		keep = 16 << 20
	}
	g, err := p.get(keep, fmt.Sprintf("/decks/%d/ahead/%d/%d", at.Deck, k, p.opt.Width), headers...)
	p.Pages.count(func(t *Traffic) { t.Ahead++; t.AheadBytes += g.size })
	if err == nil && g.status != 200 && g.status != 304 {
		err = fmt.Errorf("%d views ahead of %d: %d %s", k, at.Slide, g.status, g.kept)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.busy = false
	if err != nil {
		if p.ctx.Err() == nil {
			p.fail(err)
		}
		return
	}
	slide := at.Slide + k
	if p.at.Rev != at.Rev {
		slide = 0 // nobody knows from where the server counted
	}
	named := g.header.Get("ETag")
	if i := slices.IndexFunc(p.held, func(b bundle) bool { return tag(b.body) == named }); i >= 0 {
		if slide > 0 {
			p.held[i].slide = slide
		}
	} else {
		p.held = append(p.held, bundle{slide, g.kept})
	}
	for i := 0; len(p.held) > aheadHeld && i < len(p.held); {
		if s := p.held[i].slide; s > p.at.Slide && s <= p.at.Slide+aheadViews {
			i++
		} else {
			p.held = slices.Delete(p.held, i, i+1)
		}
	}
	p.plan()
}
