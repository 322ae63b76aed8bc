package utility

import (
	"regexp"
	"strings"
)

// variants is what stands before a class: dark:, sm:, !, -.
type variants struct {
	class     string
	selector  string // & is the element
	negative  bool
	important bool
	order     int
}

// states are the variants of an element that a style sheet can tell without a mouse.
var states = map[string]string{
	"first": ":first-child", "last": ":last-child", "only": ":only-child", "odd": ":nth-child(odd)", "even": ":nth-child(even)",
	"first-of-type": ":first-of-type", "last-of-type": ":last-of-type", "empty": ":empty",
	"*": ">*", "children": ">*", "all": " *", "next": "+*", "siblings": "~*", "svg": " svg",
}

var (
	arbitrary = regexp.MustCompile(`^\[(&[\w\s>+~*:.()&_-]*)\][:-]`)
	combined  = regexp.MustCompile(`^(all|children|next|siblings)-\[([\w>+~*.:()_-]+)\][:-]`)
	prefix    = regexp.MustCompile(`^(dark|light|sm|md|lg|xl|2xl|hover|focus|active|group-hover|all|children|first|last|odd|even|important|print)-|^([a-z*][a-z0-9-]*|[@<~][a-z0-9]+):`)
)

// wide are the widths of screen that the stage has.
var wide = map[string]bool{"sm": true, "md": true, "lg": true, "xl": true}

// takeVariants takes off what stands before a class. It reports false for a class
// that means nothing on a slide that nobody points at.
func takeVariants(class string, o Options) (variants, bool) {
	v := variants{class: class, selector: "&"}
	for range 8 {
		c := v.class
		switch {
		case strings.HasPrefix(c, "!"):
			v.important, v.class = true, c[1:]
			continue
		case strings.HasSuffix(c, "!"):
			v.important, v.class = true, c[:len(c)-1]
			continue
		case strings.HasPrefix(c, "-") && !v.negative:
			v.negative, v.class = true, c[1:]
			continue
		}
		if m := arbitrary.FindStringSubmatch(c); m != nil {
			with := strings.ReplaceAll(m[1], "_", " ")
			v.selector, v.class = strings.ReplaceAll(with, "&", v.selector), c[len(m[0]):]
			continue
		}
		if m := combined.FindStringSubmatch(c); m != nil {
			by := map[string]string{"all": " ", "children": ">", "next": "+", "siblings": "~"}[m[1]]
			v.selector, v.class = v.selector+by+strings.ReplaceAll(m[2], "_", " "), c[len(m[0]):]
			continue
		}
		m := prefix.FindStringSubmatch(c)
		if m == nil {
			return v, v.class != ""
		}
		name := m[1] + m[2]
		switch {
		case name == "important":
			v.important = true
		case name == "dark" || name == "@dark":
			if !o.Dark {
				return v, false
			}
		case name == "light" || name == "@light":
			if o.Dark {
				return v, false
			}
		case wide[name]:
			v.order += 10_000
		case states[name] != "":
			v.selector += states[name]
		case m[2] != "": // a colour and how opaque it is, bg-red:20, or what no rule has
			return v, true
		default:
			return v, false
		}
		v.class = c[len(m[0]):]
	}
	return v, false
}

var (
	fixedNumber = regexp.MustCompile(`^-?[0-9.]+(?:[a-z]+|%)?$`)
	hasNoMinus  = regexp.MustCompile(`\b(opacity|color|flex|backdrop-filter|filter|transform)\b`)
)

// negate makes the values of a class negative. It reports false if none could be.
func negate(decls []Decl) (changed bool) {
	for i, d := range decls {
		v := d.Value
		switch {
		case v == "" || v == "0" || hasNoMinus.MatchString(d.Property):
		case mathFn.MatchString(v) || strings.HasPrefix(v, "var(") && strings.HasSuffix(v, ")") && strings.Count(v, "(") == 1:
			decls[i].Value, changed = "calc("+v+" * -1)", true
		case strings.HasPrefix(v, "hue-rotate("):
			inside := strings.TrimSuffix(strings.TrimPrefix(v, "hue-rotate("), ")")
			if fixedNumber.MatchString(inside) {
				decls[i].Value, changed = "hue-rotate("+minus(inside)+")", true
			}
		case fixedNumber.MatchString(v):
			decls[i].Value, changed = minus(v), true
		}
	}
	return changed
}

func minus(v string) string {
	if rest, ok := strings.CutPrefix(v, "-"); ok {
		return rest
	}
	return "-" + v
}
