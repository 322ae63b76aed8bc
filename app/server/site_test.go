package server_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"mime/multipart"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"lectern/app/drawing"
	"lectern/app/drawing/drawingtest"
	"lectern/app/idle"
	"lectern/app/importer"
	"lectern/app/importer/importertest"
	"lectern/app/lan/reach"
	"lectern/app/library"
	"lectern/app/live"
	"lectern/app/roster"
	"lectern/app/sealed"
	"lectern/app/server"
	"lectern/app/store"
	"lectern/app/store/storetest"
)

// patience is how long a test waits for one thing that must happen. Nothing waits so
// long unless something is broken.
const patience = 30 * time.Second

func TestMain(m *testing.M) {
	importer.RunIfChild()
	storetest.Main(m)
}

// site is a running server on a database of its own.
type site struct {
	t     testing.TB
	url   string
	store *store.Store
	hub   *live.Hub
	dbURL string

	server *server.Server
	press  *drawingtest.Press // of decks that drawingtest adds
}

func start(t testing.TB) *site {
	t.Helper()
	return startOn(t, func(l net.Listener) net.Listener { return l })
}

// startOn starts one whose connections come through a listener of the test's.
func startOn(t testing.TB, through func(net.Listener) net.Listener) *site {
	t.Helper()
	return startAs(t, through, func(*server.Config) {})
}

// startAs starts one with other settings.
func startAs(t testing.TB, through func(net.Listener) net.Listener, change func(*server.Config)) *site {
	t.Helper()
	st, dbURL := storetest.Open(t)
	log := slog.New(slog.DiscardHandler)
	hub := live.NewHub(sealed.From(st.ViewSecret()))
	who := roster.New(hub, "", nil)
	follower := live.NewFollower(st, hub, who.Heard, log)
	ctx, cancel := context.WithCancel(context.Background())
	over := make(chan struct{}, 6)
	press := drawingtest.New()
	im := importer.New(importer.Config{Program: importertest.Program()})
	draw := drawing.New(drawing.Config{Store: st, Open: press.Open, Log: log})
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &site{t: t, url: "http://" + l.Addr().String(), store: st, hub: hub, dbURL: dbURL, press: press}
	c := server.Config{
		Store: st, Hub: hub, Roster: who, Follower: follower, Library: library.New(st, im, draw, t.TempDir()), Log: log, Key: key, Name: "Test hall",
		URLs: func() []string { return []string{s.url + "/"} }, PublicURL: &url.URL{Scheme: "https", Host: "talks.example.org"},
		Reach:    func(context.Context) reach.Report { return reach.Report{} },
		Restarts: func() int64 { return 0 },
		Drawing:  draw,
	}
	round := idle.New(st, hub, log)
	follower.OnDeck(round.Heard)
	follower.OnRound(round.Changed)
	c.Idle = round
	change(&c)
	srv := server.New(c)
	s.server = srv
	go func() { follower.Run(ctx); over <- struct{}{} }()
	go func() { hub.Run(ctx); over <- struct{}{} }()
	go func() { draw.Run(ctx); over <- struct{}{} }()
	go func() { round.Run(ctx); over <- struct{}{} }()
	go func() { who.Run(ctx); over <- struct{}{} }()
	go func() { srv.Serve(through(l)); over <- struct{}{} }()
	t.Cleanup(func() {
		stop, done := context.WithTimeout(context.Background(), patience)
		defer done()
		if err := srv.Close(stop); err != nil {
			t.Error(err)
		}
		cancel()
		for range 6 {
			<-over
		}
		im.Close()
	})
	<-follower.Ready()
	return s
}

// in is the site for a subtest, whose own failure is that of what it asks.
func (s *site) in(t testing.TB) *site {
	of := *s
	of.t = t
	return &of
}

// ask sends a request, as the presenter unless a header says otherwise.
func (s *site) ask(method, path, body string, headers ...string) (status int, text string, h http.Header) {
	s.t.Helper()
	r, err := http.NewRequest(method, s.url+path, strings.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+key)
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i < len(headers); i += 2 {
		if headers[i] == "Host" {
			r.Host = headers[i+1]
		} else if headers[i+1] == "" {
			r.Header.Del(headers[i])
		} else {
			r.Header.Set(headers[i], headers[i+1])
		}
	}
	res, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		s.t.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return res.StatusCode, string(b), res.Header
}

// stranger asks without a key.
func (s *site) stranger(method, path, body string, headers ...string) (int, string, http.Header) {
	s.t.Helper()
	return s.ask(method, path, body, append(headers, "Authorization", "")...)
}

// upload posts files, given as name, contents, name, contents.
func (s *site) upload(files ...string) (int, string) {
	s.t.Helper()
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	for i := 0; i < len(files); i += 2 {
		w, err := form.CreateFormFile("file", files[i])
		if err != nil {
			s.t.Fatal(err)
		}
		io.WriteString(w, files[i+1])
	}
	form.Close()
	status, text, _ := s.ask("POST", "/api/decks", b.String(), "Content-Type", form.FormDataContentType())
	return status, text
}

// deck imports a deck of three slides and returns its id.
func (s *site) deck() int64 {
	s.t.Helper()
	status, text := s.upload("talk.md", talk)
	if status != http.StatusCreated {
		s.t.Fatalf("import: %d %s", status, text)
	}
	var d struct{ ID int64 }
	if err := json.Unmarshal([]byte(text), &d); err != nil {
		s.t.Fatal(err)
	}
	return d.ID
}

func (s *site) put(id int64, body string) {
	s.t.Helper()
	if status, text, _ := s.ask("PUT", fmt.Sprint("/api/decks/", id), body); status != 200 {
		s.t.Fatalf("PUT %s: %d %s", body, status, text)
	}
}

// stream is an open event stream.
type stream struct {
	t     testing.TB
	lines *bufio.Scanner
	late  *time.Timer // ends it when an event is waited for too long
}

func (s *site) stream(path string) *stream {
	s.t.Helper()
	return s.streamAs("Authorization", "Bearer "+key, path)
}

func (s *site) streamAs(header, value, path string) *stream {
	s.t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	s.t.Cleanup(cancel)
	late := time.AfterFunc(patience, cancel)
	defer late.Stop()
	r, _ := http.NewRequestWithContext(ctx, "GET", s.url+path, nil)
	r.Header.Set(header, value)
	res, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { res.Body.Close() })
	if res.StatusCode != 200 || res.Header.Get("Content-Type") != "text/event-stream" {
		s.t.Fatalf("%s: %s %s", path, res.Status, res.Header.Get("Content-Type"))
	}
	return &stream{s.t, bufio.NewScanner(res.Body), late}
}

// next returns the next event that has one of the names.
func (s *stream) next(names ...string) (name, data string) {
	s.t.Helper()
	s.late.Reset(patience)
	defer s.late.Stop()
	for s.lines.Scan() {
		if v, ok := strings.CutPrefix(s.lines.Text(), "event: "); ok {
			name = v
		}
		if v, ok := strings.CutPrefix(s.lines.Text(), "data: "); ok {
			for _, n := range names {
				if n == name {
					return name, v
				}
			}
		}
	}
	s.t.Fatalf("the stream ended, or %v went by, before an event %v: %v", patience, names, s.lines.Err())
	return "", ""
}
