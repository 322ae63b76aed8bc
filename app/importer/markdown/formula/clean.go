package formula

import (
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"lectern/app/importer/words"
)

// What a formula becomes at most. A slide has its own bounds, and a deck that goes
// beyond them is refused, which no single formula should bring about.
const (
	maxNodes = 5000
	maxDepth = 60
)

// KaTeX writes MathML 3. What browsers draw is MathML Core: no mathvariant, menclose,
// columnalign and the like. The elements that are left here are Core's, with the
// attributes that Core has; the rest becomes letters of Unicode, and classes that the
// theme knows.
var attributes = map[string]map[string]*regexp.Regexp{
	"math":   {"display": regexp.MustCompile(`^block$`)},
	"mi":     {"mathvariant": regexp.MustCompile(`^normal$`)},
	"mn":     {},
	"mtext":  {},
	"ms":     {},
	"mspace": {"width": length, "height": length, "depth": length},
	"mo": {"form": regexp.MustCompile(`^(prefix|infix|postfix)$`), "fence": boolean, "separator": boolean, "stretchy": boolean,
		"symmetric": boolean, "largeop": boolean, "movablelimits": boolean, "lspace": length, "rspace": length,
		"minsize": length, "maxsize": length},
	"mrow":  {},
	"mfrac": {"linethickness": length},
	"msqrt": {}, "mroot": {},
	"mstyle":   {"displaystyle": boolean, "scriptlevel": regexp.MustCompile(`^[+-]?[0-9]$`), "mathcolor": colour, "mathbackground": colour, "mathsize": length},
	"mpadded":  {"width": length, "height": length, "depth": length, "lspace": length, "voffset": length},
	"mphantom": {}, "msub": {}, "msup": {}, "msubsup": {},
	"munder": {"accentunder": boolean}, "mover": {"accent": boolean}, "munderover": {"accent": boolean, "accentunder": boolean},
	"mmultiscripts": {}, "mprescripts": {}, "none": {},
	"mtable": {}, "mtr": {}, "mtd": {},
}

var (
	boolean = regexp.MustCompile(`^(true|false)$`)
	length  = regexp.MustCompile(`^[+-]?[0-9]{0,4}(\.[0-9]{1,6})?(em|ex|px|pt|mm|cm|in|%)$`)
	colour  = regexp.MustCompile(`^(#[0-9a-fA-F]{3,8}|[a-zA-Z]{1,30})$`)
)

// leaves are the elements that have text, which is theirs alone.
var leaves = words.Set("mi mn mo mtext ms")

// clean makes of what KaTeX wrote what browsers draw. tex becomes the text that stands
// for it: whoever cannot see a formula and reads it aloud knows TeX, and a spoken form
// would have to guess what its letters mean.
func clean(markup, tex string, display bool) (string, error) {
	nodes, err := parse(markup)
	if err != nil {
		return "", err
	}
	var math *html.Node
	for _, n := range nodes {
		for c := range n.Descendants() {
			if math == nil && c.Data == "math" {
				math = c
			}
		}
	}
	if math == nil {
		return "", &Wrong{"KaTeX makes no formula of it", -1}
	}
	out := element("math")
	for _, c := range content(math) {
		appendTo(out, c)
	}
	breakLines(out)
	if empty(out) {
		return "", nil // it only defines something
	}
	if count, depth := measure(out); count > maxNodes || depth > maxDepth {
		return "", &Wrong{"it becomes too large", -1}
	}
	if display {
		out.Attr = append(out.Attr, html.Attribute{Key: "display", Val: "block"})
	}
	out.Attr = append(out.Attr, html.Attribute{Key: "alttext", Val: strings.Join(strings.Fields(tex), " ")})
	var b strings.Builder
	_ = html.Render(&b, out) // a Builder takes all
	return b.String(), nil
}

// empty reports whether there is nothing to draw.
func empty(n *html.Node) bool {
	for c := range n.Descendants() {
		if c.Type != html.ElementNode || c.Data != "mrow" && c.Data != "mstyle" {
			return false
		}
	}
	return true
}

