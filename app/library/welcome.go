package library

import (
	"context"
	"embed"

	"lectern/app/importer/options"
)

//go:embed welcome.md
var welcomeDeck embed.FS

// Welcome adds the deck that explains Lectern by being one, or finds it.
func (l *Library) Welcome(ctx context.Context) (id int64, err error) {
	info, err := l.Add(ctx, welcomeDeck, options.Options{}, func(int, int) {})
	return info.ID, err
}

// NeverUsed reports whether the library never held a deck, not even one that was
// deleted since: only then is the welcome deck shown unasked.
func (l *Library) NeverUsed(ctx context.Context) (bool, error) { return l.store.NeverUsed(ctx) }
