package weight

import (
	"regexp"
	"strings"

	"lectern/app/importer/svg/css"
)

// everyone is the key of a rule that may be about any element.
const everyone = "*"

// Sheet takes a style sheet, without comments and escapes. It takes nothing and
// reports false where that is not css.Plain.
func (d *Drawing) Sheet(sheet string) bool {
	if !css.Plain(sheet) {
		return false
	}
	d.rulesOf(sheet, true, nil)
	if n := len(d.open); n > 0 {
		d.nodes[d.open[n-1]].count += float64(len(sheet)) / 100 // read anew in each copy
	}
	return true
}

// Style takes the declarations of a style attribute.
func (c *declaration) style(d *Drawing, text string) bool {
	if !css.Plain(text) {
		return false
	}
	css.Blocks(text, func(one string) { c.pair(d, one) }, func(_, body string) { d.declareAll(body) })
	return true
}

func (c *declaration) pair(d *Drawing, one string) {
	if name, value, ok := strings.Cut(one, ":"); ok {
		c.set(d, name, value, true)
	}
}

// declareAll takes declarations that may be about any element.
func (d *Drawing) declareAll(text string) {
	css.Blocks(text, func(one string) { d.anything.pair(d, one) }, func(_, body string) { d.declareAll(body) })
}

// rulesOf takes rules, and those nested in them. Plain are those that hold by
// themselves, whatever is around them and whatever the window is like.
func (d *Drawing) rulesOf(sheet string, plain bool, around *declaration) {
	css.Blocks(sheet,
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
			for _, selector := range css.Split(prelude) {
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
