package server

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"net/http"
	"strings"

	"lectern/app/server/answer"
)

// auth knows the presenter: whoever holds the key.
type auth struct {
	key    string
	cookie string // name; it differs by key, since cookies are shared by all ports of a host
	value  string // not the key itself, so that a stolen cookie does not reveal it
}

func newAuth(key string) auth {
	sum := func(what string) string {
		m := hmac.New(sha256.New, []byte(key))
		m.Write([]byte(what))
		return hex.EncodeToString(m.Sum(nil))
	}
	return auth{key: key, cookie: "lectern-" + sum("name")[:8], value: sum("session")}
}

// is reports whether the request comes from the presenter.
func (a auth) is(r *http.Request) bool {
	if scheme, key, ok := strings.Cut(r.Header.Get("Authorization"), " "); ok && strings.EqualFold(scheme, "Bearer") {
		return a.matches(strings.TrimSpace(key))
	}
	c, err := r.Cookie(a.cookie)
	return err == nil && subtle.ConstantTimeCompare([]byte(c.Value), []byte(a.value)) == 1
}

func (a auth) matches(key string) bool {
	x, y := sha256.Sum256([]byte(key)), sha256.Sum256([]byte(a.key))
	return a.key != "" && subtle.ConstantTimeCompare(x[:], y[:]) == 1
}

// remember makes the browser the presenter's. SameSite is Lax, not Strict, so
// that the link works from a chat or a mail; requests that change something
// are checked for their origin besides. A secure cookie is sent over HTTPS alone.
func (a auth) remember(w http.ResponseWriter, secure bool) {
	http.SetCookie(w, &http.Cookie{
		Name: a.cookie, Value: a.value, Path: "/", MaxAge: 365 * 24 * 3600,
		HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: secure,
	})
}

// secure reports whether the browser came by an HTTPS --public-url. Its Host
// tells: the room's own addresses, which have no TLS, are others.
func (s *Server) secure(r *http.Request) bool {
	u := s.PublicURL
	return u != nil && u.Scheme == "https" &&
		strings.EqualFold(strings.TrimSuffix(r.Host, ":443"), strings.TrimSuffix(u.Host, ":443"))
}

// presenter lets only the presenter through.
func (s *Server) presenter(next http.HandlerFunc) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !s.auth.is(r) {
			s.fail(w, r, answer.ErrNoKey)
			return
		}
		next(w, r)
	})
}
