package store

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"lectern/app/deck"
	"lectern/app/fault"
)

// renderer is counted up where the same page is drawn in another way: browsers keep
// a picture by its address for ever.
const renderer = 1

// drawnWidths are what pages are drawn in, if they are as wide: a thumbnail's, a
// phone's, a projector's. They are drawn in their own width, too.
var drawnWidths = []int{deck.SmallWidth, 960, 1920}

// pageRow is a picture that is drawn from an original.
type pageRow struct {
	deck.DraftPicture
	hash     string
	original int64
	widths   []int
}

// place gives the pictures of pages their addresses, which nobody can guess who has
// the file, and returns them.
func (n *NewDeck) place() (rows []pageRow, err error) {
	byName := map[string]original{}
	for _, o := range n.originals {
		byName[o.name] = o
	}
	for number, p := range n.pages {
		o, ok := byName[clean(p.Page.File)]
		if !ok && len(n.originals) == 1 {
			o, ok = n.originals[0], true // a zip, and the file is in there
		}
		if !ok {
			return nil, fmt.Errorf("store: page %d of a new deck is of %q, which is no original", p.Page.Number, p.Page.File)
		}
		mac := hmac.New(sha256.New, n.store.key)
		fmt.Fprintf(mac, "page %d %s %d %d %s %s\n", o.id, o.digest, renderer, p.Page.Number, p.Page.Part, p.Page.File)
		row := pageRow{DraftPicture: p, original: o.id, hash: base64.RawURLEncoding.EncodeToString(mac.Sum(nil)), widths: widthsOf(p.Width)}
		rows = append(rows, row)
		n.pictures[number] = deck.Picture{Hash: row.hash, Width: p.Width, Height: p.Height, Widths: row.widths}
	}
	return rows, nil
}

// widthsOf is what a page of a width is drawn in, ascending.
func widthsOf(page int) (widths []int) {
	for _, w := range drawnWidths {
		if w < page {
			widths = append(widths, w)
		}
	}
	return append(widths, page)
}

// addPages adds pictures that are drawn from originals, with what is drawn already:
// such a page was read, too.
func addPages(ctx context.Context, tx pgx.Tx, pages []pageRow, password string) error {
	var rows, sizes, readings [][]any
	originals := map[int64]bool{}
	drawn := map[string]bool{}
	for _, p := range pages {
		originals[p.original] = true
		if drawn[p.hash] {
			continue // two pictures of one page
		}
		drawn[p.hash] = true
		rows = append(rows, []any{p.hash, p.Width, p.Height, false, p.original, clean(p.Page.File), p.Page.Number, string(p.Page.Part), p.widths, true})
		for i, size := range p.Sizes {
			width := size.Width
			if i == 0 {
				width = p.widths[0]
			}
			sizes = append(sizes, []any{p.hash, width, size.Height, size.Type, size.Data, time.Now()})
		}
		if len(p.Sizes) > 0 {
			readings = append(readings, []any{p.hash})
		}
	}
	for id := range originals {
		if password == "" {
			break
		}
		if _, err := tx.Exec(ctx, `UPDATE originals SET password = $2 WHERE id = $1`, id, password); err != nil {
			return err
		}
	}
	for _, t := range []struct {
		table   string
		columns []string
		rows    [][]any
	}{
		{"pictures", []string{"hash", "width", "height", "vector", "original", "file", "page", "part", "widths", "unread"}, rows},
		{"picture_sizes", []string{"hash", "width", "height", "type", "data", "used_at"}, sizes},
		{"readings", []string{"hash"}, readings},
	} {
		if err := copyRows(ctx, tx, t.table, t.columns, t.rows); err != nil {
			return err
		}
	}
	return nil
}

// PagePicture is a picture that is drawn whenever it is needed.
type PagePicture struct {
	Hash     string
	Deck     int64 // one that it is of; see Originals
	Original int64 // that it is in: the same bytes for ever, whatever deck has them
	Page     deck.Page
	Widths   []int  // ascending: no others are drawn
	Password string // that opens the file, or ""
	Read     bool   // see KeepReading
	Widest   *int   // what it can be drawn in at the most, 0 for not at all; nil: nothing is known against it
}

// Page returns where a picture is drawn from. One that is not drawn is not found.
func (s *Store) Page(ctx context.Context, hash string) (p PagePicture, err error) {
	err = s.pool.QueryRow(ctx, `SELECT p.hash, d.deck_id, p.original, p.file, p.page, p.part, p.widths, o.password, r.hash IS NOT NULL, r.widest
		FROM pictures p JOIN originals o ON o.id = p.original JOIN deck_pictures d ON d.hash = p.hash LEFT JOIN readings r ON r.hash = p.hash
		WHERE p.hash = $1 LIMIT 1`, hash).
		Scan(&p.Hash, &p.Deck, &p.Original, &p.Page.File, &p.Page.Number, &p.Page.Part, &p.Widths, &p.Password, &p.Read, &p.Widest)
	if err == pgx.ErrNoRows {
		return p, errNoPicture
	}
	return p, asFault(err, "page of picture %s", hash)
}

var errNoPicture = fault.Errorf(fault.NotFound, "There is no such picture")

