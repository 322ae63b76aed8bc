package look

import (
	"strings"

	"golang.org/x/net/html"

	"lectern/app/importer/words"
)

// A few words of a style sheet may have a browser paint, lay out or look for so much that
// it stands still, on all screens of a room. So each rule is weighed with the elements
// that it is for, and one with which a view would weigh more than this is left out of it.
const (
	maxPaint = 4000     // hundredths of an element that is blurred
	maxSaid  = 100_000  // bytes of words that sheets put on a view
	maxTries = 20 << 20 // times that an element is asked for another one's sake

	maxLoad = 1 << 20 // of one value, so that nothing overflows
)

// TooHeavy is the remark on such a rule.
const TooHeavy = "this style is left out where a browser would have too much to do for it."

// A load is what is in a value that may be much.
type load struct {
	words                                   int // bytes
	blurs, filters, gradients, commas, deep int
}

// with adds another load.
func (l load) with(o load) load {
	sum := func(a, b int) int { return min(a+b, maxLoad) }
	return load{sum(l.words, o.words), sum(l.blurs, o.blurs), sum(l.filters, o.filters), sum(l.gradients, o.gradients), sum(l.commas, o.commas), sum(l.deep, o.deep)}
}

// A burden is a declaration that may weigh something.
type burden struct {
	property, value string
	load
	uses []string // properties of the author's own, each as often as their load is in it
}

// paints is what a browser has to do for each element with one of these properties.
var paints = map[string]func(burden) int{
	"filter": filters, "-webkit-filter": filters, "backdrop-filter": filters, "-webkit-backdrop-filter": filters,
	"background":       func(b burden) int { return 4 * b.gradients },
	"background-image": func(b burden) int { return 4 * b.gradients },
	"border-image":     func(b burden) int { return 100 * b.gradients }, "border-image-source": func(b burden) int { return 100 * b.gradients },
	"box-shadow": shadows, "text-shadow": shadows,
	"opacity": func(b burden) int { return 2 * count(b.value != "1") }, "float": func(b burden) int { return 2 * count(b.value != "none") },
	"border": dots, "border-style": dots, "outline": dots, "outline-style": dots,
	"transform": func(b burden) int { return 20 * min(1, b.deep) }, "perspective": func(b burden) int { return 20 * count(b.value != "none") },
	"transform-style": func(b burden) int { return 20 * count(b.value == "preserve-3d") }, "backface-visibility": func(b burden) int { return 20 * count(b.value == "hidden") },
}

func filters(b burden) int {
	if b.value == "none" {
		return 0
	}
	return max(25, 100*b.blurs+25*b.filters)
}

func shadows(b burden) int {
	if b.value == "none" {
		return 0
	}
	return 2 * (1 + b.commas)
}

func dots(b burden) int {
	return count(strings.Contains(b.value, "dotted") || strings.Contains(b.value, "dashed"))
}

func count(is bool) int {
	if is {
		return 1
	}
	return 0
}

// talking are the properties whose words are seen.
var talking = words.Set(`content list-style list-style-type`)

const maxQuote = 16 // bytes of a quotation mark

var (
	isFilter = words.Set(`brightness contrast grayscale hue-rotate invert opacity saturate sepia`)
	isDeep   = words.Set(`translatez translate3d rotatex rotatey rotate3d scalez scale3d matrix3d perspective`)
)

