package look

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// subject is what a selector is about.
type subject byte

const (
	somewhere subject = iota // on the stage
	theStage
	thePage // the page number
	theCode // any code
)

// styled is a selector as it is written.
type styled struct {
	text    string   // with classes as mark writes them
	tail    string   // what was put behind it
	whole   selector // as its author has it, if it has others in brackets
	g       *Grammar
	asks    bool     // it has words of an attribute
	from    selector // the first is of the stage, without its name
	subject subject
	body    bool     // the second is a child of the stage
	names   []string // of elements and classes that must be there: see seen.names
}

var (
	errID      = errors.New("asks for an id, which slides do not keep")
	errOutside = errors.New("asks for what is beside a slide")
	errAttr    = errors.New("asks for an attribute that slides do not keep")
)

// rewrite makes a selector begin at the slide.
func (g *Grammar) rewrite(s selector) (styled, error) {
	stage := compound{}
	at := 0
	for at < len(s) {
		rest, is := g.onStage(s[at])
		if !is || at > 0 && s[at].comb != ' ' && s[at].comb != '>' {
			break
		}
		stage.parts = append(stage.parts, rest...)
		at++
	}
	out := styled{from: append(selector{stage}, s[at:]...), g: g}
	if s.nests() {
		out.whole = s
	}
	var b strings.Builder
	b.WriteString(Stage)
	pseudo := ""
	if n := len(stage.parts); n > 0 && stage.parts[n-1].kind == 'e' {
		pseudo = stage.parts[n-1].name
		stage.parts = stage.parts[:n-1]
	}
	if err := g.parts(&b, stage.parts, &out); err != nil {
		return out, err
	}
	if len(s) == at {
		out.from = selector{stage}
		switch {
		case pseudo == "after" && g.Pages:
			out.subject = thePage
			b.WriteString(" .page-number")
			out.names = append(out.names, "!page-number")
		case pseudo != "":
			b.WriteString("::" + pseudo)
		default:
			out.subject = theStage
		}
		out.text = b.String()
		return out, nil
	}
	if pseudo != "" {
		return out, errSelector
	}
	beside := true // the body may be what it asks for
	for i, c := range s[at:] {
		beside = beside && (i == 0 || c.comb == '+' || c.comb == '~')
		switch {
		case i == 0 && at == 0:
			b.WriteByte(' ')
		case i == 0 && c.comb == '>' && (c.parts[0].name == "header" || c.parts[0].name == "footer"):
			b.WriteString(" > ") // the page puts them there
			out.body = true
		case i == 0 && c.comb == '>':
			b.WriteString(" > .slide-body > ")
			out.body = true
		case i == 0 && c.comb != ' ':
			return out, errOutside
		case c.comb == ' ':
			b.WriteByte(' ')
		default:
			b.WriteString(" " + string(c.comb) + " ")
		}
		parts := c.parts
		if beside && !out.body && mayBeBody(parts) {
			parts = slices.Insert(slices.Clone(parts), len(parts)-countElements(parts), part{kind: 'b'})
		}
		if err := g.parts(&b, parts, &out); err != nil {
			return out, err
		}
		if last := c.parts[len(c.parts)-1]; last.kind == 'e' && i+at < len(s)-1 {
			return out, errSelector
		}
	}
	if last := s[len(s)-1].parts; len(last) == 1 && last[0].kind == 't' && last[0].name == "code" && !slices.Contains(out.names, "pre") {
		out.subject = theCode
	}
	out.text = b.String()
	return out, nil
}

// onStage reports whether a compound means the slide, and returns what else it asks.
func (g *Grammar) onStage(c compound) (rest []part, is bool) {
	for _, p := range c.parts {
		key := p.name
		switch p.kind {
		case '.':
			key = "." + p.name
		case ':':
			key = ":" + p.name
		case '#':
			key = "#" + p.name
		}
		if (p.kind == 't' || p.kind == '.' || p.kind == ':' || p.kind == '#') && (g.Stage[key] || key == ":root") {
			is = true
		} else {
			rest = append(rest, p)
		}
	}
	return rest, is
}

// parts writes what is asked of one element, and notes in out what must be there.
func (g *Grammar) parts(b *strings.Builder, parts []part, out *styled) error {
	for i, p := range parts {
		switch p.kind {
		case 't':
			b.WriteString(name(p.name))
			out.names = append(out.names, p.name)
		case '*':
			b.WriteByte('*')
		case '.':
			b.WriteString(mark(p.name))
			out.names = append(out.names, "."+p.name)
		case '#':
			return errID
		case 'e':
			if i < len(parts)-1 {
				return errSelector
			}
			b.WriteString("::" + p.name)
		case 'b':
			b.WriteString(notBody)
		case '[':
			if err := attribute(b, p, out); err != nil {
				return err
			}
		case ':':
			if err := g.pseudo(b, p); err != nil {
				return err
			}
		default:
			return errSelector
		}
	}
	return nil
}

func attribute(b *strings.Builder, p part, out *styled) error {
	out.asks = out.asks || p.tells()
	switch {
	case p.name == "class" && (p.op == "~=" || p.op == "=") && p.value != "":
		b.WriteString(mark(p.value))
		out.names = append(out.names, "."+p.value)
	case p.name == "class" || !attributes[p.name]:
		return errAttr
	case p.op == "":
		b.WriteString("[" + p.name + "]")
	default:
		b.WriteString("[" + p.name + p.op + quoted(p.value) + "]")
	}
	return nil
}

func (g *Grammar) pseudo(b *strings.Builder, p part) error {
	switch {
	case p.name == "root":
		return errOutside
	case strings.HasPrefix(p.name, "nth-"):
		fmt.Fprintf(b, ":%s(%dn%+d)", p.name, p.step[0], p.step[1])
		return nil
	case p.inner == nil:
		b.WriteString(":" + p.name)
		return nil
	}
	b.WriteString(":" + p.name + "(")
	for i, s := range p.inner {
		if i > 0 {
			b.WriteByte(',')
		}
		for j, c := range s {
			switch {
			case c.comb == 0 || j == 0 && c.comb == ' ':
			case c.comb == ' ':
				b.WriteByte(' ')
			case j == 0 && p.name != "has":
				return errSelector
			default:
				b.WriteString(string(c.comb) + " ")
			}
			rest, is := g.onStage(c)
			if is && len(rest) == 0 {
				rest = []part{{kind: '*'}}
			}
			var apart styled // what is in brackets need not be there
			if rest[len(rest)-1].kind == 'e' {
				return errSelector
			}
			if err := g.parts(b, rest, &apart); err != nil {
				return err
			}
		}
	}
	b.WriteByte(')')
	return nil
}

// String is a selector for a sentence.
func (s selector) String() string {
	var b strings.Builder
	for i, c := range s {
		if i > 0 {
			b.WriteByte(' ')
		}
		if c.comb != 0 && c.comb != ' ' {
			b.WriteString(string(c.comb) + " ")
		}
		for _, p := range c.parts {
			switch p.kind {
			case 't', '&', '*':
				b.WriteString(p.name)
				if p.kind != 't' {
					b.WriteByte(p.kind)
				}
			case 'e':
				b.WriteString("::" + p.name)
			case '[':
				b.WriteString("[" + p.name + p.op + p.value + "]")
			default:
				b.WriteString(string(p.kind) + p.name)
				if p.inner != nil {
					b.WriteString("(…)")
				}
			}
		}
	}
	return b.String()
}
