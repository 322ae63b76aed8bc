package store

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"lectern/app/deck"
)

// NewDeck is a deck on its way into the library, and the deck.Sink that takes it
// in. Pictures and originals are stored as they come, each for itself, since a
// long import must not keep a transaction open: nobody knows their addresses
// until Finish adds the deck itself, whole. If that does not happen Abandon takes
// them away, or Sweep where there was no time for that. A NewDeck is used by one
// goroutine at a time.
type NewDeck struct {
	store     *Store
	digest    string
	header    deck.Header
	pictures  map[int]deck.Picture
	slides    []deck.DraftSlide
	warnings  []string
	originals []original
	room      int64 // for more of them, in bytes
	stored    []storedPicture
}

// storedPicture is a picture that was not there before, by its address and the
// moment: whoever needs it since has changed that.
type storedPicture struct {
	hash string
	at   time.Time
}

// NewDeck returns an empty one. digest is that of the files it is made from, for
// DeckOf; empty when it does not matter.
func (s *Store) NewDeck(digest string) *NewDeck {
	return &NewDeck{store: s, digest: digest, room: maxOriginals, pictures: map[int]deck.Picture{}}
}

// Begin implements deck.Sink.
func (n *NewDeck) Begin(_ context.Context, h deck.Header) error {
	n.header = h
	return nil
}

// Picture implements deck.Sink: it stores a picture.
func (n *NewDeck) Picture(ctx context.Context, p deck.DraftPicture) error {
	kept, isNew, at, err := n.store.addPicture(ctx, p)
	if err != nil {
		return err
	}
	n.pictures[p.Number] = kept
	if isNew {
		n.stored = append(n.stored, storedPicture{kept.Hash, at})
	}
	return nil
}

// Slide implements deck.Sink.
func (n *NewDeck) Slide(_ context.Context, s deck.DraftSlide) error {
	n.slides = append(n.slides, s)
	return nil
}

// Remark implements deck.Sink.
func (n *NewDeck) Remark(_ context.Context, sentence string) error {
	n.warnings = append(n.warnings, sentence)
	return nil
}

