package store

import (
	"context"
	"strings"

	"github.com/jackc/pgx/v5"

	"lectern/app/deck"
	"lectern/app/fault"
)

const messageColumns = `id, text, blink, sender, sent_at, seen_at`

// Messages returns the last few, the newest first.
func (s *Store) Messages(ctx context.Context) ([]deck.Message, error) {
	list, err := all[deck.Message](ctx, s.pool, `SELECT `+messageColumns+` FROM messages ORDER BY id DESC LIMIT 5`)
	return list, asFault(err, "messages")
}

// AddMessage says something to the speaker. Every server hears of it, as of what the
// others here do.
func (s *Store) AddMessage(ctx context.Context, text string, blink bool, sender string) (deck.Message, error) {
	ctx, cancel := context.WithTimeout(ctx, changeLimit)
	defer cancel()
	if sender != "" {
		sender = clip(sender, 100) // whoever holds the key has no name
	}
	m, err := one[deck.Message](ctx, s.pool, `INSERT INTO messages (text, blink, sender) VALUES ($1, $2, $3) RETURNING `+messageColumns,
		strings.TrimSpace(clean(text)), blink, sender)
	return m, asFault(err, "add a message")
}

// SeeMessage notes that the speaker has seen it; again, nothing.
func (s *Store) SeeMessage(ctx context.Context, id int64) error {
	return s.message(ctx, `UPDATE messages SET seen_at = coalesce(seen_at, clock_timestamp()) WHERE id = $1 RETURNING id`, id)
}

// DeleteMessage takes it back.
func (s *Store) DeleteMessage(ctx context.Context, id int64) error {
	return s.message(ctx, `DELETE FROM messages WHERE id = $1 RETURNING id`, id)
}

func (s *Store) message(ctx context.Context, sql string, id int64) error {
	ctx, cancel := context.WithTimeout(ctx, changeLimit)
	defer cancel()
	err := s.pool.QueryRow(ctx, sql, id).Scan(&id)
	if err == pgx.ErrNoRows {
		return fault.Errorf(fault.NotFound, "There is no such message any more")
	}
	return asFault(err, "message %d", id)
}
