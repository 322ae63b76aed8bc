package look

import (
	"strconv"
	"strings"
)

func (p *parser) pseudo(depth int) (part, error) {
	p.at++
	double := p.take(":")
	if p.at == len(p.toks) {
		return part{}, errSelector
	}
	t := p.toks[p.at]
	p.at++
	low := strings.ToLower(t.text)
	switch {
	case t.kind == ident && pseudoElements[low] && (double || low != "marker"):
		return part{kind: 'e', name: low}, nil
	case double:
		return part{}, errSelector
	case t.kind == ident && plain[low]:
		return part{kind: ':', name: low}, nil
	case t.kind == function && (low == "not" || low == "is" || low == "where" || low == "has" || low == "matches"):
		if depth == 2 || low == "has" && depth > 0 {
			return part{}, errLong
		}
		if low == "matches" {
			low = "is"
		}
		inner, err := p.list(depth + 1)
		if err == nil && !p.take(")") {
			err = errSelector
		}
		return part{kind: ':', name: low, inner: inner}, err
	case t.kind == function && strings.HasPrefix(low, "nth-"):
		return p.nth(low)
	}
	return part{}, errSelector
}

// nth reads what is in the brackets of :nth-child and its like (CSS Syntax 3, 6).
func (p *parser) nth(low string) (part, error) {
	one := part{kind: ':', name: low}
	if low != "nth-child" && low != "nth-last-child" && low != "nth-of-type" && low != "nth-last-of-type" {
		return one, errSelector
	}
	var b strings.Builder
	for ; p.at < len(p.toks) && !p.toks[p.at].is(")"); p.at++ {
		switch t := p.toks[p.at]; t.kind {
		case ident, number, delim:
			b.WriteString(strings.ToLower(t.text))
		case dimension:
			b.WriteString(t.text + t.unit)
		case space:
		default:
			return one, errSelector
		}
	}
	if !p.take(")") {
		return one, errSelector
	}
	var ok bool
	one.step, ok = anPlusB(b.String())
	if !ok {
		return one, errSelector
	}
	return one, nil
}

func anPlusB(s string) (step [2]int, ok bool) {
	switch s {
	case "odd":
		return [2]int{2, 1}, true
	case "even":
		return [2]int{2, 0}, true
	}
	a, b, has := strings.Cut(s, "n")
	if !has {
		a, b = "0", s
	}
	switch a {
	case "", "+":
		a = "1"
	case "-":
		a = "-1"
	}
	var err, err2 error
	step[0], err = strconv.Atoi(a)
	if b != "" {
		step[1], err2 = strconv.Atoi(b)
	}
	return step, err == nil && err2 == nil && max(step[0], -step[0], step[1], -step[1]) <= 1000
}
