package formula

import (
	"golang.org/x/net/html"
)

// marks are the accents that fonts for formulas have, wide ones too, for the signs that
// KaTeX writes.
var marks = map[string]string{
	"^": "\u0302", "ˆ": "\u0302", "~": "\u0303", "˜": "\u0303", "ˉ": "\u0304", "¯": "\u0304", "˘": "\u0306", "˙": "\u0307", "¨": "\u0308",
	"˚": "\u030a", "ˇ": "\u030c", "ˊ": "\u0301", "´": "\u0301", "ˋ": "\u0300", "`": "\u0300", "⃗": "⃗",
}

// over is what an element has above or below, if that is one sign.
func over(n *html.Node) *html.Node {
	if n.FirstChild == nil || n.FirstChild.NextSibling == nil {
		return nil
	}
	mo := n.FirstChild.NextSibling
	if mo.Data != "mo" || mo.NextSibling != nil || mo.FirstChild == nil {
		return nil
	}
	return mo
}

// accents gives a letter the accent that goes with it. One that is not said to be wide
// is no wider than it is.
func accents(n *html.Node) {
	mo := over(n)
	if mo == nil || get(n, "accent") != "true" && get(n, "accentunder") != "true" {
		return
	}
	if m, ok := marks[mo.FirstChild.Data]; ok {
		mo.FirstChild.Data = m
		if get(mo, "stretchy") == "" {
			mo.Attr = append(mo.Attr, html.Attribute{Key: "stretchy", Val: "false"})
		}
	}
}

// bar makes a line above or below all of a part the border that it looks like: no font
// has one of every width.
func bar(n *html.Node) bool {
	mo := over(n)
	if mo == nil || mo.FirstChild.Data != "‾" || get(mo, "stretchy") != "true" {
		return false
	}
	n.RemoveChild(mo)
	class := "math-top"
	if n.Data == "munder" {
		class = "math-bottom"
	}
	n.Data, n.Attr = "mrow", []html.Attribute{{Key: "class", Val: class}}
	return true
}
