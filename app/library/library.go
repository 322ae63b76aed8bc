// Package library is what can be done about decks, whoever asks for it: the
// command line with or without a running Lectern, the API and the page. It owns
// the rule that the same file is the same deck. Who may ask is the server's.
package library

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path"
	"strings"

	"lectern/app/deck"
	"lectern/app/importer"
	"lectern/app/store"
)

// Library is the decks of one database.
type Library struct {
	store    *store.Store
	importer *importer.Importer
}

// New returns the library in s. It reads files with i.
func New(s *store.Store, i *importer.Importer) *Library {
	return &Library{store: s, importer: i}
}

// Progress is told how many slides of an import are done.
type Progress func(done, total int)

// Add imports files as one deck. The same files again are the same deck: then
// it returns that one, as it stands.
func (l *Library) Add(ctx context.Context, files []importer.File, progress Progress) (deck.Info, error) {
	return l.add(ctx, files, nil, progress)
}

// AddPath is Add for a file on this computer's disk, with what it needs from
// beside it.
func (l *Library) AddPath(ctx context.Context, name string, progress Progress) (deck.Info, error) {
	files, missed, err := importer.ReadFiles(name)
	if err != nil {
		return deck.Info{}, err
	}
	return l.add(ctx, files, missed, progress)
}

// add is Add; missed is what the files themselves lack.
func (l *Library) add(ctx context.Context, files []importer.File, missed []string, progress Progress) (deck.Info, error) {
	digest := digestOf(files)
	if info, ok, err := l.store.DeckOf(ctx, digest); err != nil || ok {
		return info, err
	}
	draft, err := l.importer.Import(ctx, files, importer.Options{Progress: progress})
	if err != nil {
		return deck.Info{}, err
	}
	draft.Digest = digest
	draft.Warnings = append(missed, draft.Warnings...)
	return l.store.Add(ctx, draft)
}

// Present makes a deck live, from its beginning. One that is live already goes
// on where it is: the app was started again in mid-talk.
func (l *Library) Present(ctx context.Context, id int64) error {
	info, err := l.store.Deck(ctx, id)
	if err != nil || info.Live {
		return err
	}
	_, err = l.store.Change(ctx, id, deck.Change{"live": true, "current_slide": 1, "blank": deck.Shown})
	return err
}

// digestOf is the same for the same files. A folder that all of them lie in
// does not count: it is there when a folder was dropped, and not when its files
// were.
func digestOf(files []importer.File) string {
	folder := commonFolder(files)
	sum := sha256.New()
	for _, f := range files {
		fmt.Fprintf(sum, "%s\x00%d\x00", strings.TrimPrefix(f.Name, folder), len(f.Data))
		sum.Write(f.Data)
	}
	return hex.EncodeToString(sum.Sum(nil))
}

func commonFolder(files []importer.File) string {
	if len(files) == 0 {
		return ""
	}
	folder := path.Dir(files[0].Name) + "/"
	for _, f := range files[1:] {
		for !strings.HasPrefix(f.Name, folder) {
			folder = path.Dir(strings.TrimSuffix(folder, "/")) + "/"
			if folder == "./" || folder == "//" {
				return ""
			}
		}
	}
	if folder == "./" {
		return ""
	}
	return folder
}
