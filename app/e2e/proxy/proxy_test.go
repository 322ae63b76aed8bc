//go:build unix

package proxy

import (
	"bufio"
	"bytes"
	"context"
	bits "encoding/binary"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"image"
	"image/png"
	"mime/multipart"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"lectern/app/e2e/harness"
	"lectern/app/live"
)

// TestProxies: Lectern behind each proxy, with the README's configuration.
func TestProxies(t *testing.T) {
	const perProxy = 2
	var talks []string
	for i := range perProxy * len(proxyKinds) {
		talks = append(talks, harness.Write(t, "talk.md", harness.Talk(9+i))) // the same file twice is one deck
	}
	// As the README has it; beside that, 127.0.0.2 is a proxy in front of the
	// proxy, and an address has room for two.
	l := harness.Serve(t, append([]string{"--public-url", "https://" + publicName,
		"--trusted-proxy", "127.0.0.1,127.0.0.2", "--max-viewers-per-address", "2"}, talks...)...)
	lectern := strings.Trim(strings.TrimPrefix(l.Info.URL, "http://"), "/")
	for id := range talks {
		l.Until(fmt.Sprint("deck ", id+1), func() bool {
			_, text := l.Ask("PUT", fmt.Sprint("/api/decks/", id+1), `{"published":true}`)
			return strings.Contains(text, `"published":true`)
		})
	}
	var crowd sync.Mutex // one at a time may fill the room
	for i, kind := range proxyKinds {
		t.Run(kind.name, func(t *testing.T) {
			t.Parallel()
			p := startProxy(t, kind, lectern)
			first := int64(1 + i*perProxy)
			t.Run("stream", func(t *testing.T) {
				t.Run("HTTP2", func(t *testing.T) { t.Parallel(); p.streams(t, l, first, true) })
				t.Run("HTTP1", func(t *testing.T) { t.Parallel(); p.streams(t, l, first+1, false) })
			})
			t.Run("console", func(t *testing.T) { p.console(t, l, first) })
			t.Run("upload", func(t *testing.T) { p.upload(t, l) })
			t.Run("addresses", func(t *testing.T) {
				crowd.Lock()
				defer crowd.Unlock()
				p.addresses(t)
			})
			t.Run("restart", func(t *testing.T) { p.comesBack(t, l, first) })
		})
	}
}

// streams: events come at once and as they are, and heartbeats come, too.
func (p *proxy) streams(t *testing.T, l *harness.Lectern, deck int64, http2 bool) {
	v := p.visitor(t, http2, "")
	res := v.open(fmt.Sprintf("/decks/%d/live?viewer=proxy-%s-%d&kind=audience", deck, p.kind.name, deck))
	defer res.Body.Close()
	if res.StatusCode != 200 || (res.ProtoMajor == 2) != http2 {
		t.Fatalf("%s %s", res.Proto, res.Status)
	}
	if kind, encoding := res.Header.Get("Content-Type"), res.Header.Get("Content-Encoding"); kind != "text/event-stream" || encoding != "identity" {
		t.Fatalf("%q, encoded as %q", kind, encoding)
	}
	lines := bufio.NewScanner(res.Body)
	// until reads to the line that begins so; no line may begin with not.
	until := func(begin, not string) string {
		t.Helper()
		for lines.Scan() {
			if strings.HasPrefix(lines.Text(), begin) {
				return lines.Text()
			}
			if not != "" && strings.HasPrefix(lines.Text(), not) {
				t.Fatalf("%q before %q", lines.Text(), begin)
			}
		}
		t.Fatalf("the stream ended before %q: %v", begin, lines.Err())
		return ""
	}
	until("retry: ", "data")
	until("data: ", ":")
	until(":", "")
	until("event: ping", "")
	until("data: ", "")
	// The turn of this stream's heartbeat comes at some time within 10 s, and then
	// every 10 s: one may come between the moves. Two would push them through.
	var slowest time.Duration
	beats := 0
	for n := 2; n <= 9; n++ {
		begin := time.Now()
		l.Put(deck, fmt.Sprintf(`{"current_slide":%d}`, n))
		for data := ""; !strings.Contains(data, fmt.Sprintf(`"slide":%d,`, n)); {
			if data = until("data: ", ""); strings.Contains(data, `"every_ms":`) {
				beats++
			} else if !strings.Contains(data, fmt.Sprintf(`"slide":%d,`, n)) {
				t.Fatalf("slide %d was to come, not %s", n, data)
			}
			if beats > 1 {
				t.Fatalf("slide %d comes with a heartbeat", n)
			}
		}
		slowest = max(slowest, time.Since(begin))
	}
	t.Logf("the slowest of 8 moves took %v from the request to the event", slowest)
	// It does compress, so it was the stream that it did not.
	if res, _ := v.ask("GET", "/healthz", nil, "Accept-Encoding", "gzip"); res.Header.Get("Content-Encoding") != "gzip" {
		t.Errorf("the proxy does not compress at all: %v", res.Header)
	}
}

