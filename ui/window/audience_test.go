package window

import (
	"errors"
	"maps"
	"reflect"
	"testing"
)

// desk is monitors, and the views that were opened on them.
type desk struct {
	t        *testing.T
	audience audience
	views    []*fakeView
	kept     Choices
	fails    bool
}

type fakeView struct {
	on            string
	ended, closed bool
}

func (v *fakeView) move(monitor string)        { v.on = monitor }
func (v *fakeView) end()                       { v.ended, v.closed = true, true }
func (v *fakeView) over() (ended, closed bool) { return v.ended, v.closed }

func newDesk(t *testing.T, choices Choices) *desk {
	d := &desk{t: t}
	d.audience = audience{
		choices:  choices,
		remember: func(c Choices) { d.kept = maps.Clone(c) },
		start: func(monitor string) (view, error) {
			if d.fails {
				return nil, errors.New("no window")
			}
			v := &fakeView{on: monitor}
			d.views = append(d.views, v)
			return v, nil
		},
	}
	return d
}

// shows checks on which monitors views are open now, and what the page is told.
func (d *desk) shows(monitors []Monitor, again bool, on ...string) {
	d.t.Helper()
	said := d.audience.look(monitors)
	var open []string
	for _, v := range d.views {
		if !v.ended {
			open = append(open, v.on)
		}
	}
	want := ""
	if len(on) > 0 {
		want = on[0]
	}
	if !reflect.DeepEqual(open, on) || said.Audience != want || said.Again != again {
		d.t.Errorf("views on %q, want %q; the page is told %+v", open, on, said)
	}
}

var (
	laptop    = Monitor{ID: "eDP-1", Width: 1440, Height: 900, Own: true}
	projector = Monitor{ID: "HDMI-1", Width: 1024, Height: 768}
	alone     = []Monitor{laptop}
	both      = []Monitor{laptop, projector}
)

func TestAudienceIsRemembered(t *testing.T) {
	d := newDesk(t, Choices{})
	d.shows(alone, false)
	d.shows(both, false)
	if err := d.audience.show("HDMI-1"); err != nil {
		t.Fatal(err)
	}
	d.shows(both, false, "HDMI-1")
	d.shows(alone, false)          // the cable was pulled
	d.shows(both, true, "HDMI-1")  // and put back
	d.shows(both, false, "HDMI-1") // which is told once
	again := newDesk(t, d.kept)    // the next day
	again.shows(both, true, "HDMI-1")
	again.audience.show("")
	again.shows(both, false)
	newDesk(t, again.kept).shows(both, false)
}

func TestAudienceMoves(t *testing.T) {
	d := newDesk(t, Choices{})
	d.shows(both, false)
	d.audience.show("HDMI-1")
	d.audience.show("eDP-1")
	swapped := []Monitor{{ID: "eDP-1", Width: 1440, Height: 900}, {ID: "HDMI-1", Width: 1024, Height: 768, Own: true}}
	d.shows(swapped, false, "eDP-1")
	if len(d.views) != 1 {
		t.Errorf("%d views were opened", len(d.views))
	}
	// The next day the console opens on the laptop: nothing may cover it.
	newDesk(t, d.kept).shows(both, false)
}

func TestAudienceEnds(t *testing.T) {
	d := newDesk(t, Choices{})
	d.shows(both, false)
	d.audience.show("HDMI-1")
	d.views[0].ended, d.views[0].closed = true, true // by hand
	d.shows(both, false)
	if len(d.kept) != 0 {
		t.Errorf("it is remembered: %v", d.kept)
	}
	d.audience.show("HDMI-1")
	for range maxCrashes - 1 {
		d.views[len(d.views)-1].ended = true
		d.shows(both, false, "HDMI-1")
	}
	d.views[len(d.views)-1].ended = true
	d.shows(both, false) // it would die again and again
	d.fails = true
	if err := d.audience.show("HDMI-1"); err == nil {
		t.Error("no error")
	}
	d.shows(both, false)
}
