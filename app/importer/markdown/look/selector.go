package look

import (
	"errors"
	"strings"

	"lectern/app/importer/words"
)

const (
	maxSelectors = 64 // of a rule
	maxCompounds = 10 // of a selector
	maxParts     = 24 // of a selector, with those in brackets
)

// part is what a compound of a selector is made of.
type part struct {
	kind  byte   // 't' type, '*' any, '.' class, '#' id, '[' attribute, ':' pseudo-class, 'e' pseudo-element, '&' the rule around, 'o' a class that is not its author's, 'b' not the body of the stage
	name  string // in small letters, but for classes and ids
	op    string // of an attribute: "", "=", "~=", "|=", "^=", "$=", "*="
	value string
	step  [2]int     // of :nth-…: a and b in an+b
	inner []selector // of :not and its like
}

// compound is what is asked of one element.
type compound struct {
	comb  byte // how it stands to the one before: ' ', '>', '+', '~'; 0 for the first
	parts []part
}

type selector []compound

var (
	errSelector = errors.New("is no selector that is known here")
	errLong     = errors.New("is too long")
)

// plain are pseudo-classes without brackets.
var plain = words.Set(`root first-child last-child only-child first-of-type last-of-type only-of-type empty
	hover focus active link visited checked disabled enabled target`)

// elements are pseudo-elements.
var pseudoElements = words.Set(`before after marker first-line first-letter`)

// parser reads selectors out of tokens.
type parser struct {
	toks  []token
	at    int
	parts int // read so far, of one selector
}

// selectors reads a list of them. An error is that of the first that is none.
func selectors(toks []token) ([]selector, error) {
	p := parser{toks: toks}
	list, err := p.list(0)
	if err == nil && p.at < len(p.toks) {
		err = errSelector
	}
	return list, err
}

// list reads up to the end or a bracket.
func (p *parser) list(depth int) (list []selector, err error) {
	for {
		if depth == 0 {
			p.parts = 0
		}
		s, err := p.selector(depth)
		if err != nil {
			return nil, err
		}
		if list = append(list, s); len(list) > maxSelectors {
			return nil, errLong
		}
		if !p.take(",") {
			return list, nil
		}
	}
}

func (p *parser) take(c string) bool {
	if p.at < len(p.toks) && p.toks[p.at].is(c) {
		p.at++
		return true
	}
	return false
}

func (p *parser) spaces() (any bool) {
	for p.at < len(p.toks) && p.toks[p.at].kind == space {
		p.at++
		any = true
	}
	return any
}

func (p *parser) selector(depth int) (s selector, err error) {
	p.spaces()
	comb := p.combinator() // of a rule in a rule, or of :has
	for {
		c, err := p.compound(depth)
		if err != nil {
			return nil, err
		}
		c.comb = comb
		if s = append(s, c); len(s) > maxCompounds {
			return nil, errLong
		}
		apart := p.spaces()
		comb = p.combinator()
		end := p.at == len(p.toks) || p.toks[p.at].is(",") || p.toks[p.at].is(")")
		switch {
		case end && comb == 0:
			return s, nil
		case end || comb == 0 && !apart:
			return nil, errSelector
		case comb == 0:
			comb = ' '
		}
	}
}

func (p *parser) combinator() byte {
	for _, c := range []byte(">+~") {
		if p.take(string(c)) {
			p.spaces()
			return c
		}
	}
	return 0
}

func (p *parser) compound(depth int) (c compound, err error) {
	for p.at < len(p.toks) {
		t := p.toks[p.at]
		first := len(c.parts) == 0
		var one part
		switch {
		case t.kind == ident && first:
			one, p.at = part{kind: 't', name: strings.ToLower(t.text)}, p.at+1
		case t.is("*") && first:
			one, p.at = part{kind: '*'}, p.at+1
		case t.is("&"):
			one, p.at = part{kind: '&'}, p.at+1
		case t.kind == hash:
			one, p.at = part{kind: '#', name: t.text}, p.at+1
		case t.is("."):
			if p.at+1 == len(p.toks) || p.toks[p.at+1].kind != ident {
				return c, errSelector
			}
			one, p.at = part{kind: '.', name: p.toks[p.at+1].text}, p.at+2
		case t.is("["):
			one, err = p.attribute()
		case t.is(":"):
			one, err = p.pseudo(depth)
		default:
			if first {
				return c, errSelector
			}
			return c, nil
		}
		if err != nil {
			return c, err
		}
		c.parts = append(c.parts, one)
		if p.parts++; p.parts > maxParts {
			return c, errLong
		}
	}
	if len(c.parts) == 0 {
		return c, errSelector
	}
	return c, nil
}

func (p *parser) attribute() (part, error) {
	end := p.at
	for end < len(p.toks) && !p.toks[end].is("]") {
		end++
	}
	if end == len(p.toks) {
		return part{}, errSelector
	}
	var in []token
	for _, t := range p.toks[p.at+1 : end] {
		if t.kind != space {
			in = append(in, t)
		}
	}
	p.at = end + 1
	if len(in) == 0 || in[0].kind != ident {
		return part{}, errSelector
	}
	one := part{kind: '[', name: strings.ToLower(in[0].text)}
	in = in[1:]
	for len(in) > 0 && in[0].kind == delim && len(one.op) < 2 && strings.Contains("=~|^$*", in[0].text) {
		one.op, in = one.op+in[0].text, in[1:]
	}
	switch {
	case one.op == "" && len(in) == 0:
		return one, nil
	case !strings.HasSuffix(one.op, "=") || len(in) != 1 || in[0].kind != ident && in[0].kind != str:
		return part{}, errSelector
	}
	one.value = in[0].text
	return one, nil
}
