package stranger

import (
	"fmt"
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

// passing is one of a deck whose third slide is hidden.
var passing = []move{
	{"live", `{"live":true}`},
	{"slide 2", `next`},
	{"slide 4, past the hidden one", `next`},
	{"black", `{"blank":"black"}`},
	{"on the hidden one, behind black", `{"current_slide":3}`},
	{"frozen", `{"blank":"freeze"}`},
	{"on 4 again", `{"current_slide":4,"blank":""}`},
	{"the hidden one, by its number", `{"current_slide":3}`},
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

// A crowd is a stranger in front of some decks.
type crowd struct {
	*stranger
	decks []*talk
	heard *listener
	// known waits until the server that is crawled knows the last change.
	known func(*talk)
}

// run makes moves, and crawls after each.
func (c crowd) run(d *talk, moves []move) {
	for i, m := range moves {
		if d.name == "pdf" && (i%2 == 0 || harness.All()) {
			d.forget()
		}
		d.do(m.put)
		c.known(d)
		ok := c.t.Run(d.name+"/"+m.name, func(t *testing.T) {
			var extra []string
			if i == 4 {
				extra = once
			}
			check(t, c.stranger, d, c.decks, extra, c.heard.all())
		})
		if !ok {
			break // the next ones are mostly the same
		}
	}
	d.put(`{"live":false}`)
	c.known(d)
}

// opened checks that what was fetched ahead was of use.
func (c crowd) opened(d *talk) {
	c.t.Helper()
	if len(d.opened) < 2 {
		c.t.Errorf("%s: of what was fetched ahead only %v could be opened when it was shown", d.name, d.opened)
	}
}

func TestStranger(t *testing.T) {
	t.Parallel()
	l := harness.Start(t, harness.PreparedForPDF(t))
	s := newStranger(t, l)
	c := crowd{stranger: s, heard: s.listen("/live"), known: func(*talk) {}} // the answer comes when it does
	for _, k := range kinds {
		c.decks = append(c.decks, present(t, l, k))
	}
	for _, d := range c.decks {
		switch {
		case d.name == "steps" || d.lang != "":
			c.run(d, steps)
		case d.hidden > 0:
			c.run(d, passing)
		case d.name == "markdown" || d.name == "pdf" || harness.All():
			c.run(d, course)
		default: // what is made of it may differ, but not who is told of a freeze or an end
			c.run(d, course[:11])
		}
		c.opened(d)
	}
	// Two decks at once.
	c.decks[0].put(`{"live":true,"blank":""}`)
	c.run(c.decks[3], openly)
}

// TestTwoServers: what one server was told to show, another one on its database
// gives, and no more.
func TestTwoServers(t *testing.T) {
	t.Parallel()
	l := harness.Serve(t)
	key := harness.Write(t, "presenter.key", l.Info.PresenterKey+"\n")
	other := harness.Start(t, harness.Folder(t), "--database-url", l.Info.DatabaseURL, "--presenter-key-file", key)
	s := newStranger(t, other)
	// A change of nothing is answered when the server knows all before it.
	c := crowd{stranger: s, heard: s.listen("/live"), known: func(d *talk) { other.Ask("PUT", fmt.Sprint("/api/decks/", d.id), "{}") }}
	for _, k := range kinds[:1] {
		c.decks = append(c.decks, present(t, l, k))
	}
	for _, d := range c.decks {
		c.known(d)
		c.run(d, course)
		c.opened(d)
	}
}
