package store

import (
	"context"
	"fmt"
	"html"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"lectern/app/deck"
	"lectern/app/fault"
)

// slideColumns are those of a deck.Slide, of slides s.
const slideColumns = ownColumns + `, ` + notesOf + ` AS notes,
	coalesce(s.edited_of = s.notes, false) AS edited, CASE WHEN s.edited_of <> s.notes THEN s.edited ELSE '' END AS kept`

// fileColumns are slideColumns with the notes of the file, whatever they were edited to.
const fileColumns = ownColumns + `, s.notes, false AS edited, '' AS kept`

const ownColumns = `s.number, '' AS lang, s.title, s.class, s.section, s.below, s.shown, s.bookmark, coalesce(s.hide, s.hidden) AS hidden, s.planned AS file_planned, s.plan`

// notesOf are the notes that count, of slides s.
const notesOf = `CASE WHEN s.edited_of = s.notes THEN s.edited ELSE s.notes END`

// viewsOf are rows of a viewOf, of the views v of a deck with what was read on their
// pages.
const viewsOf = `SELECT v.number, v.step, v.html, v.css, v.text, v.uses, v.links, v.seconds, to_jsonb(p) AS picture,
		p.original IS NOT NULL AND r.hash IS NULL AS unread, coalesce(p.page, 0) AS page, r.widest,
		coalesce(r.title, '') AS read_title, coalesce(r.text, '') AS read_text, coalesce(r.notes, '') AS read_notes, coalesce(r.links, '[]') AS read_links
	FROM views v LEFT JOIN readings r ON r.hash = v.picture LEFT JOIN LATERAL (
		SELECT ` + pictureColumns + `, p.original, p.page FROM pictures p WHERE p.hash = v.picture) p ON true
	WHERE v.deck_id = $1`

// Slides returns all slides of a deck, in order, with their notes and views.
func (s *Store) Slides(ctx context.Context, id int64) ([]deck.Slide, error) {
	return s.SlidesIn(ctx, id, "")
}

// SlidesIn returns them in a language, one of the deck's others, as far as they are there
// in that; "" is the deck's own.
func (s *Store) SlidesIn(ctx context.Context, id int64, lang string) ([]deck.Slide, error) {
	slides, err := s.slides(ctx, lang, ``, id)
	return slides, asFault(err, "slides of deck %d", id)
}

var errNoSlide = fault.Errorf(fault.NotFound, "There is no such slide")

// Slide returns one slide of a deck, as Slides does.
func (s *Store) Slide(ctx context.Context, id int64, number int) (deck.Slide, error) {
	return s.SlideIn(ctx, id, "", number)
}

// SlideIn returns one slide of a deck, as SlidesIn does.
func (s *Store) SlideIn(ctx context.Context, id int64, lang string, number int) (deck.Slide, error) {
	slides, err := s.slides(ctx, lang, ` AND number = $2`, id, number)
	if err == nil && len(slides) == 0 {
		err = errNoSlide
	}
	if err != nil {
		return deck.Slide{}, asFault(err, "slide %d of deck %d", number, id)
	}
	return slides[0], nil
}

func (s *Store) slides(ctx context.Context, lang, where string, args ...any) (slides []deck.Slide, err error) {
	// One snapshot: the views are those of these slides.
	once := pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}
	err = pgx.BeginTxFunc(ctx, s.pool, once, func(tx pgx.Tx) (err error) {
		if slides, err = slidesIn(ctx, tx, slideColumns, where, args...); err != nil || lang == "" {
			return err
		}
		return translate(ctx, tx, slides, lang, where, args...)
	})
	return slides, err
}

// slidesIn returns slides in the deck's own language.
func slidesIn(ctx context.Context, tx pgx.Tx, columns, where string, args ...any) ([]deck.Slide, error) {
	slides, err := all[deck.Slide](ctx, tx, `SELECT `+columns+` FROM slides s WHERE deck_id = $1`+where+` ORDER BY number`, args...)
	if err != nil {
		return nil, err
	}
	return slides, look(ctx, tx, slides, "", where, args...)
}

// look gives slides what they look like in a language.
func look(ctx context.Context, tx pgx.Tx, slides []deck.Slide, lang, where string, args ...any) error {
	where, args = in(lang, where, args)
	views, err := all[viewOf](ctx, tx, viewsOf+where+` ORDER BY v.number, v.step`, args...)
	put(slides, views)
	return err
}

// in is a condition, and its arguments, for what is in a language.
func in(lang, where string, args []any) (string, []any) {
	return fmt.Sprint(where, ` AND lang = $`, len(args)+1), append(args[:len(args):len(args)], lang)
}

