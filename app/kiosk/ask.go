package kiosk

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/netip"
	"net/url"
	"strings"
	"syscall"
	"time"

	"lectern/app/importer/words"
	"lectern/app/lan"
	"lectern/app/lan/discovery"
)

const (
	dialTimeout = 2 * time.Second
	askTimeout  = 4 * time.Second // for one answer of a server
)

// A server is what one says of itself.
type server struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Pages string `json:"pages"` // another word when its pages are others
}

// A place is where a server answers.
type place struct {
	server
	base *url.URL
	key  string     // that it has proven to hold, there; "" for none
	addr netip.Addr // that the answer came from
	own  bool       // a person at this computer named the address
}

// errImpostor is of one that has the ID of a server, and not its key.
var errImpostor = errors.New("another server")

// first asks at all places at once, and returns the answer of the foremost at which the
// server that is remembered gives one: once it has proven a key, none without that.
func first(ctx context.Context, of memory, places []string) (*place, error) {
	type answer struct {
		*place
		err error
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	answers := make([]chan answer, len(places))
	for i, at := range places {
		answers[i] = make(chan answer, 1)
		go func() {
			p, err := ask(ctx, at, of.named(at))
			if err == nil && (p.ID != of.ID || of.Key != "" && p.key != of.Key) {
				err = fmt.Errorf("%s is %w", at, errImpostor)
			}
			answers[i] <- answer{p, err}
		}()
	}
	var errs []error
	for _, c := range answers {
		a := <-c
		if a.err == nil {
			return a.place, nil
		}
		errs = append(errs, a.err)
	}
	return nil, errors.Join(append(errs, errors.New("no address"))...)
}

// ask returns who answers at an address, and where that leads. own is whether a person
// named it.
//
// Where an address leads is known after the first answer: a proof is asked for there.
func ask(ctx context.Context, address string, own bool) (*place, error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, err
	}
	p, err := askAt(ctx, *u, own, netip.Addr{})
	if err == nil && p.key == "" {
		return askAt(ctx, *p.base, p.own, p.addr)
	}
	return p, err
}

// askAt asks what is at addr, where that is valid, whatever a name leads to by now.
func askAt(ctx context.Context, u url.URL, own bool, addr netip.Addr) (*place, error) {
	nonce, at := rand.Text(), discovery.At(&u, addr)
	u.Path, u.RawQuery = "/join.json", url.Values{discovery.NonceQuery: {nonce}, discovery.AtQuery: {at}}.Encode()
	p := &place{}
	trace := &httptrace.ClientTrace{GotConn: func(c httptrace.GotConnInfo) {
		if a, ok := c.Conn.RemoteAddr().(*net.TCPAddr); ok {
			p.addr = a.AddrPort().Addr().Unmap()
		}
	}}
	request, err := http.NewRequestWithContext(httptrace.WithClientTrace(ctx, trace), http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, err
	}
	transport := newTransport(addr, own, u.Hostname())
	defer transport.CloseIdleConnections()
	client := &http.Client{Transport: transport, Timeout: askTimeout, CheckRedirect: leads}
	response, err := client.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s: %s", u.Host, response.Status)
	}
	var said struct {
		server
		Key, Proof string
	}
	if err := json.NewDecoder(io.LimitReader(response.Body, 64<<10)).Decode(&said); err != nil || said.ID == "" || said.Name == "" {
		return nil, fmt.Errorf("%s is no Lectern", u.Host)
	}
	p.server = said.server
	p.Name = words.OneLine(words.Name(p.Name), 100)
	to := response.Request.URL // it may have led elsewhere, as from HTTP to HTTPS
	p.base = &url.URL{Scheme: to.Scheme, Host: to.Host, Path: "/"}
	p.own = own && to.Hostname() == u.Hostname()
	// By plain HTTP the address that was dialled counts, and no name: see discovery.At.
	if to.Scheme == u.Scheme && (to.Scheme == "https" || p.addr.IsValid()) && discovery.At(to, p.addr) == at &&
		discovery.Proven(said.Key, said.Proof, at, nonce) {
		p.key = said.Key
	}
	return p, nil
}

// leads reports by nil whether a server may say that it is elsewhere: by HTTPS perhaps.
// Whoever says that he is a server has the window read what he will; so he cannot send it
// to what else answers on this computer, or inside the network.
func leads(r *http.Request, before []*http.Request) error {
	from := before[0].URL.String()
	if r.URL.Path != "/join.json" || len(before) > 3 || lan.Reachable(from) && !lan.Reachable(r.URL.String()) {
		return fmt.Errorf("%s leads elsewhere", from)
	}
	return nil
}

// newTransport has what is at a name asked at an address, where that is given: who has the
// name may have it point elsewhere once he was asked who he is. A name that no person at
// this computer chose leads to nothing on it.
func newTransport(addr netip.Addr, own bool, name string) *http.Transport {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.DisableCompression = true // what the server sends is handed on as it is
	t.DialContext = func(ctx context.Context, network, to string) (net.Conn, error) {
		d := net.Dialer{Timeout: dialTimeout, KeepAlive: 15 * time.Second}
		host, port, err := net.SplitHostPort(to)
		if err != nil {
			return nil, err
		}
		switch _, err := netip.ParseAddr(host); {
		case err == nil: // an address of this computer was no answer: see package discovery, leads
		case addr.IsValid():
			to = net.JoinHostPort(addr.String(), port)
		case !own || host != name:
			d.Control = elsewhere
		}
		return d.DialContext(ctx, network, to)
	}
	return t
}

// elsewhere is an error where a connection would be one to this computer.
func elsewhere(_, to string, _ syscall.RawConn) error {
	if a, err := netip.ParseAddrPort(to); err != nil || a.Addr().Unmap().IsLoopback() || a.Addr().Unmap().IsUnspecified() {
		return fmt.Errorf("%s is this computer", to)
	}
	return nil
}

// isLocalName reports whether host is an address or a bare name, as in a LAN:
// such a server listens on Lectern's own port. A name with dots is a site's.
func isLocalName(host string) bool {
	_, err := netip.ParseAddr(host)
	return err == nil || strings.HasSuffix(host, ".local") || !strings.Contains(host, ".")
}

// short is an address as people type it.
func short(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	host := u.Host
	if u.Scheme == "http" {
		host = strings.TrimSuffix(host, ":80")
	}
	return host
}
