package access

import (
	"context"
	"crypto/rand"
	"errors"
	"net/http"
	"strings"
	"time"

	"lectern/app/store"
)

// pairingLife is how long a phone has to be paired by a code.
const pairingLife = 2 * time.Minute

// letters are those of a code that is read off one screen and typed on another: none
// looks like a second one. Eight of them are 39 bits, of which an address may try a
// dozen in the code's life.
const (
	letters       = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
	pairingLength = 8
)

// NewPairing returns a code that one device can trade for the role within two
// minutes, at any server.
func (g *Guard) NewPairing(ctx context.Context, role Role) (code string, expires time.Time, err error) {
	code = pairingCode()
	hash := g.sign.hash(code)
	expires, err = g.store.AddCode(ctx, string(role), hash[:], pairingLife)
	return code[:pairingLength/2] + "-" + code[pairingLength/2:], expires, err
}

func pairingCode() string {
	code := make([]byte, 0, pairingLength)
	for b := make([]byte, 1); len(code) < pairingLength; {
		rand.Read(b)
		if n := int(b[0]) % 32; n < len(letters) { // the others would make some letters more likely
			code = append(code, letters[n])
		}
	}
	return string(code)
}

// typed is a code as NewPairing made it, however a person has written it.
func typed(code string) string {
	return strings.Map(func(r rune) rune {
		if r == '-' || r == ' ' || r == '\u2013' || r == '\u00a0' {
			return -1
		}
		return r
	}, strings.ToUpper(code))
}

// RedeemPairing uses a code of NewPairing's up, and signs the browser in for its role.
// Whoever is wrong a few times is not listened to for a while, be the next one right or
// not.
func (g *Guard) RedeemPairing(w http.ResponseWriter, r *http.Request, code, name string) error {
	a := g.Proxies.Client(r)
	tries := g.guesses.of(a)
	tries.Lock()
	defer tries.Unlock()
	if tries.left.Tokens() < 1 {
		return errTooMany
	}
	err := g.trade(w, r, typed(code), name)
	if errors.Is(err, store.ErrWrongCode) {
		err = g.guesses.wrong(r.Context(), a, err)
	}
	return err
}

// trade signs the browser in by a code, which is used up if that succeeds.
func (g *Guard) trade(w http.ResponseWriter, r *http.Request, code, name string) error {
	hash := g.sign.hash(code)
	return g.admit(w, r, name, func(enter func(Role, store.Devices) error) error {
		return g.store.TakeCode(r.Context(), hash[:], func(role string, in store.Devices) error { return enter(Role(role), in) })
	})
}
