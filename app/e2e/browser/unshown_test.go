package browser

import (
	"fmt"
	"strings"
	"testing"

	"lectern/app/e2e/harness"
)

// TestNothingUnshown: what the audience's browser is sent holds no word of a
// slide before its time, and of notes never one.
func TestNothingUnshown(t *testing.T) {
	t.Parallel()
	startChromium(t)
	l := harness.ServeForPDF(t, harness.Write(t, "talk.md", harness.Talk(9)), printPDF(t, 6))
	l.Slides(2) // it is there
	w := newLine(t, l)
	b := newBrowser(t)
	audience, kiosk := b.open(w.at("/")), b.open(w.at("/kiosk"))
	shows := func(s harness.Slide) {
		t.Helper()
		audience.shows(s)
		kiosk.shows(s)
	}
	silent := func(when string, hidden ...harness.Slide) {
		t.Helper()
		heard := w.all()
		if !strings.Contains(heard, "GET /live?") {
			t.Fatal("the line hears nothing of the stream")
		}
		for _, s := range hidden {
			for _, words := range strings.Split(s.Text, "\n") {
				// "Slide 1" is in "Slide 10", but no deck here has ten slides.
				if words = strings.TrimSpace(words); words != "" && strings.Contains(heard, words) {
					t.Errorf("%s the audience was sent %q of slide %d", when, words, s.Slide)
				}
			}
		}
		if strings.Contains(heard, "secret note") {
			t.Errorf("%s the audience was sent notes", when)
		}
	}

	s := l.Slides(1)
	if len(s) != 9 || !strings.Contains(s[8].Text, "The text of 9") || s[8].Notes != "secret note 9" {
		t.Fatalf("the deck is not what this test looks for: %+v", s)
	}
	shows(s[0])
	silent("at the beginning", s[1:]...)
	l.Put(1, `{"current_slide":2}`)
	shows(s[1])
	l.Put(1, `{"blank":"black","current_slide":4}`)
	audience.waits("black", `document.querySelector("#view .slide-cover:not([hidden])")`)
	l.Put(1, `{"current_slide":5}`)
	l.Put(1, `{"current_slide":2,"blank":"freeze"}`)
	shows(s[1])
	l.Put(1, `{"current_slide":7}`)
	stream := l.Follow("/live")
	stream.Slide(t, 2)
	silent("after black and freeze", s[2:]...)
	// Somebody who knows the addresses asks in vain, too.
	for _, n := range []int{3, 4, 5, 7} {
		if status := js[int](audience, fmt.Sprintf(`fetch("/decks/1/slides/%d").then((r) => r.status)`, n)); status != 404 {
			t.Errorf("slide %d, not shown: %d", n, status)
		}
	}
	audience.allow("404 (Not Found)")
	l.Put(1, `{"blank":""}`)
	shows(s[6])
	silent("after the freeze", s[2], s[3], s[4], s[5], s[7], s[8])

	pdf := l.Slides(2)
	l.Put(2, `{"live":true}`)
	shows(pdf[0])
	silent("with the PDF's first page", pdf[1:]...)
	l.Put(2, `{"blank":"black","current_slide":3}`)
	l.Put(2, `{"current_slide":4,"blank":""}`)
	shows(pdf[3])
	silent("with the PDF's fourth page", pdf[1], pdf[2], pdf[4], pdf[5])
	heard := w.all()
	for _, n := range []int{1, 2, 4, 5} {
		if strings.Contains(heard, pdf[n].Picture.URL) {
			t.Errorf("the audience knows the picture of slide %d", n+1)
		}
	}
}
