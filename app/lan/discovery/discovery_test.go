package discovery

import (
	"fmt"
	"net"
	"slices"
	"strings"
	"testing"

	"github.com/brutella/dnssd"
)

// TestInstance: the name that others list is ASCII, short, and has a port that is not
// the usual one.
func TestInstance(t *testing.T) {
	for _, c := range []struct {
		name string
		port int
		want string
	}{
		{"laptop", 4747, "laptop"},
		{"Hörsaal Ö. 1", 4747, "Horsaal O. 1"},
		{"laptop", 4748, "laptop 4748"},
		{"会議室", 4747, "Lectern"},
		{"", 80, "Lectern 80"},
		{"Hall (())", 4747, "Hall"},
		{strings.Repeat("x", 99), 4747, strings.Repeat("x", 50)},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := Service{Name: c.name, Addr: &net.TCPAddr{Port: c.port}}
			if got := s.instance(); got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

// TestText: each entry fits in its record (RFC 6763, 6.1).
func TestText(t *testing.T) {
	s := Service{Name: strings.Repeat("ö", 300), ID: "0011223344556677", Version: strings.Repeat("1", 300), URL: "https://talks.example.org/"}
	text := s.text()
	for key, value := range text {
		if len(key)+1+len(value) > 255 {
			t.Errorf("%s has %d bytes", key, len(value))
		}
	}
	if text["tls"] != "1" || text["name"] != strings.Repeat("ö", 100) {
		t.Errorf("%q", text)
	}
}

// TestHear: what a stranger announces is bounded, and no address of this computer's own.
func TestHear(t *testing.T) {
	var s Server
	e := dnssd.BrowseEntry{Name: "x", Port: 4747, IfaceName: "eth0", Text: map[string]string{
		"name": ` A\027[31m\010\255\"\\B` + strings.Repeat("c", 999), "url": "javascript:alert(1)",
	}}
	for _, ip := range []string{"127.0.0.1", "0.0.0.0", "224.0.0.251", "::1", "ff02::1", "10.0.0.7", "fe80::7", "::ffff:10.0.0.7"} {
		e.IPs = append(e.IPs, net.ParseIP(ip))
	}
	s.hear(e)
	if want := []string{"http://10.0.0.7:4747/", "http://[fe80::7%25eth0]:4747/"}; !slices.Equal(s.URLs, want) {
		t.Errorf("%q, want %q", s.URLs, want)
	}
	if !strings.HasPrefix(s.Name, `A[31m"\Bccc`) || len(s.Name) > mostName {
		t.Errorf("its name is %q", s.Name)
	}
	for i := range 99 {
		e.IPs = append(e.IPs, net.IPv4(10, 1, 1, byte(i)))
	}
	e.IPs = append(e.IPs, net.IPv4(10, 2, 2, 2)) // the server's own, behind those of a stranger
	if s.hear(e); !slices.Contains(s.URLs, "http://10.2.2.2:4747/") {
		t.Error("a stranger's addresses leave no place for the server's")
	}
	for i := range 999 {
		e.IPs = append(e.IPs, net.IPv4(10, 3, byte(i>>8), byte(i)))
	}
	s.hear(e)
	if len(s.URLs) != mostURLs {
		t.Errorf("%d addresses", len(s.URLs))
	}
	for _, url := range []string{"https://user:pass@x.org/", "ftp://x.org/", "https:///", "https://x.org/%zz", "http://127.0.0.1:9200/", "http://localhost/"} {
		one := Server{}
		one.hear(dnssd.BrowseEntry{Text: map[string]string{"url": url}})
		if len(one.URLs) > 0 {
			t.Errorf("%s counts: %q", url, one.URLs)
		}
	}
}

// TestLiteral: the library hands on what it reads as in a zone's file.
func TestLiteral(t *testing.T) {
	for in, want := range map[string]string{
		"": "", "Hall": "Hall", `H\195\182rsaal`: "Hörsaal", `\"a\\b\"`: `"a\b"`, `\`: `\`, `\1`: "1", `\12`: "12", `\999`: "999", `a\065`: "aA",
	} {
		if got := literal(in); got != want {
			t.Errorf("%q is %q, want %q", in, got, want)
		}
	}
}

// TestTable: strangers who crowd the network, or take a server's name, have no server lose
// its place for good.
func TestTable(t *testing.T) {
	entry := func(name, id string, ip byte) dnssd.BrowseEntry {
		return dnssd.BrowseEntry{Name: name, Port: 4747, IfaceName: "eth0", IPs: []net.IP{net.IPv4(10, 0, 0, ip)}, Text: map[string]string{"id": id}}
	}
	var same table
	for _, e := range []dnssd.BrowseEntry{entry("hall", "own", 7), entry("hall", "other", 8), entry("hall", "own", 9)} {
		same.of(e).hear(e)
	}
	if s := same.servers[instance{"hall", "own"}]; len(same.servers) != 2 || s.ID != "own" || !slices.Equal(s.URLs, []string{"http://10.0.0.7:4747/", "http://10.0.0.9:4747/"}) {
		t.Errorf("%+v", same.servers)
	}
	for _, place := range []int{0, 100, 255} { // first, in the midst of them, and last
		found := false
		for range 100 { // looks, of which each has it by one to four
			var crowd table
			for n := range 256 {
				e := entry(fmt.Sprint("stranger ", n), "own", 6)
				if n == place {
					e = entry("hall", "own", 7)
				}
				if s := crowd.of(e); s != nil {
					s.hear(e)
				}
			}
			if len(crowd.servers) != mostServers {
				t.Fatalf("%d servers", len(crowd.servers))
			}
			found = found || crowd.servers[instance{"hall", "own"}] != nil
		}
		if !found {
			t.Errorf("as the number %d of a crowd the server is never found", place)
		}
	}
}
