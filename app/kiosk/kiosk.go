// Package kiosk is what stands behind the window of `lectern kiosk`. It looks for the
// server, remembers it, and looks again when it is gone; and it serves the window at one
// address of this computer, whatever the server's is: a page of its own while it looks,
// then all that the server has. So a page that is open outlives a change of addresses,
// what it keeps for itself is there after a restart, and it is loaded though the server
// is away: the pages of the last one are kept in a folder.
//
// Nothing here needs a display. A Kiosk's lock is held for no request and no file.
package kiosk

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/http/httputil"
	"strings"
	"sync"
	"time"

	"lectern/app/fault"
	"lectern/app/lan"
)

// Config is what a Kiosk is told from outside.
type Config struct {
	Folder string // where it keeps what it knows
	URL    string // of the server's kiosk page, or empty: then it looks for a server
	Server string // the name or the ID of the server that it is to take, or empty
	Query  string // of the kiosk page's address
	Log    *slog.Logger
}

// Kiosk is one screen's.
type Kiosk struct {
	Config
	listener net.Listener
	proxy    *httputil.ReverseProxy
	secret   string // that the window alone has: see serve.go
	mirror   mirror
	panel    panel
	second   bool          // another one has the folder
	doubts   chan struct{} // of capacity 1: the server may be gone
	chosen   chan struct{} // of capacity 1: a person chose, see wish

	mu     sync.Mutex
	known  memory
	target *target
	status status
	wish   wish
}

// A target is the server at an address. Its requests end with it.
type target struct {
	*place
	transport *http.Transport
	ctx       context.Context
	stop      context.CancelFunc
}

func (t *target) client() *http.Client {
	return &http.Client{Transport: t.transport, Timeout: askTimeout, CheckRedirect: leads}
}

// A wish is what a person at the screen asked for.
type wish struct {
	id, address string
	at          time.Time
}

// Open makes a Kiosk that listens already, where it did the last time if it can.
func Open(c Config) (*Kiosk, error) {
	k := &Kiosk{
		Config: c, doubts: make(chan struct{}, 1), chosen: make(chan struct{}, 1),
		secret: rand.Text(),
		mirror: mirror{folder: c.Folder},
		known:  recall(c.Folder),
	}
	k.proxy = k.newProxy()
	if c.URL != "" && c.URL != k.known.Asked {
		k.known = memory{Port: k.known.Port, Asked: c.URL}
	}
	if err := k.listen(); err != nil {
		return nil, fault.Wrap(fault.Conflict, err, "The kiosk has no port on this computer: %s", fault.Reason(err))
	}
	if !k.second {
		k.mirror.mend()
	}
	k.status = status{Wanted: k.wanted(), Servers: []found{}, Networks: []network{}, since: time.Now()}
	return k, nil
}

// listen takes the port of the last time: what a page keeps belongs to its address. Where
// another kiosk of this folder has it, this one remembers nothing.
func (k *Kiosk) listen() (err error) {
	at := func(port int) (net.Listener, error) {
		return net.ListenTCP("tcp4", &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: port})
	}
	if k.known.Port != 0 {
		if k.listener, err = at(k.known.Port); err == nil {
			return nil
		}
		k.second = isKiosk(k.known.Port)
	}
	if k.listener, err = at(0); err == nil && !k.second {
		k.known.Port = k.port()
		k.remember()
	}
	return err
}

func (k *Kiosk) port() int { return k.listener.Addr().(*net.TCPAddr).Port }

// Window is the address that the window is to open, for as long as Run runs. It lets the
// window in, and is to be nobody else's; it leads to the kiosk's page, whose address is the
// same after a restart.
func (k *Kiosk) Window() string {
	return strings.TrimSuffix(lan.URL("127.0.0.1", k.port()), "/") + windowPath + "?key=" + k.secret
}

// page is the path of the kiosk's page, which is told that there is this program behind
// it: in any other browser it asks for none.
func (k *Kiosk) page() string {
	if k.Query == "" {
		return "/kiosk?program"
	}
	return "/kiosk?" + k.Query + "&program"
}

// Run serves the window, and looks after the server, until ctx ends.
func (k *Kiosk) Run(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	srv := &http.Server{
		Handler: k.handler(), ReadHeaderTimeout: 10 * time.Second, ErrorLog: slog.NewLogLogger(k.Log.Handler(), slog.LevelDebug),
		BaseContext: func(net.Listener) context.Context { return ctx },
	}
	served := make(chan error, 1)
	go func() { served <- srv.Serve(k.listener) }()
	looked := make(chan struct{})
	go func() { defer close(looked); k.look(ctx) }()
	var err error
	select {
	case <-ctx.Done():
	case err = <-served:
	}
	cancel()
	srv.Close()
	<-looked
	if errors.Is(err, http.ErrServerClosed) {
		err = nil
	}
	return err
}

// use has all requests go to a server at an address from now on.
func (k *Kiosk) use(ctx context.Context, p *place) *target {
	t := &target{place: p, transport: newTransport(p.addr, p.own, p.base.Hostname())}
	t.ctx, t.stop = context.WithCancel(ctx)
	k.mu.Lock()
	before := k.target
	k.target = t
	k.known.found(p)
	k.status.Ready, k.status.Trouble, k.status.Wanted = true, "", k.wanted()
	k.mu.Unlock()
	if before != nil {
		before.stop()
		before.transport.CloseIdleConnections() // the address is nobody's any more, and they would wait
	}
	k.remember()
	k.Log.Info("the kiosk follows", "server", p.Name, "address", p.base.String())
	return t
}

// now is the server of the moment; nil before the first one.
func (k *Kiosk) now() *target {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.target
}

// doubt has it asked at once whether the server is there.
func (k *Kiosk) doubt() {
	select {
	case k.doubts <- struct{}{}:
	default:
	}
}
