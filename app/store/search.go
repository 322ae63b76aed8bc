package store

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"lectern/app/fault"
)

// What a search looks for, and gives, at most.
const (
	MaxQuery   = 200 // bytes
	maxWords   = 8
	maxFound   = 100 // slides
	searchTime = 5 * time.Second
)

// Found is a slide in which all words of a search stand.
type Found struct {
	Deck      int64
	DeckTitle string
	Number    int // the slide's, from 1
	Title     string
	// Text is what can be read on it, and Notes what is said of it: of each of its steps and
	// languages a piece, with a form feed between.
	Text, Notes string
}

// Search finds the slides of all decks in which all words of a query stand, in title,
// text or notes, in whatever language and case: the live deck's first, then those of the newest
// decks, 100 at the most.
func (s *Store) Search(ctx context.Context, query string) ([]Found, error) {
	ctx, cancel := context.WithTimeout(ctx, searchTime)
	defer cancel()
	if len(query) > MaxQuery {
		return nil, fault.Errorf(fault.OutOfRange, "A search has at most %d bytes", MaxQuery)
	}
	words := strings.Fields(clean(query))
	if len(words) == 0 {
		return []Found{}, nil
	}
	patterns := make([]string, 0, maxWords)
	for _, w := range words[:min(len(words), maxWords)] {
		patterns = append(patterns, cases(w))
	}
	found, err := all[Found](ctx, s.pool, `SELECT d.id AS deck, d.title AS deck_title, s.number, coalesce(nullif(s.title, ''), r.title, '') AS title, r.text,
			concat_ws(E'\f', nullif(n.notes, ''), CASE WHEN s.edited_of = s.notes THEN NULL ELSE r.notes END, t.words) AS notes
		FROM decks d JOIN slides s ON s.deck_id = d.id
			CROSS JOIN LATERAL (SELECT `+notesOf+` AS notes) n
			CROSS JOIN LATERAL (SELECT string_agg(DISTINCT nullif(r.title, ''), E'\n') FILTER (WHERE v.step = 0 AND v.lang = '') AS title,
					coalesce(string_agg(coalesce(nullif(v.text, ''), r.text), E'\f' ORDER BY v.lang, v.step DESC), '') AS text,
					string_agg(DISTINCT nullif(r.notes, ''), E'\n') AS notes
				FROM views v LEFT JOIN readings r ON r.hash = v.picture WHERE v.deck_id = s.deck_id AND v.number = s.number) r
			CROSS JOIN LATERAL (SELECT string_agg(concat_ws(E'\n', nullif(t.title, ''), nullif(t.notes, '')), E'\f' ORDER BY t.lang) AS words
				FROM translations t WHERE t.deck_id = s.deck_id AND t.number = s.number) t
			CROSS JOIN LATERAL (SELECT concat_ws(E'\n', s.title, r.title, r.text, n.notes, r.notes, t.words) AS words) h
		WHERE d.deleted_at IS NULL AND (SELECT bool_and(h.words ILIKE ANY (string_to_array(p, E'\n'))) FROM unnest($1::text[]) AS p)
		ORDER BY d.live DESC, d.id DESC, s.number LIMIT $2`, patterns, maxFound)
	return found, asFault(err, "search")
}

// cases are the patterns of a word, a line each: a database of the locale C takes no
// letters for the same but those of ASCII.
func cases(word string) string {
	first, size := utf8.DecodeRuneInString(word)
	var patterns []string
	for _, w := range []string{word, strings.ToLower(word), strings.ToUpper(word), string(unicode.ToUpper(first)) + strings.ToLower(word[size:])} {
		if p := "%" + literal.Replace(w) + "%"; !slices.Contains(patterns, p) {
			patterns = append(patterns, p)
		}
	}
	return strings.Join(patterns, "\n")
}

// literal makes a word a pattern that stands for itself.
var literal = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)
