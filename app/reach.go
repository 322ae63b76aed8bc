package app

import (
	"context"
	"errors"
	"fmt"
	"html"
	"net"
	"net/http"
	"net/netip"
	"time"

	"lectern/app/lan/reach"
	"lectern/app/server/access"
)

// Reach looks whether phones could reach a Lectern that does not run yet: it listens as
// one would, and looks. Until stop is called, opened is told of each other computer or phone that opens a
// page there, and by which host; it must return at once.
func Reach(ctx context.Context, c Config, opened func(host string, from netip.Addr)) (report reach.Report, stop func(), err error) {
	l, err := listen(c)
	if err != nil {
		return report, nil, err
	}
	here := access.NewHosts(nil)
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(http.ResponseWriter, *http.Request) {})
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, r *http.Request) {
		if from, err := netip.ParseAddrPort(r.RemoteAddr); err == nil && !here.Own(from.Addr()) {
			opened(r.Host, from.Addr().Unmap())
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Cache-Control", "no-store")
		fmt.Fprintf(w, `<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>Lectern</title>`+
			`<body style="font:1.25rem/1.5 system-ui,sans-serif;margin:3rem 1.5rem;text-align:center"><h1 style="font-size:1.5rem">It works</h1><p>You have reached %s. The talk will be at this address.`, html.EscapeString(c.Name))
	})
	srv := &http.Server{Handler: mux, ReadHeaderTimeout: 5 * time.Second, WriteTimeout: 5 * time.Second, IdleTimeout: 5 * time.Second, MaxHeaderBytes: 16 << 10}
	served := make(chan struct{})
	go func() {
		defer close(served)
		if err := srv.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			c.Log.Error("nobody is answered", "err", err)
		}
	}()
	stop = func() { srv.Close(); <-served }
	return reach.Check(ctx, l.Addr().(*net.TCPAddr), !c.NoDiscovery), stop, nil
}
