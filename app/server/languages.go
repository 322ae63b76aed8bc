package server

import (
	"net/http"
	"slices"

	"golang.org/x/text/language"

	"lectern/app/deck"
	"lectern/app/fault"
)

// maxWishes is how many bytes the languages have at most that somebody wants.
const maxWishes = 300

var errWishes = fault.Errorf(fault.Malformed, "lang is a language such as de or pt-BR, or several with commas between")

// languages are those that a deck is there in, its own first.
func languages(i deck.Info) []string { return append([]string{i.Lang}, i.Others...) }

// spoken returns the language that a request is answered in, of those that a deck is
// there in: "" is its own. ?lang= has one or several, the best first, as the header
// Accept-Language does; a deck that has none of these is given in its own.
func spoken(r *http.Request, i deck.Info) (string, error) {
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
	wanted, _, err := language.ParseAcceptLanguage(wishes)
	if err != nil {
		return "", errWishes
	}
	there := make([]language.Tag, 0, len(i.Others)+1)
	for _, lang := range languages(i) {
		there = append(there, language.Make(lang))
	}
	// Who reads a language reads what is close to it, and not what is somehow like it.
	_, at, sure := language.NewMatcher(there).Match(wanted...)
	if at == 0 || sure < language.High {
		return "", nil
	}
	return i.Others[at-1], nil
}
