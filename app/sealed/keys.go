// Package sealed makes what may be fetched before it is shown: a view, words and
// pictures, in a bundle that nobody can read without the view's key, which comes
// with the move that shows it. It is pure: it knows no deck, no server, no time.
//
// A Key comes from a secret of the database and from where the view stands, so
// that all servers of a database derive the same one and none has to be kept.
// Whoever holds keys of some views learns nothing of the others'.
//
// The pages have the other half of it, in ui/web/line/sealed.ts;
// testdata/known.json holds both to the same bytes.
package sealed

import (
	"crypto/ed25519"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
)

// Key opens the bundles of one view, in whatever width.
type Key [32]byte

// String is the key as events have it: base64url without padding (RFC 4648, 5), 43
// characters.
func (k Key) String() string { return base64.RawURLEncoding.EncodeToString(k[:]) }

// Parse reads what String wrote.
func Parse(text string) (k Key, err error) {
	b, err := base64.RawURLEncoding.DecodeString(text)
	if err == nil && len(b) != len(k) {
		err = errors.New("a key has 32 bytes")
	}
	if err != nil {
		return k, fmt.Errorf("sealed: %w", err)
	}
	return Key(b), nil
}

// Keys are the keys of all views. The zero Keys has none.
type Keys struct{ secret []byte }

// None reports whether k has no keys.
func (k Keys) None() bool { return len(k.secret) == 0 }

// From returns the keys that come from a secret of at least 16 bytes, which
// nobody can guess.
func From(secret []byte) Keys { return Keys{secret} }

// Library names the database that the keys are of, the same on all of its servers: 16
// digits, the first 8 bytes of HMAC-SHA256 under the secret of "lectern library 1".
// It tells nothing of the keys.
func (k Keys) Library() string {
	mac := hmac.New(sha256.New, k.secret)
	mac.Write([]byte("lectern library 1"))
	return hex.EncodeToString(mac.Sum(nil)[:8])
}

// Identity is the key (RFC 8032) by which the database's servers prove who they are, the
// same for all of them: its seed is HMAC-SHA256 under the secret of "lectern identity 1".
// It tells nothing of the other keys.
func (k Keys) Identity() ed25519.PrivateKey {
	mac := hmac.New(sha256.New, k.secret)
	mac.Write([]byte("lectern identity 1"))
	return ed25519.NewKeyFromSeed(mac.Sum(nil))
}

// Of returns the key of a view: HMAC-SHA256 (RFC 2104) under the secret of
// "lectern view 1" and a zero byte, then deck, content, slide and step with 8
// bytes each, the highest first.
func (k Keys) Of(deck, content int64, slide, step int) (key Key) {
	of := append(make([]byte, 0, 64), "lectern view 1\x00"...)
	for _, n := range []int64{deck, content, int64(slide), int64(step)} {
		of = binary.BigEndian.AppendUint64(of, uint64(n))
	}
	mac := hmac.New(sha256.New, k.secret)
	mac.Write(of)
	mac.Sum(key[:0])
	return key
}
