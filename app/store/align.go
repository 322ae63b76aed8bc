package store

// seenSlide is a slide as it looks: its number, and how far the room has seen it.
type seenSlide struct {
	number, shown int
	look, notes   string
	section       string
	rest          string // what else the room does not see: where it stands, how long it stays
	hidden        bool   // as its file says
}

// alignment says which slide became which when a deck got others. Slides count from 0.
type alignment struct {
	to     []int  // of the old ones: the new one that each is now, or -1
	edited []bool // of the new ones: it is in the place of an old one, and looks otherwise
}

// maxAligned bounds the table of a comparison: beyond it slides are paired as they stand.
const maxAligned = 1 << 20

// align finds out what happened to slides: those that look the same are the same, in
// their order, and of what lies between these the first is the first.
func align(old, new []seenSlide) alignment {
	a := alignment{to: make([]int, len(old)), edited: make([]bool, len(new))}
	for i := range a.to {
		a.to[i] = -1
	}
	from, oldEnd, newEnd := 0, len(old), len(new)
	for from < min(oldEnd, newEnd) && old[from].look == new[from].look {
		a.to[from] = from
		from++
	}
	for oldEnd > from && newEnd > from && old[oldEnd-1].look == new[newEnd-1].look {
		oldEnd--
		newEnd--
		a.to[oldEnd] = newEnd
	}
	a.middle(old, new, from, oldEnd, newEnd)
	// What lies between two that are the same.
	for i, j := from, from; i < oldEnd || j < newEnd; {
		gapOld, gapNew := i, j
		for i < oldEnd && a.to[i] < 0 {
			i++
		}
		for j = gapNew; j < newEnd && (i == oldEnd || j < a.to[i]); j++ {
		}
		for k := 0; gapOld+k < i && gapNew+k < j; k++ {
			a.to[gapOld+k] = gapNew + k
			a.edited[gapNew+k] = true
		}
		if i < oldEnd {
			i, j = i+1, a.to[i]+1
		}
	}
	return a
}

// middle pairs what looks the same in the part that is not the same as a whole: the
// longest common subsequence.
func (a alignment) middle(old, new []seenSlide, from, oldEnd, newEnd int) {
	n, m := oldEnd-from, newEnd-from
	if n == 0 || m == 0 || n*m > maxAligned {
		return
	}
	longest := make([][]int, n+1)
	for i := range longest {
		longest[i] = make([]int, m+1)
	}
	for i := n - 1; i >= 0; i-- {
		for j := m - 1; j >= 0; j-- {
			if old[from+i].look == new[from+j].look {
				longest[i][j] = longest[i+1][j+1] + 1
			} else {
				longest[i][j] = max(longest[i+1][j], longest[i][j+1])
			}
		}
	}
	for i, j := 0, 0; i < n && j < m; {
		switch {
		case old[from+i].look == new[from+j].look:
			a.to[from+i] = from + j
			i++
			j++
		case longest[i+1][j] >= longest[i][j+1]:
			i++
		default:
			j++
		}
	}
}

// now is where an old slide is now: one that is gone is what follows it.
func (a alignment) now(old int) int {
	for i := old; i < len(a.to); i++ {
		if a.to[i] >= 0 {
			return a.to[i]
		}
	}
	return len(a.edited) - 1
}