// console: the presenter's link works, and the API takes requests of the
// public address's pages and of no other's.
func (p *proxy) console(t *testing.T, l *harness.Lectern, deck int64) {
	v := p.visitor(t, true, "")
	link, _ := http.NewRequest("GET", public("/present?key="+l.Info.PresenterKey), nil)
	res, err := v.wire.RoundTrip(link)
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	if cookie := res.Header.Get("Set-Cookie"); res.StatusCode != http.StatusSeeOther || !strings.Contains(cookie, "; Secure") {
		t.Errorf("the link: %s, cookie %q", res.Status, cookie)
	}
	if res, text := v.ask("GET", link.URL.RequestURI(), nil); res.StatusCode != 200 || !strings.Contains(text, "<html") {
		t.Fatalf("the console: %s", res.Status)
	}
	if res, _ := v.ask("GET", "/api/decks", nil); res.StatusCode != 200 {
		t.Errorf("with the cookie: %s", res.Status)
	}
	if res, text := v.ask("GET", "/join.json", nil); !strings.Contains(text, public("/")) {
		t.Errorf("how to join: %s %s", res.Status, text)
	}
	put := func(n int, headers ...string) int {
		t.Helper()
		res, _ := v.ask("PUT", fmt.Sprint("/api/decks/", deck), strings.NewReader(fmt.Sprintf(`{"current_slide":%d}`, n)),
			append(headers, "Content-Type", "application/json")...)
		return res.StatusCode
	}
	for _, c := range []struct {
		headers []string
		want    int
	}{
		{[]string{"Origin", "https://" + publicName}, 200},
		{[]string{"Origin", "https://" + publicName, "Sec-Fetch-Site", "same-origin"}, 200},
		{[]string{"Origin", "https://evil.example"}, 403},
		{[]string{"Origin", "https://evil.example", "Sec-Fetch-Site", "cross-site"}, 403},
	} {
		if got := put(4, c.headers...); got != c.want {
			t.Errorf("a move with %v: %d, want %d", c.headers, got, c.want)
		}
	}
	stream := v.open("/api/live")
	defer stream.Body.Close()
	lines := bufio.NewScanner(stream.Body)
	for lines.Scan() && !strings.HasPrefix(lines.Text(), "event: state") {
	}
	put(5)
	for lines.Scan() && !(strings.Contains(lines.Text(), fmt.Sprintf(`"id":%d,`, deck)) && strings.Contains(lines.Text(), `"current_slide":5,`)) {
	}
	if lines.Err() != nil {
		t.Errorf("the console's stream: %v", lines.Err())
	}
}

