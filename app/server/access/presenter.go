// Package access knows who may do what: whom a request is from, by which names and
// addresses it may come, and how many may come at once.
package access

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"net/http"
	"strings"
)

// Presenter knows the presenter: whoever holds the key.
type Presenter struct {
	key    string
	cookie string // name; it differs by key, since cookies are shared by all ports of a host
	value  string // not the key itself, so that a stolen cookie does not reveal it
}

// NewPresenter returns the one with this key.
func NewPresenter(key string) Presenter {
	sum := func(what string) string {
		m := hmac.New(sha256.New, []byte(key))
		m.Write([]byte(what))
		return hex.EncodeToString(m.Sum(nil))
	}
	return Presenter{key: key, cookie: "lectern-" + sum("name")[:8], value: sum("session")}
}

// Is reports whether the request comes from the presenter.
func (a Presenter) Is(r *http.Request) bool {
	if scheme, key, ok := strings.Cut(r.Header.Get("Authorization"), " "); ok && strings.EqualFold(scheme, "Bearer") {
		return a.Matches(strings.TrimSpace(key))
	}
	c, err := r.Cookie(a.cookie)
	return err == nil && subtle.ConstantTimeCompare([]byte(c.Value), []byte(a.value)) == 1
}

// Matches reports whether this is the key.
func (a Presenter) Matches(key string) bool {
	x, y := sha256.Sum256([]byte(key)), sha256.Sum256([]byte(a.key))
	return a.key != "" && subtle.ConstantTimeCompare(x[:], y[:]) == 1
}

// Remember makes the browser the presenter's. SameSite is Lax, not Strict, so
// that the link works from a chat or a mail; requests that change something
// are checked for their origin besides. A secure cookie is sent over HTTPS alone.
func (a Presenter) Remember(w http.ResponseWriter, secure bool) {
	http.SetCookie(w, &http.Cookie{
		Name: a.cookie, Value: a.value, Path: "/", MaxAge: 365 * 24 * 3600,
		HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: secure,
	})
}
