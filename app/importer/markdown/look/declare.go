package look

import (
	"slices"
	"strings"

	"lectern/app/importer/words"
)

// declared is a declaration that stays.
type declared struct {
	property  string
	toks      []token // of its value, as the author wrote it
	value     string
	important bool
	said      bool
	line      int
	address   string // of a picture behind, which the value has not
}

func (d declared) text() string {
	if d.important {
		return d.value + "!important"
	}
	return d.value
}

// declaration cleans one. root says that it is the stage's own.
func (c *cleaner) declaration(it item, root bool) (d declared, ok bool) {
	d = declared{line: it.line()}
	head := it.head
	if it.block || len(head) < 2 || head[0].kind != ident {
		c.warn(d.line, "“%s” in a style sheet is no declaration.", text(head))
		return d, false
	}
	d.property = head[0].text
	value := trim(head[1:])
	if len(value) == 0 || !value[0].is(":") {
		c.warn(d.line, "“%s” in a style sheet is no declaration.", text(head))
		return d, false
	}
	value = trim(value[1:])
	if n := len(value); n >= 2 && value[n-1].kind == ident && strings.EqualFold(value[n-1].text, "important") {
		if rest := trim(value[:n-1]); len(rest) > 0 && rest[len(rest)-1].is("!") {
			d.important, value = true, trim(rest[:len(rest)-1])
		}
	}
	d.toks = value
	if !strings.HasPrefix(d.property, "--") {
		d.property = strings.ToLower(d.property)
		if ok, said := known(d.property); !ok {
			if !said {
				c.warn(d.line, "the style “%s” is not shown.", words.OneLine(d.property, 40))
			}
			return d, false
		}
	}
	if strings.HasPrefix(d.property, "animation") || strings.HasPrefix(d.property, "transition") {
		c.warn(d.line, "%s", animation)
		return d, false
	}
	// What is hidden until its step must not be shown by a word.
	d.important = d.important && d.property != "visibility" && d.property != "opacity"
	if d.value, d.said, ok = c.g.value(d.property, value, root); ok {
		if strings.HasPrefix(d.property, "--") {
			d.property = custom(d.property)
		}
		return d, true
	}
	if at := slices.IndexFunc(value, func(t token) bool { return t.kind == address }); at >= 0 {
		d.address = value[at].text
		if d.property == "background" || d.property == "background-image" {
			return d, true // of the stage's it may be had in another way
		}
	}
	c.refuse(d)
	return d, false
}

func (c *cleaner) refuse(d declared) {
	c.warn(d.line, "the style “%s: %s” is not shown.", words.OneLine(d.property, 40), text(d.toks))
}

// known reports whether a property may be set, and whether it goes without a word.
func known(property string) (ok, quietly bool) {
	switch {
	case allowed[property]:
		return true, false
	case strings.HasPrefix(property, "animation"), strings.HasPrefix(property, "transition"):
		return true, false // has a sentence of its own
	case quiet[property]:
		return false, true
	case property != "" && property[0] == '-': // a browser's own, beside what all have
		return false, true
	}
	return false, false
}

// write adds the rules for some selectors.
func (c *cleaner) write(list []selector, all []declared) {
	if len(all) == 0 || c.full {
		return
	}
	var stage, page, rest, code []styled
	for _, s := range list {
		one, err := c.g.rewrite(s)
		c.know(s)
		if err != nil {
			c.warn(all[0].line, "the style of “%s” is not shown: the selector %s.", s, err)
			continue
		}
		switch one.subject {
		case theStage:
			stage = append(stage, one)
		case thePage:
			page = append(page, one)
		case theCode:
			code = append(code, one)
		default:
			rest = append(rest, one)
		}
	}
	c.onStage(stage, all)
	c.onPage(page, all)
	if len(rest) > 0 {
		c.add(rest, c.inside(all))
	}
	c.onCode(code, all)
}

// onCode keeps the boxes that are meant for code among words off blocks of code, whose
// own the themes of all tools insist on.
func (c *cleaner) onCode(list []styled, all []declared) {
	if len(list) == 0 {
		return
	}
	var boxes, others []declared
	for _, d := range c.inside(all) {
		if property, _, _ := strings.Cut(d.property, "-"); boxed[property] || d.property == "font-size" {
			boxes = append(boxes, d)
		} else {
			others = append(others, d)
		}
	}
	c.add(list, others)
	c.add(each(list, ":not(pre > code)"), boxes)
}

// each has more at the end of every selector.
func each(list []styled, more string) (all []styled) {
	for _, s := range list {
		all = append(all, s.and(more))
	}
	return all
}

var boxed = words.Set("background padding margin border outline display")

// know notes the classes that a selector names, wherever it does.
func (c *cleaner) know(s selector) {
	for _, one := range s {
		for _, p := range one.parts {
			switch {
			case p.kind == '.':
				c.class(p.name)
			case p.kind == '[' && p.name == "class":
				c.class(p.value)
			}
			for _, in := range p.inner {
				c.know(in)
			}
		}
	}
}

func (c *cleaner) class(name string) {
	if c.sheet.classes == nil {
		c.sheet.classes = map[string]bool{}
	}
	c.sheet.classes[name] = true
}

// inside is what is left for an element on the stage.
func (c *cleaner) inside(all []declared) (kept []declared) {
	for _, d := range all {
		if d.address == "" {
			kept = append(kept, d)
			continue
		}
		c.refuse(d)
	}
	return kept
}

func (c *cleaner) add(list []styled, all []declared) {
	if len(list) == 0 || len(all) == 0 || c.full {
		return
	}
	line := all[0].line
	r := rule{selectors: list, heavy: func() { c.warn(line, TooHeavy) }}
	var b strings.Builder
	for _, d := range all {
		if strings.HasPrefix(d.property, customPrefix) {
			r.own = append(r.own, Declaration{d.property, d.text()})
		} else {
			if b.Len() > 0 {
				b.WriteByte(';')
			}
			b.WriteString(d.property + ":" + d.text())
		}
		r.said = r.said || d.said
		if b, ok := burdenOf(d.property, d.value); ok {
			r.burdens = append(r.burdens, b)
		}
		r.columns = r.columns || inColumns[d.property]
	}
	r.body = b.String()
	if len(c.sheet.rules) == maxRules {
		c.full = true
		c.warn(all[0].line, "the style sheet has more than %d rules; those from here on are left out.", maxRules)
		return
	}
	c.sheet.rules = append(c.sheet.rules, r)
}
