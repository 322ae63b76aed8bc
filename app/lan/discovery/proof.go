package discovery

import (
	"crypto/ed25519"
	"encoding/base64"
	"net"
	"net/netip"
	"net/url"
	"strings"
)

// What a server says of itself on the network anybody can repeat. So a kiosk that has
// followed it asks it to sign a nonce, and where it asked: at the address and port that it
// was connected with, or at the name that a certificate stands for. Whoever hands the
// question on to the server, from an address or a port of his own, gets no signature for
// that. A name alone would prove nothing: in .local, and by plain HTTP, it is whoever
// answers to it.

// The query of /join.json by which a server is asked to prove who it is: a nonce of the one
// who asks, and where it is asked, as At has it.
const (
	NonceQuery = "nonce"
	AtQuery    = "at"
)

const mostNonce = 64 // bytes

// At is where a server is asked: the host, without zone, and the port. addr, where it is
// valid, is what the name leads to, and stands for it where no certificate does.
func At(u *url.URL, addr netip.Addr) string {
	host, port := strings.ToLower(u.Hostname()), u.Port()
	if port == "" {
		port = "80"
		if u.Scheme == "https" {
			port = "443"
		}
	}
	if u.Scheme == "https" || !addr.IsValid() {
		addr, _ = netip.ParseAddr(host) // none where that is a name
	}
	if addr.IsValid() {
		host = addr.Unmap().WithZone("").String()
	}
	return net.JoinHostPort(host, port)
}

// Prove answers the question: the public key, and a signature of it, in base64url. Where
// the nonce is none both are "".
func Prove(key ed25519.PrivateKey, at, nonce string) (public, proof string) {
	if nonce == "" || len(nonce) > mostNonce {
		return "", ""
	}
	text := base64.RawURLEncoding.EncodeToString
	return text(key.Public().(ed25519.PublicKey)), text(ed25519.Sign(key, proven(at, nonce)))
}

// Proven reports whether proof is of the holder of the public key, who was asked at that.
func Proven(public, proof, at, nonce string) bool {
	key, err := base64.RawURLEncoding.DecodeString(public)
	signed, err2 := base64.RawURLEncoding.DecodeString(proof)
	return err == nil && err2 == nil && len(key) == ed25519.PublicKeySize && ed25519.Verify(key, proven(at, nonce), signed)
}

// proven is what is signed. An address has no zero byte.
func proven(at, nonce string) []byte { return []byte("lectern join 1\x00" + at + "\x00" + nonce) }
