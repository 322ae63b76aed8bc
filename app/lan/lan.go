// Package lan knows how other devices reach this computer: the addresses to
// join at, and the QR codes that spare people from typing them.
package lan

import (
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"slices"
	"strings"
)

// UsualAddr is where Lectern listens unless it is told otherwise.
const UsualAddr = ":4747"

// URLs returns the addresses at which phones may open a server that listens on
// addr, the most likely one first; see Addresses. Those of this computer's own
// containers and virtual machines are among them only where there are no others. A server
// on loopback alone has none but its loopback address.
func URLs(addr *net.TCPAddr) (urls []string) {
	for _, a := range Addresses(addr) {
		if a.Kind == Inside && len(urls) > 0 {
			break
		}
		urls = append(urls, URL(a.String(), addr.Port))
	}
	return urls
}

// Kind is where an address leads.
type Kind string

// Where an address leads.
const (
	WiFi   Kind = "wifi"
	Wired  Kind = "network" // or one that cannot be told from it
	VPN    Kind = "vpn"     // some who follow may be in it, too
	Inside Kind = "inside"  // this computer's containers and virtual machines: no phone is there
	Here   Kind = "here"    // this computer itself
)

// Address is one of this computer's.
type Address struct {
	netip.Addr
	Link string // the interface's name
	Kind Kind
	Out  bool // what is sent to the rest of the world is sent from it
}

// Addresses returns those of this computer at which a server that listens on addr can be
// asked, the most likely one for phones first: those of networks before those of VPNs,
// and of containers and virtual machines last; the one with a way out before others;
// private IPv4, then other IPv4, then IPv6. A server that nobody else can reach has one
// of kind Here.
func Addresses(addr *net.TCPAddr) []Address {
	listen, _ := netip.AddrFromSlice(addr.IP)
	listen = listen.Unmap()
	all := order(own())
	if listen.IsValid() && !listen.IsUnspecified() {
		if i := slices.IndexFunc(all, func(a Address) bool { return a.Addr == listen }); i >= 0 {
			return all[i : i+1]
		}
		kind := Wired
		if listen.IsLoopback() {
			kind = Here
		}
		return []Address{{Addr: listen, Kind: kind}}
	}
	if len(all) == 0 {
		all = []Address{{Addr: netip.AddrFrom4([4]byte{127, 0, 0, 1}), Kind: Here}}
	}
	return all
}

// order sorts what phones may reach, the most likely one first.
func order(all []Address) []Address {
	all = slices.DeleteFunc(slices.Clone(all), func(a Address) bool { return a.IsLinkLocalUnicast() })
	slices.SortStableFunc(all, func(a, b Address) int { return a.rank() - b.rank() })
	return all
}

// rank counts what matters most in the largest steps.
func (a Address) rank() int {
	r := map[Kind]int{VPN: 100, Inside: 200}[a.Kind]
	if a.Is6() {
		r += 20 // people type it by hand
	} else if !a.IsPrivate() {
		r += 10
	}
	if !a.Out {
		r += 5
	}
	return r
}

// own are the addresses of all interfaces.
func own() (all []Address) {
	out := wayOut()
	for _, i := range every() {
		for _, a := range i.Addrs {
			all = append(all, Address{a, i.Name, i.kind(), slices.Contains(out, a)})
		}
	}
	return all
}

// wayOut are the addresses that the system sends from to the rest of the world. Nothing
// is sent to find out: a socket of UDP is given its address alone. Those it is asked for are
// for documentation (RFC 5737, RFC 3849).
func wayOut() (from []netip.Addr) {
	for _, far := range []string{"192.0.2.1:9", "[2001:db8::1]:9"} {
		if c, err := net.Dial("udp", far); err == nil {
			if a, ok := c.LocalAddr().(*net.UDPAddr); ok {
				from = append(from, a.AddrPort().Addr().Unmap())
			}
			c.Close()
		}
	}
	return from
}

// An Interface is one of this computer's that leads out of it.
type Interface struct {
	Name      string
	Addrs     []netip.Addr
	Multicast bool
	// Tunnel tells that there is one other computer at its end.
	Tunnel bool
}

// Interfaces are those that are up and lead out, as the system lists them. Those of this
// computer's own containers and virtual machines are left out where there are others.
func Interfaces() []Interface {
	list := every()
	if out := slices.DeleteFunc(slices.Clone(list), func(i Interface) bool { return isInside(i.Name) }); len(out) > 0 {
		return out
	}
	return list
}

func every() (list []Interface) {
	all, _ := net.Interfaces()
	for _, i := range all {
		if i.Flags&net.FlagUp == 0 || i.Flags&net.FlagLoopback != 0 {
			continue
		}
		one := Interface{Name: i.Name, Multicast: i.Flags&net.FlagMulticast != 0, Tunnel: i.Flags&net.FlagPointToPoint != 0}
		addrs, _ := i.Addrs()
		for _, a := range addrs {
			if p, err := netip.ParsePrefix(a.String()); err == nil {
				one.Addrs = append(one.Addrs, p.Addr().Unmap())
			}
		}
		if len(one.Addrs) > 0 {
			list = append(list, one)
		}
	}
	return list
}

// kind says where an interface leads, by its name: there is nothing else that all systems
// have.
func (i Interface) kind() Kind {
	switch {
	case isInside(i.Name):
		return Inside
	case i.Tunnel, hasPrefix(i.Name, "tun", "tap", "utun", "wg", "tailscale", "zt", "ppp", "nordlynx", "proton", "ham", "wireguard", "openvpn"):
		return VPN
	case hasPrefix(i.Name, "wl", "wifi", "Wi-Fi", "Wireless", "Drahtlos"):
		return WiFi
	}
	return Wired
}

// isInside reports whether an interface leads to containers or virtual machines.
func isInside(link string) bool {
	return hasPrefix(link, "docker", "br-", "veth", "virbr", "vmnet", "vboxnet", "cni", "flannel", "podman", "cali",
		"lxc", "lxdbr", "waydroid", "anbox", "vEthernet", "VirtualBox", "VMware")
}

func hasPrefix(link string, prefixes ...string) bool {
	return slices.ContainsFunc(prefixes, func(p string) bool {
		return len(link) >= len(p) && strings.EqualFold(link[:len(p)], p)
	})
}

// URL writes the address of a server, without the port where it is the usual
// one.
func URL(host string, port int) string {
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	if port == 80 {
		return fmt.Sprintf("http://%s/", host)
	}
	return fmt.Sprintf("http://%s:%d/", host, port)
}

// Reachable reports whether an address can be another computer's, too.
func Reachable(address string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	if a, err := netip.ParseAddr(u.Hostname()); err == nil {
		a = a.Unmap()
		return !a.IsLoopback() && !a.IsUnspecified()
	}
	host := strings.ToLower(strings.TrimSuffix(u.Hostname(), "."))
	return host != "localhost" && !strings.HasSuffix(host, ".localhost") && !strings.HasPrefix(host, "127.")
}
