package roster

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// people are others who follow here, those first that are furthest behind.
func (r *Roster) people(now time.Time, most int) []Screen {
	var list []Screen
	if most <= 0 {
		return list
	}
	shown := map[int64]int64{}
	var behind []*Member
	rank := func(m *Member) int64 { // the smaller, the further behind
		rev, ok := shown[m.topic]
		if !ok {
			rev = r.hub.Shown(m.topic)
			shown[m.topic] = rev
		}
		if m.seen == rev {
			return 1 << 62
		}
		return m.seen
	}
	for _, m := range r.byID {
		if m.face == nil {
			behind = append(behind, m)
		}
	}
	slices.SortFunc(behind, func(a, b *Member) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a.came, b.came), strings.Compare(a.who.ID, b.who.ID))
	})
	for _, m := range behind[:min(most, len(behind))] {
		came, heard := time.UnixMilli(m.came).UTC(), time.UnixMilli(m.heard).UTC()
		l := Screen{ID: ScreenID(m.who.ID), Name: m.who.Name, OwnName: m.who.Name, Kind: m.who.Kind, Address: m.who.Address, State: Well, Came: &came, LastSeen: &heard, Old: m.who.Old}
		if p, ok := r.hub.Painted(m.topic, m.seen); ok && m.seen != 0 {
			l.Deck, l.Slide, l.Step, l.Blank, l.Since = p.Deck, p.Slide, p.Step, p.Blank, &heard
			if since := r.hub.Behind(m.topic, m.seen); !since.IsZero() {
				l.BehindMS = now.Sub(since).Milliseconds()
			}
		} else {
			l.BehindMS = now.UnixMilli() - m.came
		}
		if l.BehindMS > max(lateAfter, 2*r.spread).Milliseconds() {
			l.State = Late
		}
		list = append(list, l)
	}
	return list
}
