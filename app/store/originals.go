package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"

	"github.com/jackc/pgx/v5"

	"lectern/app/fault"
)

// The bounds of what is kept of the files that a deck was made from.
const (
	maxOriginals  = 512 << 20 // bytes of one deck
	originalPart  = 1 << 20   // bytes
	maxNameLength = 4096      // characters
)

// Original is one of the files that a deck was made from.
type Original struct {
	Name   string // with its folders
	Size   int64  // in bytes
	Digest string // SHA-256, in hex
	id     int64
}

type original struct {
	id     int64
	name   string
	size   int64 // in bytes
	digest string
}

// Password says what opens the files whose pages are drawn. It is kept with them:
// without it nobody could draw a page later.
func (n *NewDeck) Password(p string) { n.password = clean(p) }

// Original stores a file that the deck is made from, byte for byte. It reads r to
// its end and holds no more than a part of it in memory.
func (n *NewDeck) Original(ctx context.Context, name string, r io.Reader) error {
	if name = clean(name); len([]rune(name)) > maxNameLength {
		return fault.Errorf(fault.TooLarge, "A file's name has %d characters; %d are the most", len([]rune(name)), maxNameLength)
	}
	n.filing.Lock()
	defer n.filing.Unlock()
	pool := n.store.pool
	o := original{name: name}
	err := pool.QueryRow(ctx, `INSERT INTO originals DEFAULT VALUES RETURNING id`).Scan(&o.id)
	if err != nil {
		return asFault(err, "add original")
	}
	at := len(n.originals)
	n.originals = append(n.originals, o)
	sum := sha256.New()
	part := make([]byte, min(originalPart, n.room+1))
	for i := 1; ; i++ {
		m, readErr := io.ReadFull(r, part)
		if readErr != nil && readErr != io.EOF && readErr != io.ErrUnexpectedEOF {
			return readErr
		}
		if o.size += int64(m); o.size > n.room {
			return fault.Errorf(fault.TooLarge, "The files of a deck have at most %d MB", maxOriginals>>20)
		}
		sum.Write(part[:m])
		if m > 0 {
			_, err := pool.Exec(ctx, `INSERT INTO original_parts (original, part, data) VALUES ($1, $2, $3)`, o.id, i, part[:m])
			if err != nil {
				return asFault(err, "add part %d of an original", i)
			}
		}
		if readErr != nil {
			break
		}
	}
	o.digest = hex.EncodeToString(sum.Sum(nil))
	n.originals[at] = o
	_, err = pool.Exec(ctx, `UPDATE originals SET size = $2, digest = $3 WHERE id = $1`, o.id, o.size, o.digest)
	n.room -= o.size
	return asFault(err, "add original")
}

// Originals lists the files that a deck was made from, in the order they were
// added.
func (s *Store) Originals(ctx context.Context, id int64) ([]Original, error) {
	rows, err := s.pool.Query(ctx, `SELECT d.name, o.size, o.digest, o.id FROM deck_originals d JOIN originals o ON o.id = d.original
		WHERE d.deck_id = $1 ORDER BY d.number`, id)
	if err != nil {
		return nil, asFault(err, "originals of deck %d", id)
	}
	all, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (o Original, err error) {
		return o, row.Scan(&o.Name, &o.Size, &o.Digest, &o.id)
	})
	return all, asFault(err, "originals of deck %d", id)
}

// OpenOriginal returns the bytes of an original, read from the database a part at
// a time. At its end it fails with io.ErrUnexpectedEOF if some are missing, as they
// are when the deck was swept meanwhile.
func (s *Store) OpenOriginal(ctx context.Context, o Original) io.Reader {
	return &originalReader{ctx: ctx, store: s, original: o, left: o.Size}
}

// ReadOriginal reads what an original has from a place on, as io.ReaderAt does.
func (s *Store) ReadOriginal(ctx context.Context, o Original, p []byte, at int64) (n int, err error) {
	for n < len(p) && at < o.Size {
		// Within a part: one that is kept as it came is read from its middle without
		// its beginning.
		from := at % originalPart
		want := min(int64(len(p)-n), originalPart-from, o.Size-at)
		var data []byte
		err := s.pool.QueryRow(ctx, `SELECT substr(data, $3, $4) FROM original_parts WHERE original = $1 AND part = $2`,
			o.id, at/originalPart+1, from+1, want).Scan(&data)
		if errors.Is(err, pgx.ErrNoRows) || err == nil && int64(len(data)) < want {
			err = fmt.Errorf("%w", io.ErrUnexpectedEOF) // it was swept meanwhile
		}
		if err != nil {
			return n, asFault(err, "read original %d from %d on", o.id, at)
		}
		n += copy(p[n:], data)
		at += want
	}
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

type originalReader struct {
	ctx      context.Context
	store    *Store
	original Original
	next     int // part
	left     int64
	buffer   []byte
}

func (r *originalReader) Read(p []byte) (int, error) {
	if len(r.buffer) == 0 {
		if r.left == 0 {
			return 0, io.EOF
		}
		r.next++
		err := r.store.pool.QueryRow(r.ctx, `SELECT data FROM original_parts WHERE original = $1 AND part = $2`, r.original.id, r.next).Scan(&r.buffer)
		if errors.Is(err, pgx.ErrNoRows) {
			return 0, fmt.Errorf("store: part %d of original %d: %w", r.next, r.original.id, io.ErrUnexpectedEOF)
		}
		if err != nil {
			return 0, asFault(err, "part %d of original %d", r.next, r.original.id)
		}
		r.left -= int64(len(r.buffer))
	}
	n := copy(p, r.buffer)
	r.buffer = r.buffer[n:]
	return n, nil
}
