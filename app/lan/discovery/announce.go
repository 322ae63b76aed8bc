// Package discovery has a Lectern say on the networks of its computer that it is there,
// and finds those that do: by DNS-SD over multicast DNS (RFC 6763, RFC 6762), as the
// service _lectern._tcp, and at the name lectern.local. What comes from the network is
// anybody's word: it is bounded here, and believed by nobody before the address that it
// names has answered.
package discovery

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/brutella/dnssd"
	dnslog "github.com/brutella/dnssd/log"
	"golang.org/x/text/unicode/norm"

	"lectern/app/lan"
)

const (
	service = "_lectern._tcp"
	// Host is the name in .local that a Lectern answers to; the second one on a network
	// is lectern-2, and so on.
	Host = "lectern"
)

const (
	lookEvery = time.Second     // how often the addresses are looked at
	againIn   = 5 * time.Second // after a failure, as where another program holds the port alone
	leave     = time.Second     // how long the networks may take to be told that it ends
)

func init() {
	dnslog.Info.Disable() // it goes to standard output
}

// A Service is a Lectern as it is announced.
type Service struct {
	// Name is how it calls itself, ID the same for all servers of one database, and
	// through all restarts and moves.
	Name, ID, Version string
	Addr              *net.TCPAddr // where it listens
	URL               string       // of --public-url, or empty
}

// Announce announces it until ctx ends, and anew whenever the computer's addresses have
// changed. A Service that listens where only this computer gets to is announced nowhere.
func (s Service) Announce(ctx context.Context, log *slog.Logger) {
	if s.Addr.IP.IsLoopback() {
		return
	}
	for ctx.Err() == nil {
		here := s.networks()
		running, stop := context.WithCancel(ctx)
		over := make(chan error, 1)
		if len(here) > 0 {
			go func() { over <- s.respond(running, here) }()
		}
		err := s.untilChanged(ctx, here, over)
		stop()
		if err != nil {
			log.Debug("this Lectern cannot be announced on the network", "err", err)
			select {
			case <-time.After(againIn):
			case <-ctx.Done():
			}
			continue
		}
		if len(here) > 0 {
			// The library says goodbye on one network after the other.
			select {
			case <-over:
			case <-time.After(leave):
			}
		}
	}
}

// untilChanged returns once the networks are others, or ctx is over; or with the error
// of what answers on them.
func (s Service) untilChanged(ctx context.Context, here []network, over <-chan error) error {
	look := time.NewTicker(lookEvery)
	defer look.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case err := <-over:
			return err
		case <-look.C:
			if !slices.EqualFunc(here, s.networks(), network.equal) {
				return nil
			}
		}
	}
}

// respond answers on the networks until ctx ends.
func (s Service) respond(ctx context.Context, here []network) error {
	c := dnssd.Config{Name: s.instance(), Type: service, Host: Host, Port: s.Addr.Port, Text: s.text()}
	for _, n := range here {
		c.Ifaces = append(c.Ifaces, n.name)
	}
	if ip := s.Addr.IP; len(ip) > 0 && !ip.IsUnspecified() {
		c.IPs = []net.IP{ip}
	}
	srv, err := dnssd.NewService(c)
	if err != nil {
		return err
	}
	responder, err := dnssd.NewResponder()
	if err != nil {
		return err
	}
	if _, err := responder.Add(srv); err != nil {
		return err
	}
	return responder.Respond(ctx)
}

// text is what the TXT record says (RFC 6763, 6).
func (s Service) text() map[string]string {
	t := map[string]string{"txtvers": "1", "id": s.ID, "name": cut(s.Name, 200), "version": cut(s.Version, 60), "tls": "0"}
	if s.URL != "" && len(s.URL) < 200 {
		t["url"] = s.URL
		if strings.HasPrefix(s.URL, "https:") {
			t["tls"] = "1"
		}
	}
	return t
}

// instance is the name that other programs list it by. It has no letters beyond ASCII,
// which the library answers no questions about; the name as it is is in the text. One
// that does not have the usual port says so: two may run on one computer.
func (s Service) instance() string {
	var b strings.Builder
	for _, r := range norm.NFD.String(s.Name) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case r < ' ' || r > '~':
			b.WriteByte('-')
		default:
			b.WriteRune(r)
		}
	}
	name := b.String()
	for strings.Contains(name, "()") { // at which the library, which counts in brackets, panics
		name = strings.ReplaceAll(name, "()", "")
	}
	name = strings.TrimSpace(strings.Trim(cut(name, 50), "-. "))
	if name == "" {
		name = "Lectern"
	}
	if fmt.Sprintf(":%d", s.Addr.Port) != lan.UsualAddr {
		name = fmt.Sprintf("%s %d", name, s.Addr.Port)
	}
	return name
}

// cut leaves so many bytes of s, in whole letters.
func cut(s string, bytes int) string {
	for len(s) > bytes {
		r := []rune(s)
		s = string(r[:len(r)-1])
	}
	return s
}

// A network is an interface, and the addresses on it.
type network struct {
	name  string
	addrs []netip.Addr
}

func (n network) equal(o network) bool { return n.name == o.name && slices.Equal(n.addrs, o.addrs) }

// networks are those that the Service is reached on.
func (s Service) networks() (list []network) {
	listen, _ := netip.AddrFromSlice(s.Addr.IP)
	listen = listen.Unmap()
	for _, i := range lan.Interfaces() {
		if !i.Multicast || len(i.Addrs) == 0 {
			continue
		}
		if listen.IsValid() && !listen.IsUnspecified() && !slices.Contains(i.Addrs, listen) {
			continue
		}
		list = append(list, network{i.Name, i.Addrs})
	}
	return list
}
