package library

import (
	"cmp"
	"context"
	"strings"

	"lectern/app/deck"
	"lectern/app/fault"
	"lectern/app/importer/options"
	"lectern/app/store"
)

// counting tells of each slide that is stored.
type counting struct {
	*store.NewDeck
	store       *store.Store
	options     options.Options
	contents    string // the digest of what was in a zip
	progress    Progress
	said        func(deck.Remark) bool // nil for never
	done, total int
	web         *fetched // what was fetched for it, or nil
	far         []string // addresses of what is to be
}

func (c *counting) Begin(ctx context.Context, h deck.Header) error {
	h.Source = cmp.Or(c.options.Source, h.Source)
	if h.Digest != "" {
		digest := readAs(h.Digest, c.options)
		if info, ok, err := c.store.DeckOf(ctx, digest); err != nil {
			return err
		} else if ok && meant(info, c.options) && !(c.options.Update != "" && lacks(info, c.options)) {
			return &here{info}
		}
		c.contents = digest
		if c.options.Update == "" {
			c.Digest(digest)
		}
	}
	c.total = h.Slides * (1 + len(h.Others)) // or less: what a language lacks is not stored
	return c.NewDeck.Begin(ctx, h)
}

// Remark leaves out what is known better.
func (c *counting) Remark(ctx context.Context, r deck.Remark) error {
	if r.Broken && c.options.Saved {
		return fault.Wrap(fault.NotADeck, &Broken{r}, "%s", strings.TrimSuffix(r.String(), "."))
	}
	if c.said != nil && c.said(r) {
		return nil
	}
	if c.options.Fetch && !c.options.Saved && c.web == nil && r.Kind == deck.OnWeb {
		c.far = append(c.far, r.Addresses...)
	}
	for _, said := range c.web.why(r) {
		if err := c.NewDeck.Remark(ctx, said); err != nil {
			return err
		}
	}
	return nil
}

func (c *counting) Slide(ctx context.Context, s deck.DraftSlide) error {
	err := c.NewDeck.Slide(ctx, s)
	if err == nil {
		c.done++
		c.progress(c.done, c.total)
	}
	return err
}
