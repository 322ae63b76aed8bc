package discovery

import (
	"context"
	"maps"
	"math/rand/v2"
	"net"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/brutella/dnssd"

	"lectern/app/lan"
)

// What strangers say is taken up to here.
const (
	mostServers = 64
	mostURLs    = 256 // a server has some; a stranger who takes its name and ID is not to fill them up
	mostName    = 100 // bytes
)

// A Server is one that said it was there.
type Server struct {
	ID, Name, Version string
	// URLs are where it may answer, the most likely one first. One may have a zone.
	URLs []string
}

// settled is within what time a server's other addresses are heard of after the first one.
const settled = 100 * time.Millisecond

// Browse asks the networks for so long, or until a moment after a server was heard whose ID
// is enough, and returns who answered, by name.
func Browse(ctx context.Context, long time.Duration, enough func(id string) bool) ([]Server, error) {
	// The library leaves nothing behind where its context was cancelled; with a
	// deadline it would go on reading.
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	timer := time.AfterFunc(long, cancel)
	defer timer.Stop()
	found, over := table{}, false
	err := dnssd.LookupType(ctx, service+".local.", func(e dnssd.BrowseEntry) {
		s := found.of(e)
		if s == nil {
			return
		}
		if s.hear(e); !over && len(s.URLs) > 0 && enough(s.ID) {
			over = true
			timer.Reset(min(settled, long))
		}
	}, func(dnssd.BrowseEntry) {})
	if err != nil && ctx.Err() == nil {
		return nil, err
	}
	var list []Server
	for _, s := range found.servers {
		if len(s.URLs) > 0 {
			slices.SortStableFunc(s.URLs, func(a, b string) int { return rank(a) - rank(b) })
			list = append(list, *s)
		}
	}
	slices.SortFunc(list, func(a, b Server) int {
		if c := strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)); c != 0 {
			return c
		}
		return strings.Compare(a.URLs[0], b.URLs[0])
	})
	return list, nil
}

// A table is who was heard. A name is anybody's, and so is an ID: who says another one
// under a name is another server. Where there are more than fit, which of them have a place
// is a matter of chance: whoever crowds the network is no reason that a server is never
// found, and each search has another table.
type table struct {
	servers map[instance]*Server
	heard   int // so many different ones
}

type instance struct{ name, id string }

// of is the server of an entry; or nil where that has no place.
func (t *table) of(e dnssd.BrowseEntry) *Server {
	k := instance{e.Name, said(e, "id")}
	if s := t.servers[k]; s != nil {
		return s
	}
	if t.servers == nil {
		t.servers = map[instance]*Server{}
	}
	if t.heard++; len(t.servers) == mostServers {
		if rand.IntN(t.heard) >= mostServers {
			return nil
		}
		places := slices.Collect(maps.Keys(t.servers))
		delete(t.servers, places[rand.IntN(len(places))])
	}
	s := &Server{}
	t.servers[k] = s
	return s
}

func said(e dnssd.BrowseEntry, key string) string { return printable(literal(e.Text[key])) }

// hear adds what one of its interfaces says of a server.
func (s *Server) hear(e dnssd.BrowseEntry) {
	s.ID, s.Version = said(e, "id"), said(e, "version")
	if s.Name = said(e, "name"); s.Name == "" {
		s.Name = printable(e.Name)
	}
	for _, ip := range e.IPs {
		if u := address(ip, e.Port, e.IfaceName); u != "" && len(s.URLs) < mostURLs && !slices.Contains(s.URLs, u) {
			s.URLs = append(s.URLs, u)
		}
	}
	if u, err := url.Parse(said(e, "url")); err == nil && u.Host != "" && (u.Scheme == "https" || u.Scheme == "http") && u.User == nil && lan.Reachable(u.String()) {
		u = &url.URL{Scheme: u.Scheme, Host: u.Host, Path: "/"}
		if !slices.Contains(s.URLs, u.String()) {
			s.URLs = append(s.URLs, u.String())
		}
	}
}

// address is that of a server by what its records say, or "" where it can be none.
func address(ip net.IP, port int, iface string) string {
	a, ok := netip.AddrFromSlice(ip)
	a = a.Unmap()
	if !ok || port < 1 || port > 65535 || a.IsUnspecified() || a.IsLoopback() || a.IsMulticast() {
		return ""
	}
	if a.IsLinkLocalUnicast() && a.Is6() {
		a = a.WithZone(iface)
	}
	u := url.URL{Scheme: "http", Host: net.JoinHostPort(a.String(), strconv.Itoa(port)), Path: "/"}
	return u.String()
}

// rank sorts addresses: those of the same link alone, and names elsewhere, come last.
func rank(address string) int {
	u, err := url.Parse(address)
	if err != nil {
		return 9
	}
	a, err := netip.ParseAddr(u.Hostname())
	switch {
	case err != nil:
		return 4
	case a.IsLinkLocalUnicast():
		return 3
	case a.Is6():
		return 2
	case !a.IsPrivate():
		return 1
	}
	return 0
}

// literal undoes how the library writes a text: \DDD is a byte, \X the letter X (RFC
// 1035, 5.1).
func literal(s string) string {
	var b []byte
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' || i+1 == len(s) {
			b = append(b, s[i])
			continue
		}
		if i+3 < len(s) {
			if n, err := strconv.ParseUint(s[i+1:i+4], 10, 8); err == nil {
				b = append(b, byte(n))
				i += 3
				continue
			}
		}
		i++
		b = append(b, s[i])
	}
	return string(b)
}

// printable is a stranger's text as it may be shown: short, in one line.
func printable(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return -1
	}, strings.ToValidUTF8(s, ""))
	return strings.TrimSpace(cut(s, mostName))
}
