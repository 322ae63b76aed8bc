package server_test

import (
	"encoding/json"
	"fmt"
	"net"
	"os"
	"strings"
	"testing"
	"time"

	"lectern/app/fanout"
	"lectern/app/live"
	"lectern/app/store/storetest"
)

// opaque hides what its connections are, so that viewers are not given away and
// each has a goroutine, as on other systems than Linux.
type opaque struct{ net.Listener }

func (o opaque) Accept() (net.Conn, error) {
	c, err := o.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return struct{ *net.TCPConn }{c.(*net.TCPConn)}, nil
}

func startAttended(t testing.TB) *site {
	t.Helper()
	return startOn(t, func(l net.Listener) net.Listener { return opaque{l} })
}

// ways are the two in which a viewer is written to.
func ways(t *testing.T, test func(*testing.T, *site)) {
	t.Run("given away", func(t *testing.T) { test(t, start(t)) })
	t.Run("attended", func(t *testing.T) { test(t, startAttended(t)) })
}

func TestStream(t *testing.T) { ways(t, testStream) }

func testStream(t *testing.T, s *site) {
	id := s.deck()
	v := s.stream("/live")
	if name, _ := v.next("slide", "deck", "end"); name != "end" {
		t.Errorf("nothing live: %s", name)
	}
	s.put(id, `{"live":true}`)
	if name, data := v.next("slide", "deck", "end"); name != "deck" || !strings.Contains(data, `"slide":1`) {
		t.Errorf("going live: %s %s", name, data)
	}
	conn := storetest.Connect(t, s.dbURL)
	if _, err := conn.Exec(t.Context(), `UPDATE decks SET current_slide = 3 WHERE id = $1`, id); err != nil {
		t.Fatal(err)
	}
	if name, data := v.next("slide", "deck", "end"); name != "slide" || !strings.Contains(data, `"slide":3`) {
		t.Errorf("after SQL: %s %s", name, data)
	}
	if _, data := s.stream(fmt.Sprintf("/decks/%d/live", id)).next("slide"); !strings.Contains(data, `"slide":3`) {
		t.Errorf("a late joiner: %s", data)
	}
	s.put(id, `{"live":false}`)
	if name, _ := v.next("slide", "deck", "end"); name != "end" {
		t.Errorf("the end: %s", name)
	}
	if status, _, _ := s.ask("GET", fmt.Sprintf("/decks/%d/live", id), ""); status != 404 {
		t.Errorf("the stream of a deck that is not open: %d", status)
	}
}

const follow = "GET /live HTTP/1.1\r\nHost: localhost\r\n\r\n"

// TestLeaving: a viewer that goes is noticed though nothing is sent.
func TestLeaving(t *testing.T) { ways(t, testLeaving) }

func testLeaving(t *testing.T, s *site) {
	var all []net.Conn
	for range 20 {
		all = append(all, s.dial(follow))
	}
	s.viewers(20)
	for _, c := range all {
		c.Close()
	}
	s.viewers(0)
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for deadline := time.Now().Add(patience); s.server.Connections() != 0; <-tick.C {
		if time.Now().After(deadline) {
			t.Fatalf("%d connections are counted that are gone", s.server.Connections())
		}
	}
}

// TestSpread: a page is told how full the room is, after the position.
func TestSpread(t *testing.T) { ways(t, testSpread) }

func testSpread(t *testing.T, s *site) {
	v := s.stream("/live?viewer=me")
	if name, _ := v.next("slide", "deck", "end", "spread"); name != "end" {
		t.Errorf("event %s comes first", name)
	}
	if _, data := v.next("spread"); data != `{"ms":300}` {
		t.Errorf("the spread is %s", data)
	}
	s.hub.Tell(live.Any, live.Spread, map[string]int{"ms": 7})
	if _, data := v.next("spread"); data != `{"ms":7}` {
		t.Errorf("then it is %s", data)
	}
}

// TestEndOfStreams: a database that went back in time ends every stream.
func TestEndOfStreams(t *testing.T) { ways(t, testEndOfStreams) }

func testEndOfStreams(t *testing.T, s *site) {
	v := s.stream("/live")
	v.next("end")
	s.viewers(1)
	s.put(s.deck(), `{"live":true}`)
	v.next("deck")
	s.hub.Reset(0, nil)
	for v.lines.Scan() { // to the end
	}
	if err := v.lines.Err(); err != nil {
		t.Error(err)
	}
	s.viewers(0)
}

// TestDeaf: who never reads costs the others no event, and loses the place
// within 30 s.
func TestDeaf(t *testing.T) {
	if os.Getenv("LECTERN_TEST_ALL") == "" {
		t.Skip("it takes twenty seconds, and fanout's TestStalled has it in short: go run ./build test -all runs it")
	}
	ways(t, testDeaf)
}

func testDeaf(t *testing.T, s *site) {
	t.Parallel()
	id := s.deck()
	s.put(id, `{"live":true}`)
	s.dial(follow).(*net.TCPConn).SetReadBuffer(4096)
	s.viewers(1)
	v := s.stream("/live")
	v.next("slide")
	s.viewers(2)
	now, _ := s.hub.Deck(id)
	began := time.Now()
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for s.hub.Viewers() == 2 {
		if time.Since(began) > 30*time.Second {
			t.Fatal("a viewer that never reads keeps its place")
		}
		<-tick.C
		now.Rev++
		now.SeenRev = now.Rev
		now.CurrentSlide = int(now.Rev)%now.Slides + 1
		now.ShownSlide = now.CurrentSlide
		s.hub.Publish(now)
		for e := (live.Event{}); e.Rev != now.Rev; {
			_, data := v.next("slide")
			if err := json.Unmarshal([]byte(data), &e); err != nil {
				t.Fatal(err)
			}
		}
	}
	if took := time.Since(began); took < fanout.Stall {
		t.Errorf("it lost its place after %v, though it may take %v", took, fanout.Stall)
	}
}

// viewers waits until there are so many.
func (s *site) viewers(n int) {
	s.t.Helper()
	deadline := time.After(patience)
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for s.hub.Viewers() != n {
		select {
		case <-tick.C:
		case <-deadline:
			s.t.Fatalf("%d viewers, want %d", s.hub.Viewers(), n)
		}
	}
}
