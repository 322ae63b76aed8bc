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
// addr, the most likely one first: private IPv4, then other IPv4, then IPv6, and
// those of a VPN after all others. A server on loopback alone has none but its
// loopback address.
func URLs(addr *net.TCPAddr) []string {
	listen, _ := netip.AddrFromSlice(addr.IP)
	listen = listen.Unmap()
	if listen.IsValid() && !listen.IsUnspecified() {
		return []string{URL(listen.String(), addr.Port)}
	}
	var urls []string
	for _, a := range order(own()) {
		urls = append(urls, URL(a.String(), addr.Port))
	}
	if len(urls) == 0 {
		urls = []string{URL("127.0.0.1", addr.Port)}
	}
	return urls
}

// address is one of this computer's, and where it leads.
type address struct {
	netip.Addr
	link string // the interface's name
	// tunnel tells that there is one other computer at its end.
	tunnel bool
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
func Interfaces() (list []Interface) {
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
	if out := slices.DeleteFunc(slices.Clone(list), func(i Interface) bool { return isInside(i.Name) }); len(out) > 0 {
		return out
	}
	return list
}

// own are the addresses of all interfaces.
func own() (all []address) {
	for _, i := range Interfaces() {
		for _, a := range i.Addrs {
			all = append(all, address{a, i.Name, i.Tunnel})
		}
	}
	return all
}

// order leaves what phones may reach, the most likely one first.
func order(all []address) (found []netip.Addr) {
	all = slices.DeleteFunc(slices.Clone(all), func(a address) bool { return a.IsLinkLocalUnicast() })
	slices.SortStableFunc(all, func(a, b address) int { return a.rank() - b.rank() })
	for _, a := range all {
		if a.rank() >= inside && len(found) > 0 {
			break // only where there is nothing else
		}
		found = append(found, a.Addr)
	}
	return found
}

// What counts more than the kind of an address.
const (
	vpn    = 10 // some who follow may be in it, too
	inside = 20 // of this computer: no phone is on the other side
)

func (a address) rank() int {
	r := 2
	switch {
	case a.Is4() && a.IsPrivate():
		r = 0
	case a.Is4():
		r = 1
	}
	switch {
	case isInside(a.link):
		r += inside
	case a.tunnel, hasPrefix(a.link, "tun", "tap", "utun", "wg", "tailscale", "zt", "ppp", "nordlynx", "proton", "ham", "wireguard", "openvpn"):
		r += vpn
	}
	return r
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
	return err == nil && u.Hostname() != "localhost" && u.Hostname() != "::1" && !strings.HasPrefix(u.Hostname(), "127.")
}
