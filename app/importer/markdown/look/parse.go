package look

import (
	"fmt"
	"strings"

	"lectern/app/importer/words"
)

const (
	maxNested       = 4   // rules in rules
	maxDeclarations = 200 // of a rule
)

type cleaner struct {
	g     *Grammar
	warn  Warn
	sheet Sheet
	full  bool
	depth int
}

func newCleaner(g *Grammar, warn Warn) *cleaner {
	if g == nil {
		g = &Grammar{}
	}
	return &cleaner{g: g, warn: warn}
}

// item is a declaration, or a rule with its body.
type item struct {
	head, body []token
	block      bool
}

func (i item) line() int {
	for _, t := range i.head {
		if t.kind != space {
			return t.line
		}
	}
	return 0
}

// split cuts declarations and rules apart where a browser does (CSS Syntax 3, 5.5).
func split(toks []token) (items []item) {
	start := 0
	add := func(head, body []token, block bool) {
		if head = trim(head); len(head) > 0 {
			items = append(items, item{head, body, block})
		}
	}
	for i := 0; i < len(toks); i++ {
		switch t := toks[i]; {
		case t.kind == function || t.is("(") || t.is("["):
			i = closing(toks, i)
		case t.is(";"):
			add(toks[start:i], nil, false)
			start = i + 1
		case t.is("{"):
			end := closing(toks, i)
			add(toks[start:i], toks[min(i+1, len(toks)):min(end, len(toks))], true)
			i, start = end, end+1
		case t.is("}"):
			start = i + 1 // closes nothing: what it ends is no rule
		}
	}
	if start < len(toks) {
		add(toks[start:], nil, false)
	}
	return items
}

// closing is where the bracket at i is closed, or the end.
func closing(toks []token, i int) int {
	var open []string
	for ; i < len(toks); i++ {
		switch t := toks[i]; {
		case t.kind == function || t.is("("):
			open = append(open, ")")
		case t.is("["):
			open = append(open, "]")
		case t.is("{"):
			open = append(open, "}")
		case t.is(")") || t.is("]") || t.is("}"):
			if open[len(open)-1] != t.text {
				continue
			}
			if open = open[:len(open)-1]; len(open) == 0 {
				return i
			}
		}
	}
	return len(toks)
}

// items takes rules, and within one its declarations. quietly drops what is left out.
func (c *cleaner) items(toks []token, outer []selector, inside bool) {
	if c.depth++; c.depth > maxNested+2 {
		c.depth--
		return
	}
	defer func() { c.depth-- }()
	var own []declared
	flush := func() {
		c.write(outer, own)
		own = nil
	}
	for _, it := range split(toks) {
		switch {
		case it.head[0].kind == atWord:
			if it.head[0].text == "apply" && inside && c.g.Apply != nil {
				own = append(own, c.applied(it)...)
				continue
			}
			flush()
			c.at(it, outer, inside)
		case it.block:
			flush()
			c.rule(it, outer)
		case inside:
			if d, ok := c.declaration(it, false); ok && len(own) < maxDeclarations {
				own = append(own, d)
			}
		default:
			c.warn(it.line(), "“%s” in a style sheet is no rule.", text(it.head))
		}
	}
	flush()
}

func (c *cleaner) rule(it item, outer []selector) {
	list, err := selectors(it.head)
	if err == nil {
		list, err = within(outer, list)
	}
	if err != nil {
		c.warn(it.line(), "the style of “%s” is not shown: the selector %s.", text(it.head), err)
		return
	}
	c.items(it.body, list, true)
}

func (c *cleaner) at(it item, outer []selector, inside bool) {
	line, rest := it.line(), trim(it.head[1:])
	switch word := it.head[0].text; word {
	case "charset", "namespace", "theme", "auto-scaling", "page":
	case "import", "import-theme":
		from := strings.Trim(text(rest), `"`)
		if len(rest) > 0 && (rest[0].kind == str || rest[0].kind == address) {
			from = rest[0].text
		}
		if c.g.Import == nil || !c.g.Import(from) {
			c.warn(line, "the style sheet “%s” is not taken in: put what it says into the deck.", words.OneLine(from, 80))
		}
	case "font-face":
		c.warn(line, "the font %s is not loaded: its text is set in another.", family(it.body))
	case "media":
		switch media(text(rest)) {
		case yes:
			c.within(it, outer, inside)
		case unknown:
			c.warn(line, "the style for “@media %s” is not shown.", text(rest))
		}
	case "supports":
		c.within(it, outer, inside) // what is not known is dropped anyway
	case "layer", "scope", "starting-style":
		if it.block && word == "layer" {
			c.within(it, outer, inside)
		} else if word != "layer" {
			c.warn(line, "the style for “@%s” is not shown.", word)
		}
	case "keyframes", "-webkit-keyframes", "-moz-keyframes", "-o-keyframes":
		c.warn(line, "%s", animation)
	default:
		c.warn(line, "“@%s” in a style sheet is not known here.", words.OneLine(word, 40))
	}
}

const animation = "animations are not shown."

// within takes what is in a block that is for this screen.
func (c *cleaner) within(it item, outer []selector, inside bool) {
	if it.block {
		c.items(it.body, outer, inside)
	}
}

type answer int

const (
	unknown answer = iota
	yes
	no
)

// media says whether what is for some media is for a screen of any size and colours.
func media(query string) answer {
	switch strings.ToLower(strings.TrimSpace(query)) {
	case "", "all", "screen", "only screen":
		return yes
	case "print", "speech", "only print":
		return no
	}
	return unknown
}

// family is the font that a @font-face is for.
func family(body []token) string {
	for _, it := range split(body) {
		for _, t := range it.head[1:] {
			if it.head[0].text == "font-family" && (t.kind == str || t.kind == ident) {
				return fmt.Sprintf("“%s”", words.OneLine(t.text, 60))
			}
		}
	}
	return "of a style sheet"
}

// applied is the declarations that @apply stands for.
func (c *cleaner) applied(it item) (list []declared) {
	css := c.g.Apply(strings.Join(strings.Fields(raw(it.head[1:])), " "))
	for _, one := range split(tokens(css, it.line())) {
		if d, ok := c.declaration(one, false); ok {
			list = append(list, d)
		}
	}
	return list
}

// raw is about what tokens were made from.
func raw(toks []token) string {
	var b strings.Builder
	for _, t := range toks {
		switch t.kind {
		case str:
			b.WriteString(`"` + t.text + `"`)
		case hash:
			b.WriteString("#" + t.text)
		case atWord:
			b.WriteString("@" + t.text)
		case function:
			b.WriteString(t.text + "(")
		case address:
			b.WriteString("url(" + t.text + ")")
		case percentage:
			b.WriteString(t.text + "%")
		case dimension:
			b.WriteString(t.text + t.unit)
		default:
			b.WriteString(t.text)
		}
	}
	return b.String()
}

// text is for a sentence.
func text(toks []token) string { return words.OneLine(raw(toks), 60) }
