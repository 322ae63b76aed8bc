package access

import (
	"context"
	"net"
	"net/http"
	"net/url"
	"testing"
)

func TestArrivedAt(t *testing.T) {
	for _, c := range []struct {
		host, local string
		want        bool
	}{
		{"198.51.100.7:4747", "198.51.100.7:4747", true},
		{"198.51.100.7", "198.51.100.7:80", true},
		{"[2001:db8::7]:4747", "[2001:db8::7]:4747", true},
		{"198.51.100.7", "[::ffff:198.51.100.7]:80", true},
		{"198.51.100.8", "198.51.100.7:80", false},
		{"evil.example", "198.51.100.7:80", false},
		{"198.51.100.7.evil.example", "198.51.100.7:80", false},
		{"", "198.51.100.7:80", false},
	} {
		local, err := net.ResolveTCPAddr("tcp", c.local)
		if err != nil {
			t.Fatal(err)
		}
		r := (&http.Request{Host: c.host}).WithContext(context.WithValue(context.Background(), http.LocalAddrContextKey, local))
		if got := arrivedAt(r); got != c.want {
			t.Errorf("Host %q at %s: %v", c.host, c.local, got)
		}
	}
}

// TestOtherScripts: browsers write a name in another script with letters of ASCII.
func TestOtherScripts(t *testing.T) {
	for _, name := range []string{"vorträge.example", "VORTRÄGE.example", "xn--vortrge-9wa.example"} {
		t.Run(name, func(t *testing.T) {
			h := NewHosts(&url.URL{Scheme: "https", Host: name + ":8443"})
			if host := "xn--vortrge-9wa.example:8443"; !h.ours(host) {
				t.Errorf("%s is refused; known is %s", host, h.public)
			}
			if h.ours("vortrage.example") {
				t.Error("another name is let in")
			}
		})
	}
}
