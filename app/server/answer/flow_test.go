//go:build unix

package answer

import (
	"bufio"
	"bytes"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"syscall"
	"testing"
	"time"
)

// holdLittle has the kernel hold little of an answer; else it would take it all.
func holdLittle(c net.Conn, s http.ConnState) {
	if s == http.StateNew {
		c.(*net.TCPConn).SetWriteBuffer(64 << 10)
	}
}

// TestFlow: an answer may take long as long as it is taken, and no longer.
func TestFlow(t *testing.T) {
	const limit = 300 * time.Millisecond
	body := bytes.Repeat([]byte("slide "), 2<<20)
	failed := make(chan error, 1)
	srv := httptest.NewUnstartedServer(Timed(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, err := w.Write(body)
		failed <- err
	}), limit))
	srv.Config.ConnState = holdLittle
	srv.Start()
	defer srv.Close()
	get := func() io.ReadCloser {
		t.Helper()
		small := func(_, _ string, c syscall.RawConn) error {
			return c.Control(func(fd uintptr) { syscall.SetsockoptInt(int(fd), syscall.SOL_SOCKET, syscall.SO_RCVBUF, 64<<10) })
		}
		client := &http.Client{Transport: &http.Transport{DialContext: (&net.Dialer{Control: small}).DialContext}}
		t.Cleanup(client.CloseIdleConnections)
		res, err := client.Get(srv.URL)
		if err != nil {
			t.Fatal(err)
		}
		return res.Body
	}

	slow := get()
	defer slow.Close()
	began := time.Now()
	tick := time.NewTicker(limit / 30)
	defer tick.Stop()
	var got int
	for b := make([]byte, 128<<10); ; <-tick.C {
		n, err := io.ReadFull(slow, b)
		got += n
		if err != nil {
			break
		}
	}
	if took := time.Since(began); got != len(body) || took < 2*limit {
		t.Errorf("%d of %d bytes came, in %v", got, len(body), took)
	}
	if err := <-failed; err != nil {
		t.Error(err)
	}

	defer get().Close() // and nothing is read
	select {
	case err := <-failed:
		if err == nil {
			t.Error("an answer that nobody takes was written")
		}
	case <-time.After(10 * limit):
		t.Error("an answer that nobody takes is waited with")
	}
}

// TestSlowDownload: an answer that takes longer than a request may, to be read,
// costs the next request on its connection nothing.
func TestSlowDownload(t *testing.T) {
	const limit = 200 * time.Millisecond
	body := bytes.Repeat([]byte("slide "), 2<<20)
	ended := make(chan error, 2)
	srv := httptest.NewUnstartedServer(Timed(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Write(body)
		ended <- r.Context().Err()
	}), limit))
	srv.Config.ReadTimeout = limit
	srv.Config.ConnState = holdLittle
	srv.Start()
	defer srv.Close()
	conn, err := net.Dial("tcp", srv.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	conn.(*net.TCPConn).SetReadBuffer(64 << 10)
	from := bufio.NewReader(conn)
	for n := range 2 {
		conn.SetDeadline(time.Now().Add(30 * time.Second))
		io.WriteString(conn, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
		res, err := http.ReadResponse(from, nil)
		if err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		tick := time.NewTicker(limit / 30)
		var got int
		for b := make([]byte, 128<<10); ; {
			if n == 0 {
				<-tick.C
			}
			m, err := io.ReadFull(res.Body, b)
			got += m
			if err != nil {
				break
			}
		}
		tick.Stop()
		if took := time.Since(began); got != len(body) || n == 0 && took < 2*limit {
			t.Errorf("%d of %d bytes came, in %v", got, len(body), took)
		}
		if err := <-ended; err != nil {
			t.Errorf("request %d on the connection: %v", n+1, err)
		}
	}
}