// later does something with the database that need not survive a power cut, since
// it can be made again: no disk is waited for.
func (s *Store) later(ctx context.Context, f func(pgx.Tx) error) error {
	return pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `SET LOCAL synchronous_commit = off`); err != nil {
			return err
		}
		return f(tx)
	})
}

// KeepReading keeps what was read on a page, and that it cannot be drawn at all where
// it is not drawable, unless another has; then it returns false.
func (s *Store) KeepReading(ctx context.Context, hash string, c deck.PageContent, drawable bool) (first bool, err error) {
	err = s.later(ctx, func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, `INSERT INTO readings (hash, title, text, notes, links, widest) VALUES ($1, $2, $3, $4, $5, CASE WHEN NOT $6 THEN 0 END)
			ON CONFLICT DO NOTHING`, hash, clean(c.Title), clean(c.Text), clean(c.Notes), linksOf(c.Links), drawable)
		if err != nil {
			return err
		}
		if first = tag.RowsAffected() > 0; !first {
			return nil
		}
		if len(c.Size.Data) > 0 {
			_, err := tx.Exec(ctx, `INSERT INTO picture_sizes (hash, width, height, type, data, used_at)
				SELECT hash, widths[1], $2, $3, $4, now() FROM pictures WHERE hash = $1 ON CONFLICT DO NOTHING`,
				hash, c.Size.Height, c.Size.Type, c.Size.Data)
			if err != nil {
				return err
			}
		}
		return remark(ctx, tx, hash, c.Remarks)
	})
	return first, lost(err, "keep what page %s says", hash)
}

// KeepDrawn keeps a page's rendition in a width, until there is no room for it any
// more: see TrimDrawn.
func (s *Store) KeepDrawn(ctx context.Context, hash string, width int, z deck.PictureSize) error {
	err := s.later(ctx, func(tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO picture_sizes (hash, width, height, type, data, used_at) VALUES ($1, $2, $3, $4, $5, now())
			ON CONFLICT DO NOTHING`, hash, width, z.Height, z.Type, z.Data)
		return err
	})
	return lost(err, "keep picture %s", hash)
}

// CannotDraw keeps that a page cannot be drawn wider than so many pixels, 0 for not
// at all, and says so in the deck's remarks. It is not tried again.
func (s *Store) CannotDraw(ctx context.Context, hash string, widest int, sentence string) error {
	err := s.later(ctx, func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, `INSERT INTO readings AS r (hash, widest) VALUES ($1, $2)
			ON CONFLICT (hash) DO UPDATE SET widest = excluded.widest WHERE r.widest IS NULL OR r.widest > excluded.widest`, hash, widest)
		if err != nil || tag.RowsAffected() == 0 {
			return err
		}
		return remark(ctx, tx, hash, []string{sentence})
	})
	return lost(err, "keep that picture %s cannot be drawn", hash)
}

// lost is asFault for what is kept of a picture that may be gone by now.
func lost(err error, op string, args ...any) error {
	var pg *pgconn.PgError
	if errors.As(err, &pg) && pg.Code == foreignKey {
		return errNoPicture
	}
	return asFault(err, op, args...)
}

// foreignKey is SQLSTATE foreign_key_violation.
const foreignKey = "23503"

// HasPicture reports whether a picture is kept in a width.
func (s *Store) HasPicture(ctx context.Context, hash string, width int) (has bool, err error) {
	err = s.pool.QueryRow(ctx, `SELECT EXISTS (SELECT FROM picture_sizes WHERE hash = $1 AND width = $2)`, hash, width).Scan(&has)
	return has, asFault(err, "is picture %s kept", hash)
}

// PageNews is what servers tell each other of a deck's pages: some were read since.
type PageNews struct {
	Deck    int64 `json:"deck"`
	Changed bool  `json:"changed,omitempty"` // a view is another one now, since its page cannot be drawn
}

// TellPages tells all servers, this one too. It need not survive a power cut.
func (s *Store) TellPages(ctx context.Context, n PageNews) error {
	payload, err := json.Marshal(n)
	if err != nil {
		return err
	}
	_, err = s.pool.Exec(ctx, `SELECT set_config('synchronous_commit', 'off', true), pg_notify('lectern_pages', $1)`, string(payload))
	return asFault(err, "tell of pages")
}

// TrimDrawn forgets renditions that can be made again, until they have so many bytes
// in all: those first that were not asked for in the longest time.
func (s *Store) TrimDrawn(ctx context.Context, bytes int64) error {
	for {
		once, cancel := context.WithTimeout(ctx, changeLimit)
		tag, err := s.pool.Exec(once, `DELETE FROM picture_sizes z USING (
				SELECT hash, width FROM (
					SELECT hash, width, sum(octet_length(data)) OVER (ORDER BY used_at DESC, hash, width) AS kept
					FROM picture_sizes WHERE used_at IS NOT NULL) s
				WHERE kept > $1 ORDER BY kept DESC LIMIT 200) old
			WHERE z.hash = old.hash AND z.width = old.width`, bytes)
		cancel()
		if err != nil {
			return asFault(err, "forget renditions")
		}
		if tag.RowsAffected() == 0 {
			return nil
		}
	}
}
