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

	"github.com/jackc/pgx/v5"

	"lectern/app/deck"
)

// Add stores a draft as a new deck and returns it. The deck is there whole or
// not at all.
func (s *Store) Add(ctx context.Context, d *deck.Draft) (deck.Info, error) {
	// Pictures go first, one statement each: a long import must not keep a
	// transaction open. Until the deck is there nobody knows their addresses,
	// and if it never comes, Sweep takes them.
	pictures := make([]deck.Picture, len(d.Pictures))
	for i, p := range d.Pictures {
		var err error
		if pictures[i], err = s.addPicture(ctx, p); err != nil {
			return deck.Info{}, err
		}
	}
	var info deck.Info
	err := pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		var id int64
		err := tx.QueryRow(ctx, `INSERT INTO decks (title, slides, lang, source, format, digest, warnings)
			VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id`,
			clip(d.Title, 500), len(d.Slides), d.Lang, d.Source, d.Format, d.Digest, append([]string{}, d.Warnings...)).Scan(&id)
		if err != nil {
			return err
		}
		batch := &pgx.Batch{}
		used := map[string]bool{}
		for i, slide := range d.Slides {
			var whole *string
			html, uses := place(slide.HTML, pictures)
			if slide.Picture >= 0 && slide.HTML == "" {
				whole = &pictures[slide.Picture].Hash
				used[*whole] = true
			}
			for _, u := range uses {
				used[strings.Split(u, "/")[2]] = true
			}
			batch.Queue(`INSERT INTO slides (deck_id, number, title, html, class, picture, uses, text, notes, steps)
				VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
				id, i+1, clean(slide.Title), clean(html), slide.Class, whole, uses, clean(slide.Text), clean(slide.Notes), slide.Steps)
		}
		for hash := range used {
			batch.Queue(`INSERT INTO deck_pictures (deck_id, hash) VALUES ($1, $2)`, id, hash)
		}
		if err := tx.SendBatch(ctx, batch).Close(); err != nil {
			return err
		}
		info, err = s.deck(ctx, tx, id)
		return err
	})
	return info, told(err, "add deck %q", d.Title)
}

func (s *Store) addPicture(ctx context.Context, p deck.DraftPicture) (deck.Picture, error) {
	if len(p.Sizes) == 0 {
		return deck.Picture{}, fmt.Errorf("store: picture without a size")
	}
	mac := hmac.New(sha256.New, s.key)
	for _, size := range p.Sizes {
		fmt.Fprintf(mac, "%d %s %d\n", size.Width, size.Type, len(size.Data))
		mac.Write(size.Data)
	}
	kept := deck.Picture{
		Hash:  base64.RawURLEncoding.EncodeToString(mac.Sum(nil)),
		Width: p.Width, Height: p.Height, Vector: p.Vector,
	}
	err := pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO pictures (hash, width, height, vector) VALUES ($1, $2, $3, $4)
			ON CONFLICT (hash) DO UPDATE SET used_at = now()`, kept.Hash, p.Width, p.Height, p.Vector)
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
	return kept, told(err, "add picture")
}

var placeholder = regexp.MustCompile(`src="picture:([0-9]{1,6})"`)

// place puts the pictures' addresses into html and returns it with the
// addresses of the largest sizes, in order. A placeholder that names no
// picture loses its address.
func place(html string, pictures []deck.Picture) (string, []string) {
	uses := []string{}
	html = placeholder.ReplaceAllStringFunc(html, func(m string) string {
		i, err := strconv.Atoi(placeholder.FindStringSubmatch(m)[1])
		if err != nil || i >= len(pictures) {
			return ""
		}
		p := pictures[i]
		largest := address(p, p.Widths[len(p.Widths)-1])
		uses = append(uses, largest)
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

// clean takes out what PostgreSQL's text cannot hold.
func clean(s string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "")
}

// clip cuts a title to at most n characters, and names the nameless.
func clip(title string, n int) string {
	title = strings.TrimSpace(clean(title))
	if r := []rune(title); len(r) > n {
		title = string(r[:n])
	}
	if title == "" {
		return "Untitled"
	}
	return title
}
