package access

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
)

// signer makes texts that nobody can guess: sixteen random bytes, and as much of
// their keyed hash. So whoever made one up is turned away without a look into the
// database, and a new key makes all of them worthless.
type signer struct{ key []byte }

const half = 16 // bytes

func (s signer) sum(what string, b []byte) []byte {
	m := hmac.New(sha256.New, s.key)
	m.Write([]byte(what))
	m.Write([]byte{0})
	m.Write(b)
	return m.Sum(nil)
}

// make returns a new text for a purpose, of letters that a URL and a cookie take.
func (s signer) make(purpose string) string {
	b := make([]byte, half, 2*half)
	rand.Read(b)
	return base64.RawURLEncoding.EncodeToString(append(b, s.sum(purpose, b)[:half]...))
}

// verify reports whether make returned the text for this purpose, with this key.
func (s signer) verify(purpose, text string) bool {
	b, err := base64.RawURLEncoding.Strict().DecodeString(text)
	return err == nil && len(b) == 2*half && len(s.key) > 0 &&
		hmac.Equal(b[half:], s.sum(purpose, b[:half])[:half])
}

// hash is what the database keeps of a text.
func (s signer) hash(text string) [sha256.Size]byte {
	return [sha256.Size]byte(s.sum("hash", []byte(text)))
}

// cookieName differs by key, since cookies are shared by all ports of a host.
func (s signer) cookieName() string {
	return "lectern-" + hex.EncodeToString(s.sum("cookie", nil)[:4])
}