// parse reads KaTeX's markup. The parser gives up at 512 elements inside each other.
func parse(markup string) (nodes []*html.Node, err error) {
	defer func() {
		if recover() != nil {
			err = &Wrong{"it is nested too deeply", -1}
		}
	}()
	nodes, err = html.ParseFragment(strings.NewReader(markup), &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div})
	if err != nil {
		return nil, &Wrong{"KaTeX makes no formula of it", -1}
	}
	return nodes, nil
}

// content is what of a math element is drawn: not the annotation beside it.
func content(math *html.Node) []*html.Node {
	var out []*html.Node
	for c := math.FirstChild; c != nil; c = c.NextSibling {
		if c.Data == "semantics" {
			if c.FirstChild != nil {
				out = append(out, c.FirstChild)
			}
			continue
		}
		out = append(out, c)
	}
	return out
}

func element(name string, children ...*html.Node) *html.Node {
	n := &html.Node{Type: html.ElementNode, Data: name, Namespace: "math"}
	for _, c := range children {
		n.AppendChild(c)
	}
	return n
}

// appendTo adds the Core form of an element, which shares nothing with it.
func appendTo(to, n *html.Node) {
	if c := core(n); c != nil {
		to.AppendChild(c)
	}
}

func core(n *html.Node) *html.Node {
	if n.Type != html.ElementNode {
		return nil
	}
	if leaves[n.Data] {
		return leaf(n)
	}
	name := n.Data
	if name == "menclose" {
		name = "mrow"
	}
	known, ok := attributes[name]
	if !ok {
		name, known = "mrow", nil
	}
	out := element(name)
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		appendTo(out, c)
	}
	for _, a := range n.Attr {
		if re := known[a.Key]; re != nil && re.MatchString(a.Val) {
			out.Attr = append(out.Attr, html.Attribute{Key: a.Key, Val: a.Val})
		}
	}
	switch n.Data {
	case "mspace":
		if get(n, "linebreak") == "newline" {
			addClass(out, breakClass)
		}
	case "menclose":
		enclose(out, get(n, "notation"))
	case "mtable":
		layOut(out, n)
	case "mover", "munder":
		if bar(out) {
			return out
		}
		accents(out)
	}
	return plain(out)
}

// plain takes away what changes nothing: it is half of what KaTeX writes.
func plain(n *html.Node) *html.Node {
	only := n.FirstChild
	if only == nil || only.NextSibling != nil {
		return n
	}
	switch {
	case n.Data == "mrow" && len(n.Attr) == 0:
	case n.Data == "mstyle" && only.Data == "mstyle":
		for _, a := range n.Attr {
			if get(only, a.Key) == "" {
				return n
			}
		}
	default:
		return n
	}
	n.RemoveChild(only)
	return only
}

func leaf(n *html.Node) *html.Node {
	var b strings.Builder
	for c := range n.Descendants() {
		if c.Type == html.TextNode {
			b.WriteString(c.Data)
		}
	}
	out := element(n.Data)
	text, variant := b.String(), get(n, "mathvariant")
	for _, a := range n.Attr {
		if re := attributes[n.Data][a.Key]; re != nil && re.MatchString(a.Val) {
			out.Attr = append(out.Attr, html.Attribute{Key: a.Key, Val: a.Val})
		}
	}
	if variant != "" && variant != "normal" {
		if n.Data == "mtext" {
			out.Attr = append(out.Attr, html.Attribute{Key: "class", Val: "math-" + variant})
		} else {
			text = vary(text, variant)
		}
	}
	out.AppendChild(&html.Node{Type: html.TextNode, Data: text})
	if n.Data == "mtext" && !textClass.MatchString(get(out, "class")) {
		out.Attr = nil
	}
	return out
}

// textClass are those of text in a formula that is not upright and of normal weight.
var textClass = regexp.MustCompile(`^math-(bold|italic|bold-italic|monospace|sans-serif|bold-sans-serif|sans-serif-italic|sans-serif-bold-italic)$`)

func get(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// measure counts the nodes inside n, and how many are inside each other.
func measure(n *html.Node) (count, depth int) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		k, d := measure(c)
		count, depth = count+k+1, max(depth, d+1)
	}
	return count, depth
}
