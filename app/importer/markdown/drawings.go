package markdown

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"html"
	"regexp"
	"strings"

	xhtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"lectern/app/importer/markdown/dialect"
)

const (
	maxDrawing  = 1 << 20 // bytes of an SVG in a text
	maxDrawings = 1000    // that a text has
)

var drawingTag = regexp.MustCompile(`(?i)<(/?)svg(?:\s(?:[^<>"']|"[^"]*"|'[^']*')*?)?(/?)>`)

// drawings takes SVGs out that are written in a text itself, and puts a picture in the
// place of each, in as many lines: what reads HTML here knows no SVG, and a blank line in
// one would end it. What stands in code stays.
func (in *inlined) drawings(src []byte) []byte {
	tags := drawingTag.FindAllSubmatchIndex(src, 4*maxDrawings)
	if tags == nil {
		return src
	}
	inside := dialect.Inside(src)
	var out []byte
	known := map[string]string{}
	done, line, counted := 0, 0, 0
	depth, start := 0, 0
	for _, t := range tags {
		closes, empty := t[2] < t[3], t[4] < t[5]
		switch {
		case !closes && empty:
			continue
		case !closes:
			if depth++; depth == 1 {
				start = t[0]
			}
			continue
		case depth == 0:
			continue
		}
		if depth--; depth > 0 {
			continue
		}
		raw := src[start:t[1]]
		line += bytes.Count(src[counted:start], []byte("\n"))
		counted = start
		begins := bytes.LastIndexByte(src[:start], '\n') + 1
		if len(raw) > maxDrawing || inside[min(line, len(inside)-1)] || bytes.Count(src[begins:start], []byte("`"))%2 == 1 {
			continue
		}
		img, ok := known[string(raw)]
		if !ok {
			if img, ok = in.drawing(raw); !ok {
				continue
			}
			known[string(raw)] = img
		}
		out = append(append(out, src[done:start]...), img...)
		out = append(out, bytes.Repeat([]byte("\nalt"), bytes.Count(raw, []byte("\n")))...) // the first counts
		out = append(out, '>')
		done = t[1]
	}
	return append(out, src[done:]...)
}

// drawing keeps an SVG, and returns the beginning of the tag that stands for it. It reports
// false where no browser would take it for one, or for more than that.
func (in *inlined) drawing(raw []byte) (img string, ok bool) {
	nodes, err := xhtml.ParseFragment(bytes.NewReader(raw), &xhtml.Node{Type: xhtml.ElementNode, Data: "div", DataAtom: atom.Div})
	if err != nil || len(nodes) != 1 || nodes[0].Data != "svg" || nodes[0].FirstChild == nil {
		return "", false
	}
	root := nodes[0]
	var tag strings.Builder
	style, own, sized := "", "", false
	var kept []xhtml.Attribute
	for _, a := range root.Attr {
		switch {
		case a.Namespace != "" || strings.HasPrefix(a.Key, "xmlns"):
			continue
		case a.Key == "style":
			style, own = divided(a.Val)
			continue
		case a.Key == "class", a.Key == "id", a.Key == "title", strings.HasPrefix(a.Key, "v-"), strings.HasPrefix(a.Key, "data-fragment"):
			fmt.Fprintf(&tag, ` %s="%s"`, a.Key, html.EscapeString(strings.Join(strings.Fields(a.Val), " ")))
			continue
		case a.Key == "aria-label":
			fmt.Fprintf(&tag, ` alt="%s"`, html.EscapeString(strings.Join(strings.Fields(a.Val), " ")))
		case a.Key == "width", a.Key == "height":
			sized = true
			fmt.Fprintf(&tag, ` %s="%s"`, a.Key, html.EscapeString(strings.Join(strings.Fields(a.Val), " ")))
		}
		kept = append(kept, a)
	}
	if !sized && !strings.Contains(style, "width") && !strings.Contains(style, "height") {
		style += ";width:100%" // as wide as what it stands in
	}
	if style = strings.Trim(style, "; "); style != "" {
		fmt.Fprintf(&tag, ` style="%s"`, html.EscapeString(style))
	}
	// A picture inherits neither the letters of what is around it nor their colour, of which
	// a middle one is seen on any ground.
	inherits := []xhtml.Attribute{{Key: "font-family", Val: "sans-serif"}, {Key: "color", Val: "#808080"}}
	root.Attr = append(kept, xhtml.Attribute{Key: "xmlns", Val: "http://www.w3.org/2000/svg"}, xhtml.Attribute{Key: "xmlns:xlink", Val: "http://www.w3.org/1999/xlink"})
	for _, a := range inherits {
		if _, said := dialect.LookupAttr(root, a.Key); !said && !strings.Contains(own, a.Key+":") {
			root.Attr = append(root.Attr, a)
		}
	}
	if own != "" {
		root.Attr = append(root.Attr, xhtml.Attribute{Key: "style", Val: own})
	}
	var b bytes.Buffer
	if err := xhtml.Render(&b, root); err != nil {
		return "", false
	}
	*in = append(*in, []byte("data:image/svg+xml;base64,"+base64.StdEncoding.EncodeToString(b.Bytes())))
	return fmt.Sprintf(`<img src="data:image/svg+xml;base64,*%d"%s alt=""`, len(*in)-1, tag.String()), true
}

// divided parts what a style says of the place that a drawing has from what it says of the
// drawing.
func divided(style string) (place, drawing string) {
	for d := range strings.SplitSeq(strings.Join(strings.Fields(style), " "), ";") {
		property, _, _ := strings.Cut(strings.TrimSpace(d), ":")
		switch {
		case property == "":
		case strings.HasPrefix(property, "fill"), strings.HasPrefix(property, "stroke"), strings.HasPrefix(property, "font"), property == "color":
			drawing += d + ";"
		default:
			place += d + ";"
		}
	}
	return place, drawing
}
