//go:build linux

package cluster

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/netip"
	"strings"
	"syscall"
	"testing"
	"time"

	"lectern/app/client"
	"lectern/app/e2e/harness"
	"lectern/app/e2e/load"
	"lectern/app/importer/options"
)

// hall is several servers on one outside database.
type hall struct {
	t       *testing.T
	servers []*harness.Lectern
	slide   int
	rev     int64 // of the last accepted move
}

const (
	hallSlides = 9
	hallKey    = "the-one-key-of-all-servers-of-the-hall"
)

// openHall starts n servers at the same moment on an empty database, and shows
// a talk.
func openHall(t *testing.T, n int, databaseURL string) *hall {
	t.Helper()
	h := &hall{t: t, slide: 1}
	key := harness.Write(t, "presenter.key", hallKey+"\n")
	for i := range n {
		data := harness.Folder(t)
		l := harness.Launch(t, "serve", "--addr", "127.0.0.1:0", "--data", data, "--database-url", databaseURL,
			"--presenter-key-file", key, "--name", fmt.Sprint("Hall ", i+1), "--log-level", "debug")
		l.Data = data
		h.servers = append(h.servers, l)
	}
	for _, l := range h.servers {
		l.AwaitReady()
		if l.Info.PresenterKey != hallKey {
			t.Errorf("the presenter's key is %q", l.Info.PresenterKey)
		}
	}
	client := client.Client{Run: h.servers[0].Info}
	added, err := client.Import(t.Context(), []string{harness.Write(t, "talk.md", harness.Talk(hallSlides))}, options.Options{}, func(int, int) {})
	if err == nil {
		err = client.Present(t.Context(), added.ID)
	}
	if err != nil || added.ID != 1 {
		t.Fatalf("deck %d: %v", added.ID, err)
	}
	t.Cleanup(func() {
		for _, l := range h.servers {
			if strings.Contains(l.Out.String(), outsidePassword) {
				t.Errorf("%s printed the database's password:\n%s", l.Info.URL, l.Out)
			}
		}
	})
	return h
}

// move asks a server for the next slide. It is tried again while the database
// is away, as the console does.
func (h *hall) move(l *harness.Lectern) {
	h.t.Helper()
	h.slide = h.slide%hallSlides + 1
	harness.Until(h.t, harness.Patience, "a move to be accepted", func() bool {
		status, text := l.Ask("PUT", "/api/decks/1", fmt.Sprintf(`{"current_slide":%d}`, h.slide))
		if status != http.StatusOK && status != http.StatusServiceUnavailable {
			h.t.Fatalf("a move: %d %s", status, text)
		}
		var state struct{ Rev int64 }
		if status == http.StatusOK {
			if err := json.Unmarshal([]byte(text), &state); err != nil {
				h.t.Fatal(err)
			}
			h.rev = state.Rev
		}
		return status == http.StatusOK
	})
}

// sees waits until viewers of every server are where the talk is.
func (h *hall) sees(viewers []*harness.Viewer) {
	h.t.Helper()
	for _, v := range viewers {
		v.Slide(h.t, h.slide)
	}
}

// TestThreeServers: any console moves everybody, whichever server they are on;
// one server is killed, and its viewers go on with the others. Each has a
// hundred viewers; 3,000 in a run of everything, which also waits until the
// server that was killed is forgotten.
func TestThreeServers(t *testing.T) {
	t.Parallel()
	each := 100
	if harness.All() {
		each = 3000
	}
	db := startOutside(t)
	h := openHall(t, 3, db.url("lectern"))

	var crowds []*load.Crowd
	var viewers []*harness.Viewer
	for i, l := range h.servers {
		others := []netip.AddrPort{h.servers[(i+1)%3].AddrPort(), h.servers[(i+2)%3].AddrPort()}
		c, err := load.Join(l.AddrPort(), each, load.Options{Return: 200 * time.Millisecond, Others: others})
		if err != nil {
			t.Fatal(err)
		}
		defer func() {
			if err := c.Close(); err != nil {
				t.Error(err)
			}
		}()
		crowds = append(crowds, c)
		viewers = append(viewers, l.Follow("/live")) // they look at the slide
	}
	everybody := func() {
		t.Helper()
		ctx, cancel := context.WithTimeout(t.Context(), harness.Patience)
		defer cancel()
		for _, c := range crowds {
			if err := c.Wait(ctx, h.rev); err != nil {
				t.Fatal(err)
			}
		}
	}
	for range 3 {
		for _, l := range h.servers {
			h.move(l)
		}
		everybody()
	}
	h.slide = 4
	db.exec("lectern", `UPDATE decks SET current_slide = 4`)
	h.rev = ask[int64](db, "lectern", `SELECT rev FROM decks`)
	everybody()
	h.sees(viewers)
	for _, l := range h.servers {
		l.Presence(3*each + 3)
	}

	killed, others := h.servers[2], h.servers[:2]
	began := time.Now()
	killed.End(syscall.SIGKILL)
	for range 20 {
		for _, l := range others {
			h.move(l)
		}
	}
	everybody()
	t.Logf("%d viewers of the killed server were right elsewhere, with 40 moves meanwhile, after %v", each, time.Since(began).Round(time.Millisecond))
	h.sees(viewers[:2])
	if n := crowds[2].Present(); n != each {
		t.Errorf("%d of %d viewers of the killed server came back", n, each)
	}
	if harness.All() { // it takes 15 s until a silent server is forgotten
		others[0].Presence(3*each + 2)
		others[1].Presence(3*each + 2)
	}
	again := harness.Start(t, killed.Data, "--database-url", db.url("lectern"))
	h.move(again)
	everybody()
	if slide := ask[int](db, "lectern", `SELECT current_slide FROM decks`); slide != h.slide {
		t.Errorf("the database says slide %d, the last move was to %d", slide, h.slide)
	}
	h.sees(append(viewers[:2], again.Follow("/live")))
	if harness.All() {
		measureHall(t, h, crowds, others)
	}
}

// measureHall tells how long a move takes to the last viewer of all servers.
func measureHall(t *testing.T, h *hall, crowds []*load.Crowd, servers []*harness.Lectern) {
	for _, c := range crowds {
		c.Arrivals()
	}
	var worst time.Duration
	var total time.Duration
	const moves = 25
	pace := time.NewTicker(200 * time.Millisecond)
	defer pace.Stop()
	for i := range moves {
		<-pace.C
		at := load.Now()
		h.move(servers[i%len(servers)])
		var last load.Moment
		viewers := 0
		for _, c := range crowds {
			if err := c.Wait(t.Context(), h.rev); err != nil {
				t.Fatal(err)
			}
			for _, a := range c.Arrivals()[h.rev] {
				last = max(last, a)
				viewers++
			}
		}
		took := time.Duration(last - at)
		worst, total = max(worst, took), total+took
		if i == 0 {
			t.Logf("a move reached %d viewers", viewers)
		}
	}
	t.Logf("from the PUT to the last viewer: %v on average, %v at the most", total/moves, worst)
}
