// Package reach finds out whether phones in the room can open a server of this
// computer: by which of its addresses, whether it answers there, what its firewall does
// with them, and what to type where that stops them. What another computer's network
// does (one that keeps its guests apart) only a phone can tell.
package reach

import (
	"context"
	"net"
	"net/http"
	"net/netip"
	"os/exec"
	"strings"
	"sync"
	"time"

	"lectern/app/lan"
)

// State is what a firewall does with phones.
type State string

// What a firewall does.
const (
	Open    State = "open"
	Blocks  State = "blocks"
	Unknown State = "unknown" // its rules cannot be read, or not wholly
)

// Firewall is the one of this computer.
type Firewall struct {
	Name    string `json:"name"` // as people know it
	State   State  `json:"state"`
	Command string `json:"command,omitempty"` // what lets them in, to be typed at a terminal
	// Fleeting is true where the command holds until this computer restarts; Keep, where it is
	// known, is another one that makes it last.
	Fleeting bool   `json:"fleeting,omitempty"`
	Keep     string `json:"keep,omitempty"`
}

// Address is one by which a phone may reach the server.
type Address struct {
	URL          string    `json:"url"`
	Interface    string    `json:"interface"`
	Kind         lan.Kind  `json:"kind"`
	DefaultRoute bool      `json:"default_route"` // the rest of the world is on the other side, too
	Answers      bool      `json:"answers"`       // the server does, when this computer asks there
	Firewall     *Firewall `json:"firewall,omitempty"`
	// Multicast is what the firewall does with the questions by which screens find a server,
	// and on a screen's own computer with the answers: UDP, port 5353 (RFC 6762).
	Multicast *Firewall `json:"multicast,omitempty"`
}

// Can reports whether nothing is known that keeps phones from the address.
func (a Address) Can() bool {
	return a.Answers && a.Kind != lan.Inside && (a.Firewall == nil || a.Firewall.State != Blocks)
}

// Report is all that this computer can tell by itself.
type Report struct {
	Addresses []Address `json:"addresses"` // the best one first
	// Portal is true where the network wants something clicked before it lets anybody out: it may
	// keep phones apart until then.
	Portal bool `json:"portal"`
	// Announces is true where the server says on its networks that it is there, so that screens
	// find it.
	Announces bool `json:"announces"`
}

// Can reports whether phones can use one of the addresses.
func (r Report) Can() bool {
	for _, a := range r.Addresses {
		if a.Can() {
			return true
		}
	}
	return false
}

// Found says whether screens find the server by themselves, as far as the firewall goes.
func (r Report) Found() State {
	found := Blocks
	for _, a := range r.Addresses {
		switch {
		case !a.Answers || a.Kind == lan.Inside || a.Kind == lan.Here:
		case a.Multicast == nil || a.Multicast.State == Open:
			return Open
		case a.Multicast.State == Unknown:
			found = Unknown
		}
	}
	return found
}

// patience is how long a question may take: to a program, or to the server itself.
const patience = 3 * time.Second

// Check looks at each address of a server that listens on addr, and announces itself or
// does not.
func Check(ctx context.Context, addr *net.TCPAddr, announces bool) Report {
	r := Report{Announces: announces}
	rules := readRules(ctx)
	for _, a := range lan.Addresses(addr) {
		one := Address{
			URL: lan.URL(a.String(), addr.Port), Interface: a.Link, Kind: a.Kind, DefaultRoute: a.Out,
			Firewall: rules.ask(ctx, page(a.Link, a.Addr, addr.Port)),
		}
		if announces {
			one.Multicast = rules.ask(ctx, question(a.Link, a.Addr))
		}
		r.Addresses = append(r.Addresses, one)
	}
	var asked sync.WaitGroup
	for i := range r.Addresses {
		asked.Go(func() { r.Addresses[i].Answers = answers(ctx, r.Addresses[i].URL) })
	}
	asked.Go(func() { r.Portal = behindPortal(ctx) })
	asked.Wait()
	return r
}

// answers reports whether a Lectern answers at an address. No proxy is asked.
func answers(ctx context.Context, url string) bool {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, "GET", url+"healthz", nil)
	if err != nil {
		return false
	}
	transport := &http.Transport{DisableKeepAlives: true}
	res, err := transport.RoundTrip(r)
	if err != nil {
		return false
	}
	res.Body.Close()
	return res.StatusCode == http.StatusOK
}

// behindPortal asks NetworkManager, which looks by itself from time to time.
func behindPortal(ctx context.Context) bool {
	out, err := say(ctx, "nmcli", "networking", "connectivity")
	return err == nil && strings.TrimSpace(out) == "portal"
}

// say runs a program of the system's and returns what it says.
func say(ctx context.Context, name string, args ...string) (string, error) {
	path, err := exec.LookPath(name)
	if err != nil {
		if path, err = exec.LookPath("/usr/sbin/" + name); err != nil { // where a user's PATH does not lead
			return "", err
		}
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, path, args...)
	cmd.Env = append(cmd.Environ(), "LC_ALL=C")
	cmd.WaitDelay = patience
	out, err := cmd.Output()
	return string(out), err
}

// A packet comes in, and is part of no connection yet.
type packet struct {
	proto string     // "tcp" or "udp"
	iface string     // it comes in by this interface,
	from  netip.Addr // from an address beside this one, which is the interface's,
	to    netip.Addr
	port  int
}

// page is the first packet of a phone that opens a page.
func page(iface string, local netip.Addr, port int) packet {
	return packet{"tcp", iface, local, local, port}
}

// question is that of a screen that looks for a server.
func question(iface string, local netip.Addr) packet {
	group := netip.AddrFrom4([4]byte{224, 0, 0, 251})
	if local.Is6() {
		group = netip.MustParseAddr("ff02::fb")
	}
	return packet{"udp", iface, local, group, 5353}
}

// cast says whether it is for one computer or several.
func (p packet) cast() string {
	if p.to.IsMulticast() {
		return "multicast"
	}
	return "unicast"
}
