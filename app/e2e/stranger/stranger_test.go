package stranger

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"lectern/app/e2e/harness"
)

// A stranger has no cookie and no key, and asks for all there is.
type stranger struct {
	t      *testing.T
	base   string // without the / at the end
	client *http.Client
	chest  chest
	fixed  map[string]bool // addresses of what never changes, which were asked for
	events map[string]event
}

// event is the first one of a stream when it was asked for last, and what the deck
// looked like then.
type event struct{ looks, text string }

func newStranger(t *testing.T, l *harness.Lectern) *stranger {
	wire := &http.Transport{MaxIdleConnsPerHost: askers, DisableCompression: true}
	t.Cleanup(wire.CloseIdleConnections)
	return &stranger{t: t, base: strings.TrimSuffix(l.Info.URL, "/"), fixed: map[string]bool{}, events: map[string]event{}, client: &http.Client{
		Transport: wire, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

const (
	askers = 6     // how many requests are under way at once
	most   = 2_000 // how many there are in one crawl
)

// got is an answer.
type got struct {
	asked  string // method, address, headers
	status int
	header http.Header
	body   []byte
}

// A request is an address, or a method and an address, with a header after a |:
// "/live", "HEAD /live", "/live|Range: bytes=0-9".
func (s *stranger) ask(request string) got {
	line, extra, _ := strings.Cut(request, "|")
	method, address, ok := strings.Cut(line, " ")
	if !ok {
		method, address = "GET", line
	}
	ctx, cancel := context.WithTimeout(context.Background(), harness.Patience)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, method, s.base+address, nil)
	if err != nil {
		return got{asked: request} // no address at all
	}
	r.Header.Set("Accept-Encoding", "gzip")
	if name, value, ok := strings.Cut(extra, ": "); ok {
		r.Header.Set(name, value)
	}
	res, err := s.client.Do(r)
	if err != nil {
		s.t.Errorf("%s: %v", request, err)
		return got{asked: request}
	}
	defer res.Body.Close()
	g := got{asked: request, status: res.StatusCode, header: res.Header}
	if strings.HasPrefix(res.Header.Get("Content-Type"), "text/event-stream") {
		g.body = firstEvent(res.Body)
		return g
	}
	if g.body, err = io.ReadAll(res.Body); err != nil {
		s.t.Errorf("%s: %v", request, err)
	}
	return g
}

// firstEvent reads a stream to the end of its first event.
func firstEvent(from io.Reader) (text []byte) {
	for lines := bufio.NewScanner(from); lines.Scan(); {
		text = append(append(text, lines.Bytes()...), '\n')
		if len(lines.Bytes()) == 0 && bytes.Contains(text, []byte("\ndata: ")) {
			break
		}
	}
	return text
}

// crawl asks for these addresses, and for every one that an answer names.
func (s *stranger) crawl(first []string) map[string]got {
	var mu sync.Mutex
	all := map[string]got{}
	queue := make(chan string, most+1)
	var waiting sync.WaitGroup
	add := func(addresses []string) {
		mu.Lock()
		defer mu.Unlock()
		for _, a := range addresses {
			_, asked := all[a]
			if asked || s.fixed[a] || len(all) >= most {
				continue
			}
			s.fixed[a] = strings.HasPrefix(a, "/assets/")
			all[a] = got{}
			waiting.Add(1)
			queue <- a
		}
	}
	add(first)
	for range askers {
		go func() {
			for a := range queue {
				g := s.ask(a)
				mu.Lock()
				all[a] = g
				mu.Unlock()
				if !strings.HasPrefix(a, "/assets/") { // what scripts name is guessed, too
					add(named(g))
				}
				waiting.Done()
			}
		}()
	}
	waiting.Wait()
	close(queue)
	if len(all) >= most {
		s.t.Errorf("there is no end of addresses: %v", slices.Sorted(maps.Keys(all))[:50])
	}
	return all
}

var (
	told     = regexp.MustCompile(`"key":"([^"]+)"`)
	address  = regexp.MustCompile(`(?:^|["'(\s,=])(/[A-Za-z0-9][A-Za-z0-9_\-./?=&%~+]*)`)
	aPicture = regexp.MustCompile(`^/pictures/[^/]+$`)
	widths   = regexp.MustCompile(`widths":\[([0-9,]+)\]`)
)

// named are the addresses in an answer. A picture's is followed by a width.
func named(g got) (addresses []string) {
	text := strings.ReplaceAll(string(unpacked(g)), `\"`, `"`)
	if strings.Contains(g.header.Get("Content-Type"), "image/") {
		return nil
	}
	sizes := []string{"0", "960", "1920", "3840"}
	for _, m := range widths.FindAllStringSubmatch(text, -1) {
		sizes = append(sizes, strings.Split(m[1], ",")...)
	}
	for _, m := range address.FindAllStringSubmatch(text+" "+g.header.Get("Location")+" "+g.header.Get("Link"), -1) {
		if !aPicture.MatchString(m[1]) {
			addresses = append(addresses, m[1])
			continue
		}
		for _, width := range sizes {
			addresses = append(addresses, m[1]+"/"+width)
		}
	}
	return addresses
}

func unpacked(g got) []byte {
	if g.header.Get("Content-Encoding") == "gzip" {
		return gunzip(g.body)
	}
	return g.body
}

// A listener keeps a stream open, and all that comes out of it.
type listener struct {
	mu   sync.Mutex
	text []byte
}

func (s *stranger) listen(address string) *listener {
	ctx, cancel := context.WithCancel(context.Background())
	over := make(chan struct{})
	s.t.Cleanup(func() { cancel(); <-over })
	r, _ := http.NewRequestWithContext(ctx, "GET", s.base+address, nil)
	res, err := s.client.Do(r)
	if err != nil {
		s.t.Fatal(err)
	}
	heard := &listener{}
	go func() {
		defer close(over)
		defer res.Body.Close()
		for lines := bufio.NewScanner(res.Body); lines.Scan(); {
			heard.mu.Lock()
			heard.text = append(append(heard.text, lines.Bytes()...), '\n')
			heard.mu.Unlock()
		}
	}()
	return heard
}

// all is what was heard so far.
func (l *listener) all() []byte {
	l.mu.Lock()
	defer l.mu.Unlock()
	return bytes.Clone(l.text)
}
