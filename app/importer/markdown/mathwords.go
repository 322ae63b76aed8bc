package markdown

import (
	"regexp"
	"strings"

	"golang.org/x/net/html"
)

// name is a formula that is nothing but a name: \LaTeX.
var name = regexp.MustCompile(`^\\((?:La|Ka|Xe|Xe ?La|Lua|LuaLa)?TeX)(?:\{\})?$`)

// mathWords is what a formula reads as in a title, where nobody sets it: x² for x^2, and
// not its TeX.
func mathWords(n *html.Node) string {
	if m := name.FindStringSubmatch(strings.TrimSpace(attr(n, "alttext"))); m != nil {
		return m[1]
	}
	return strings.Join(strings.Fields(mathText(n)), " ")
}

var (
	raised  = strings.NewReplacer("0", "⁰", "1", "¹", "2", "²", "3", "³", "4", "⁴", "5", "⁵", "6", "⁶", "7", "⁷", "8", "⁸", "9", "⁹", "+", "⁺", "−", "⁻", "-", "⁻", "n", "ⁿ", "i", "ⁱ")
	lowered = strings.NewReplacer("0", "₀", "1", "₁", "2", "₂", "3", "₃", "4", "₄", "5", "₅", "6", "₆", "7", "₇", "8", "₈", "9", "₉", "+", "₊", "−", "₋", "-", "₋", "n", "ₙ", "i", "ᵢ")
)

func mathText(n *html.Node) string {
	if n.Type == html.TextNode {
		return n.Data
	}
	var parts []string
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.ElementNode || strings.TrimSpace(c.Data) != "" {
			parts = append(parts, mathText(c))
		}
	}
	part := func(i int) string {
		if i < len(parts) {
			return parts[i]
		}
		return ""
	}
	script := func(text, mark string, by *strings.Replacer) string {
		text = strings.Join(strings.Fields(text), "")
		if small := by.Replace(text); len([]rune(small)) == len([]rune(text)) && !strings.ContainsAny(small, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-−=()") {
			return small
		} else if len([]rune(text)) > 1 {
			text = "(" + text + ")"
		}
		return mark + text
	}
	switch n.Data {
	case "annotation":
		return ""
	case "msup":
		return part(0) + script(part(1), "^", raised)
	case "msub":
		return part(0) + script(part(1), "_", lowered)
	case "msubsup":
		return part(0) + script(part(1), "_", lowered) + script(part(2), "^", raised)
	case "mfrac":
		return part(0) + "/" + part(1)
	case "msqrt":
		return "√" + strings.Join(parts, "")
	case "mroot":
		return script(part(1), "", raised) + "√" + part(0)
	case "mspace":
		return " "
	case "mo":
		if text := strings.Join(parts, ""); strings.ContainsAny(text, "=<>≤≥≠≈→←⇒+") {
			return " " + text + " "
		}
	}
	return strings.Join(parts, "")
}
