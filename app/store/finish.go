package store

import (
	"context"
	"maps"
	"slices"

	"github.com/jackc/pgx/v5"

	"lectern/app/deck"
)

// Finish adds the deck to the library and returns it. The deck is there whole or
// not at all. If one of the same digest has come meanwhile it returns that one.
func (n *NewDeck) Finish(ctx context.Context) (deck.Info, error) {
	var info deck.Info
	if err := n.complete(); err != nil {
		return info, err
	}
	pages, err := n.place()
	if err != nil {
		return info, err
	}
	media, err := n.placeMedia()
	if err != nil {
		return info, err
	}
	known := false
	err = pgx.BeginFunc(ctx, n.store.pool, func(tx pgx.Tx) (err error) {
		if n.digest != "" {
			// Another server, or program, may have been at the same files: one
			// after the other, and the second finds the first one's deck.
			if _, err := tx.Exec(ctx, `SELECT pg_advisory_xact_lock(hashtext('lectern: decks.digest'), hashtext($1))`, n.digest); err != nil {
				return err
			}
			if info, known, err = deckOf(ctx, tx, n.digest); err != nil || known {
				return err
			}
		}
		if err := addPages(ctx, tx, pages, n.password); err != nil {
			return err
		}
		if err := addMedia(ctx, tx, media); err != nil {
			return err
		}
		id, err := n.insert(ctx, tx)
		if err != nil {
			return err
		}
		if err := n.stand.put(ctx, tx, id, n.slides); err != nil {
			return err
		}
		if err := n.putInk(ctx, tx, id); err != nil {
			return err
		}
		if err := addRuns(ctx, tx, id, n.runs, len(n.slides)); err != nil {
			return err
		}
		info, err = one[deck.Info](ctx, tx, `SELECT `+infoColumns+` FROM decks d WHERE id = $1`, id)
		return err
	})
	n.found = known
	if err == nil && known {
		n.Abandon(ctx) // what stays is swept up later
	}
	return info, asFault(err, "add deck %q", n.header.Title)
}

// Found reports whether Finish returned a deck that was here before.
func (n *NewDeck) Found() bool { return n.found }

// firstSlide is where a deck begins: see first_slide in migrations/functions/steps.sql.
func firstSlide(slides []deck.DraftSlide) int {
	for _, s := range slides {
		if !s.Hidden {
			return s.Number
		}
	}
	return 1
}

func titleOf(said string) string { return clip(fit(said, maxTitle, maxTitleJSON), maxTitle) }

// titles are what the deck is called in its other languages.
func (n *NewDeck) titles() map[string]string {
	t := map[string]string{}
	for _, s := range n.others {
		if s.DeckTitle != "" {
			t[s.Lang] = titleOf(s.DeckTitle)
		}
	}
	return t
}

// insert adds the deck's rows. However many slides it has, these are a few
// statements: a deck of a thousand pages is there in less time than anybody
// notices.
func (n *NewDeck) insert(ctx context.Context, tx pgx.Tx) (id int64, err error) {
	err = tx.QueryRow(ctx, `INSERT INTO decks (title, slides, lang, others, asked_lang, source, format, digest, warnings, remarks, dialect, separator, vertical_separator, notes_side, found_dialect, saved_over, deleted_at, advance_loop, advance_every, planned, file_planned, current_slide, shown_slide, titles, author, board)
		VALUES ($1, $2, $3, $17, $18, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, nullif($14::bigint, 0), CASE WHEN $14 > 0 THEN now() END, $15, $19, $16, $16, $20, $20, $21, $22, $23) RETURNING id`,
		titleOf(n.header.Title), len(n.slides), language(n.header.Lang), clean(n.header.Source), n.header.Format, n.digest,
		written(n.remarks), append([]deck.Remark{}, n.remarks...), n.readAs.Dialect, n.readAs.Separator, n.readAs.VerticalSeparator, n.readAs.NotesSide, n.header.Dialect, n.over, n.header.Loop, n.header.Planned, append([]string{}, n.header.Others...), n.readAs.Lang, n.header.Every, firstSlide(n.slides), n.titles(), fit(n.header.Author, maxTitle, maxTitleJSON), n.board).Scan(&id)
	if err != nil {
		return 0, err
	}
	var slideRows, translations, views, pictures, originals [][]any
	used, played := map[string]bool{}, map[string]bool{}
	for i := range n.media {
		played[n.pictures[i].Hash] = true
	}
	for _, slide := range slices.Concat(n.slides, n.others) {
		if row := []any{id, slide.Number, clean(slide.Title), slide.Class, clean(slide.Notes)}; slide.Lang == "" {
			slideRows = append(slideRows, append(row, clean(slide.Section), slide.Bookmark, slide.Hidden, slide.Below, slide.Planned))
		} else {
			translations = append(translations, append(row, slide.Lang, clean(slide.Section)))
		}
		for step, view := range slide.Views {
			html, uses := place(view.HTML, n.pictures)
			var whole *string
			if view.HTML == "" {
				hash := n.pictures[view.Picture].Hash
				whole = &hash
				used[hash] = true
			}
			for _, hash := range uses {
				if !played[hash] {
					used[hash] = true
				}
			}
			views = append(views, []any{id, slide.Number, slide.Lang, step, clean(html), clean(view.CSS), whole, uses, clean(view.Text), linksOf(view.Links), view.Seconds})
		}
	}
	for _, hash := range slices.Sorted(maps.Keys(used)) {
		pictures = append(pictures, []any{id, hash})
	}
	for i, o := range n.originals {
		originals = append(originals, []any{id, i + 1, o.name, o.id})
	}
	for _, t := range []struct {
		table   string
		columns []string
		rows    [][]any
	}{
		{"slides", []string{"deck_id", "number", "title", "class", "notes", "section", "bookmark", "hidden", "below", "planned"}, slideRows},
		{"translations", []string{"deck_id", "number", "title", "class", "notes", "lang", "section"}, translations},
		{"views", []string{"deck_id", "number", "lang", "step", "html", "css", "picture", "uses", "text", "links", "seconds"}, views},
		{"deck_pictures", []string{"deck_id", "hash"}, pictures},
		{"deck_originals", []string{"deck_id", "number", "name", "original"}, originals},
	} {
		if err := copyRows(ctx, tx, t.table, t.columns, t.rows); err != nil {
			return 0, err
		}
	}
	return id, nil
}

// linksOf is a view's links as they are kept: without any, an empty list.
func linksOf(links []deck.Link) []deck.Link {
	kept := make([]deck.Link, len(links))
	for i, l := range links {
		l.URL = clean(l.URL)
		kept[i] = l
	}
	return kept
}

func copyRows(ctx context.Context, tx pgx.Tx, table string, columns []string, rows [][]any) error {
	if len(rows) == 0 {
		return nil
	}
	_, err := tx.CopyFrom(ctx, pgx.Identifier{table}, columns, pgx.CopyFromRows(rows))
	return err
}

// written are remarks as people read them.
func written(remarks []deck.Remark) []string {
	all := make([]string, len(remarks))
	for i, r := range remarks {
		all[i] = clean(r.String())
	}
	return all
}
