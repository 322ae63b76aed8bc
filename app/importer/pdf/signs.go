package pdf

func covers(have, wanted map[rune]bool) bool {
	for r := range wanted {
		if !have[r] {
			return false
		}
	}
	return true
}

func meet(a, b map[rune]bool) bool {
	for r := range a {
		if b[r] {
			return true
		}
	}
	return false
}

func union(a, b map[rune]bool) map[rune]bool {
	u := map[rune]bool{}
	for _, m := range []map[rune]bool{a, b} {
		for r := range m {
			u[r] = true
		}
	}
	return u
}