// upload: 50 MB pass.
func (p *proxy) upload(t *testing.T, l *harness.Lectern) {
	var picture, body bytes.Buffer
	if err := png.Encode(&picture, image.NewGray(image.Rect(0, 0, 64, 36))); err != nil {
		t.Fatal(err)
	}
	form := multipart.NewWriter(&body)
	w, err := form.CreateFormFile("file", "large.png")
	if err != nil {
		t.Fatal(err)
	}
	w.Write(fattened(picture.Bytes(), 50<<20))
	form.Close()
	res, text := p.visitor(t, true, "").ask("POST", "/api/decks", &body,
		"Content-Type", form.FormDataContentType(), "Authorization", "Bearer "+l.Info.PresenterKey)
	var made struct{ ID int64 }
	if json.Unmarshal([]byte(text), &made); res.StatusCode != http.StatusCreated || made.ID == 0 {
		t.Errorf("%s %s", res.Status, text)
	}
}

// fattened is a PNG with n more bytes, in a private chunk that readers skip.
func fattened(picture []byte, n int) []byte {
	const signature, header = 8, 4 + 4 + 13 + 4
	chunk := append(bits.BigEndian.AppendUint32(nil, uint32(n)), "leCT"...)
	chunk = append(chunk, make([]byte, n)...)
	chunk = bits.BigEndian.AppendUint32(chunk, crc32.ChecksumIEEE(chunk[4:]))
	at := signature + header
	return append(append(picture[:at:at], chunk...), picture[at:]...)
}

// comesBack: the proxy reads its configuration again, ends and starts; the
// viewers are where the room is.
func (p *proxy) comesBack(t *testing.T, l *harness.Lectern, deck int64) {
	path := fmt.Sprintf("/decks/%d/live", deck)
	var viewers []*harness.Viewer
	for i := range 6 {
		viewers = append(viewers, harness.Follow(t, &p.visitor(t, i%2 == 0, "").Client, public(path)))
	}
	n := 0
	move := func(when string) {
		t.Helper()
		n++
		l.Put(deck, fmt.Sprintf(`{"current_slide":%d}`, n))
		for _, v := range viewers {
			v.Sees(t, fmt.Sprint("slide ", n, " ", when), func(_ string, e live.Event) bool { return e.Slide == n })
		}
	}
	move("before")
	p.reload()
	move("after the reload")
	p.stop()
	l.Put(deck, `{"current_slide":8}`)
	p.start()
	for _, v := range viewers {
		v.Slide(t, 8)
	}
	move("after the restart")
}

// TestUnnamedProxy: without --trusted-proxy nobody is believed.
func TestUnnamedProxy(t *testing.T) {
	l := harness.Serve(t, "--max-viewers-per-address", "2")
	get := func(from, path, forwarded string) *http.Response {
		t.Helper()
		dialer := &net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(from)}}
		wire := &http.Transport{DialContext: dialer.DialContext}
		t.Cleanup(wire.CloseIdleConnections)
		ctx, cancel := context.WithCancel(context.Background())
		t.Cleanup(cancel)
		r, _ := http.NewRequestWithContext(ctx, "GET", strings.TrimSuffix(l.Info.URL, "/")+path, nil)
		r.Header.Set("X-Forwarded-For", forwarded)
		res, err := wire.RoundTrip(r)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { res.Body.Close() })
		return res
	}
	for range 3 {
		if res := get("127.0.0.2", "/live", "203.0.113.7"); res.StatusCode != 200 {
			t.Errorf("an address that a stranger makes up has a limit: %s", res.Status)
		}
	}
	if res := get("127.0.0.2", "/metrics", "127.0.0.1"); res.StatusCode != http.StatusForbidden {
		t.Errorf("the metrics, for whom a stranger calls this computer: %s", res.Status)
	}
	mine := ownAddress()
	if mine == "" {
		t.Skip("this computer has no address but the loopback's")
	}
	for i, want := range []int{200, 200, 503} {
		res := get(mine, "/live", fmt.Sprint("203.0.113.", i))
		if res.StatusCode != want || want == 503 && res.Header.Get("Retry-After") == "" {
			t.Errorf("stream %d of one address that says to be others: %s, want %d", i+1, res.Status, want)
		}
	}
}
