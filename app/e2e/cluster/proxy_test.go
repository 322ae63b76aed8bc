//go:build linux

package cluster

import (
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"lectern/app/e2e/harness"
	"lectern/app/roster"
)

// startFront runs Caddy with build/deploy/Caddyfile before the hall's servers,
// and returns its address.
func (h *hall) startFront() string {
	h.t.Helper()
	program := harness.ProxyProgram(h.t, "caddy")
	file, err := os.ReadFile("../../../build/deploy/Caddyfile")
	if err != nil {
		h.t.Fatal(err)
	}
	text := "{\n\tadmin off\n\tgrace_period 1s\n}\n" + string(file)
	for i, l := range h.servers {
		name := fmt.Sprintf("lectern-%d:4747", i+1)
		if strings.Count(text, name) != 1 {
			h.t.Fatalf("the Caddyfile has not one %s", name)
		}
		text = strings.Replace(text, name, l.AddrPort().String(), 1)
	}
	url := fmt.Sprint("http://127.0.0.1:", harness.FreePort(h.t))
	dir := h.t.TempDir()
	config := filepath.Join(dir, "Caddyfile")
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		h.t.Fatal(err)
	}
	cmd := exec.Command(program, "run", "--config", config, "--adapter", "caddyfile")
	cmd.Env = append(os.Environ(), "LECTERN_HOST="+url, "HOME="+dir, "XDG_DATA_HOME="+dir, "XDG_CONFIG_HOME="+dir)
	out := &harness.Output{New: make(chan struct{}, 1)}
	cmd.Stdout, cmd.Stderr = out, out
	if err := cmd.Start(); err != nil {
		h.t.Fatal(err)
	}
	h.t.Cleanup(func() {
		cmd.Process.Signal(syscall.SIGTERM)
		late := time.AfterFunc(harness.Patience, func() { cmd.Process.Kill() })
		defer late.Stop()
		cmd.Wait()
		if h.t.Failed() {
			h.t.Logf("Caddy printed:\n%s", out)
		}
	})
	harness.Until(h.t, harness.Patience, "Caddy to pass something on", func() bool {
		res, err := http.Get(url + "/healthz")
		if err != nil {
			return false
		}
		res.Body.Close()
		return res.StatusCode == http.StatusOK
	})
	return url
}

// send makes a request through the proxy, and must succeed.
func send(t *testing.T, client *http.Client, method, url, body string) {
	t.Helper()
	r, err := http.NewRequest(method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "Bearer "+hallKey)
	res, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if text, _ := io.ReadAll(res.Body); res.StatusCode/100 != 2 {
		t.Fatalf("%s %s: %s %s", method, url, res.Status, text)
	}
}

// TestHallBehindProxy: browsers come through one proxy to three servers. What
// each tells of itself is counted where it follows; when a server is killed,
// its viewers are served by the others.
func TestHallBehindProxy(t *testing.T) {
	t.Parallel()
	db := startOutside(t)
	h := openHall(t, 3, db.url("lectern"))
	front := h.startFront()

	const audience = 24
	var viewers []*harness.Viewer
	var browsers []*http.Client
	for i := range audience {
		jar, err := cookiejar.New(nil)
		if err != nil {
			t.Fatal(err)
		}
		client := &http.Client{Jar: jar, Transport: &http.Transport{}}
		t.Cleanup(client.CloseIdleConnections)
		send(t, client, "GET", front+"/", "") // the page comes before the stream
		browsers = append(browsers, client)
		viewers = append(viewers, harness.Follow(t, client, fmt.Sprintf("%s/live?viewer=browser-%d", front, i)))
	}
	h.sees(viewers)
	h.servers[0].Presence(audience)
	for _, l := range h.servers {
		if _, text := l.Ask("GET", "/metrics", ""); strings.Contains(text, "\nlectern_viewers 0\n") {
			t.Errorf("nobody follows %s", l.Info.URL)
		}
	}

	h.slide = 5
	send(t, http.DefaultClient, "PUT", front+"/api/decks/1", `{"current_slide":5}`)
	h.sees(viewers)
	for i, client := range browsers {
		viewers[i].Mu.Lock()
		rev := viewers[i].Last.Rev
		viewers[i].Mu.Unlock()
		send(t, client, "POST", front+"/live/seen", fmt.Sprintf(`{"viewer":"browser-%d","rev":%d}`, i, rev))
	}
	h.servers[1].PresenceIs(fmt.Sprintf("that all %d are here", audience), func(p roster.Presence) bool {
		return p.Viewers == audience && p.Here == audience
	})

	h.servers[0].End(syscall.SIGKILL)
	began := time.Now()
	h.move(h.servers[1])
	h.sees(viewers)
	t.Logf("everybody was right %v after a server was killed", time.Since(began).Round(time.Millisecond))
}
