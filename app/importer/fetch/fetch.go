// Package fetch gets pictures from the web that a deck names, where the presenter has
// said so. The addresses are a stranger's: so only public ones are asked, as they are
// connected to and not as they are called, after each redirect anew; by HTTP and HTTPS, at their
// own ports; and nothing is told of who asks, or kept but pictures.
package fetch

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"syscall"
	"time"

	"lectern/app/importer/filetype"
)

// The bounds of what is fetched for one deck.
const (
	MaxEach  = 20 << 20  // bytes of a picture
	MaxAll   = 200 << 20 // of all
	MaxCount = 200       // pictures

	each      = 20 * time.Second // for a picture
	whole     = 2 * time.Minute  // for all
	parallel  = 4
	redirects = 5
)

// Keep takes in a picture: data is all of it.
type Keep func(address string, data []byte) error

// allow lets a test ask this computer, which is never asked else.
var allow func(netip.AddrPort) bool

// Get fetches pictures, each of which it gives to keep, one at a time; and returns why
// others were not fetched, a clause each, by their addresses. An error is keep's, or
// ctx's.
func Get(ctx context.Context, addresses []string, keep Keep) (missing map[string]string, err error) {
	bounded, cancel := context.WithTimeout(ctx, whole)
	defer cancel()
	g := &getter{ctx: bounded, keep: keep, room: MaxAll, missing: map[string]string{}, client: client()}
	defer g.client.CloseIdleConnections()
	var all sync.WaitGroup
	turn := make(chan struct{}, parallel)
	for i, address := range addresses {
		if i >= MaxCount {
			g.miss(address, fmt.Errorf("%d are the most of a deck", MaxCount))
			continue
		}
		turn <- struct{}{}
		all.Go(func() {
			defer func() { <-turn }()
			if err := g.get(address); err != nil {
				g.miss(address, err)
			}
		})
	}
	all.Wait()
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	return g.missing, g.failed
}

type getter struct {
	ctx    context.Context
	client *http.Client
	keep   Keep

	mu      sync.Mutex
	room    int64 // bytes that may yet come
	missing map[string]string
	failed  error // keep's
}

func (g *getter) miss(address string, why error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.missing[address] = reason(why)
}

// errPrivate says that an address is none of the web's.
var errPrivate = errors.New("its address is not a public one")

func (g *getter) get(address string) error {
	u, err := url.Parse(address)
	if err != nil {
		return errors.New("that is no address")
	}
	if err := fit(u); err != nil {
		return err
	}
	u.User, u.Fragment = nil, ""
	ctx, cancel := context.WithTimeout(g.ctx, each)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, "GET", u.String(), nil)
	if err != nil {
		return errors.New("that is no address")
	}
	r.Header.Set("User-Agent", "Lectern")
	r.Header.Set("Accept", "image/*")
	res, err := g.client.Do(r)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return fmt.Errorf("the server answers %d", res.StatusCode)
	}
	data, err := g.read(res)
	if err != nil {
		return err
	}
	if t := filetype.Of("picture", data); !t.Picture() {
		return errors.New("what is there is no picture")
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.failed == nil {
		g.failed = g.keep(address, data)
	}
	return nil
}

func (g *getter) read(res *http.Response) ([]byte, error) {
	if res.ContentLength > MaxEach {
		return nil, errLarge
	}
	var b bytes.Buffer
	part := make([]byte, 64<<10)
	for {
		n, err := res.Body.Read(part)
		b.Write(part[:n])
		if b.Len() > MaxEach {
			return nil, errLarge
		}
		g.mu.Lock()
		g.room -= int64(n)
		full := g.room < 0
		g.mu.Unlock()
		switch {
		case full:
			return nil, fmt.Errorf("the pictures on the web have more than %d MB together", MaxAll>>20)
		case err == io.EOF:
			return b.Bytes(), nil
		case err != nil:
			return nil, err
		}
	}
}

var errLarge = fmt.Errorf("it has more than %d MB", MaxEach>>20)

// fit refuses what is no address of the web by how it looks.
func fit(u *url.URL) error {
	switch {
	case u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "":
		return errors.New("only http:// and https:// are fetched")
	case allow == nil && u.Port() != "" && !(u.Scheme == "http" && u.Port() == "80") && !(u.Scheme == "https" && u.Port() == "443"):
		return errors.New("only the ports 80 and 443 are asked")
	}
	return nil
}

func transport() *http.Transport {
	return &http.Transport{
		DialContext:            dial,
		ForceAttemptHTTP2:      true,
		DisableCompression:     true, // a little of it may be very much
		TLSHandshakeTimeout:    10 * time.Second,
		ResponseHeaderTimeout:  10 * time.Second,
		MaxResponseHeaderBytes: 64 << 10,
		MaxConnsPerHost:        parallel,
	}
}

func client() *http.Client {
	t := &by{direct: transport(), proxies: map[string]*http.Transport{}}
	return &http.Client{Transport: t, CheckRedirect: func(r *http.Request, via []*http.Request) error {
		if len(via) > redirects {
			return errors.New("it leads from address to address")
		}
		r.Header.Del("Referer")
		r.URL.User = nil
		return fit(r.URL)
	}}
}

// dial connects to public addresses alone. It is asked for the address that the name
// has led to: a name that leads elsewhere the second time is of no use.
func dial(ctx context.Context, network, address string) (net.Conn, error) {
	d := net.Dialer{Timeout: 10 * time.Second, Control: func(_, resolved string, _ syscall.RawConn) error {
		to, err := netip.ParseAddrPort(resolved)
		switch {
		case err != nil:
			return errPrivate
		case allow != nil && allow(to):
			return nil
		case to.Port() != 80 && to.Port() != 443 || !Public(to.Addr()):
			return errPrivate
		}
		return nil
	}}
	return d.DialContext(ctx, network, address)
}

// reason is an error as a clause for a person.
func reason(err error) string {
	var dns *net.DNSError
	var timeout interface{ Timeout() bool }
	switch {
	case errors.Is(err, errPrivate):
		return errPrivate.Error()
	case errors.As(err, &dns):
		return "there is no server of that name, or no web here"
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &timeout) && timeout.Timeout():
		return "it takes too long"
	}
	var u *url.Error
	if errors.As(err, &u) {
		err = u.Err
	}
	text := strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}, err.Error())
	if len(text) > 200 {
		text = strings.ToValidUTF8(text[:200], "") + "…"
	}
	return text
}
