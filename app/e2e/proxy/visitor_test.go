//go:build unix

package proxy

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"testing"

	"lectern/app/e2e/harness"
)

// A visitor is somebody's browser, as far as a proxy can tell.
type visitor struct {
	t testing.TB
	http.Client
	wire *http.Transport
}

// visitor comes over HTTP/2 or HTTP/1.1, from one of this computer's addresses,
// or with "" from any.
func (p *proxy) visitor(t testing.TB, http2 bool, from string) *visitor {
	t.Helper()
	dialer := &net.Dialer{}
	if from != "" {
		dialer.LocalAddr = &net.TCPAddr{IP: net.ParseIP(from)}
	}
	var protocols http.Protocols
	protocols.SetHTTP1(!http2)
	protocols.SetHTTP2(http2)
	wire := &http.Transport{
		TLSClientConfig: p.tls(), Protocols: &protocols,
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			return dialer.DialContext(ctx, "tcp", p.addr)
		},
		// Answers are seen as they came.
		DisableCompression: true,
	}
	t.Cleanup(wire.CloseIdleConnections)
	jar, _ := cookiejar.New(nil)
	return &visitor{t, http.Client{Transport: wire, Jar: jar}, wire}
}

func public(path string) string { return "https://" + publicName + path }

// ask returns the answer with its body read.
func (v *visitor) ask(method, path string, body io.Reader, headers ...string) (*http.Response, string) {
	v.t.Helper()
	r, err := http.NewRequest(method, public(path), body)
	if err != nil {
		v.t.Fatal(err)
	}
	res := v.do(r, headers)
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		v.t.Fatal(err)
	}
	return res, string(b)
}

func (v *visitor) do(r *http.Request, headers []string) *http.Response {
	v.t.Helper()
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	res, err := v.Do(r)
	if err != nil {
		v.t.Fatal(err)
	}
	return res
}

// open asks for a stream. Who calls it closes the body.
func (v *visitor) open(path string, headers ...string) *http.Response {
	v.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 2*harness.Patience)
	v.t.Cleanup(cancel)
	r, _ := http.NewRequestWithContext(ctx, "GET", public(path), nil)
	r.Header.Set("Accept-Encoding", "gzip, br, zstd")
	return v.do(r, headers)
}
