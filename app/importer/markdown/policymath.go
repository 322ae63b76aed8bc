package markdown

import (
	"regexp"

	"github.com/microcosm-cc/bluemonday"
)

// allowFormulas allows MathML Core as package formula writes it: nothing of it links,
// fetches or has HTML inside.
func allowFormulas(p *bluemonday.Policy) {
	elements := []string{"math", "mi", "mn", "mo", "ms", "mtext", "mspace", "mrow", "mfrac", "msqrt", "mroot", "mstyle", "mpadded",
		"mphantom", "msub", "msup", "msubsup", "munder", "mover", "munderover", "mmultiscripts", "mprescripts", "none",
		"mtable", "mtr", "mtd"}
	p.AllowElements(elements...)
	p.AllowNoAttrs().OnElements(elements...)
	length := regexp.MustCompile(`^[+-]?[0-9.]{1,12}(em|ex|px|pt|mm|cm|in|%)$`)
	boolean := regexp.MustCompile(`^(true|false)$`)
	colour := regexp.MustCompile(`^(#[0-9a-fA-F]{3,8}|[a-zA-Z]{1,30})$`)
	p.AllowAttrs("display").Matching(regexp.MustCompile(`^block$`)).OnElements("math")
	p.AllowAttrs("alttext").OnElements("math")
	p.AllowAttrs("mathvariant").Matching(regexp.MustCompile(`^normal$`)).OnElements("mi")
	p.AllowAttrs("width", "height", "depth").Matching(length).OnElements("mspace", "mpadded")
	p.AllowAttrs("lspace", "voffset").Matching(length).OnElements("mpadded")
	p.AllowAttrs("lspace", "rspace", "minsize", "maxsize").Matching(length).OnElements("mo")
	p.AllowAttrs("form").Matching(regexp.MustCompile(`^(prefix|infix|postfix)$`)).OnElements("mo")
	p.AllowAttrs("fence", "separator", "stretchy", "symmetric", "largeop", "movablelimits").Matching(boolean).OnElements("mo")
	p.AllowAttrs("linethickness").Matching(length).OnElements("mfrac")
	p.AllowAttrs("accent", "accentunder").Matching(boolean).OnElements("munder", "mover", "munderover")
	p.AllowAttrs("displaystyle").Matching(boolean).OnElements("mstyle")
	p.AllowAttrs("scriptlevel").Matching(regexp.MustCompile(`^[+-]?[0-9]$`)).OnElements("mstyle")
	p.AllowAttrs("mathcolor", "mathbackground").Matching(colour).OnElements("mstyle")
	p.AllowAttrs("mathsize").Matching(length).OnElements("mstyle")
	p.AllowAttrs("class").Matching(regexp.MustCompile(`^((math-[a-z-]{1,30}|dim)( |$))+$`)).OnElements("mtext", "mrow", "mtable", "mtr", "mtd")
}
