package look

import (
	"math"
	"strings"

	"lectern/app/importer/words"
)

// ofTheme are properties of the theme's: how much of a slide the picture beside its words
// has, how large the deck's pixels are, what is left beside its slides and above.
var ofTheme = words.Set(`--split --scale --bar-x --bar-y`)

const (
	maxValue  = 256    // tokens of a declaration
	maxFigure = 20_000 // of a number, whatever its unit
	maxCount  = 200    // of what is repeated
	maxBlur   = 200    // pixels
	maxLine   = 100    // pixels that a line at words is thick, or away; of other lengths a fiftieth
	maxString = 300    // bytes
	maxOpen   = 12     // brackets
)

// valueWriter writes the value of one declaration.
type valueWriter struct {
	g        *Grammar
	property string
	fit      bool // lengths are of letters, and shrink with a slide that is too full
	root     bool // of the stage, whose em is nobody's
	said     bool // it has words in it
	b        strings.Builder
	open     []string // functions and brackets that are open
	commas   int
}

// value returns what may stay of a value, or false.
func (g *Grammar) value(property string, toks []token, root bool) (text string, said, ok bool) {
	w := valueWriter{g: g, property: property, fit: property == "font-size", root: root}
	toks = trim(toks)
	if len(toks) == 0 || len(toks) > maxValue {
		return "", false, false
	}
	for i, t := range toks {
		if !w.token(t, i, toks) {
			return "", false, false
		}
	}
	return w.b.String(), w.said, len(w.open) == 0
}

func trim(toks []token) []token {
	for len(toks) > 0 && toks[0].kind == space {
		toks = toks[1:]
	}
	for len(toks) > 0 && toks[len(toks)-1].kind == space {
		toks = toks[:len(toks)-1]
	}
	return toks
}

func (w *valueWriter) in(name string) bool {
	return len(w.open) > 0 && w.open[len(w.open)-1] == name
}

func (w *valueWriter) token(t token, i int, toks []token) bool {
	switch t.kind {
	case ident:
		return w.ident(t)
	case function:
		if !functions[t.text] || len(w.open) == maxOpen || t.text == "attr" && w.property != "content" {
			return false
		}
		w.open = append(w.open, t.text)
		w.said = w.said || t.text == "var" && w.speaks()
		w.b.WriteString(t.text + "(")
		return true
	case hash:
		w.b.WriteString("#" + strings.ToLower(t.text))
		return len(t.text) <= 8 && strings.Trim(strings.ToLower(t.text), "0123456789abcdef") == ""
	case str:
		custom := strings.HasPrefix(w.property, "--")
		w.said = w.said || (custom || w.speaks()) && t.text != ""
		w.b.WriteString(quoted(t.text))
		return (custom || stringy[w.property]) && len(t.text) <= maxString && (w.property != "quotes" || len(t.text) <= maxQuote)
	case number, percentage, dimension:
		return w.number(t, i, toks)
	case space:
		w.b.WriteByte(' ')
		return true
	case delim:
		return w.delim(t.text)
	}
	return false
}

// speaks reports whether strings of the property are seen: they are no names.
func (w *valueWriter) speaks() bool {
	return stringy[w.property] && !strings.HasPrefix(w.property, "font") && !strings.HasPrefix(w.property, "grid")
}

func (w *valueWriter) delim(c string) bool {
	switch c {
	case "(", "[":
		if len(w.open) == maxOpen || c == "[" && !strings.HasPrefix(w.property, "grid") {
			return false
		}
		w.open = append(w.open, c)
	case ")", "]":
		if len(w.open) == 0 || (c == "]") != w.in("[") {
			return false
		}
		w.open = w.open[:len(w.open)-1]
	case ",":
		if w.commas++; w.commas > 40 {
			return false
		}
	case "/", "*", "+", "-", "%":
	default:
		return false
	}
	w.b.WriteString(c)
	return true
}

func (w *valueWriter) ident(t token) bool {
	low := strings.ToLower(t.text)
	switch {
	case w.in("var") && strings.HasPrefix(t.text, "--"):
		w.b.WriteString(custom(t.text))
		return true
	case w.in("attr"):
		to, known := w.g.Attributes[low]
		w.b.WriteString(to)
		return known
	case w.property == "position" && low == "fixed":
		low = "absolute" // what it is on something that is scaled
		w.b.WriteString(low)
		return true
	case strings.HasPrefix(low, "--"):
		return false
	}
	w.b.WriteString(name(t.text))
	return true
}

const customPrefix = "--x-"

// custom is the name of an author's own property: none of the page's is called so.
func custom(s string) string {
	if ofTheme[s] {
		return s
	}
	return customPrefix + strings.TrimPrefix(name(s), "--")
}

func (w *valueWriter) number(t token, i int, toks []token) bool {
	v, unit := t.value, t.unit
	switch {
	case t.kind == percentage:
		unit = "%"
	case t.kind == number && (w.in("repeat") || strings.HasPrefix(w.property, "column") || strings.HasPrefix(w.property, "grid")):
		if math.Abs(v) > maxCount {
			return false
		}
	}
	wrap, size := "", absolute[unit]
	switch {
	case size > 0:
		v, unit, wrap = v*size*w.g.pixel(), "px", "var(--fit)"
	case ofScreen[unit] > 0:
		v, unit, wrap = v*ofScreen[unit], "px", "var(--fit)"
	case unit == "rem":
		if w.g.Rem == "" {
			v, unit, wrap = v*16*w.g.pixel(), "px", "var(--fit)"
			break
		}
		if math.Abs(v) > maxFigure {
			return false
		}
		w.b.WriteString("calc(" + w.g.Rem + " * " + figure(v) + ")")
		return true
	case w.root && w.fit && (unit == "em" || unit == "%"):
		if unit == "%" {
			v /= 100
		}
		v, unit, wrap = v*16*w.g.pixel(), "px", "var(--fit)"
	case unit == "" || unit == "%" || units[unit]:
	default:
		return false
	}
	if w.in("blur") || w.in("drop-shadow") {
		v = min(v, maxBlur)
	}
	most := float64(maxFigure)
	if strings.HasPrefix(w.property, "text-decoration") && unit != "%" { // a wave is drawn along all words
		if most = maxLine; unit != "px" {
			most /= 50
		}
	}
	if math.Abs(v) > most || math.IsNaN(v) {
		return false
	}
	if wrap != "" && w.fit {
		w.b.WriteString("calc(" + figure(v) + unit + " * " + wrap + ")")
		return true
	}
	if t.kind == number && t.text[0] == '+' { // a sum without the space that it needs is none
		w.b.WriteByte('+')
	}
	w.b.WriteString(figure(v) + unit)
	return true
}
