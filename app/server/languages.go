package server

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"golang.org/x/text/language"

	"lectern/app/deck"
	"lectern/app/fault"
)

// maxWishes is how many bytes the languages have at most that somebody wants.
const maxWishes = 300

var errWishes = fault.Errorf(fault.Malformed, "lang is a language such as de or pt-BR, or several with commas between")

// languages are those that a deck is there in, its own first.
func languages(i deck.Info) []string { return append([]string{i.Lang}, i.Others...) }

// wishKey is what somebody wants, and what there is, with zeros between.
type wishKey struct{ wishes, there string }

// wishesKept is for how many it is remembered what suits them: a room's browsers are set
// to a few, and a hall of them asks at once.
const wishesKept = 1000

func newWishCache() *cache[wishKey, int] {
	return &cache[wishKey, int]{
		most: wishesKept, weigh: func(int) int { return 1 },
		load: func(_ context.Context, key wishKey) (int, error) {
			wanted, _, err := language.ParseAcceptLanguage(key.wishes)
			if err != nil {
				return 0, errWishes
			}
			var there []language.Tag
			for lang := range strings.SplitSeq(key.there, "\x00") {
				there = append(there, language.Make(lang))
			}
			// Who reads a language reads what is close to it, and not what is somehow like it.
			_, at, sure := language.NewMatcher(there).Match(wanted...)
			if sure < language.High {
				at = 0
			}
			return at, nil
		},
	}
}

// spoken returns the language that a request is answered in, of those that a deck is
// there in: "" is its own. ?lang= has one or several, the best first, as the header
// Accept-Language does; a deck that has none of these is given in its own.
func (s *Server) spoken(r *http.Request, i deck.Info) (string, error) {
	wishes := r.URL.Query().Get("lang")
	if len(wishes) > maxWishes {
		return "", errWishes
	}
	if wishes == "" || len(i.Others) == 0 {
		return "", nil
	}
	if slices.Contains(i.Others, wishes) {
		return wishes, nil
	}
	// A copy, and not the whole request's line.
	at, err := s.wishes.get(r.Context(), wishKey{strings.Clone(wishes), strings.Join(languages(i), "\x00")})
	if err != nil || at == 0 {
		return "", err
	}
	return i.Others[at-1], nil
}
