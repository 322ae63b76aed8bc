package deck_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lectern/app/deck"
)

func TestChange(t *testing.T) {
	for _, c := range []struct {
		in   string
		want deck.Change // nil for an error
	}{
		{`{}`, deck.Change{}},
		{`{"current_slide":3,"blank":"black","live":true,"title":"x"}`, deck.Change{"current_slide": 3, "blank": deck.Black, "live": true, "title": "x"}},
		{`{"current_slide":null,"live":false}`, deck.Change{"live": false}},
		{`{"started_at":null}`, deck.Change{"started_at": (*time.Time)(nil)}},
		{`{"started_at":"2026-11-27T12:00:00Z"}`, deck.Change{"started_at": new(time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC))}},
		{`{"started_at":"noon"}`, nil},
		{`{"slides":3}`, nil},
		{`{"rev":3}`, nil},
		{`{"d.id":3}`, nil},
		{`{"current_slide":"3"}`, nil},
		{`{"current_slide":1.5}`, nil},
		{`{"current_slide":99999999999999999999}`, nil},
		{`[]`, nil},
		{`3`, nil},
	} {
		t.Run(c.in, func(t *testing.T) {
			var got deck.Change
			err := json.Unmarshal([]byte(c.in), &got)
			if (err != nil) != (c.want == nil) {
				t.Fatalf("%v, %v", got, err)
			}
			if err == nil && (!cmp.Equal(got, c.want) || got.Check() != nil) {
				t.Errorf("%v, want %v", got, c.want)
			}
		})
	}
	for _, c := range []deck.Change{{"content": int64(1)}, {"current_slide": "1"}, {"current_slide": nil}} {
		if c.Check() == nil {
			t.Errorf("%v is taken", c)
		}
	}
}

// TestWhoChanges: who drives moves a deck, and a presenter's alone is the rest.
func TestWhoChanges(t *testing.T) {
	for in, want := range map[string][2]bool{ // whether it takes the driver, and a presenter
		`{}`: {}, `{"current_slide":1,"current_step":0,"blank":"","playing":true,"played":3}`: {true, false},
		`{"live":true}`: {true, true}, `{"started_at":null}`: {false, true}, `{"title":"x"}`: {false, true}, `{"published":true}`: {false, true},
		`{"current_slide":1,"title":"x"}`: {true, true},
	} {
		var c deck.Change
		if err := json.Unmarshal([]byte(in), &c); err != nil {
			t.Fatal(err)
		}
		if got := [2]bool{c.Drives(), c.Presents()}; got != want {
			t.Errorf("%s: %v, want %v", in, got, want)
		}
	}
}