// burdenOf weighs a clean declaration; ok is false for one that never weighs anything.
func burdenOf(property, value string) (b burden, ok bool) {
	if ok = strings.HasPrefix(property, customPrefix) || paints[property] != nil || costly[property] || talking[property]; !ok {
		return b, false
	}
	b = burden{property: property, value: value}
	toks := tokens(value, 0)
	for i, t := range toks {
		switch {
		case t.kind == str:
			b.words += len(t.text)
		case t.is(","):
			b.commas++
		case t.kind == ident && strings.HasSuffix(t.text, "-quote"):
			b.words += maxQuote
		case t.kind == ident && strings.HasPrefix(t.text, customPrefix):
			b.uses = append(b.uses, t.text)
		case t.kind != function:
		case strings.HasSuffix(t.text, "gradient"):
			b.gradients++
		case t.text == "blur", t.text == "drop-shadow":
			b.blurs++
		case isFilter[t.text]:
			b.filters++
		case isDeep[t.text]:
			b.deep++
		case t.text == "counter":
			b.words += 8
		case t.text == "counters": // one for each element around it
			for _, sign := range toks[i+1 : closing(toks, i)] {
				b.words += 8 + 16*len(sign.text)*count(sign.kind == str)
			}
		}
	}
	return b, true
}

// weight is what the rule has a browser do for each element that it is for, and the
// bytes of words that it puts there.
func (r *rule) weight(of func(property string) load) (paint, words int) {
	for _, b := range r.burdens {
		for _, p := range b.uses {
			b.load = b.load.with(of(p))
		}
		switch {
		case paints[b.property] != nil:
			paint += paints[b.property](b)
		case costly[b.property] && b.value != "none":
			paint += 100
		case talking[b.property]:
			words += b.words
		}
	}
	return paint, words
}

// loads is what the properties of the author's own have in them, at the most, with those
// that they use. Those that use each other are nothing to a browser, and as much as can be here.
func loads(sheets []*Sheet) func(property string) load {
	said := map[string][]burden{}
	for _, s := range sheets {
		for i := range s.rules {
			for _, b := range s.rules[i].burdens {
				if strings.HasPrefix(b.property, customPrefix) {
					said[b.property] = append(said[b.property], b)
				}
			}
		}
	}
	known := map[string]load{}
	var of func(property string) load
	of = func(property string) load {
		if l, ok := known[property]; ok {
			return l
		}
		known[property] = load{maxLoad, maxLoad, maxLoad, maxLoad, maxLoad, maxLoad}
		var most load
		for _, b := range said[property] {
			for _, p := range b.uses {
				b.load = b.load.with(of(p))
			}
			most = load{max(most.words, b.words), max(most.blurs, b.blurs), max(most.filters, b.filters), max(most.gradients, b.gradients), max(most.commas, b.commas), max(most.deep, b.deep)}
		}
		known[property] = most
		return most
	}
	return of
}

// bears reports whether a view can have a rule for these elements, and takes the rule in
// if it can.
func (v *seen) bears(r rule, all []*html.Node) bool {
	paint, said := r.weight(v.loads)
	if paint*len(all) > v.paint || said*len(all) > v.say || r.columns && !v.holds(all) {
		return false
	}
	v.paint -= paint * len(all)
	v.say -= said * len(all)
	return true
}

// light reports whether a rule is none to be weighed, were it for all elements of a view.
func (v *seen) light(r rule) bool {
	if len(r.burdens) == 0 {
		return true
	}
	paint, said := r.weight(v.loads)
	return paint*len(v.nodes) <= maxPaint/10 && said == 0 && !r.columns
}

// tries is how often a browser may have to look at an element because of a selector that
// asks for those around another one.
func (v *seen) tries(s selector) (tries int) {
	for _, c := range s {
		like := len(v.nodes)
		for _, p := range c.parts {
			switch p.kind {
			case 't':
				like = min(like, v.count[p.name])
			case '.':
				like = min(like, v.count["."+p.name])
			}
		}
		if c.comb == '~' {
			tries += like * len(v.nodes)
		}
		for _, p := range c.parts {
			switch {
			case p.kind == ':' && p.name == "has":
				tries += like * len(v.nodes)
			case p.kind == ':' && (strings.Contains(p.name, "-of-type") || strings.HasPrefix(p.name, "nth-")):
				tries += 16 * like
			}
			for _, in := range p.inner {
				tries += v.tries(in)
			}
		}
	}
	return tries
}
