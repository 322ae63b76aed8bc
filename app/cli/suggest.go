package cli

// closest is the command that a word was most likely meant to be, or "".
func closest(word string) string {
	best, most := "", 3
	for name := range commands {
		if d := distance(word, name); name != "" && d < most && d < len(name) {
			best, most = name, d
		}
	}
	return best
}

// distance is how many letters must be put in, left out or changed to make b of a
// (Levenshtein).
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		before := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := before
			if a[i] != b[j] {
				change++
			}
			before = row[j+1]
			row[j+1] = min(change, before+1, row[j]+1)
		}
	}
	return row[len(b)]
}
