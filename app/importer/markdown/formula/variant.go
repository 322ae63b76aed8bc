package formula

import "strings"

// alphabet is where a variant's letters begin in Unicode; 0 where it has none.
type alphabet struct{ upper, lower, greekUpper, greekLower, digit rune }

// Mathematical Alphanumeric Symbols, Unicode 1D400 to 1D7FF.
var alphabets = map[string]alphabet{
	"bold":                   {0x1D400, 0x1D41A, 0x1D6A8, 0x1D6C2, 0x1D7CE},
	"italic":                 {0x1D434, 0x1D44E, 0x1D6E2, 0x1D6FC, 0},
	"bold-italic":            {0x1D468, 0x1D482, 0x1D71C, 0x1D736, 0x1D7CE},
	"script":                 {0x1D49C, 0x1D4B6, 0, 0, 0},
	"bold-script":            {0x1D4D0, 0x1D4EA, 0, 0, 0},
	"fraktur":                {0x1D504, 0x1D51E, 0, 0, 0},
	"double-struck":          {0x1D538, 0x1D552, 0, 0, 0x1D7D8},
	"bold-fraktur":           {0x1D56C, 0x1D586, 0, 0, 0},
	"sans-serif":             {0x1D5A0, 0x1D5BA, 0, 0, 0x1D7E2},
	"bold-sans-serif":        {0x1D5D4, 0x1D5EE, 0x1D756, 0x1D770, 0x1D7EC},
	"sans-serif-italic":      {0x1D608, 0x1D622, 0, 0, 0x1D7E2},
	"sans-serif-bold-italic": {0x1D63C, 0x1D656, 0x1D790, 0x1D7AA, 0x1D7EC},
	"monospace":              {0x1D670, 0x1D68A, 0, 0, 0x1D7F6},
}

// earlier are letters that Unicode had before the others, at places of their own.
var earlier = map[rune]rune{
	0x1D455: 'ℎ',
	0x1D49D: 'ℬ', 0x1D4A0: 'ℰ', 0x1D4A1: 'ℱ', 0x1D4A3: 'ℋ', 0x1D4A4: 'ℐ', 0x1D4A7: 'ℒ', 0x1D4A8: 'ℳ', 0x1D4AD: 'ℛ',
	0x1D4BA: 'ℯ', 0x1D4BC: 'ℊ', 0x1D4C4: 'ℴ',
	0x1D506: 'ℭ', 0x1D50B: 'ℌ', 0x1D50C: 'ℑ', 0x1D515: 'ℜ', 0x1D51D: 'ℨ',
	0x1D53A: 'ℂ', 0x1D53F: 'ℍ', 0x1D545: 'ℕ', 0x1D547: 'ℙ', 0x1D548: 'ℚ', 0x1D549: 'ℝ', 0x1D551: 'ℤ',
}

// greek are letters beside the alphabet, by how far they are from its alpha.
var greek = map[rune]rune{'∂': 25, 'ϵ': 26, 'ϑ': 27, 'ϰ': 28, 'ϕ': 29, 'ϱ': 30, 'ϖ': 31}

// vary sets text in letters of a variant, as MathML 3's mathvariant does. What there is
// no such letter for stays.
func vary(text, variant string) string {
	a, ok := alphabets[variant]
	if !ok {
		return text
	}
	return strings.Map(func(r rune) rune {
		v := rune(0)
		far, beside := greek[r]
		switch {
		case r >= 'A' && r <= 'Z' && a.upper != 0:
			v = a.upper + r - 'A'
		case r >= 'a' && r <= 'z' && a.lower != 0:
			v = a.lower + r - 'a'
		case r >= '0' && r <= '9' && a.digit != 0:
			v = a.digit + r - '0'
		case r >= 'Α' && r <= 'Ω' && a.greekUpper != 0:
			v = a.greekUpper + r - 'Α'
		case r >= 'α' && r <= 'ω' && a.greekLower != 0:
			v = a.greekLower + r - 'α'
		case r == '∇' && a.greekUpper != 0:
			v = a.greekUpper + 25
		case r == 'ϴ' && a.greekUpper != 0:
			v = a.greekUpper + 17
		case beside && a.greekLower != 0:
			v = a.greekLower + far
		default:
			return r
		}
		if e, ok := earlier[v]; ok {
			return e
		}
		return v
	}, text)
}
