package live

import (
	"strings"
	"testing"
	"time"

	"lectern/app/deck"
	"lectern/app/sealed"
)

// rehearsed makes the state of a deck whose rehearsal began at a time, and was paused since:
// its clock is where that of one is which began now.
func rehearsed(id, rev int64, began time.Time) deck.State {
	clock := time.Now()
	return deck.State{ID: id, CurrentSlide: 1, ShownSlide: 1, Slides: 9, Rev: rev, Content: 1, Rehearsing: true, RehearsedAt: &began, StartedAt: &clock}
}

// TestTalkOfRehearsals: the speaker's deck is the one whose rehearsal began last, whatever
// pauses move its clock; and after a talk none that began before it.
func TestTalkOfRehearsals(t *testing.T) {
	h := NewHub(sealed.Keys{})
	is := func(when string, want int64) {
		t.Helper()
		if d, _ := h.Talk(); d.ID != want || want != 0 && !h.Talks(want) {
			t.Errorf("%s: deck %d, want %d", when, d.ID, want)
		}
	}
	now := time.Now()
	first, second := now.Add(-time.Hour), now.Add(-time.Minute)
	h.Reset(1, []deck.State{rehearsed(1, 1, first)})
	is("read", 1)
	h.Publish(rehearsed(2, 2, second))
	is("another one", 2)
	h.Publish(rehearsed(1, 3, first))
	is("the first one paused", 2)
	unset := rehearsed(2, 4, second)
	unset.StartedAt = nil
	h.Publish(unset)
	is("set back", 2)
	presents := func(s deck.State, when time.Time) deck.State {
		s.PresentedAt = &when
		return s
	}
	talk := presents(at(3, 1, 5), now.Add(-2*time.Second))
	h.Publish(talk)
	is("a talk", 3)
	talk.Live, talk.Rev = false, 6
	h.Publish(talk)
	is("after it", 0)
	h.Publish(rehearsed(2, 7, second))
	is("a move", 0)
	h.Reset(7, []deck.State{rehearsed(1, 3, first), rehearsed(2, 7, second)})
	is("read again", 0)
	h = NewHub(sealed.Keys{})
	h.Reset(7, []deck.State{rehearsed(1, 3, first), rehearsed(2, 7, second), talk})
	is("read by a server that was not there", 0)
	ends := rehearsed(1, 8, first)
	ends.Rehearsing, ends.RehearsedAt = false, nil
	h.Publish(ends)
	h.Publish(rehearsed(1, 9, now.Add(3*time.Second)))
	is("begun again", 1)
	talk = presents(talk, now.Add(4*time.Second))
	talk.Live, talk.Rev = true, 10
	h.Reset(10, []deck.State{rehearsed(1, 9, now.Add(3*time.Second)), talk})
	talk.Live, talk.Rev = false, 11
	h.Publish(talk)
	is("after one that was read", 0)
}

// TestForgottenRehearsal: no device follows one for ever, and those that do are told.
func TestForgottenRehearsal(t *testing.T) {
	h := NewHub(sealed.Keys{})
	h.Reset(1, nil)
	c := h.WatchTalk()
	defer h.Unwatch(c)
	h.TakeAll(c)
	<-c.Ready()
	h.Publish(rehearsed(1, 2, time.Now().Add(-rehearsalFollowed)))
	if h.Talks(1) {
		t.Error("one that was forgotten is followed")
	}
	h.Publish(rehearsed(2, 3, time.Now().Add(time.Second/5-rehearsalFollowed)))
	for _, want := range []string{`{"id":2,`, `{"id":0,`} {
		select {
		case <-c.Ready():
		case <-time.After(time.Minute):
			t.Fatalf("nothing is told, and %s was to be", want)
		}
		if told := string(h.TakeAll(c)); !strings.Contains(told, want) {
			t.Fatalf("told %q, want %s", told, want)
		}
	}
	if h.Talks(2) {
		t.Error("told, and followed")
	}
}
