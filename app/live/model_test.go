package live

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"lectern/app/deck"
	"lectern/app/sealed"
)

// laneData is what the model tells in a lane.
type laneData struct {
	Deck int64
	N    int
}

// TestHubModel drives a Hub at random beside a model of what viewers may see.
func TestHubModel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := NewHub(sealed.Keys{})
		rev := int64(0)
		decks := map[int64]deck.State{}
		live := int64(0)
		type seat struct {
			v    *Viewer
			last Event
			got  bool
			lane laneData
		}
		told, tells := map[int64]int{}, 0 // the newest in each deck's lane
		var seats []*seat
		var heard []deck.State // every change there was
		snapshot := func() []deck.State {
			var all []deck.State
			for _, d := range decks {
				all = append(all, d)
			}
			return all
		}
		take := func(s *seat) {
			b := s.v.Take()
			if lane, ok := bytes.CutPrefix(b, []byte("event: spread\ndata: ")); ok {
				before := s.lane
				if err := json.Unmarshal(lane, &s.lane); err != nil {
					t.Fatalf("%q: %v", b, err)
				}
				if s.lane.Deck == before.Deck && s.lane.N < before.N {
					t.Fatalf("a lane goes from %+v to %+v", before, s.lane)
				}
				return
			}
			if b == nil {
				return
			}
			_, e := readRapid(t, b)
			if s.got && e.Rev <= s.last.Rev {
				t.Fatalf("rev %d after %d", e.Rev, s.last.Rev)
			}
			s.last, s.got = e, true
		}
		h.Reset(0, nil)
		t.Repeat(map[string]func(*rapid.T){
			"move": func(t *rapid.T) {
				id := rapid.Int64Range(1, 3).Draw(t, "deck")
				rev++
				before := decks[id]
				d := before
				d.ID, d.Rev, d.Slides, d.Content = id, rev, 9, 1
				d.CurrentSlide = rapid.IntRange(1, 9).Draw(t, "slide")
				d.Blank = rapid.SampledFrom([]deck.Blank{"", deck.Black, deck.Freeze}).Draw(t, "blank")
				if d.Blank == "" || d.ShownSlide == 0 {
					d.ShownSlide = d.CurrentSlide
				}
				d = revised(before, d)
				decks[id] = d
				heard = append(heard, d)
				if rapid.IntRange(0, 4).Draw(t, "missed") > 0 {
					h.Publish(d)
					return
				}
				h.Reset(rev, snapshot())
				// A Feed listens before it reads.
				for _, d := range heard[rapid.IntRange(0, len(heard)).Draw(t, "heard before the snapshot"):] {
					h.Publish(d)
				}
			},
			"remove": func(t *rapid.T) {
				id := rapid.Int64Range(1, 3).Draw(t, "deck")
				if _, ok := decks[id]; !ok {
					return
				}
				rev++
				delete(decks, id)
				delete(told, id)
				if live == id {
					live = 0
				}
				heard = append(heard, deck.State{ID: id, Rev: rev, SeenRev: rev, DeletedAt: new(time.Time)})
				h.Publish(heard[len(heard)-1])
			},
			"tell": func(t *rapid.T) {
				id := rapid.Int64Range(1, 3).Draw(t, "deck")
				if _, ok := decks[id]; ok {
					tells++
					told[id] = tells
					h.Tell(id, Spread, laneData{id, tells})
				}
			},
			"live": func(t *rapid.T) {
				id := rapid.Int64Range(1, 3).Draw(t, "deck")
				d, ok := decks[id]
				if !ok {
					return
				}
				rev++
				d.Rev, d.SeenRev, d.Live = rev, rev, !d.Live
				decks[id] = d
				heard = append(heard, d)
				h.Publish(d)
				if old, ok := decks[live]; ok && live != id && d.Live {
					rev++
					old.Rev, old.SeenRev, old.Live = rev, rev, false
					decks[live] = old
					heard = append(heard, old)
					h.Publish(old)
				}
				if d.Live {
					live = id
				} else if live == id {
					live = 0
				}
			},
			"join": func(t *rapid.T) {
				if v, err := h.Join(rapid.SampledFrom([]int64{Any, live}).Draw(t, "topic"), true); err == nil {
					seats = append(seats, &seat{v: v})
				}
			},
			"leave": func(t *rapid.T) {
				if len(seats) > 0 {
					i := rapid.IntRange(0, len(seats)-1).Draw(t, "seat")
					h.Leave(seats[i].v)
					seats = append(seats[:i], seats[i+1:]...)
				}
			},
			"take": func(t *rapid.T) {
				if len(seats) > 0 {
					take(seats[rapid.IntRange(0, len(seats)-1).Draw(t, "seat")])
				}
			},
			"": func(t *rapid.T) {
				if h.Viewers() != len(seats) {
					t.Fatalf("%d viewers, want %d", h.Viewers(), len(seats))
				}
			},
		})
		h.publishLanes(time.Now().Add(time.Hour))
		for _, s := range seats {
			take(s) // the position
			take(s) // the lane
			if b := s.v.Take(); b != nil {
				t.Fatalf("there is more for a viewer that took both: %q", b)
			}
			want := Event{}
			id := s.v.id
			if id == Any {
				id = live
			}
			if n := told[id]; n != 0 && s.lane != (laneData{id, n}) {
				t.Fatalf("a viewer of deck %d ends with %+v in its lane, want %d", id, s.lane, n)
			}
			if d, ok := decks[id]; ok && d.Open() {
				p := d.Visible()
				want = Event{Deck: id, Slide: p.Slide, Blank: p.Blank, Slides: 9, Content: 1}
			}
			got := s.last
			if late, err := h.Join(s.v.id, false); err == nil {
				if _, e := readRapid(t, late.Take()); e != got {
					t.Fatalf("who stayed was told %+v, and who comes now %+v", got, e)
				}
				h.Leave(late)
			}
			got.Rev, got.At = 0, ""
			if diff := cmp.Diff(want, got); diff != "" {
				t.Fatalf("a viewer ends on another state (-want +got):\n%s", diff)
			}
		}
	})
}

func readRapid(t *rapid.T, b []byte) (name string, e Event) {
	for _, line := range strings.Split(string(b), "\n") {
		if v, ok := strings.CutPrefix(line, "event: "); ok {
			name = v
		}
		if v, ok := strings.CutPrefix(line, "data: "); ok {
			if err := json.Unmarshal([]byte(v), &e); err != nil {
				t.Fatal(err)
			}
		}
	}
	return name, e
}
