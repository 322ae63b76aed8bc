package access

import (
	"net/http"
	"strings"
	"testing"
)

// FuzzHost: nobody gets in by a Host that only looks like ours.
func FuzzHost(f *testing.F) {
	for _, s := range []string{"localhost", "127.0.0.1:80", "[::1]", "evil.example", "localhost.evil", "127.0.0.1.nip.io", "", ":", "[", "::1%eth0"} {
		f.Add(s)
	}
	h := &Hosts{public: "talks.example.org"}
	f.Fuzz(func(t *testing.T, host string) {
		if h.ours(host) && strings.Contains(strings.ToLower(host), "evil") {
			t.Errorf("%q is taken for ours", host)
		}
		r := &http.Request{Host: host, RemoteAddr: "192.0.2.1:1"}
		Proxies{}.Client(r)
	})
}
