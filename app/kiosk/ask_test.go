package kiosk

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"

	"lectern/app/lan/discovery"
	"lectern/app/sealed"
)

// TestAskFirst: who answers at an announced address is believed where he is the server
// that was announced; and where that has proven a key before, with that key alone.
func TestAskFirst(t *testing.T) {
	s := site(t)
	key, _ := discovery.Prove(hall, "x", "x")
	serve := func(h http.HandlerFunc) string {
		s := httptest.NewServer(h)
		t.Cleanup(s.Close)
		return s.URL
	}
	of := memory{ID: "0011223344556677", Key: key}
	for _, c := range []struct {
		name string
		of   memory
		at   string
		want bool
	}{
		{"the ID", memory{ID: of.ID}, s.URL, true},
		{"another ID", memory{ID: "7766554433221100"}, s.URL, false},
		{"the key", of, s.URL, true},
		{"no key", of, serve(joins(nil, here)), false},
		{"another key", of, serve(joins(sealed.From([]byte("a stranger's own secret")).Identity(), here)), false},
		{"the server's word, handed on", of, serve(joins(hall, at("10.0.0.7:4747"))), false},
		{"its word at another port", of, serve(joins(hall, at(strings.TrimPrefix(s.URL, "http://")))), false},
		{"an answer of before", of, serve(func(w http.ResponseWriter, r *http.Request) {
			public, proof := discovery.Prove(hall, here(r), "before")
			fmt.Fprintf(w, `{"id":"0011223344556677","name":"Hall","key":%q,"proof":%q}`, public, proof)
		}), false},
		{"led to the server", of, serve(func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, s.URL+"/join.json", http.StatusFound)
		}), true},
	} {
		t.Run(c.name, func(t *testing.T) {
			p, err := first(t.Context(), c.of, []string{"http://127.0.0.1:1/", c.at})
			if (p != nil) != c.want || (err == nil) != c.want {
				t.Fatalf("%+v, %v", p, err)
			}
			if p != nil && (p.key != key || p.base.String() != s.URL+"/") {
				t.Errorf("its key is %q, at %s", p.key, p.base)
			}
		})
	}
}

// TestProvenAt: a proof is for the address that was dialled, or for the name that a
// certificate stands for; by plain HTTP whoever answers to a name of the server's could have
// it signed for that.
func TestProvenAt(t *testing.T) {
	asked := func(r *http.Request) string { return r.URL.Query().Get(discovery.AtQuery) }
	named := func(r *http.Request) string {
		if host, _, _ := net.SplitHostPort(asked(r)); host != "localhost" {
			return ""
		}
		return asked(r)
	}
	for _, c := range []struct {
		name  string
		where func(*http.Request) string
		want  bool
	}{
		{"signed for the address", here, true},
		{"signed for the name", named, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := httptest.NewServer(joins(hall, c.where))
			defer s.Close()
			p, err := ask(t.Context(), strings.Replace(s.URL, "127.0.0.1", "localhost", 1), true)
			if err != nil || (p.key != "") != c.want || p.base.Hostname() != "localhost" || !p.own {
				t.Errorf("%+v, %v", p, err)
			}
		})
	}
}

// TestWatchMoved: a name that leads elsewhere by now is looked for anew, as the streams go
// where it led before.
func TestWatchMoved(t *testing.T) {
	s := site(t)
	k := opened(t, Config{Folder: t.TempDir()})
	base, err := url.Parse(strings.Replace(s.URL, "127.0.0.1", "localhost", 1) + "/")
	if err != nil {
		t.Fatal(err)
	}
	p, err := ask(t.Context(), base.String(), true)
	if err != nil {
		t.Fatal(err)
	}
	p.addr = netip.MustParseAddr("127.0.0.2") // where nobody has that port
	over := make(chan struct{})
	target := k.use(t.Context(), p)
	k.doubt()
	go func() { k.watch(t.Context(), target); close(over) }()
	until(t, "that it is gone", func() bool {
		select {
		case <-over:
			return true
		default:
			return false
		}
	})
}

// TestFound: the key that a server has proven is not forgotten where it proves none.
func TestFound(t *testing.T) {
	base, err := url.Parse("http://10.0.0.1:4747/")
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ id, key, want string }{
		"no proof":       {"a", "", "old"},
		"another key":    {"a", "new", "new"},
		"another server": {"b", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			m := memory{ID: "a", Key: "old"}
			m.found(&place{server: server{ID: c.id}, key: c.key, base: base})
			if m.ID != c.id || m.Key != c.want {
				t.Errorf("%+v", m)
			}
		})
	}
}

// TestTrust: what a kiosk has followed nobody replaces by saying that he is it; a person who
// types an address trusts whoever is there.
func TestTrust(t *testing.T) {
	s, folder := site(t), t.TempDir()
	k, over := opened(t, Config{Folder: folder}), make(chan error, 1)
	ctx, cancel := context.WithCancel(t.Context())
	go func() { over <- k.Run(ctx) }()
	k.choose(wish{address: s.URL})
	until(t, "the server", func() bool { return k.now() != nil })
	cancel()
	<-over
	s.Close()
	known := recall(folder)
	if known.Key == "" {
		t.Fatalf("no key is kept: %+v", known)
	}
	stranger := httptest.NewServer(joins(sealed.From([]byte("a stranger's own secret")).Identity(), here))
	t.Cleanup(stranger.Close)
	k = opened(t, Config{Folder: folder})
	k.known.Addresses = append(k.known.Addresses, stranger.URL+"/")
	if p := k.tryKnown(t.Context()); p != nil {
		t.Errorf("a stranger who has one of its addresses is followed: %+v", p)
	}
	if p := k.tryFound(t.Context(), []discovery.Server{{ID: known.ID, Name: "Hall", URLs: []string{stranger.URL + "/"}}}, true); p != nil {
		t.Errorf("a stranger who announces its ID is followed: %+v", p)
	}
	if !strings.Contains(k.status.Trouble, "cannot prove it") {
		t.Errorf("the screen says %q", k.status.Trouble)
	}
	k.choose(wish{address: stranger.URL})
	p := k.tryKnown(t.Context())
	if p == nil || p.key == known.Key {
		t.Fatalf("a typed address is not trusted: %+v", p)
	}
	if k.use(t.Context(), p); recall(folder).Key != p.key {
		t.Errorf("it keeps %+v", recall(folder))
	}
}

// TestTransport: a name leads where it led when its server said who it is; and nowhere on
// this computer, but one that a person here named.
func TestTransport(t *testing.T) {
	s := site(t)
	_, port, _ := net.SplitHostPort(strings.TrimPrefix(s.URL, "http://"))
	here := netip.MustParseAddr("127.0.0.1")
	for _, c := range []struct {
		name, host string
		addr       netip.Addr
		own        bool
		want       bool
	}{
		{"a name of this computer", "localhost", netip.Addr{}, false, false},
		{"one that was typed", "localhost", netip.Addr{}, true, true},
		{"where one that was typed leads", "lectern.localhost", netip.Addr{}, true, false},
		{"an address that was typed", "127.0.0.1", netip.Addr{}, true, true},
		{"a name that leads elsewhere by now", "talks.invalid", here, false, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			tr := newTransport(c.addr, c.own, "localhost")
			defer tr.CloseIdleConnections()
			r, err := (&http.Client{Transport: tr}).Get("http://" + c.host + ":" + port + "/join.json")
			if err == nil {
				r.Body.Close()
			}
			if (err == nil) != c.want {
				t.Errorf("%v", err)
			}
		})
	}
}
