package discovery

import (
	"crypto/ed25519"
	"encoding/base64"
)

// What a server says of itself on the network anybody can repeat. So a kiosk that has
// followed it asks it to sign a nonce, and the host that it asked at: whoever hands the
// question on to the server from an address of his own gets no signature for that.

// The query of /join.json by which a server is asked to prove who it is: a nonce of the one
// who asks, and the host that it is asked at, without port and zone.
const (
	NonceQuery = "nonce"
	AtQuery    = "at"
)

const mostNonce = 64 // bytes

// Prove answers the question: the public key, and a signature of it, in base64url. Where
// the nonce is none both are "".
func Prove(key ed25519.PrivateKey, at, nonce string) (public, proof string) {
	if nonce == "" || len(nonce) > mostNonce {
		return "", ""
	}
	text := base64.RawURLEncoding.EncodeToString
	return text(key.Public().(ed25519.PublicKey)), text(ed25519.Sign(key, proven(at, nonce)))
}

// Proven reports whether proof is of the holder of the public key, who was asked there.
func Proven(public, proof, at, nonce string) bool {
	key, err := base64.RawURLEncoding.DecodeString(public)
	signed, err2 := base64.RawURLEncoding.DecodeString(proof)
	return err == nil && err2 == nil && len(key) == ed25519.PublicKeySize && ed25519.Verify(key, proven(at, nonce), signed)
}

// proven is what is signed. A host has no zero byte.
func proven(at, nonce string) []byte { return []byte("lectern join 1\x00" + at + "\x00" + nonce) }
