package server

import (
	"net/http"
	"strings"
	"unicode/utf8"
)

// foundJSON is a slide that a search has found.
type foundJSON struct {
	Deck      int64  `json:"deck"`
	DeckTitle string `json:"deck_title"`
	Slide     int    `json:"slide"`
	Title     string `json:"title"`
	Context   string `json:"context"` // where a word of the search stands, of the text or the notes; "" where the title has it
	InNotes   bool   `json:"in_notes,omitempty"`
}

// search finds slides in all decks by their words.
func (s *Server) search(_ http.ResponseWriter, r *http.Request) (int, any, error) {
	query := r.URL.Query().Get("q")
	found, err := s.Store.Search(r.Context(), query)
	if err != nil {
		return 0, nil, err
	}
	words := strings.Fields(query)
	list := make([]foundJSON, len(found))
	for i, f := range found {
		list[i] = foundJSON{Deck: f.Deck, DeckTitle: f.DeckTitle, Slide: f.Number, Title: f.Title}
		text, inText := best(f.Text, words)
		notes, inNotes := best(f.Notes, words)
		switch _, inTitle := around(f.Title, words); {
		case inTitle == len(words):
		case inText > 0 && inText >= inNotes:
			list[i].Context = text
		case inNotes > 0:
			list[i].Context, list[i].InNotes = notes, true
		}
	}
	return http.StatusOK, list, nil
}

// How much stands before a word that was found, and in all, in characters.
const contextBefore, contextLength = 40, 160

// best is around of that piece of a slide's text which has the most of the words: what
// stands in all of its steps, and languages, is told once.
func best(pieces string, words []string) (line string, has int) {
	for piece := range strings.SplitSeq(pieces, "\f") {
		if l, n := around(piece, words); n > has {
			line, has = l, n
		}
	}
	return line, has
}

// around is a line of what stands around the first word that text has, and how many of
// the words it has.
func around(text string, words []string) (line string, has int) {
	text = strings.Join(strings.Fields(text), " ")
	lower := strings.ToLower(text)
	first := -1
	for _, word := range words {
		at := strings.Index(lower, strings.ToLower(word))
		if at < 0 {
			continue
		}
		has++
		if at = utf8.RuneCountInString(lower[:at]); first < 0 || at < first {
			first = at
		}
	}
	if first < 0 {
		return "", 0
	}
	runes := []rune(text) // as many as in lower, nearly always
	from := max(0, min(first-contextBefore, len(runes)))
	to := min(len(runes), from+contextLength)
	line = strings.TrimSpace(string(runes[from:to]))
	if from > 0 {
		line = "…" + line
	}
	if to < len(runes) {
		line += "…"
	}
	return line, has
}
