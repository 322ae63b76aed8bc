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
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"lectern/app/deck"
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
	// Drive is who moves the live deck. Its Told is set before it hears of any.
	Drive Drive

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
	g.Drive.Told = func(deck.Drive) {}
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

// SignIn gives the browser a device of its own for the role, of this name or, where it
// is empty, that of the browser. One that has one keeps it; the presenter's may do all
// that others may, and stays the presenter's.
func (g *Guard) SignIn(w http.ResponseWriter, r *http.Request, role Role, name string) error {
	return g.admit(w, r, name, func(enter func(Role, store.Devices) error) error { return enter(role, g.store.Devices()) })
}

// admit is SignIn for who finds out by let for which role: it calls enter once, which
// makes the device, and returns an error unless that is there for good.
func (g *Guard) admit(w http.ResponseWriter, r *http.Request, name string, let func(enter func(Role, store.Devices) error) error) error {
	p, err := g.Who(r)
	if err != nil {
		return err
	}
	var token string // of a new device; else it keeps its own
	var device store.Device
	err = let(func(role Role, in store.Devices) error {
		name := strings.TrimSpace(name)
		switch {
		case p.Presents() && p.Device != 0:
			return nil
		case p.Role == role && p.Device != 0:
			if name == "" {
				return nil
			}
			return in.Rename(r.Context(), p.Device, name)
		case name == "":
			name = browserName(r.UserAgent())
		}
		token = g.sign.make("device")
		hash := g.sign.hash(token)
		var err error
		device, err = in.Add(r.Context(), string(role), name, g.host(r), hash[:])
		return err
	})
	if err != nil || token == "" {
		return err
	}
	if p.Device != 0 {
		// Nobody has the token any more that the cookie held.
		err = g.store.DeleteDevice(r.Context(), p.Device)
	} else {
		_, err = g.store.SucceedDrive(r.Context(), device.ID, g.connected())
	}
	if err != nil {
		g.Log.Debug("what was this browser's is not its own any more", "device", device.ID, "err", err)
	}
	// SameSite is Lax, not Strict, so that a link works from a chat or a mail;
	// requests that change something are checked for their origin besides.
	http.SetCookie(w, &http.Cookie{
		Name: g.cookie, Value: token, Path: "/", MaxAge: int((365 * 24 * time.Hour).Seconds()),
		HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: g.secure(r),
	})
	return nil
}

// host is the name of this computer, where the browser is on it.
func (g *Guard) host(r *http.Request) string {
	if !g.Proxies.IsLocal(r) {
		return ""
	}
	name, err := os.Hostname()
	if err != nil || name == "" {
		return "localhost"
	}
	return name
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
