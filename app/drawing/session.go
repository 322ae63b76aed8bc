package drawing

import (
	"context"
	"errors"
	"slices"

	"lectern/app/deck"
	"lectern/app/fault"
	"lectern/app/importer"
	"lectern/app/importer/options"
	"lectern/app/store"
)

// session is one file whose pages a lane draws.
type session struct {
	of    sessionKey
	files *originals
	pages Pages
}

// sessionKey says which file that is. A deck's name for it does not: another version
// may have taken the deck's place since.
type sessionKey struct {
	original       int64
	file, password string
}

// leave ends the child.
func (l *lane) leave() {
	if l.session != nil {
		l.session.pages.Close()
		l.session = nil
	}
}

// enter has the pages of a file at hand.
func (l *lane) enter(ctx context.Context, p store.PagePicture) (*session, error) {
	key := sessionKey{p.Original, p.Page.File, p.Password}
	if l.session != nil && l.session.of == key {
		l.session.files.begin(ctx)
		return l.session, nil
	}
	l.leave()
	files, err := openOriginals(ctx, l.drawing.Store, p.Deck)
	if err != nil {
		return nil, err
	}
	// The child outlives the job: its next page may be of the same file.
	l.session = &session{of: key, files: files, pages: l.drawing.Open(l.life, files, p.Page.File, options.Options{Password: p.Password})}
	if l == l.drawing.behind && l != l.drawing.people {
		l.session.pages.StepBack()
	}
	return l.session, nil
}

// draw does a job. What it makes, and what it finds out, it keeps in the store.
func (l *lane) draw(ctx context.Context, j *job) (deck.PictureSize, error) {
	d := l.drawing
	// Another server, or whoever came before, may have done it meanwhile.
	page, err := d.Store.Page(ctx, j.hash)
	if err != nil {
		return deck.PictureSize{}, err
	}
	if j.width == 0 && page.Read {
		return deck.PictureSize{}, nil
	}
	if j.width > 0 {
		if page.Widest != nil && j.width > *page.Widest {
			return deck.PictureSize{}, errNoPicture
		}
		if z, err := d.Store.Picture(ctx, j.hash, j.width); fault.CodeOf(err) != fault.NotFound {
			return z, err
		}
	}
	s, err := l.enter(ctx, page)
	if err != nil {
		return deck.PictureSize{}, err
	}
	if j.width == 0 {
		return deck.PictureSize{}, d.readPage(ctx, s, page)
	}
	z, err := s.pages.Draw(ctx, page.Page, j.width)
	if err != nil {
		return z, d.failed(ctx, s, page, j.width, err)
	}
	if err := d.Store.KeepDrawn(ctx, page.Hash, j.width, z); err != nil {
		d.Log.Debug("a page that was drawn could not be kept", "err", err) // it is shown all the same
	}
	d.wrote(ctx, len(z.Data))
	return z, nil
}

func (d *Drawing) readPage(ctx context.Context, s *session, page store.PagePicture) error {
	c, err := s.pages.Read(ctx, page.Page)
	if err != nil && !faulty(ctx, s, err) {
		return err
	}
	if err != nil {
		// What it says may be known all the same.
		d.Log.Info("a page cannot be drawn", "deck", page.Deck, "file", page.Page.File, "page", page.Page.Number+1, "err", err)
		c.Size = deck.PictureSize{}
		c.Remarks = append(c.Remarks, sentence(page, 0))
	}
	// In one: whoever finds it read must not try to draw it.
	if _, keep := d.Store.KeepReading(ctx, page.Hash, c, err == nil); keep != nil {
		return keep
	}
	d.wrote(ctx, len(c.Size.Data))
	d.tell(page.Deck, err != nil)
	return nil
}

// failed keeps what a page cannot be drawn in, and returns the error for those who
// wait.
func (d *Drawing) failed(ctx context.Context, s *session, page store.PagePicture, width int, err error) error {
	if !faulty(ctx, s, err) {
		return err
	}
	d.Log.Info("a page cannot be drawn", "deck", page.Deck, "file", page.Page.File, "page", page.Page.Number+1, "width", width, "err", err)
	widest := 0
	if i := slices.Index(page.Widths, width); i > 0 {
		widest = page.Widths[i-1]
	}
	if err := d.Store.CannotDraw(ctx, page.Hash, widest, sentence(page, widest)); err != nil {
		return err
	}
	d.tell(page.Deck, true)
	return fault.Wrap(fault.NotFound, err, "There is no such picture")
}

// faulty reports whether an error is the page's: it would be the same the next time.
func faulty(ctx context.Context, s *session, err error) bool {
	return ctx.Err() == nil && s.files.err() == nil && errors.Is(err, importer.ErrPage)
}

// sentence is the remark about a page that can be drawn no wider than so many
// pixels.
func sentence(page store.PagePicture, widest int) string {
	if widest == 0 {
		return "could not be drawn: the words are shown instead."
	}
	return "too much to be drawn sharply: shown less so."
}
