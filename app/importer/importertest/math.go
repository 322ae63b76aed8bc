package importertest

import (
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// What formulas consist of (MathML Core), and what their attributes may be: words and
// lengths, but for the text that stands for a formula.
var (
	mathElements = strings.Fields(`math mi mn mo ms mtext mspace mrow mfrac msqrt mroot mstyle mpadded mphantom msub msup
		msubsup munder mover munderover mmultiscripts mprescripts none mtable mtr mtd`)
	mathAttributes = strings.Fields(`display mathvariant width height depth lspace rspace voffset minsize maxsize form fence
		separator stretchy symmetric largeop movablelimits linethickness accent accentunder displaystyle scriptlevel mathcolor
		mathbackground mathsize`)
	mathValue = regexp.MustCompile(`^[A-Za-z0-9#.+%-]{1,40}$`)
	mathClass = regexp.MustCompile(`^((math-[a-z-]+|dim|veiled|st-[0-9]+|y-[0-9]+|x-[^\s"'<>&]+)( |$))+$`)
)

// checkMath fails if a part of a formula is none.
func checkMath(t T, n *html.Node) {
	t.Helper()
	if !slices.Contains(mathElements, n.Data) {
		t.Errorf("<%s> stayed in a formula", n.Data)
	}
	for _, a := range n.Attr {
		switch {
		case a.Key == "alttext" && n.Data == "math", a.Key == "aria-hidden":
		case a.Key == "class" && mathClass.MatchString(a.Val):
		case slices.Contains(mathAttributes, a.Key) && mathValue.MatchString(a.Val):
		default:
			t.Errorf("<%s %s=%q> stayed in a formula", n.Data, a.Key, a.Val)
		}
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.ElementNode && c.Namespace != "math" {
			t.Errorf("<%s> stayed in a formula", c.Data)
		}
	}
}
