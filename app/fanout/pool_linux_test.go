package fanout

import (
	"bufio"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"lectern/app/deck"
	"lectern/app/live"
)

// patience is how long a test waits for one thing that must happen. Nothing waits so
// long unless something is broken.
const patience = 30 * time.Second

func TestEverybodyGetsTheNewest(t *testing.T) {
	h := newHall(t, usual)
	var over sync.WaitGroup
	const moves = 50
	for range 200 {
		c := h.connect()
		over.Go(func() {
			if _, err := until(c, moves); err != nil {
				t.Error(err)
			}
		})
	}
	h.viewers(200)
	for range moves {
		h.publish()
	}
	over.Wait()
}

// TestSlowReader: a viewer that reads nothing for thousands of events costs the
// others none, and when it reads again it gets whole events and the newest.
func TestSlowReader(t *testing.T) {
	h := newHall(t, timing{time.Minute, beat})
	slow := h.connect()
	slow.SetReadBuffer(4096)
	h.viewers(1)
	fast := h.connect()
	h.viewers(2)
	lines := bufio.NewReader(fast)
	const moves = 6000
	for range moves {
		h.publish()
		// Each event is awaited, so that none can be skipped on the way to fast
		// and each is tried on slow.
		for want := fmt.Sprintf("id: %d\n", h.rev); ; {
			line, err := lines.ReadString('\n')
			if err != nil {
				t.Fatal(err)
			}
			if line == want {
				break
			}
		}
	}
	events, err := until(slow, moves)
	if err != nil {
		t.Fatal(err)
	}
	if events >= moves {
		t.Errorf("the slow viewer got all %d events: its socket was never full, so this shows nothing", events)
	}
}

// TestSlowReaderOfLanes: what comes in a lane while a viewer does not read is
// there when it reads again, after the position.
func TestSlowReaderOfLanes(t *testing.T) {
	h := newHall(t, timing{time.Minute, beat})
	h.pages.Store(true)
	slow := h.connect()
	slow.SetReadBuffer(4096)
	h.viewers(1)
	full := func() (n int) {
		for _, s := range h.pool.shards {
			s.mu.Lock()
			n += len(s.full)
			s.mu.Unlock()
		}
		return n
	}
	for full() == 0 {
		h.publish()
	}
	h.hub.Tell(live.Any, live.Spread, 42)
	h.publish()
	last, want := "", fmt.Sprintf("id: %d", h.rev)
	for lines := bufio.NewScanner(slow); lines.Text() != "data: 42"; {
		if !lines.Scan() {
			t.Fatalf("the stream ended after %s: %v", last, lines.Err())
		}
		if strings.HasPrefix(lines.Text(), "id: ") {
			last = lines.Text()
		}
	}
	if last != want {
		t.Errorf("the lane came after %s, want %s", last, want)
	}
}

// TestLanesMakeWay: what was published in a lane is not written on while a position is
// expected.
func TestLanesMakeWay(t *testing.T) {
	h := newHall(t, usual)
	h.pages.Store(true)
	var way time.Duration
	s, err := newShard(nil, func() time.Duration { return way }, usual)
	if err != nil {
		t.Fatal(err)
	}
	defer s.close()
	h.publish()
	v, err := h.hub.Join(live.Any, true)
	if err != nil {
		t.Fatal(err)
	}
	c := h.connect()
	if err := s.add(c.TCPConn, v, func() { h.hub.Leave(v) }); err != nil {
		t.Fatal(err)
	}
	h.viewers(2)
	h.hub.Tell(live.Any, live.Spread, 42)
	way = 7 * time.Millisecond
	s.beginLanes()
	if wait := s.updateLanes(); wait != way || s.deliveries.Load() != 0 {
		t.Errorf("the lane goes on in %v, want %v; %d events were written", wait, way, s.deliveries.Load())
	}
	way = 0
	if wait := s.updateLanes(); wait != 0 || s.deliveries.Load() != 1 {
		t.Errorf("then it goes on in %v; %d events were written", wait, s.deliveries.Load())
	}
}

// TestStalled: who never reads loses the place.
func TestStalled(t *testing.T) {
	h := newHall(t, timing{100 * time.Millisecond, beat})
	c := h.connect()
	c.SetReadBuffer(4096)
	h.viewers(1)
	deadline := time.Now().Add(patience)
	for h.hub.Viewers() > 0 {
		if time.Now().After(deadline) {
			t.Fatal("a viewer that never reads keeps its place")
		}
		h.publish()
	}
}

