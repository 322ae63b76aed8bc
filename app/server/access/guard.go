// Package access knows who may do what: whom a request is from, by which names and
// addresses it may come, and how many may come at once.
package access

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"lectern/app/fault"
	"lectern/app/server/answer"
	"lectern/app/store"
)

// Guard knows whom requests are from: whoever holds the presenter's key, and the
// devices that were let in, each with a token of its own in a cookie. The devices
// are rows of the database, so that all servers know them, and each can be sent
// away.
type Guard struct {
	Log     *slog.Logger
	Proxies Proxies
	// LocalChanged is told the path of the link that opens the console on this
	// computer, whenever there is a new one; see LocalPath.
	LocalChanged func(path string)
	// OnPresenter is told of each request of the presenter's.
	OnPresenter func(*http.Request)

	key     string
	public  *url.URL
	store   *store.Store
	sign    signer
	cookie  string // name
	local   localCodes
	guesses guessLimit

	mu      sync.Mutex
	changes int64 // counts what Changed was told
	known   map[[sha256.Size]byte]cachedDevice
	held    map[*hold]struct{}
}

// NewGuard returns the Guard of the presenter's key. public may be nil.
func NewGuard(s *store.Store, key string, public *url.URL, proxies Proxies, log *slog.Logger) *Guard {
	g := &Guard{
		Log: log, Proxies: proxies, LocalChanged: func(string) {}, OnPresenter: func(*http.Request) {},
		key: key, public: public, store: s, sign: signer{[]byte(key)},
		known: map[[sha256.Size]byte]cachedDevice{}, held: map[*hold]struct{}{},
	}
	g.cookie = g.sign.cookieName()
	g.local.current = g.sign.make("local")
	return g
}

// IsKey reports whether this is the presenter's key.
func (g *Guard) IsKey(key string) bool {
	x, y := sha256.Sum256([]byte(key)), sha256.Sum256([]byte(g.key))
	return g.key != "" && subtle.ConstantTimeCompare(x[:], y[:]) == 1
}

// Who returns whom a request is from. Its error is the database's: whether the
// device may still come in is not known.
func (g *Guard) Who(r *http.Request) (Principal, error) {
	nobody := Principal{Role: Listener}
	if scheme, key, ok := strings.Cut(r.Header.Get("Authorization"), " "); ok && strings.EqualFold(scheme, "Bearer") {
		if g.IsKey(strings.TrimSpace(key)) {
			return Principal{Role: Presenter}, nil
		}
		return nobody, nil
	}
	// A page on another port of this host may have set one of the same name.
	var failed error
	for _, c := range r.CookiesNamed(g.cookie) {
		if !g.sign.verify("device", c.Value) {
			continue
		}
		p, err := g.device(r.Context(), g.sign.hash(c.Value))
		if err != nil {
			failed = err
		} else if p.Role != Listener {
			return p, nil
		}
	}
	return nobody, failed
}

// Let lets only the roles through, or everybody where none is named; whoever else
// comes is refused with an error. The handler finds out by From who it is.
func (g *Guard) Let(roles []Role, next http.HandlerFunc, refuse func(http.ResponseWriter, *http.Request, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		p, err := g.Who(r)
		switch {
		case len(roles) == 0 || slices.Contains(roles, p.Role):
			if p.Presents() {
				g.OnPresenter(r)
			}
			if p.Role != Listener {
				r = r.WithContext(context.WithValue(r.Context(), principalKey{}, p))
			}
			next(w, r)
		case err != nil:
			refuse(w, r, err)
		case p.Role == Listener:
			refuse(w, r, answer.ErrNoKey)
		default:
			refuse(w, r, fault.Errorf(fault.Forbidden, "This is for the presenter, and this device was let in for something else: %s", p.Role))
		}
	}
}

// SignIn gives the browser a device of its own, unless it has one of the role.
func (g *Guard) SignIn(w http.ResponseWriter, r *http.Request, role Role) error {
	if p, err := g.Who(r); err != nil || p.Role == role && p.Device != 0 {
		return err
	}
	token := g.sign.make("device")
	hash := g.sign.hash(token)
	if _, err := g.store.AddDevice(r.Context(), string(role), browserName(r.UserAgent()), hash[:]); err != nil {
		return err
	}
	// SameSite is Lax, not Strict, so that a link works from a chat or a mail;
	// requests that change something are checked for their origin besides.
	http.SetCookie(w, &http.Cookie{
		Name: g.cookie, Value: token, Path: "/", MaxAge: int((365 * 24 * time.Hour).Seconds()),
		HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: g.secure(r),
	})
	return nil
}

// secure reports whether the browser came by an HTTPS --public-url. Its Host
// tells: the room's own addresses, which have no TLS, are others. A secure cookie
// is sent over HTTPS alone.
func (g *Guard) secure(r *http.Request) bool {
	u := g.public
	if u == nil || u.Scheme != "https" {
		return false
	}
	want := publicHost(u)
	if port := u.Port(); port != "" && port != "443" {
		want = net.JoinHostPort(want, port)
	}
	return strings.EqualFold(strings.TrimSuffix(r.Host, ":443"), want)
}
