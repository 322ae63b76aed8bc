package store

import (
	"context"
	"strings"

	"lectern/app/fault"
)

var errNoticeText = fault.Errorf(fault.OutOfRange, "An urgent message has 1 to 500 characters, in lines")

// SetNotice puts an urgent message over every screen of all servers, in the place of the
// one before.
func (s *Store) SetNotice(ctx context.Context, text string) error {
	if text = strings.TrimSpace(strings.ReplaceAll(clean(text), "\r\n", "\n")); text == "" {
		return errNoticeText
	}
	return s.setNotice(ctx, text)
}

// ClearNotice takes it back; where there is none, that is how it stays.
func (s *Store) ClearNotice(ctx context.Context) error { return s.setNotice(ctx, "") }

func (s *Store) setNotice(ctx context.Context, text string) error {
	ctx, cancel := context.WithTimeout(ctx, changeLimit)
	defer cancel()
	_, err := s.pool.Exec(ctx, `INSERT INTO notice (text) VALUES ($1)
		ON CONFLICT (one) DO UPDATE SET text = EXCLUDED.text, changed_at = EXCLUDED.changed_at`, text)
	return asFault(err, "set the notice")
}
