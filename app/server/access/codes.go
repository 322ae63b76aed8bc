package access

import (
	"context"
	"crypto/subtle"
	"net/http"
	"sync"
	"time"

	"lectern/app/fault"
)

// linkLife is how long a link for another browser is good, unless it is used.
const linkLife = time.Hour

// NewCode returns a code that one browser can trade for a device of the role, at
// any server, once.
func (g *Guard) NewCode(ctx context.Context, role Role) (code string, expires time.Time, err error) {
	code = g.sign.make("code")
	hash := g.sign.hash(code)
	expires, err = g.store.AddCode(ctx, string(role), hash[:], linkLife)
	return code, expires, err
}

// Redeem uses a code up, and signs the browser in for its role. Whoever makes codes up
// waits for the answer, and soon gets none.
func (g *Guard) Redeem(w http.ResponseWriter, r *http.Request, code string) error {
	if !g.sign.verify("code", code) {
		why := fault.Errorf(fault.Forbidden, "This is not a presenter's link of this Lectern; `lectern link` prints one")
		return g.guesses.wrong(r.Context(), g.Proxies.Client(r), why)
	}
	err := g.trade(w, r, code, "")
	if fault.CodeOf(err) == fault.Forbidden {
		err = fault.Wrap(fault.Forbidden, err, "This link was used already, or is too old; `lectern link` prints a new one")
	}
	return err
}

// localLife is how long a local code is good after its first use: a second window
// may be on its way with it.
const localLife = 10 * time.Minute

// localCodes are those in this process's run.json. They are for who can read that
// file, on this computer, and need no database.
type localCodes struct {
	telling sync.Mutex

	mu      sync.Mutex
	current string // not used yet
	used    []usedCode
}

type usedCode struct {
	code string
	ends time.Time
}

// LocalPath is the path of the link that opens the console on this computer.
func (g *Guard) LocalPath() string {
	g.local.mu.Lock()
	defer g.local.mu.Unlock()
	return "present/" + g.local.current
}

// RedeemLocal reports whether a code is one of LocalPath's. At its first use there
// is a new one.
func (g *Guard) RedeemLocal(r *http.Request, code string) bool {
	if !g.sign.verify("local", code) || !g.Proxies.IsLocal(r) {
		return false
	}
	ok, renewed := g.local.take(code, time.Now(), func() string { return g.sign.make("local") })
	if renewed {
		g.local.telling.Lock() // the newest is told last
		defer g.local.telling.Unlock()
		g.LocalChanged(g.LocalPath())
	}
	return ok
}

// DropLocal makes the local codes that were used already worthless. (Who can read
// the newest can read the key.)
func (g *Guard) DropLocal() {
	g.local.mu.Lock()
	defer g.local.mu.Unlock()
	g.local.used = nil
}

func (l *localCodes) take(code string, now time.Time, fresh func() string) (ok, renewed bool) {
	same := func(s string) bool { return subtle.ConstantTimeCompare([]byte(s), []byte(code)) == 1 }
	l.mu.Lock()
	defer l.mu.Unlock()
	left := l.used[:0]
	for _, u := range l.used {
		if now.Before(u.ends) {
			left = append(left, u)
			ok = ok || same(u.code)
		}
	}
	l.used = left
	if !ok && same(l.current) {
		l.used = append(l.used, usedCode{code, now.Add(localLife)})
		l.current = fresh()
		ok, renewed = true, true
	}
	return ok, renewed
}
