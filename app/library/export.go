package library

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"lectern/app/deck"
	"lectern/app/exporter"
	"lectern/app/fault"
)

// Export makes a deck ready to be written to a file.
func (l *Library) Export(ctx context.Context, id int64, o exporter.Options) (*exporter.File, error) {
	return l.exporter.Open(ctx, id, o)
}

// Close waits for what an export has begun outside of this process.
func (l *Library) Close() error { return l.exporter.Close() }

// Decks returns all decks, newest first.
func (l *Library) Decks(ctx context.Context) ([]deck.Summary, error) { return l.store.Decks(ctx) }

// Deck returns one deck.
func (l *Library) Deck(ctx context.Context, id int64) (deck.Info, error) {
	return l.store.Deck(ctx, id)
}

// Named returns the id of the deck that a person means by a word: its id, its title in
// any of its languages, that but for the case of letters, or how its title alone begins. Where that is
// more than one it is a fault that says which.
func Named(decks []deck.Summary, word string) (int64, error) {
	if id, err := strconv.ParseInt(word, 10, 64); err == nil && slices.ContainsFunc(decks, func(d deck.Summary) bool { return d.ID == id }) {
		return id, nil
	}
	lower := strings.ToLower(word)
	for _, means := range []func(title string) bool{
		func(title string) bool { return title == word },
		func(title string) bool { return strings.ToLower(title) == lower },
		func(title string) bool { return word != "" && strings.HasPrefix(strings.ToLower(title), lower) },
	} {
		var meant []deck.Summary
		for _, d := range decks {
			if means(d.Title) || slices.ContainsFunc(slices.Collect(maps.Values(d.Titles)), means) {
				meant = append(meant, d)
			}
		}
		switch len(meant) {
		case 0:
			continue
		case 1:
			return meant[0].ID, nil
		}
		return 0, several(word, meant)
	}
	return 0, fault.Errorf(fault.NotFound, "There is no deck %q in the library", word)
}

// mostNamed is how many decks a sentence lists.
const mostNamed = 10

func several(word string, meant []deck.Summary) error {
	slices.SortFunc(meant, func(a, b deck.Summary) int { return cmp.Compare(a.ID, b.ID) })
	var list []string
	for _, d := range meant[:min(len(meant), mostNamed)] {
		list = append(list, fmt.Sprintf("%d (%s)", d.ID, d.Title))
	}
	more := ""
	if n := len(meant) - mostNamed; n > 0 {
		more = fmt.Sprintf(", and %d more", n)
	}
	return fault.Errorf(fault.Conflict, "%d decks could be meant by %q; name one by its id: %s%s", len(meant), word, strings.Join(list, ", "), more)
}
