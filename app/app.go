// Package app puts Lectern together: it starts the parts in order, tells how
// they are reached, and stops them in reverse. It decides nothing about decks,
// streams or pages itself.
package app

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"slices"
	"strconv"
	"time"

	"lectern/app/fault"
	"lectern/app/importer"
	"lectern/app/keeper"
	"lectern/app/lan"
	"lectern/app/live"
	"lectern/app/server"
	"lectern/app/store"
)

// deletedKept is how long a deleted deck can still be brought back.
const deletedKept = 30 * 24 * time.Hour

// Run is the whole app. It calls ready once everybody can be served, and runs
// until ctx ends or something breaks that cannot be mended. When it returns,
// nothing of it is left. On a folder where a Lectern runs already it returns a
// *Running.
func Run(ctx context.Context, c Config, ready func(Info)) (err error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var stops stack
	defer func() { err = errors.Join(err, stops.run()) }()

	dir, err := openFolder(ctx, c.Data)
	if err != nil {
		return err
	}
	stops.push(dir.close)
	key, err := dir.presenterKey(c.PresenterKeyFile)
	if err != nil {
		return err
	}
	// The port comes first: if it is taken, nothing has begun yet.
	listener, err := listen(c)
	if err != nil {
		return err
	}
	stops.push(func() error { listener.Close(); return nil })

	lib, err := openLibrary(ctx, c, &stops)
	if err != nil {
		return err
	}
	hub := live.NewHub()
	follower := live.NewFollower(lib.store, hub, c.Log)
	run := []func(context.Context){hub.Run, follower.Run}
	if c.DatabaseURL != "" {
		run = append(run, live.NewCluster(hub, c.Name, lib.store.Announce).Run)
	}
	stops.push(group(ctx, run...))
	select {
	case <-follower.Ready():
	case <-ctx.Done():
		return nil
	}

	addr := listener.Addr().(*net.TCPAddr)
	info := c.info(addr, key, lib.url)
	srv := server.New(server.Config{
		Store: lib.store, Hub: hub, Follower: follower, Importer: lib.importer, Log: c.Log,
		Key: key, Name: c.Name, Version: c.Version,
		URLs:           func() []string { return c.urls(addr) },
		PublicURL:      c.PublicURL,
		TrustedProxies: c.TrustedProxies,
		MaxViewers:     c.MaxViewers, MaxViewersPerAddress: c.MaxViewersPerAddress,
		Restarts: lib.restarts,
		Welcome:  lib.welcome,
	})
	served := make(chan error, 1)
	go func() { served <- srv.Serve(listener) }()
	stops.push(func() error {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		return errors.Join(srv.Close(ctx), <-served)
	})
	if err := dir.writeRun(info); err != nil {
		return fault.Wrap(fault.Conflict, err, "run.json cannot be written")
	}
	stops.push(func() error { return os.Remove(dir.file("run.json")) })
	ready(info)

	begun := make(chan error, 1)
	stops.push(group(ctx, func(ctx context.Context) { begun <- lib.begin(ctx, c, hub) }))
	stops.push(func() error { cancel(); return nil })
	for {
		select {
		case <-ctx.Done():
			return nil
		case err := <-served:
			served <- nil
			return fmt.Errorf("app: the server stopped: %w", err)
		case err := <-begun:
			if err != nil {
				return err
			}
			begun = nil
		}
	}
}

// library is the decks without anybody who serves them.
type library struct {
	store    *store.Store
	importer *importer.Importer
	url      string
	restarts func() int64 // of the embedded PostgreSQL
}

// openLibrary starts the database, unless it is an outside one, and opens the
// library in it.
func openLibrary(ctx context.Context, c Config, stops *stack) (*library, error) {
	lib := &library{url: c.DatabaseURL, restarts: func() int64 { return 0 }}
	open := func() (*store.Store, error) { return openOutside(ctx, c) }
	if lib.url == "" {
		k, err := keeper.Start(ctx, keeper.Config{Dir: c.Data, Log: c.Log, Status: func(s string) { fmt.Fprintln(c.Out, s) }})
		if err != nil {
			return nil, err
		}
		stops.push(k.Stop)
		lib.url, lib.restarts = k.URL(), k.Restarts
		open = func() (*store.Store, error) { return store.Open(ctx, lib.url) }
	}
	var err error
	if lib.store, err = open(); err != nil {
		return nil, err
	}
	stops.push(func() error { lib.store.Close(); return nil })
	lib.importer = importer.New(cacheFolder(c.Data))
	stops.push(lib.importer.Close)
	if err := lib.store.Sweep(ctx, deletedKept); err != nil {
		c.Log.Warn("old deletions were not swept up", "err", err)
	}
	return lib, nil
}

// listen takes the port. Without --addr a neighbour will do.
func listen(c Config) (net.Listener, error) {
	l, err := net.Listen("tcp", c.Addr)
	if err == nil {
		return l, nil
	}
	host, port, splitErr := net.SplitHostPort(c.Addr)
	n, numErr := strconv.Atoi(port)
	if c.AddrGiven || splitErr != nil || numErr != nil {
		return nil, fault.Wrap(fault.Conflict, err, "Lectern cannot listen on %s", c.Addr)
	}
	for i := 1; i <= 20; i++ {
		if l, err := net.Listen("tcp", net.JoinHostPort(host, strconv.Itoa(n+i))); err == nil {
			return l, nil
		}
	}
	return nil, fault.Wrap(fault.Conflict, err, "Lectern cannot listen on port %d, nor on one of the next 20", n)
}

func (c Config) info(addr *net.TCPAddr, key, databaseURL string) Info {
	host := "127.0.0.1"
	if !addr.IP.IsUnspecified() {
		host = addr.IP.String()
	}
	local := lan.URL(host, addr.Port, false)
	return Info{
		PID: os.Getpid(), URL: local, LANURLs: c.urls(addr),
		PresenterURL: local + "present?key=" + url.QueryEscape(key), PresenterKey: key,
		DatabaseURL: databaseURL,
	}
}

// urls are the addresses for the room: the public one first, if there is one.
func (c Config) urls(addr *net.TCPAddr) []string {
	urls := lan.URLs(addr, false)
	if c.PublicURL != nil {
		urls = slices.Insert(urls, 0, c.PublicURL.String())
	}
	return urls
}

// stack is what must be stopped, in reverse order of its start.
type stack []func() error

func (s *stack) push(stop func() error) { *s = append(*s, stop) }

func (s *stack) run() error {
	var errs []error
	for _, stop := range slices.Backward(*s) {
		errs = append(errs, stop())
	}
	*s = nil
	return errors.Join(errs...)
}

// group runs the functions until the returned stop is called, which waits for
// them.
func group(ctx context.Context, run ...func(context.Context)) (stop func() error) {
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan struct{}, len(run))
	for _, f := range run {
		go func() {
			defer func() { done <- struct{}{} }()
			f(ctx)
		}()
	}
	return func() error {
		cancel()
		for range run {
			<-done
		}
		return nil
	}
}
