package markdown

import "lectern/app/importer/markdown/dialect"

// counted tells where each slide stands among those that are not hidden.
func counted(sections []section) []dialect.Counted {
	all := make([]dialect.Counted, len(sections))
	var now dialect.Counted
	begins := true // a column, of which none was seen so far
	for i, s := range sections {
		begins = begins || !s.below
		if s.passed {
			continue
		}
		if begins {
			now.Column, now.Row = now.Column+1, 0
		}
		begins = false
		now.Row++
		if !s.uncounted {
			now.Number++
		}
		all[i] = now
		if s.uncounted {
			all[i].Column-- // as reveal.js has it
		}
	}
	columns := now.Column
	below := 0 // the row of the slide after
	for i := len(all) - 1; i >= 0; i-- {
		if sections[i].passed {
			continue
		}
		all[i].Of, all[i].Lone = now.Number, columns == 1 && now.Row > 1
		row := all[i].Row
		if row == 1 && below != 2 {
			all[i].Row = 0
		}
		below = row
	}
	return all
}
