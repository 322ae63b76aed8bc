package importer

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"lectern/app/deck"
	"lectern/app/importer/wire"
)

// opening is the first slide of a deck whose pages are drawn later, held back until its
// page was read: then the deck can be shown.
type opening struct {
	pictures []deck.DraftPicture // what the first slide may show, until it comes; then what it shows at once
	slide    *deck.DraftSlide    // or nil
	past     bool                // the first slide has come
}

// holdsPicture reports whether a picture is held back.
func (o *opening) holdsPicture(p deck.DraftPicture) bool {
	if o.past || p.Page == nil || len(p.Sizes) > 0 || len(o.pictures) > deck.MaxSteps {
		return false
	}
	o.pictures = append(o.pictures, p)
	return true
}

// holdsSlide reports whether a slide is held back, and returns the pictures that are
// no longer.
func (o *opening) holdsSlide(s deck.DraftSlide) (held bool, pictures []deck.DraftPicture) {
	if o.past {
		return false, nil
	}
	o.past = true
	pictures = o.pictures
	o.pictures = nil
	i := slices.IndexFunc(pictures, func(p deck.DraftPicture) bool { return p.Number == s.Views[0].Picture })
	if s.Number != 1 || i < 0 {
		return false, pictures
	}
	o.slide = &s
	o.pictures = []deck.DraftPicture{pictures[i]}
	return true, slices.Delete(slices.Clone(pictures), i, i+1)
}

// readFirst has the page of the first slide read, and passes the slide on. A page that
// cannot be read at once, or at all, is no reason to refuse a deck: whoever shows it
// tries again.
func (s *session) readFirst(ctx context.Context) error {
	if s.first.slide == nil {
		return nil
	}
	slide, picture := *s.first.slide, s.first.pictures[0]
	m, err := s.page(ctx, wire.Ask{Page: *picture.Page}, s.im.config.Limits.First)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if wire.IsWrong(err) {
		return err
	}
	c, read := m.(deck.PageContent)
	if read {
		merge(&slide, &picture, c)
	} else {
		s.im.config.Log.Info("the first page of a deck was not read with it", "of", s.subject, "err", err, "ended", s.p.reason())
	}
	return s.pass(func() error {
		for _, r := range c.Remarks {
			on := deck.Remark{Kind: deck.OnPage, Pages: []int{picture.Page.Number + 1}, Text: r}
			if err := s.to.Remark(ctx, on); err != nil {
				return err
			}
		}
		return s.to.slide(ctx, []deck.DraftPicture{picture}, slide, true)
	})
}

// merge adds what was read on a page to the slide that begins with it.
func merge(s *deck.DraftSlide, p *deck.DraftPicture, c deck.PageContent) {
	s.Title = cmp.Or(s.Title, c.Title)
	s.Notes = strings.Trim(s.Notes+"\n\n"+c.Notes, "\n")
	s.Views[0].Text = cmp.Or(s.Views[0].Text, c.Text)
	s.Views[0].Links = append(s.Views[0].Links, c.Links...)
	p.Sizes = []deck.PictureSize{c.Size}
}
