package markdown

import (
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"lectern/app/importer/markdown/dialect"
)

// timing is when an element is there, and what it is when it is not.
type timing struct {
	from, until int // until is never before from; 0 is never
	effect      string
	current     bool // it has the class of what came last,
	last        int  // until then; 0 is never
}

// isCurrent reports whether it came last.
func (t timing) isCurrent(step int) bool {
	return t.current && t.from <= step && (t.last == 0 || step < t.last)
}

func (t timing) at(step int) bool { return t.from <= step && (t.until == 0 || step < t.until) }

// stepping is all that happens on a slide after its first step.
type stepping struct {
	elements map[*html.Node]timing
	lines    map[*html.Node]lineSteps // of <pre>
	seconds  map[int]*float64         // how long the deck stays at steps: see dialect.SecondsAttr
	last     int                      // step
}

// lineSteps is which lines of code stand out: sets[0] at first, and from step at on
// each of the others in turn.
type lineSteps struct {
	sets []lineSet
	at   int
}

// set is the lines that stand out at a step.
func (l lineSteps) set(step int) lineSet {
	return l.sets[max(0, min(len(l.sets)-1, step-l.at+1))]
}

// sequence counts the steps of a slide in the order of the document, and takes the
// attributes that say them away.
func sequence(body *html.Node) stepping {
	s := stepping{elements: map[*html.Node]timing{}, lines: map[*html.Node]lineSteps{}, seconds: map[int]*float64{}}
	count := 0
	// at is the step that an attribute says.
	at := func(text string, base int) (step int, relative bool) {
		text, relative = strings.CutPrefix(text, "+")
		n, err := strconv.Atoi(text)
		if err != nil || n < 0 || n > maxStep {
			return min(base+1, maxStep), true
		}
		if relative {
			n = min(base+n, maxStep)
		}
		return n, relative
	}
	for n := range body.Descendants() {
		if n.Type != html.ElementNode || !slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return reservedAttrs[a.Key] }) {
			continue
		}
		t, timed := timing{effect: dialect.Attr(n, dialect.EffectAttr)}, false
		v, ok := dialect.LookupAttr(n, dialect.StepAttr)
		if ok && v == dialect.Never {
			s.elements[n] = timing{from: maxStep + 1, effect: t.effect}
		} else if ok {
			var relative bool
			if t.from, relative = at(v, count); relative {
				count = t.from
			}
			timed = true
		}
		if v, ok := dialect.LookupAttr(n, dialect.UntilAttr); ok {
			base := count
			if timed {
				base = t.from
			}
			until, relative := at(v, base)
			if t.until = max(until, t.from+1); relative && !timed {
				count = t.until
			}
			timed = true
		}
		if v, ok := dialect.LookupAttr(n, dialect.CurrentAttr); ok && timed {
			if t.current = true; v != "" {
				t.last, _ = at(v, t.from)
			}
		}
		if v, err := strconv.ParseFloat(dialect.Attr(n, dialect.SecondsAttr), 64); err == nil && t.from > 0 {
			s.seconds[t.from] = &v
		}
		if timed {
			s.elements[n] = t
			s.last = max(s.last, t.from, t.until)
		}
		if v, ok := dialect.LookupAttr(n, dialect.LinesAttr); ok && (n.DataAtom == atom.Pre || isFormula(n)) {
			l := lineSteps{at: count + 1}
			for _, part := range strings.SplitN(v, "|", maxStep) {
				l.sets = append(l.sets, parseLines(part))
			}
			if v, ok := dialect.LookupAttr(n, dialect.LinesAtAttr); ok {
				l.at, _ = at(v, count)
			}
			if end := min(l.at+len(l.sets)-2, maxStep); len(l.sets) > 1 {
				count, s.last = max(count, end), max(s.last, end)
			}
			s.lines[n] = l
		}
		dialect.DelAttr(n, dialect.StepAttr, dialect.UntilAttr, dialect.EffectAttr, dialect.CurrentAttr, dialect.LinesAttr, dialect.LinesAtAttr, dialect.SecondsAttr)
	}
	return s
}

// maxStep is the last step that is counted; a deck keeps fewer (deck.MaxSteps).
const maxStep = 1000

// lineSet is lines of code, as ranges; nil is all of them.
type lineSet [][2]int

func (s lineSet) has(line int) bool {
	return s == nil || slices.ContainsFunc(s, func(r [2]int) bool { return r[0] <= line && line <= r[1] })
}

// parseLines reads 1,3-5; whatever is no number is all lines.
func parseLines(text string) lineSet {
	set := lineSet{}
	for _, part := range strings.Split(text, ",") {
		first, last, ranged := strings.Cut(strings.TrimSpace(part), "-")
		a, err := strconv.Atoi(strings.TrimSpace(first))
		if err != nil {
			if strings.TrimSpace(part) == "" || len(set) > 0 {
				continue
			}
			return nil
		}
		b := a
		if ranged {
			if b, err = strconv.Atoi(strings.TrimSpace(last)); err != nil {
				b = 1 << 30
			}
		}
		set = append(set, [2]int{a, b})
	}
	return set
}
