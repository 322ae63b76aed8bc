// Package app puts Lectern together: it starts the parts in order, tells how
// they are reached, and stops them in reverse. It decides nothing about decks,
// streams or pages itself.
package app

import (
	"context"
	"errors"
	"fmt"
	"net"
	"time"

	"lectern/app/advance"
	"lectern/app/datadir"
	"lectern/app/deck"
	"lectern/app/fault"
	"lectern/app/idle"
	"lectern/app/lan/discovery"
	"lectern/app/lan/reach"
	"lectern/app/library/watch"
	"lectern/app/live"
	"lectern/app/roster"
	"lectern/app/sealed"
	"lectern/app/server"
	"lectern/app/store"
)

// stopping is how long requests under way may take at the end: far more than a move
// needs, and less than anybody waits for who has ended Lectern. An upload that
// stands still would take its half minute.
const stopping = time.Second

// Run is the whole app. It calls ready once everybody can be served, and runs
// until ctx ends or something breaks that cannot be mended. When it returns,
// nothing of it is left. On a folder where a Lectern runs already it returns a
// *datadir.Running.
func Run(ctx context.Context, c Config, ready func(datadir.Run)) (err error) {
	spareProcessor()
	var stops stack
	defer func() { err = errors.Join(err, stops.run()) }()

	dir, err := datadir.Open(ctx, c.Data)
	if err != nil {
		return err
	}
	stops.push(dir.Close)
	key, err := dir.PresenterKey(c.PresenterKeyFile, func(s string) { c.Log.Warn(s) })
	if err != nil {
		return err
	}
	// The port comes first: if it is taken, nothing has begun yet.
	listener, err := listen(c)
	if err != nil {
		return err
	}
	stops.push(func() error { listener.Close(); return nil })

	lib, err := open(ctx, c, dir, &stops)
	if err != nil {
		return err
	}
	keys := sealed.From(lib.store.ViewSecret())
	hub := live.NewHub(keys)
	var announce func(context.Context, store.Peer) error
	if c.DatabaseURL != "" {
		announce = lib.store.Announce
	}
	who := roster.New(hub, c.Name, announce)
	follower := live.NewFollower(lib.store, hub, who.Heard, c.Log)
	itself := advance.New(lib.store, c.Log)
	round := idle.New(lib.store, hub, c.Log)
	follower.OnDeck(func(d deck.State) { itself.Heard(d); round.Heard(d) })
	follower.OnRound(round.Changed)
	round.OnRound(who.Goes)
	addr := listener.Addr().(*net.TCPAddr)
	file := &runFile{dir: dir, run: c.runOf(addr, key, lib.url)}
	files := watch.New(lib.Library, hub, c.Log, c.Out)
	srv := server.New(server.Config{
		Store: lib.store, Library: lib.Library, Watch: files, Drawing: lib.drawing, Hub: hub, Roster: who, Follower: follower, Idle: round, Log: c.Log,
		Key: key, Name: c.Name, ID: keys.Library(), Version: c.Version,
		URLs:           func() []string { return c.urls(addr) },
		Reach:          func(ctx context.Context) reach.Report { return reach.Check(ctx, addr, !c.NoDiscovery) },
		PublicURL:      c.PublicURL,
		TrustedProxies: c.TrustedProxies,
		MaxViewers:     c.MaxViewers, MaxViewersPerAddress: c.MaxViewersPerAddress,
		Restarts: lib.restarts,
		LocalPathChanged: func(path string) {
			if err := file.link(path); err != nil {
				c.Log.Warn("run.json has no new link to the console", "err", err)
			}
		},
	})
	file.run.PresenterURL = file.run.URL + srv.LocalPath()
	info := file.run
	stops.push(start(ctx, hub.Run, who.Run, follower.Run, itself.Run, round.Run, lib.precompile, func(ctx context.Context) { lib.Sweep(ctx, c.Log) }))
	select {
	case <-follower.Ready():
	case <-ctx.Done():
		return nil
	}

	served := make(chan struct{})
	var serveErr error // once served is closed
	go func() { defer close(served); serveErr = srv.Serve(listener) }()
	stops.push(func() error {
		ctx, cancel := context.WithTimeout(context.Background(), stopping)
		defer cancel()
		err := srv.Close(ctx)
		<-served
		return err
	})
	if err := file.write(); err != nil {
		return fault.Wrap(fault.Conflict, err, "run.json cannot be written: %s", fault.Reason(err))
	}
	stops.push(file.remove)
	if !c.NoDiscovery {
		said := discovery.Service{Name: c.Name, ID: keys.Library(), Version: c.Version, Addr: addr}
		if c.PublicURL != nil {
			said.URL = c.PublicURL.String()
		}
		stops.push(start(ctx, func(ctx context.Context) { said.Announce(ctx, c.Log) }))
	}
	ready(info)

	begun := make(chan error, 1)
	stops.push(files.Close)
	stops.push(start(ctx, func(ctx context.Context) { begun <- begin(ctx, c, lib.Library, hub, files) }))
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-served:
			return fmt.Errorf("app: the server stopped: %w", serveErr)
		case err := <-begun:
			if err != nil {
				return err
			}
			begun = nil
		}
	}
}