// translate has slides be in a language, where they are there in that.
func translate(ctx context.Context, tx pgx.Tx, slides []deck.Slide, lang, where string, args ...any) error {
	type row struct {
		Number                             int
		Lang, Title, Class, Notes, Section string
	}
	inLang, with := in(lang, where, args)
	rows, err := all[row](ctx, tx, `SELECT number, lang, title, class, notes, section FROM translations WHERE deck_id = $1`+inLang+` ORDER BY number`, with...)
	if err != nil || len(rows) == 0 {
		return err
	}
	translated := make([]deck.Slide, len(rows))
	for i, r := range rows {
		translated[i] = deck.Slide{Number: r.Number, Lang: r.Lang, Title: r.Title, Class: r.Class, Notes: r.Notes, Section: r.Section}
	}
	if err := look(ctx, tx, translated, lang, where, args...); err != nil {
		return err
	}
	for i := range slides {
		for len(translated) > 0 && translated[0].Number < slides[i].Number {
			translated = translated[1:]
		}
		if len(translated) > 0 && translated[0].Number == slides[i].Number {
			slides[i] = slides[i].Translated(&translated[0])
		}
	}
	return nil
}

// viewOf is a view, where it belongs, and what was read on its page.
type viewOf struct {
	Number, Step int
	deck.View
	Page      int
	Widest    *int
	ReadTitle string
	ReadText  string
	ReadNotes string
	ReadLinks []deck.Link
}

// put gives slides their views. Both are in order.
func put(slides []deck.Slide, views []viewOf) {
	for i := range slides {
		s := &slides[i]
		for len(views) > 0 && views[0].Number <= s.Number {
			if v := views[0]; v.Number == s.Number {
				v.read(s)
				// A step that somebody has taken out is not there; what follows it
				// keeps its number.
				s.Views = append(s.Views, make([]deck.View, v.Step-len(s.Views)+1)...)
				s.Views[v.Step] = v.View
			}
			views = views[1:]
		}
		s.Steps = max(0, len(s.Views)-1)
		s.SetPlanned()
	}
}

// read adds to a view and its slide what was read on the page. The title is the first
// step's: one of a later step would tell of it.
func (v *viewOf) read(s *deck.Slide) {
	if s.Title == "" && v.Step == 0 {
		s.Title = v.ReadTitle
	}
	if v.Text == "" {
		v.Text = v.ReadText
	}
	if len(v.Links) == 0 {
		v.Links = v.ReadLinks
	}
	if v.ReadNotes != "" && !s.Edited && !strings.Contains(s.Notes, v.ReadNotes) {
		s.Notes = strings.TrimPrefix(s.Notes+"\n\n"+v.ReadNotes, "\n\n")
	}
	if v.Widest != nil && *v.Widest == 0 {
		v.Picture, v.Links = nil, nil
		v.HTML = wordsOf(s.Title, v.Text, v.Page)
	}
}

// wordsOf is what is shown of a page that cannot be drawn.
func wordsOf(title, text string, page int) string {
	if strings.TrimSpace(text) == "" {
		return fmt.Sprintf("<p>Page %d could not be drawn</p>", page+1)
	}
	var b strings.Builder
	for line := range strings.Lines(text) {
		switch line = strings.TrimSpace(line); {
		case line == "":
		case line == title && b.Len() == 0:
			b.WriteString("<h1>" + html.EscapeString(line) + "</h1>")
		default:
			b.WriteString("<p>" + html.EscapeString(line) + "</p>")
		}
	}
	return b.String()
}

// touchedEvery is how seldom it is noted that a rendition was asked for.
const touchedEvery = time.Hour

// Picture returns one size of a picture. Sizes never change, so what it
// returns may be kept for ever. A page's is found if it is drawn already: see Page.
func (s *Store) Picture(ctx context.Context, hash string, width int) (deck.PictureSize, error) {
	type row struct {
		deck.PictureSize
		Touch bool
	}
	p, err := one[row](ctx, s.pool, `SELECT width, height, type, data, coalesce(used_at < now() - $3::interval, false) AS touch
		FROM picture_sizes WHERE hash = $1 AND width = $2`, hash, width, touchedEvery)
	if err == pgx.ErrNoRows {
		return p.PictureSize, errNoPicture
	}
	if err == nil && p.Touch {
		err = s.later(ctx, func(tx pgx.Tx) error {
			_, err := tx.Exec(ctx, `UPDATE picture_sizes SET used_at = now() WHERE hash = $1 AND width = $2`, hash, width)
			return err
		})
	}
	return p.PictureSize, asFault(err, "picture %s", hash)
}

// Shown returns which slides the room has seen since the deck went live, by their
// numbers, and each one's furthest step.
func (s *Store) Shown(ctx context.Context, id int64) (map[int]int, error) {
	type row struct{ Number, Shown int }
	rows, err := all[row](ctx, s.pool, `SELECT number, shown FROM slides WHERE deck_id = $1 AND shown >= 0`, id)
	shown := make(map[int]int, len(rows))
	for _, r := range rows {
		shown[r.Number] = r.Shown
	}
	return shown, asFault(err, "shown slides of deck %d", id)
}
