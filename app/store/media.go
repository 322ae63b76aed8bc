package store

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"lectern/app/deck"
	"lectern/app/fault"
)

// mediaRow is a film or a sound: an original that is played.
type mediaRow struct {
	hash     string
	original int64
	kind     string
}

// placeMedia gives films and sounds their addresses, which nobody can guess who has the
// file, and returns them.
func (n *NewDeck) placeMedia() (rows []mediaRow, err error) {
	byName := map[string]original{}
	for _, o := range n.originals {
		byName[o.name] = o
	}
	for number, m := range n.media {
		o, ok := byName[clean(m.File)]
		if !ok {
			return nil, fmt.Errorf("store: a film of a new deck is %q, which is no original", m.File)
		}
		mac := hmac.New(sha256.New, n.store.key)
		fmt.Fprintf(mac, "media %d %s %s\n", o.id, o.digest, m.Type)
		row := mediaRow{base64.RawURLEncoding.EncodeToString(mac.Sum(nil)), o.id, m.Type}
		rows = append(rows, row)
		n.pictures[number] = deck.Picture{Hash: row.hash}
	}
	return rows, nil
}

// addMedia adds films and sounds.
func addMedia(ctx context.Context, tx pgx.Tx, rows []mediaRow) error {
	for _, m := range rows {
		if _, err := tx.Exec(ctx, `INSERT INTO media (hash, original, type) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`, m.hash, m.original, m.kind); err != nil {
			return err
		}
	}
	return nil
}

// Media is a film or a sound that can be played.
type Media struct {
	Original
	Type string // media type
}

var errNoMedia = fault.Errorf(fault.NotFound, "There is no such film or sound")

// Media returns a film or a sound by its address. Its bytes are ReadOriginal's.
func (s *Store) Media(ctx context.Context, hash string) (m Media, err error) {
	err = s.pool.QueryRow(ctx, `SELECT m.type, o.size, o.digest, o.id FROM media m JOIN originals o ON o.id = m.original WHERE m.hash = $1`, hash).
		Scan(&m.Type, &m.Size, &m.Digest, &m.id)
	if errors.Is(err, pgx.ErrNoRows) {
		return m, errNoMedia
	}
	return m, asFault(err, "media %s", hash)
}
