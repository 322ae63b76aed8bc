package server

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"html"
	"net/http"
	"slices"
	"strings"
	"sync"

	"lectern/app/fault"
	"lectern/app/server/answer"
	"lectern/embed/web"
)

const htmlType = "text/html; charset=utf-8"

// built are the built pages that are served as they are, by name.
var built = sync.OnceValue(func() map[string][]byte {
	all := map[string][]byte{}
	for _, name := range []string{"audience", "kiosk", "console", "signin", "pair", "remote", "stage", "card", "overlay"} {
		if body, ok := web.Page(name); ok {
			all[name] = body
		}
	}
	return all
})

// pages are what is served of them: a page that hangs for weeks has the tag in it, and
// knows by that when the server has others.
var pages = sync.OnceValue(func() map[string]*answer.Blob {
	all := map[string]*answer.Blob{}
	for name, body := range built() {
		all[name] = answer.NewBlob(htmlType, bytes.ReplaceAll(body, []byte("[[pages]]"), []byte(pagesTag())))
	}
	return all
})

// pagesTag is another one when the pages are, or anything that they name.
var pagesTag = sync.OnceValue(func() string {
	var tags []string
	for name, body := range built() {
		tags = append(tags, fmt.Sprintf("%s %x", name, sha256.Sum256(body)))
	}
	for name := range assets() {
		tags = append(tags, name) // a hash of the contents is in it
	}
	slices.Sort(tags)
	sum := sha256.Sum256([]byte(strings.Join(tags, "\n")))
	return base64.RawURLEncoding.EncodeToString(sum[:12])
})

// page serves one of the built pages.
func (s *Server) page(name string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		b := pages()[name]
		if b == nil {
			s.fail(w, r, answer.ErrNoPage)
			return
		}
		w.Header().Set("Cache-Control", "no-cache") // the assets it names are for ever
		b.Serve(w, r, http.StatusOK)
	}
}

// message is a page of one sentence, for a person who came to a place where
// there is nothing to show.
func (s *Server) message(w http.ResponseWriter, status int, title, text string) {
	body, ok := web.Page("message")
	if !ok {
		answer.Problem(w, status, text)
		return
	}
	body = bytes.ReplaceAll(body, []byte("[[title]]"), []byte(html.EscapeString(title)))
	body = bytes.ReplaceAll(body, []byte("[[text]]"), []byte(html.EscapeString(text)))
	w.Header().Set("Content-Type", htmlType)
	w.Header().Set("Cache-Control", "no-cache")
	w.WriteHeader(status)
	w.Write(body)
}

// deckPage is the audience page of one deck.
func (s *Server) deckPage(w http.ResponseWriter, r *http.Request) {
	if _, err := s.open(r); err != nil {
		if fault.CodeOf(err) == fault.NotFound && wantsPage(r) {
			s.message(w, http.StatusNotFound, "Nothing to see here yet",
				"This talk is not being shown. If it starts later, this address will work then; the talk of the moment is at the short address.")
			return
		}
		s.fail(w, r, err)
		return
	}
	s.page("audience")(w, r)
}
