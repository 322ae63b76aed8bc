package access

import (
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"regexp"
	"strings"
	"sync"
	"time"

	"golang.org/x/net/idna"

	"lectern/app/fault"
	"lectern/app/server/answer"
)

// Hosts knows the names and addresses that this machine answers to. A Host
// that is none of them is refused: it is a web page elsewhere whose name was
// made to point here (DNS rebinding), to speak to Lectern as if it were us.
type Hosts struct {
	public string // of --public-url, without port

	mu    sync.Mutex
	read  time.Time
	addrs map[netip.Addr]bool
	names map[string]bool
}

// NewHosts returns the Hosts of this machine and of --public-url, which may be nil.
func NewHosts(public *url.URL) *Hosts {
	return &Hosts{public: publicHost(public)}
}

// publicHost is the host of --public-url, without port, as browsers send it: a
// name in another script than Latin has letters of ASCII there (RFC 5891).
func publicHost(public *url.URL) string {
	if public == nil {
		return ""
	}
	name := strings.ToLower(public.Hostname())
	if ascii, err := idna.Lookup.ToASCII(name); err == nil {
		return ascii
	}
	return name
}

// announced are the names that a Lectern answers to on its network (app/lan/discovery).
// No name server outside has names in .local (RFC 6762, 3), so nobody there can have one
// of them point here.
var announced = regexp.MustCompile(`^lectern(-[0-9]{1,3})?\.local$`)

// hostsAge is how long the machine's addresses are believed when a request
// asks for one that is not known: a laptop changes networks.
const hostsAge = time.Second

// Check lets only requests for this machine through.
func (h *Hosts) Check(log *slog.Logger, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !h.ours(r.Host) && !arrivedAt(r) {
			answer.Fail(w, r, log, fault.Errorf(fault.Forbidden,
				"Lectern is not known by this name; open it by the address it shows, or start it with --public-url"))
			return
		}
		next.ServeHTTP(w, r)
	})
}

// arrivedAt reports whether a request names the very address that it arrived
// at. That is ours, even where it came back a moment ago and is not on the list
// yet.
func arrivedAt(r *http.Request) bool {
	local, ok := r.Context().Value(http.LocalAddrContextKey).(*net.TCPAddr)
	if !ok {
		return false
	}
	addr, err := netip.ParseAddr(hostname(r.Host))
	return err == nil && plain(addr) == plain(local.AddrPort().Addr())
}

// IsPublic reports whether a request came by the name of --public-url.
func (h *Hosts) IsPublic(r *http.Request) bool {
	return h.public != "" && strings.EqualFold(strings.TrimSuffix(hostname(r.Host), "."), h.public)
}

// hostname is a Host without its port, and without the brackets of an IPv6
// address. Brackets around anything else stay.
func hostname(host string) string {
	if name, port, err := net.SplitHostPort(host); err == nil {
		if strings.Trim(port, "0123456789") != "" {
			return host
		}
		if !strings.HasPrefix(host, "[") || strings.Contains(name, ":") {
			return name
		}
		return host
	}
	if inner, ok := strings.CutPrefix(host, "["); ok {
		if inner, ok := strings.CutSuffix(inner, "]"); ok && strings.Contains(inner, ":") {
			return inner
		}
	}
	return host
}

// Own reports whether an address is one of this computer's.
func (h *Hosts) Own(addr netip.Addr) bool { return h.ours(plain(addr).String()) }

func (h *Hosts) ours(host string) bool {
	host = strings.ToLower(strings.TrimSuffix(hostname(host), "."))
	if host == "localhost" || host != "" && host == h.public || announced.MatchString(host) {
		return true
	}
	addr, err := netip.ParseAddr(host)
	if err == nil {
		if addr.Zone() != "" {
			return false // no browser sends one
		}
		addr = plain(addr)
		if addr.IsLoopback() {
			return true
		}
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if !h.knows(host, addr) && time.Since(h.read) > hostsAge {
		h.refresh()
	}
	return h.knows(host, addr)
}

func (h *Hosts) knows(host string, addr netip.Addr) bool {
	if addr.IsValid() {
		return h.addrs[addr]
	}
	return h.names[host]
}

func (h *Hosts) refresh() {
	h.read = time.Now()
	h.addrs, h.names = map[netip.Addr]bool{}, map[string]bool{}
	list, _ := net.InterfaceAddrs()
	for _, a := range list {
		if p, err := netip.ParsePrefix(a.String()); err == nil {
			h.addrs[plain(p.Addr())] = true
		}
	}
	if name, err := os.Hostname(); err == nil {
		name = strings.ToLower(name)
		short, _, _ := strings.Cut(name, ".")
		h.names[name], h.names[short], h.names[short+".local"] = true, true, true
	}
}
