package stranger

import (
	"testing"

	"lectern/app/e2e/harness"
)

// A move is what the presenter does, and then the stranger crawls.
type move struct {
	name string
	put  string // for the deck, as the API has it
}

// course is a talk from before its beginning to after its end. Its last slide is
// only ever behind something.
var course = []move{
	{"in the library", ``},
	{"black", `{"blank":"black"}`},
	{"live, and black still", `{"live":true}`},
	{"slide 1", `{"blank":""}`},
	{"slide 2", `{"current_slide":2}`},
	{"back", `{"current_slide":1}`},
	{"a jump", `{"current_slide":4}`},
	{"black on 4", `{"blank":"black"}`},
	{"on 3, behind black", `{"current_slide":3}`},
	{"white", `{"blank":"white"}`},
	{"on 5, behind white", `{"current_slide":5}`},
	{"frozen", `{"blank":"freeze"}`},
	{"on 3, behind the freeze", `{"current_slide":3}`},
	{"all on 3", `{"blank":""}`},
	{"frozen on 3", `{"blank":"freeze"}`},
	{"on 5, behind the freeze", `{"current_slide":5}`},
	{"the end", `{"live":false}`},
	{"another audience", `{"live":true,"blank":""}`},
	{"which sees 2", `{"current_slide":2}`},
	{"the end again", `{"live":false}`},
}

// steps is one of a deck whose second and fourth slides come in steps.
var steps = []move{
	{"live", `{"live":true}`},
	{"slide 2", `{"current_slide":2}`},
	{"its step 1", `{"current_slide":2,"current_step":1}`},
	{"back", `{"current_slide":2,"current_step":0}`},
	{"a jump to 4, step 2", `{"current_slide":4,"current_step":2}`},
	{"black", `{"blank":"black"}`},
	{"on step 3, behind black", `{"current_slide":4,"current_step":3}`},
	{"frozen", `{"blank":"freeze"}`},
	{"on 2, step 2, behind the freeze", `{"current_slide":2,"current_step":2}`},
	{"all on 2, step 2", `{"blank":""}`},
	{"the end", `{"live":false}`},
}

// openly is a deck that is published, while another one is live, and then is no more.
var openly = []move{
	{"published", `{"published":true}`},
	{"slide 2", `{"current_slide":2}`},
	{"black", `{"blank":"black"}`},
	{"on 3, behind black", `{"current_slide":3}`},
	{"not published", `{"published":false}`},
	{"published again", `{"published":true,"blank":""}`},
	{"deleted", `DELETE`},
	{"restored", `POST`},
	{"frozen, and never seen", `{"blank":"freeze"}`},
	{"published frozen", `{"published":true}`},
	{"no more", `{"published":false}`},
}

func TestStranger(t *testing.T) {
	l := harness.Start(t, harness.PreparedForPDF(t))
	s := newStranger(t, l)
	heard := s.listen("/live")
	var decks []*talk
	for _, k := range kinds {
		decks = append(decks, present(t, l, k))
	}
	run := func(d *talk, moves []move) {
		for i, m := range moves {
			d.do(m.put)
			ok := t.Run(d.name+"/"+m.name, func(t *testing.T) {
				var extra []string
				if i == 4 {
					extra = once
				}
				check(t, s, d, decks, extra, heard.all())
			})
			if !ok {
				break // the next ones are mostly the same
			}
		}
	}
	for _, d := range decks {
		if d.name == "steps" {
			run(d, steps)
		} else {
			run(d, course)
		}
		d.put(`{"live":false}`)
		if len(d.opened) < 2 {
			t.Errorf("%s: of what was fetched ahead only %v could be opened when it was shown", d.name, d.opened)
		}
	}
	// Two decks at once.
	decks[0].put(`{"live":true,"blank":""}`)
	run(decks[3], openly)
}
