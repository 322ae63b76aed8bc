package utility

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Sheet is what classes mean as a style sheet, without those that mean nothing. on is a
// selector for what has them, or "".
func (b *Book) Sheet(classes []string, on string) string {
	type line struct {
		class string
		style Style
	}
	var lines []line
	bases := map[base][]string{}
	seen := map[string]bool{}
	for _, c := range classes {
		if seen[c] {
			continue
		}
		seen[c] = true
		s, ok := b.Of(c)
		if !ok {
			continue
		}
		lines = append(lines, line{c, s})
		if s.base != noBase {
			bases[s.base] = append(bases[s.base], s.on(on, c))
		}
	}
	slices.SortStableFunc(lines, func(a, b line) int {
		return cmp.Or(cmp.Compare(a.style.order, b.style.order), cmp.Compare(a.class, b.class))
	})
	var out strings.Builder
	for _, of := range []base{transformBase, filterBase, backdropBase, shadowBase} {
		if list := bases[of]; len(list) > 0 {
			slices.Sort(list)
			fmt.Fprintf(&out, "%s{%s}\n", strings.Join(list, ","), of)
		}
	}
	for _, l := range lines {
		fmt.Fprintf(&out, "%s{", l.style.on(on, l.class))
		for i, d := range l.style.Decls {
			if i > 0 {
				out.WriteByte(';')
			}
			fmt.Fprintf(&out, "%s:%s", d.Property, Scale(d.Value, b.Scale))
		}
		out.WriteString("}\n")
	}
	return out.String()
}

// on is the selector of a style for what has a class.
func (s Style) on(what, class string) string {
	return strings.ReplaceAll(s.Selector, "&", what+"."+escape(class))
}

// escape writes a class as an identifier of CSS.
func escape(class string) string {
	var b strings.Builder
	for i, r := range class {
		switch {
		case r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r == '_' || r == '-' && len(class) > 1 || r >= 0x80:
			b.WriteRune(r)
		case r >= '0' && r <= '9' && i > 0 && (i > 1 || class[0] != '-'):
			b.WriteRune(r)
		case r >= '0' && r <= '9' || r < ' ' || r == 0x7f:
			fmt.Fprintf(&b, "\\%x ", r)
		default:
			b.WriteByte('\\')
			b.WriteRune(r)
		}
	}
	return b.String()
}

// Apply is what classes mean as declarations, for what stands behind @apply. Those
// that mean something elsewhere than on the element itself are left out.
func (b *Book) Apply(classes []string) []Decl {
	var styles []Style
	for _, c := range classes {
		if s, ok := b.Of(c); ok && s.Selector == "&" {
			styles = append(styles, s)
		}
	}
	slices.SortStableFunc(styles, func(a, b Style) int { return cmp.Compare(a.order, b.order) })
	var out []Decl
	seen := map[base]bool{noBase: true}
	for _, s := range styles {
		if !seen[s.base] {
			seen[s.base] = true
			out = append(out, parse(string(s.base))...)
		}
	}
	for _, s := range styles {
		out = append(out, s.Decls...)
	}
	return out
}

var pixels = regexp.MustCompile(`(?:^|[^\w.#-])(?:-?(?:\d+\.?\d*|\.\d+))(?:px|rem)\b`)

// Scale makes of the sizes in a value those of a stage on which a pixel measures by; 0
// leaves them as they are.
func Scale(value string, by float64) string {
	if by == 0 {
		return value
	}
	return pixels.ReplaceAllStringFunc(value, func(s string) string {
		at := strings.IndexAny(s, "0123456789.")
		unit := "px"
		if strings.HasSuffix(s, "rem") {
			unit = "rem"
		}
		f, err := strconv.ParseFloat(strings.TrimSuffix(s[at:], unit), 64)
		if err != nil || f >= 9999 {
			return s
		}
		if unit == "rem" {
			f *= 16
		}
		return s[:at] + strconv.FormatFloat(f*by, 'f', 3, 64) + "px"
	})
}
