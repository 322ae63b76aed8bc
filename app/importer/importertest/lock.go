package importertest

import (
	"bytes"
	"crypto/md5"
	"crypto/rc4"
	"fmt"
)

// lock locks a PDF with a password, as revision 2 of the standard security handler does
// (ISO 32000-1, 7.6.3). It returns entries of the trailer, and what seals an object's
// bytes.
func lock(password string) (trailer string, seal func(object int, data []byte) []byte) {
	const fill = "\x28\xBF\x4E\x5E\x4E\x75\x8A\x41\x64\x00\x4E\x56\xFF\xFA\x01\x08\x2E\x2E\x00\xB6\xD0\x68\x3E\x80\x2F\x0C\xA9\xFE\x64\x53\x69\x7A"
	const id, may = "0123456789abcdef", "\xfc\xff\xff\xff"
	cipher := func(key []byte, data []byte) []byte {
		c, err := rc4.NewCipher(key)
		if err != nil {
			panic(err)
		}
		out := make([]byte, len(data))
		c.XORKeyStream(out, data)
		return out
	}
	digest := func(of ...[]byte) []byte {
		sum := md5.Sum(bytes.Join(of, nil))
		return sum[:]
	}
	padded := []byte(password + fill)[:32]
	owner := cipher(digest(padded)[:5], padded)
	key := digest(padded, owner, []byte(may), []byte(id))[:5]
	trailer = fmt.Sprintf(" /Encrypt << /Filter /Standard /V 1 /R 2 /O <%x> /U <%x> /P -4 >> /ID [<%x> <%x>]", owner, cipher(key, []byte(fill)), id, id)
	return trailer, func(object int, data []byte) []byte {
		return cipher(digest(key, []byte{byte(object), byte(object >> 8), byte(object >> 16), 0, 0})[:10], data)
	}
}