// TestLeaving: a peer that closes is noticed though nothing is sent, and so is
// one that closes only its half, or resets.
func TestLeaving(t *testing.T) {
	h := newHall(t, usual)
	before := descriptors(t)
	for range 3 {
		var all []peer
		for range 300 {
			all = append(all, h.connect())
		}
		h.viewers(300)
		for i, c := range all {
			switch i % 3 {
			case 0:
				c.Close()
			case 1:
				c.CloseWrite()
			case 2:
				c.SetLinger(0)
				c.Close()
			}
		}
		h.viewers(0)
		for _, c := range all {
			c.Close()
		}
	}
	if after := descriptors(t); after > before+10 {
		t.Errorf("%d descriptors, and %d before", after, before)
	}
}

func descriptors(t *testing.T) int {
	files, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Fatal(err)
	}
	return len(files)
}

// TestChatter: what viewers send is not listened to, and does not hurt.
func TestChatter(t *testing.T) {
	h := newHall(t, usual)
	c := h.connect()
	h.viewers(1)
	go func() {
		for range 100 {
			if _, err := c.Write([]byte(strings.Repeat("GET / HTTP/1.1\r\n\r\n", 500))); err != nil {
				return
			}
		}
	}()
	for range 100 {
		h.publish()
	}
	if _, err := until(c, 100); err != nil {
		t.Error(err)
	}
}

// TestHubEndsStreams: a database that went back in time ends every stream.
func TestHubEndsStreams(t *testing.T) {
	h := newHall(t, usual)
	c := h.connect()
	h.viewers(1)
	h.publish()
	h.hub.Reset(0, nil)
	h.viewers(0)
	if _, err := until(c, 99); err == nil || !strings.Contains(err.Error(), "ended") {
		t.Errorf("the stream did not end: %v", err)
	}
}

// TestPulses: in forty seconds a page hears ten times that its line lives,
// anybody else four times.
func TestPulses(t *testing.T) {
	h := newHall(t, timing{Stall, time.Hour}) // the test beats
	plain := h.connect()
	h.viewers(1)
	h.pages.Store(true)
	page := h.connect()
	h.viewers(2)
	for n := range 40 * int(time.Second/beat) {
		for _, s := range h.pool.shards {
			s.pulse(n, time.Now())
		}
	}
	h.publish()
	for _, v := range []struct {
		name            string
		c               peer
		comments, pings int
	}{{"a page", page, 10, 10}, {"a plain viewer", plain, 4, 0}} {
		comments, pings := 0, 0
		for lines := bufio.NewScanner(v.c); lines.Scan() && lines.Text() != "id: 1"; {
			switch lines.Text() {
			case ":":
				comments++
			case "event: ping":
				pings++
			}
		}
		if comments != v.comments || pings != v.pings {
			t.Errorf("%s heard %d comments and %d pings, want %d and %d", v.name, comments, pings, v.comments, v.pings)
		}
	}
}

// BenchmarkPublish is one move to 1,000 viewers that do nothing with it.
func BenchmarkPublish(b *testing.B) {
	h := newHall(b, timing{time.Minute, beat})
	for range 1000 {
		c := h.connect()
		go func() {
			buf := make([]byte, 4096)
			for {
				if _, err := c.Read(buf); err != nil {
					return
				}
			}
		}()
	}
	h.viewers(1000)
	for b.Loop() {
		h.publish()
		for _, s := range h.pool.shards {
			s.update()
		}
	}
}

// TestLanesReachAll: what comes in a lane reaches everybody, a few at a time, though
// others go meanwhile and their places are taken.
func TestLanesReachAll(t *testing.T) {
	h := newHall(t, usual)
	h.publish()
	const stay, leave = 10 * laneChunk, 5 * laneChunk
	var staying, going []peer
	for i := range stay + leave {
		if c := h.connect(); i%3 == 0 {
			going = append(going, c)
		} else {
			staying = append(staying, c)
		}
	}
	h.viewers(stay + leave)
	h.hub.Tell(7, live.Inks, deck.InkNews{Deck: 7, Slide: 1, Ink: 42})
	for _, c := range going {
		c.SetLinger(0)
		c.Close()
	}
	// Pulses come whatever else does.
	late := time.AfterFunc(patience, func() {
		for _, c := range staying {
			c.Close()
		}
	})
	defer late.Stop()
	for i, c := range staying {
		for lines := bufio.NewScanner(c); !strings.Contains(lines.Text(), `"ink":42`); {
			if !lines.Scan() {
				t.Fatalf("viewer %d of %d was not told: %v", i, len(staying), lines.Err())
			}
		}
	}
}