// Finish adds the deck to the library and returns it. The deck is there whole or
// not at all. If one of the same digest has come meanwhile it returns that one.
func (n *NewDeck) Finish(ctx context.Context) (deck.Info, error) {
	var info deck.Info
	if err := n.complete(); err != nil {
		return info, err
	}
	known := false
	err := pgx.BeginFunc(ctx, n.store.pool, func(tx pgx.Tx) (err error) {
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
		var id int64
		err = tx.QueryRow(ctx, `INSERT INTO decks (title, slides, lang, source, format, digest, warnings)
			VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id`,
			clip(fit(n.header.Title, maxTitle, maxTitleJSON), maxTitle), len(n.slides), language(n.header.Lang), clean(n.header.Source), n.header.Format, n.digest,
			append([]string{}, n.warnings...)).Scan(&id)
		if err != nil {
			return err
		}
		batch := &pgx.Batch{}
		used := map[string]bool{}
		for _, slide := range n.slides {
			batch.Queue(`INSERT INTO slides (deck_id, number, title, class, notes) VALUES ($1, $2, $3, $4, $5)`,
				id, slide.Number, clean(slide.Title), slide.Class, clean(slide.Notes))
			for step, view := range slide.Views {
				html, uses := place(view.HTML, n.pictures)
				var whole *string
				if view.HTML == "" {
					hash := n.pictures[view.Picture].Hash
					whole = &hash
					used[hash] = true
				}
				for _, hash := range uses {
					used[hash] = true
				}
				batch.Queue(`INSERT INTO views (deck_id, number, step, html, picture, uses, text) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
					id, slide.Number, step, clean(html), whole, uses, clean(view.Text))
			}
		}
		for hash := range used {
			batch.Queue(`INSERT INTO deck_pictures (deck_id, hash) VALUES ($1, $2)`, id, hash)
		}
		for i, o := range n.originals {
			batch.Queue(`INSERT INTO deck_originals (deck_id, number, name, original) VALUES ($1, $2, $3, $4)`, id, i+1, o.name, o.id)
		}
		if err := tx.SendBatch(ctx, batch).Close(); err != nil {
			return err
		}
		info, err = n.store.deck(ctx, tx, id)
		return err
	})
	if err == nil && known {
		n.Abandon(ctx) // what stays is swept up later
	}
	return info, asFault(err, "add deck %q", n.header.Title)
}

// abandonLimit is how long Abandon may take.
const abandonLimit = 5 * time.Second

// Abandon takes away what was stored of a deck that does not come to be: its
// import failed, or was cancelled, which ctx may say as well.
func (n *NewDeck) Abandon(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), abandonLimit)
	defer cancel()
	batch := &pgx.Batch{}
	for _, p := range n.stored {
		batch.Queue(`DELETE FROM pictures p WHERE hash = $1 AND used_at = $2
			AND NOT EXISTS (SELECT FROM deck_pictures u WHERE u.hash = p.hash)`, p.hash, p.at)
	}
	for _, o := range n.originals {
		batch.Queue(`DELETE FROM originals o WHERE id = $1
			AND NOT EXISTS (SELECT FROM deck_originals d WHERE d.original = o.id)`, o.id)
	}
	if batch.Len() == 0 {
		return nil
	}
	return asFault(n.store.pool.SendBatch(ctx, batch).Close(), "abandon a new deck")
}

// complete reports what is missing before the deck can be added.
func (n *NewDeck) complete() error {
	slices.SortFunc(n.slides, func(a, b deck.DraftSlide) int { return a.Number - b.Number })
	if len(n.slides) == 0 || len(n.slides) != n.header.Slides {
		return fmt.Errorf("store: %d of %d slides of a new deck", len(n.slides), n.header.Slides)
	}
	for i, s := range n.slides {
		if s.Number != i+1 || len(s.Views) < 1 || len(s.Views) > deck.MaxSteps+1 {
			return fmt.Errorf("store: slide %d of a new deck is number %d with %d views", i+1, s.Number, len(s.Views))
		}
		for step, v := range s.Views {
			if _, known := n.pictures[v.Picture]; v.HTML == "" && !known || v.HTML != "" && v.Picture >= 0 {
				return fmt.Errorf("store: slide %d of a new deck has at step %d picture %d and %d bytes of HTML", i+1, step, v.Picture, len(v.HTML))
			}
		}
	}
	return nil
}

// addPicture also returns whether the picture was not there before, and when it
// was stored.
func (s *Store) addPicture(ctx context.Context, p deck.DraftPicture) (kept deck.Picture, isNew bool, at time.Time, err error) {
	if len(p.Sizes) == 0 {
		return kept, false, at, fmt.Errorf("store: picture without a size")
	}
	mac := hmac.New(sha256.New, s.key)
	for _, size := range p.Sizes {
		fmt.Fprintf(mac, "%d %s %d\n", size.Width, size.Type, len(size.Data))
		mac.Write(size.Data)
	}
	kept = deck.Picture{
		Hash:  base64.RawURLEncoding.EncodeToString(mac.Sum(nil)),
		Width: p.Width, Height: p.Height, Vector: p.Vector,
	}
	err = pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		// xmax is 0 in a row that was not there before.
		err := tx.QueryRow(ctx, `INSERT INTO pictures (hash, width, height, vector) VALUES ($1, $2, $3, $4)
			ON CONFLICT (hash) DO UPDATE SET used_at = clock_timestamp() RETURNING xmax = 0, used_at`,
			kept.Hash, p.Width, p.Height, p.Vector).Scan(&isNew, &at)
		if err != nil {
			return err
		}
		for _, size := range p.Sizes {
			width := size.Width
			if p.Vector {
				width = 0
			}
			kept.Widths = append(kept.Widths, width)
			_, err := tx.Exec(ctx, `INSERT INTO picture_sizes (hash, width, height, type, data) VALUES ($1, $2, $3, $4, $5)
				ON CONFLICT DO NOTHING`, kept.Hash, width, size.Height, size.Type, size.Data)
			if err != nil {
				return err
			}
		}
		return nil
	})
	slices.Sort(kept.Widths)
	return kept, isNew, at, asFault(err, "add picture")
}

var placeholder = regexp.MustCompile(`src="picture:([0-9]{1,6})"`)

// place puts the pictures' addresses into html and returns it with the hashes of
// these pictures, in order. A placeholder that names no
// picture loses its address.
func place(html string, pictures map[int]deck.Picture) (string, []string) {
	uses := []string{}
	html = placeholder.ReplaceAllStringFunc(html, func(m string) string {
		i, err := strconv.Atoi(placeholder.FindStringSubmatch(m)[1])
		p, known := pictures[i]
		if err != nil || !known {
			return ""
		}
		largest := address(p, p.Widths[len(p.Widths)-1])
		uses = append(uses, p.Hash)
		if len(p.Widths) == 1 {
			return `src="` + largest + `"`
		}
		set := make([]string, len(p.Widths))
		for i, w := range p.Widths {
			set[i] = fmt.Sprintf("%s %dw", address(p, w), w)
		}
		return `src="` + largest + `" srcset="` + strings.Join(set, ", ") + `" sizes="100vw"`
	})
	return html, uses
}

func address(p deck.Picture, width int) string {
	return fmt.Sprintf("/pictures/%s/%d", p.Hash, width)
}
