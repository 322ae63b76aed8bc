package library

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"io/fs"
	"sync"

	"lectern/app/store"
)

// memory is which pictures were made of the files of decks on this computer's disk: who
// saves the text of a talk does not wait for its photos.
type memory struct {
	mu    sync.Mutex
	decks map[int64][]store.MadePicture
}

// remember notes what was made for a deck.
func (m *memory) remember(id int64, made []store.MadePicture) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.decks == nil {
		m.decks = map[int64][]store.MadePicture{}
	}
	if m.decks[id] = made; len(made) == 0 {
		delete(m.decks, id)
	}
}

func (m *memory) of(id int64) []store.MadePicture {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.decks[id]
}

// same are the pictures of a deck whose files are as they were, by the bytes, and what
// is kept of these. d need not have them made, or stored, again.
func (l *Library) same(ctx context.Context, id int64, files fs.FS) (same []store.MadePicture, had []store.Original, err error) {
	made := l.memory.of(id)
	if len(made) == 0 {
		return nil, nil, nil
	}
	kept, err := l.store.Originals(ctx, id)
	if err != nil {
		return nil, nil, err
	}
	by := map[string]store.Original{}
	for _, o := range kept {
		by[o.Name] = o
	}
	taken := map[string]bool{}
	for _, m := range made {
		o, known := by[m.File]
		if !known || taken[m.File] {
			continue
		}
		if is, err := hasDigest(ctx, files, o); err != nil {
			return nil, nil, err
		} else if is {
			taken[m.File] = true
			same, had = append(same, m), append(had, o)
		}
	}
	return same, had, nil
}

// hasDigest reports whether a file of a tree is an original. One that cannot be read
// is none: the import says why.
func hasDigest(ctx context.Context, files fs.FS, o store.Original) (bool, error) {
	f, err := files.Open(o.Name)
	if err != nil {
		return false, nil
	}
	defer f.Close()
	if st, err := f.Stat(); err != nil || st.Size() != o.Size {
		return false, nil
	}
	sum := sha256.New()
	if _, err := io.Copy(sum, f); err != nil {
		return false, nil
	}
	return hex.EncodeToString(sum.Sum(nil)) == o.Digest, ctx.Err()
}
