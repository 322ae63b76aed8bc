package weight

import (
	"regexp"
	"strings"
)

// everyone is the key of a rule that may be about any element.
const everyone = "*"

// Plain reports whether a style, without comments and escapes, is written so simply
// that all browsers read it alike: all that it opens it closes.
func Plain(css string) bool { return balanced(css) }

// Sheet takes a style sheet, without comments and escapes. It takes nothing and
// reports false where that is not Plain.
func (d *Drawing) Sheet(css string) bool {
	if !Plain(css) {
		return false
	}
	d.rulesOf(css, true, nil)
	if n := len(d.open); n > 0 {
		d.nodes[d.open[n-1]].count += float64(len(css)) / 100 // read anew in each copy
	}
	return true
}

// Style takes the declarations of a style attribute.
func (c *declaration) style(d *Drawing, css string) bool {
	if !balanced(css) {
		return false
	}
	blocks(css, func(one string) { c.pair(d, one) }, func(_, body string) { d.declareAll(body) })
	return true
}

func (c *declaration) pair(d *Drawing, one string) {
	if name, value, ok := strings.Cut(one, ":"); ok {
		c.set(d, name, value, true)
	}
}

// declareAll takes declarations that may be about any element.
func (d *Drawing) declareAll(css string) {
	blocks(css, func(one string) { d.anything.pair(d, one) }, func(_, body string) { d.declareAll(body) })
}

// rulesOf takes rules, and those nested in them. Plain are those that hold by
// themselves, whatever is around them and whatever the window is like.
func (d *Drawing) rulesOf(css string, plain bool, around *declaration) {
	blocks(css,
		func(one string) {
			if around != nil {
				around.pair(d, one)
			}
		},
		func(prelude, body string) {
			prelude = strings.TrimSpace(prelude)
			if strings.HasPrefix(prelude, "@") {
				if lower := strings.ToLower(prelude); strings.Contains(lower, "keyframes") {
					d.declareAll(body)
				} else if strings.HasPrefix(lower, "@font-face") || strings.HasPrefix(lower, "@property") || strings.HasPrefix(lower, "@page") {
					d.declareAll(body)
				} else {
					inside := around
					if inside == nil {
						inside = &d.anything // a function's result, perhaps
					}
					d.rulesOf(body, false, inside)
				}
				return
			}
			said := &declaration{}
			d.rulesOf(body, false, said)
			for _, selector := range split(prelude) {
				d.rule(selector, plain, said)
			}
		})
}

var (
	combinators = regexp.MustCompile(`\s*[\s>+~|]\s*`)
	simple      = regexp.MustCompile(`^[#.]?[A-Za-z_][\w-]*$`)
	part        = regexp.MustCompile(`[#.]?[\w\x{80}-\x{10ffff}-]+`)
	inside      = regexp.MustCompile(`"[^"]*"|'[^']*'|\[[^\]]*\]|\([^()]*\)`)
)

// rule takes what is said of a selector's elements: of all that its last part may
// be about, by its id, its class or its name.
func (d *Drawing) rule(selector string, plain bool, said *declaration) {
	one := *said
	one.matching = 1
	shapes := said.matching
	if strings.Contains(selector, ":has") {
		one.matching = 1000
	}
	bare := selector
	for range 8 {
		if bare = inside.ReplaceAllString(bare, ""); !strings.ContainsAny(bare, `"'[(`) {
			break
		}
	}
	one.scans = float64(strings.Count(selector, "="))
	one.siblings = float64(strings.Count(bare, "~"))
	parts := combinators.Split(strings.TrimSpace(bare), -1)
	one.matching = one.matching*float64(len(parts)*len(parts)) + shapes
	key := everyone
	compound, _, _ := strings.Cut(parts[len(parts)-1], ":")
	for _, name := range part.FindAllString(compound, -1) {
		if key == everyone || name[0] == '#' || name[0] == '.' && key[0] != '#' {
			key = name
		}
	}
	if one.fill == hollow && !(plain && simple.MatchString(strings.TrimSpace(selector))) {
		one.fill = unsaid // it may not come to that
	}
	if known := d.rules[key]; known != nil {
		known.add(&one)
	} else {
		merged := &declaration{}
		merged.add(&one)
		d.rules[key] = merged
	}
}

var closing = map[byte]byte{'(': ')', '[': ']', '{': '}'}

// balanced reports whether brackets and quotes close each other.
func balanced(css string) bool {
	var open []byte
	address := false // in an address without quotes
	for i := 0; i < len(css); i++ {
		switch c := css[i]; c {
		case '"', '\'':
			end := strings.IndexByte(css[i+1:], c)
			if address || end < 0 || strings.ContainsAny(css[i+1:i+1+end], "\r\n\f") {
				return false
			}
			i += 1 + end
		case '(', '[', '{':
			if address || len(open) > 64 {
				return false
			}
			open = append(open, closing[c])
			if c == '(' && i >= 3 && strings.EqualFold(css[i-3:i], "url") {
				if rest := strings.TrimLeft(css[i+1:], " \t\r\n\f"); rest == "" || rest[0] != '"' && rest[0] != '\'' {
					address = true
				}
			}
		case ')', ']', '}':
			if len(open) == 0 || open[len(open)-1] != c {
				return false
			}
			open, address = open[:len(open)-1], false
		}
	}
	return len(open) == 0
}

// blocks cuts a balanced style into its declarations and its blocks in braces.
func blocks(css string, one func(string), block func(prelude, body string)) {
	start := 0
	for i := 0; i < len(css); i++ {
		switch css[i] {
		case '"', '\'', '(', '[':
			i = end(css, i)
		case ';':
			one(css[start:i])
			start = i + 1
		case '{':
			close := end(css, i)
			block(css[start:i], css[i+1:close])
			i, start = close, close+1
		}
	}
	one(css[start:])
}

// end is where the bracket or quote at i is closed again.
func end(css string, i int) int {
	depth := 0
	for ; i < len(css); i++ {
		switch c := css[i]; c {
		case '"', '\'':
			i += 1 + strings.IndexByte(css[i+1:], c)
		case '(', '[', '{':
			depth++
		case ')', ']', '}':
			depth--
		}
		if depth == 0 {
			return i
		}
	}
	return len(css) - 1
}

// split cuts a list of selectors at its commas.
func split(selectors string) (list []string) {
	start := 0
	for i := 0; i < len(selectors); i++ {
		switch selectors[i] {
		case '"', '\'', '(', '[':
			i = end(selectors, i)
		case ',':
			list = append(list, selectors[start:i])
			start = i + 1
		}
	}
	return append(list, selectors[start:])
}
