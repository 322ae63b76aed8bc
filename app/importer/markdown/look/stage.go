package look

import (
	"strings"

	"lectern/app/importer/words"
)

// onStage parts what is of the stage from what is of its body.
func (c *cleaner) onStage(list []styled, all []declared) {
	if len(list) == 0 {
		return
	}
	var own, flow []declared
	var ground Ground
	for _, d := range all {
		switch {
		case framed[d.property]:
			if !frames[d.property] {
				c.warn(d.line, "the style “%s” of a slide itself is not shown: its place and size are given.", d.property)
			}
		case flowing[d.property]:
			flow = append(flow, d)
		case d.address != "":
			ground.Line, ground.Address = d.line, d.address
			ground.Declarations = append(ground.Declarations, c.around(d)...)
		default:
			if strings.HasPrefix(d.property, "background-") && d.property != "background-color" {
				ground.Declarations = append(ground.Declarations, Declaration{d.property, d.value})
			}
			if d.property == "font-size" {
				d.value, _, _ = c.g.value(d.property, d.toks, true)
				if c.g.Rem != "" {
					own = append(own, declared{property: "--rem", value: d.value, important: d.important})
				}
			}
			own = append(own, d)
		}
	}
	if ground.Address != "" {
		ground.selectors = list
		c.sheet.grounds = append(c.sheet.grounds, ground)
	}
	c.add(list, own)
	c.add(each(list, " > .slide-body"), flow)
}

// frames are what decks say of their stage that it is anyway.
var frames = words.Set("width height overflow overflow-x overflow-y position box-sizing margin")

// around is what a shorthand with a picture says beside it.
func (c *cleaner) around(d declared) (list []Declaration) {
	if d.property != "background" {
		return nil
	}
	var position, size []token
	to := &position
	for _, t := range d.toks {
		switch {
		case t.kind == address:
		case t.is("/"):
			to = &size
		case t.kind == ident && strings.Contains(strings.ToLower(t.text), "repeat"):
			list = append(list, Declaration{"background-repeat", strings.ToLower(t.text)})
		case t.kind == ident && placing[strings.ToLower(t.text)], t.kind == percentage, t.kind == dimension, t.kind == space:
			*to = append(*to, t)
		}
	}
	for _, p := range []struct {
		name string
		toks []token
	}{{"background-position", position}, {"background-size", size}} {
		if v, _, ok := c.g.value(p.name, p.toks, false); ok {
			list = append(list, Declaration{p.name, v})
		}
	}
	return list
}

var placing = words.Set("left right top bottom center cover contain auto")

// onPage parts the words of a page number from its looks.
func (c *cleaner) onPage(list []styled, all []declared) {
	if len(list) == 0 {
		return
	}
	var own, content []declared
	for _, d := range c.inside(all) {
		switch {
		case d.property != "content":
			own = append(own, d)
		case strings.Contains(d.value, "attr("): // without the number it is none (Marpit's pagination plugin)
			d.said = false
			content = append(content, d)
		}
	}
	c.add(list, own)
	c.add(each(list, "::after"), content)
}
