package fetch

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"

	"lectern/app/importer/importertest"
)

// onThis lets a test ask the servers of this computer that it names.
func onThis(t *testing.T, servers ...*httptest.Server) {
	t.Helper()
	var may []netip.AddrPort
	for _, s := range servers {
		may = append(may, netip.MustParseAddrPort(s.Listener.Addr().String()))
	}
	allow = func(a netip.AddrPort) bool {
		for _, m := range may {
			if m == a {
				return true
			}
		}
		return false
	}
	t.Cleanup(func() { allow = nil })
}

func get(t *testing.T, addresses ...string) (got map[string][]byte, missing map[string]string) {
	t.Helper()
	got = map[string][]byte{}
	missing, err := Get(t.Context(), addresses, func(a string, data []byte) error {
		got[a] = data
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return got, missing
}

func TestGet(t *testing.T) {
	red := importertest.PNG(importertest.Colours(4, 3))
	inside := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { t.Error("asked"); w.Write(red) }))
	defer inside.Close()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Referer") != "" || r.Header.Get("Cookie") != "" || r.Header.Get("Authorization") != "" {
			t.Errorf("it tells of who asks: %v", r.Header)
		}
		http.SetCookie(w, &http.Cookie{Name: "who", Value: "you"})
		switch r.URL.Path {
		case "/a.png", "/b":
			w.Write(red)
		case "/to":
			http.Redirect(w, r, "/a.png", http.StatusFound)
		case "/inside":
			http.Redirect(w, r, inside.URL, http.StatusFound)
		case "/file":
			http.Redirect(w, r, "file:///etc/passwd", http.StatusFound)
		case "/round":
			http.Redirect(w, r, "/round", http.StatusFound)
		case "/page":
			w.Header().Set("Content-Type", "image/png")
			w.Write([]byte("<!doctype html><title>x</title>"))
		case "/large":
			w.Header().Set("Content-Length", fmt.Sprint(MaxEach+1))
			w.Write(red)
		case "/endless":
			for r.Context().Err() == nil {
				if _, err := w.Write(bytes.Repeat(red, 1000)); err != nil {
					return
				}
			}
		default:
			http.NotFound(w, r)
		}
	}))
	defer s.Close()
	onThis(t, s)
	u := func(path string) string { return s.URL + path }
	signed := strings.Replace(u("/a.png"), "http://", "http://me:secret@", 1)
	got, missing := get(t, u("/a.png"), u("/b"), u("/to"), signed, u("/inside"), u("/file"), u("/round"), u("/page"), u("/large"), u("/endless"), u("/none"),
		"ftp://example.org/a.png", inside.URL+"/x", "http://[::1]:1/a.png", "http://")
	for _, a := range []string{u("/a.png"), u("/b"), u("/to"), signed} {
		if !bytes.Equal(got[a], red) {
			t.Errorf("%s: %d bytes; %s", a, len(got[a]), missing[a])
		}
	}
	for a, want := range map[string]string{
		u("/inside"): errPrivate.Error(), inside.URL + "/x": errPrivate.Error(), "http://[::1]:1/a.png": errPrivate.Error(),
		u("/file"): "only http:// and https://", "ftp://example.org/a.png": "only http:// and https://", "http://": "only http:// and https://",
		u("/round"): "it leads from address to address", u("/page"): "what is there is no picture",
		u("/large"): "it has more than 20 MB", u("/endless"): "it has more than 20 MB", u("/none"): "the server answers 404",
	} {
		if got[a] != nil || !strings.Contains(missing[a], want) {
			t.Errorf("%s: %d bytes, %q; want %q", a, len(got[a]), missing[a], want)
		}
	}
	if len(got)+len(missing) != 15 {
		t.Errorf("%d and %d", len(got), len(missing))
	}
}

// TestGetAsksNobodyHere: this computer is not asked, whatever it is called.
func TestGetAsksNobodyHere(t *testing.T) {
	var asked atomic.Int64
	s := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked.Add(1) }))
	defer s.Close()
	_, port, _ := net.SplitHostPort(s.Listener.Addr().String())
	allow = func(netip.AddrPort) bool { return false } // any port, so that the address decides
	defer func() { allow = nil }()
	for _, host := range []string{"127.0.0.1", "localhost", "0.0.0.0", "[::]", "[::1]", "[::ffff:127.0.0.1]", "[64:ff9b::7f00:1]", "127.1", "2130706433", "0x7f000001", "[fe80::1]", "10.0.0.1", "192.168.0.1", "169.254.169.254"} {
		_, missing := get(t, "http://"+host+":"+port+"/a.png")
		if len(missing) != 1 {
			t.Errorf("%s was fetched", host)
		}
	}
	allow = nil
	if _, missing := get(t, s.URL); !strings.Contains(missing[s.URL], "only the ports 80 and 443") {
		t.Error(missing)
	}
	if asked.Load() > 0 {
		t.Errorf("it was asked %d times", asked.Load())
	}
}

func TestPublic(t *testing.T) {
	for a, want := range map[string]bool{
		"1.1.1.1": true, "93.184.216.34": true, "2606:4700::1111": true,
		"127.0.0.1": false, "10.1.2.3": false, "172.31.0.1": false, "192.168.1.1": false, "100.64.0.1": false, "169.254.169.254": false, "0.0.0.0": false,
		"224.0.0.251": false, "255.255.255.255": false, "198.18.0.1": false, "::1": false, "::": false, "fe80::1": false, "fc00::1": false, "fd12::1": false,
		"ff02::fb": false, "::ffff:1.1.1.1": false, "64:ff9b::101:101": false, "2002:7f00:1::": false, "2001:0:1::": false, "2001:db8::1": false,
	} {
		if got := Public(netip.MustParseAddr(a)); got != want {
			t.Errorf("%s: %v", a, got)
		}
	}
}

func TestGetIsBounded(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Get(ctx, []string{"http://example.org/a.png"}, nil); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	var many []string
	for i := range MaxCount + 3 {
		many = append(many, fmt.Sprintf("ftp://example.org/%d", i))
	}
	if _, missing := get(t, many...); !strings.Contains(missing[many[MaxCount]], "200 are the most") {
		t.Errorf("%q", missing[many[MaxCount]])
	}
	red := importertest.PNG(importertest.Colours(4, 3))
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.Write(red) }))
	defer s.Close()
	onThis(t, s)
	broken := errors.New("the disk is full")
	if _, err := Get(t.Context(), []string{s.URL}, func(string, []byte) error { return broken }); err != broken {
		t.Error(err)
	}
}

// TestKnown: what only a proxy would know is not asked for what it knows of its own house.
func TestKnown(t *testing.T) {
	for _, host := range []string{"127.1", "2130706433", "0x7f000001", "0x7f.1", "127.0.0.1.", "LOCALHOST.", "a.localhost", "printer.local", "[::1]", "017700000001", "10.1", "intranet", "wiki.corp", "METADATA.google.internal.", "router.lan", "nas.home.arpa"} {
		r, err := http.NewRequestWithContext(t.Context(), "GET", "http://"+host+"/a.png", nil)
		if err != nil {
			t.Fatal(err)
		}
		if err := known(r); err != errPrivate {
			t.Errorf("%s: %v", host, err)
		}
	}
}
