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

// RedeemPairing uses a code of NewPairing's up, and tells for which role. Whoever is
// wrong a few times is not listened to for a while, be the next one right or not.
func (g *Guard) RedeemPairing(r *http.Request, code string) (Role, error) {
	a := g.Proxies.Client(r)
	tries := g.guesses.of(a)
	tries.Lock()
	defer tries.Unlock()
	if tries.left.Tokens() < 1 {
		return "", errTooMany
	}
	hash := g.sign.hash(typed(code))
	role, err := g.store.TakeCode(r.Context(), hash[:])
	if errors.Is(err, store.ErrWrongCode) {
		return "", g.guesses.wrong(r.Context(), a, err)
	}
	return Role(role), err
}
