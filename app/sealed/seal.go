package sealed

import (
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"errors"

	"golang.org/x/crypto/chacha20"
	"golang.org/x/crypto/chacha20poly1305"
)

// A sealed bundle:
//
//	bytes   0–15  the commitment: the same for every bundle of a key
//	       16–27  the nonce
//	       28–    ChaCha20-Poly1305 (RFC 8439, 2.8) of the plain bytes, with the
//	              commitment as additional data; the last 16 bytes are its tag
//
// One block of ChaCha20 under the view's key, with the nonce "lectern/seal" and
// the counter 0, gives both the commitment (its bytes 0 to 15) and the key of
// the cipher (32 to 63). Poly1305 alone does not bind a bundle to its key: the
// commitment does, and lets a page find the bundle that a key opens without
// reading it.
const (
	commitmentSize = 16
	nonceEnd       = commitmentSize + chacha20poly1305.NonceSize
	// Overhead is how many bytes longer a sealed bundle is.
	Overhead = nonceEnd + chacha20poly1305.Overhead
)

// Commitment returns what the bundles of this key begin with. It tells nothing of
// the key or the view.
func (k Key) Commitment() [commitmentSize]byte {
	commitment, _ := k.split()
	return commitment
}

func (k Key) split() (commitment [commitmentSize]byte, inner []byte) {
	c, err := chacha20.NewUnauthenticatedCipher(k[:], []byte("lectern/seal"))
	if err != nil {
		panic(err) // the sizes are right
	}
	var block [64]byte
	c.XORKeyStream(block[:], block[:])
	return [commitmentSize]byte(block[:commitmentSize]), block[32:]
}

// Seal returns the plain bytes sealed. The same bytes are sealed the same way, on
// every server. The nonce is the beginning of an HMAC-SHA256 under the key, of
// "lectern nonce" and a zero byte and the plain bytes: no two different plain
// texts share one (RFC 8452 has the same plan), and who guesses what was sealed
// cannot see whether they are right.
func (k Key) Seal(plain []byte) []byte {
	commitment, inner := k.split()
	mac := hmac.New(sha256.New, k[:])
	mac.Write([]byte("lectern nonce\x00"))
	mac.Write(plain)
	out := append(make([]byte, 0, len(plain)+Overhead), commitment[:]...)
	out = append(out, mac.Sum(nil)[:chacha20poly1305.NonceSize]...)
	return aead(inner).Seal(out, out[commitmentSize:nonceEnd], plain, commitment[:])
}

// Tag names a sealed bundle: it is the same for the same bytes, and tells nothing of
// them.
func Tag(sealed []byte) string { return hex.EncodeToString(sealed[commitmentSize:nonceEnd]) }

// ErrKey is what Open returns where a bundle is another key's, or damaged.
var ErrKey = errors.New("sealed: this key does not open the bundle")

// Open returns what was sealed.
func (k Key) Open(sealed []byte) ([]byte, error) {
	commitment, inner := k.split()
	if len(sealed) < Overhead || subtle.ConstantTimeCompare(sealed[:commitmentSize], commitment[:]) != 1 {
		return nil, ErrKey
	}
	plain, err := aead(inner).Open(nil, sealed[commitmentSize:nonceEnd], sealed[nonceEnd:], commitment[:])
	if err != nil {
		return nil, ErrKey
	}
	return plain, nil
}

func aead(inner []byte) cipher.AEAD {
	a, err := chacha20poly1305.New(inner)
	if err != nil {
		panic(err) // the size is right
	}
	return a
}
