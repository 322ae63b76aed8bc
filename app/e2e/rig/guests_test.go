//go:build linux

package rig

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"mime/multipart"
	"net"
	"net/http"
	"strings"
	"sync"
	"syscall"
	"time"

	"lectern/app/e2e/harness"
)

// Harm that comes in by the front door.

// guests opens so many connections to the server, a few at a time, and has each
// do something. It returns what shuts them.
func (r *rig) guests(n int, each func(c net.Conn, i int)) func() {
	var mu sync.Mutex
	var open []net.Conn
	end := r.during(func(ctx context.Context) {
		var all sync.WaitGroup
		places := make(chan struct{}, 20)
		for i := range n {
			if ctx.Err() != nil {
				break
			}
			places <- struct{}{}
			all.Go(func() {
				d := net.Dialer{Timeout: moveLimit, ControlContext: func(_ context.Context, _, _ string, c syscall.RawConn) error {
					return c.Control(func(fd uintptr) {
						syscall.SetsockoptInt(int(fd), syscall.SOL_SOCKET, syscall.SO_RCVBUF, 4096)
					})
				}}
				c, err := d.DialContext(ctx, "tcp", r.app.addr)
				<-places
				if err != nil {
					return
				}
				mu.Lock()
				open = append(open, c)
				mu.Unlock()
				each(c, i)
			})
		}
		<-ctx.Done()
		mu.Lock()
		for i, c := range open {
			if i%2 == 0 {
				c.(*net.TCPConn).SetLinger(0) // half of them vanish without a goodbye
			}
			c.Close()
		}
		mu.Unlock()
		all.Wait()
		mu.Lock()
		for _, c := range open {
			c.Close()
		}
		mu.Unlock()
	})
	return end
}

func (r *rig) head(method, path string, fields ...string) string {
	return fmt.Sprintf("%s %s HTTP/1.1\r\nHost: %s\r\n%s\r\n", method, path, r.app.addr, strings.Join(append(fields, ""), "\r\n"))
}

// crowd is three hundred more viewers, who all leave at once.
func crowd(r *rig) func() {
	request := r.head("GET", "/live")
	return r.guests(300, func(c net.Conn, _ int) {
		io.WriteString(c, request)
		io.Copy(io.Discard, c)
	})
}

func deafViewers(r *rig) func() {
	request := r.head("GET", "/live")
	return r.guests(60, func(c net.Conn, _ int) { io.WriteString(c, request) })
}

func silentConnections(r *rig) func() { return r.guests(400, func(net.Conn, int) {}) }

// slowRequests sends heads, and bodies, a byte at a time.
func slowRequests(r *rig) func() {
	whole := []string{
		r.head("GET", "/live", "X-Slow: "+strings.Repeat("x", 5000)),
		r.head("PUT", "/api/decks/1", "Authorization: Bearer "+r.app.key, "Content-Type: application/json", "Content-Length: 5000"),
		r.head("POST", "/live/seen", "Content-Type: application/json", "Content-Length: 5000"),
	}
	return r.guests(90, func(c net.Conn, i int) {
		text := whole[i%3]
		if i%3 > 0 {
			io.WriteString(c, text)
			text = strings.Repeat(" ", 4999)
		}
		tick := time.NewTicker(50 * time.Millisecond)
		defer tick.Stop()
		for _, b := range []byte(text) {
			if _, err := c.Write([]byte{b}); err != nil {
				return
			}
			<-tick.C
		}
	})
}

// pipelining sends many requests before it reads the first answer, and a
// stream's at the end.
func pipelining(r *rig) func() {
	all := strings.Repeat(r.head("GET", "/healthz"), 50) + r.head("GET", "/live") + strings.Repeat(r.head("GET", "/healthz"), 5)
	return r.guests(40, func(c net.Conn, _ int) {
		io.WriteString(c, all)
		in := bufio.NewReader(c)
		for {
			res, err := http.ReadResponse(in, nil)
			if err != nil {
				return
			}
			io.Copy(io.Discard, res.Body)
		}
	})
}

func enormousHeaders(r *rig) func() {
	request := r.head("GET", "/live", "X-Large: "+strings.Repeat("x", 4<<20))
	return r.guests(30, func(c net.Conn, _ int) {
		go io.WriteString(c, request) // it may be shut in the middle
		res, err := http.ReadResponse(bufio.NewReader(c), nil)
		if err == nil && res.StatusCode != http.StatusRequestHeaderFieldsTooLarge {
			r.t.Errorf("seed %d: a header of 4 MB was answered %s", r.seed, res.Status)
		}
	})
}

// twentyConsoles all move at once.
func twentyConsoles(r *rig) func() {
	return r.during(func(ctx context.Context) {
		var all sync.WaitGroup
		for range 20 {
			all.Go(func() {
				for range 5 {
					if ctx.Err() == nil {
						r.talk.put(ctx)
					}
				}
			})
		}
		all.Wait()
	})
}

// largeImport imports a deck of 500 pages that nobody shows: Markdown, which is
// the database's work, or a PDF, which is the processors'. At its end the upload
// is shut, wherever it is.
func largeImport(r *rig) func() {
	name, deck := fmt.Sprintf("talk-%d.md", r.seed), []byte(harness.Talk(500))
	if r.rng.IntN(2) == 0 {
		name, deck = fmt.Sprintf("talk-%d.pdf", r.seed), harness.PDF(500)
	}
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("file", name)
	if err != nil {
		r.t.Fatal(err)
	}
	part.Write(deck)
	form.Close()
	return r.during(func(ctx context.Context) {
		req, err := http.NewRequestWithContext(ctx, "POST", "http://"+r.app.addr+"/api/decks", &body)
		if err != nil {
			r.t.Error(err)
			return
		}
		req.Header.Set("Authorization", "Bearer "+r.app.key)
		req.Header.Set("Content-Type", form.FormDataContentType())
		client := &http.Client{Transport: &http.Transport{}}
		defer client.CloseIdleConnections()
		res, err := client.Do(req)
		if err != nil {
			r.note("the import of %s: %v", name, err)
			return
		}
		defer res.Body.Close()
		text, _ := io.ReadAll(res.Body)
		r.note("the import of %s: %s", name, res.Status)
		if res.StatusCode != http.StatusCreated && res.StatusCode != http.StatusServiceUnavailable {
			r.t.Errorf("seed %d: an import was answered %s %s", r.seed, res.Status, text)
		}
	})
}
