package svg

import (
	"encoding/xml"
	"strings"

	"lectern/app/importer/svg/css"
	"lectern/app/importer/svg/weight"
	"lectern/app/importer/words"
)

// Labels: programs write them as a bit of HTML in a foreignObject, which every browser
// draws in a picture, too. What gives words their place and look stays.

const (
	htmlSpace = "http://www.w3.org/1999/xhtml"

	maxLabelDepth = 16 // boxes in boxes; each may have a browser lay out those in it twice
)

var (
	htmlElements = words.Set(`div p span br hr b i u s em strong small sub sup code pre kbd samp var q cite abbr mark del ins dfn
		h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table caption thead tbody tfoot tr td th blockquote center font
		section article header footer figure figcaption`)
	// Those that are left out with what is in them.
	htmlSilent = words.Set(`script style head title iframe frame frameset object embed applet template noscript noembed noframes
		textarea select option button input video audio canvas svg math img picture source track link meta base param map area
		dialog details portal fencedframe slot plaintext xmp`)
	htmlAttrs = words.Set(`class id title dir lang align valign colspan rowspan color face bgcolor border cellpadding cellspacing
		start type value width height nowrap`)
	htmlLines = words.Set(`div p br hr pre h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table caption tr blockquote center
		section article header footer figure figcaption body html`)
)

// openHTML takes the start tag of an element of HTML.
func (s *cleaner) openHTML(t xml.StartElement, parent *element) (element, error) {
	name := strings.ToLower(t.Name.Local)
	if parent == nil || parent.html == 0 && parent.written != "foreignObject" || htmlSilent[name] {
		if name == "img" {
			s.left.pictures++
		}
		return element{skipped: true}, nil
	}
	e := element{html: parent.html + 1}
	if e.html > maxLabelDepth {
		return e, errNested
	}
	if htmlLines[name] {
		s.label.WriteByte('\n')
	}
	switch {
	case name == "a":
		e.written = "span"
	case name == "body" || name == "html":
		e.written = "div"
	case htmlElements[name]:
		e.written = name
	default:
		return e, nil // its words alone
	}
	s.out.WriteString("<" + e.written)
	if !s.inHTML() {
		s.writeAttr("xmlns", htmlSpace)
	}
	var attrs []weight.Attr
	seen := map[string]bool{}
	for _, a := range t.Attr {
		name, value := a.Name.Local, a.Value
		if a.Name.Space != "" || seen[name] {
			continue
		}
		if name == "style" {
			var left []css.Left
			value, left = css.Declarations(value)
			s.left.add(left)
			if value == "" || !css.Plain(value) {
				continue
			}
		} else if !htmlAttrs[name] || !css.Harmless(value) || strings.HasSuffix(name, "span") && len(value) > 2 {
			continue // no label's table has cells that are a hundred wide
		}
		seen[name] = true
		attrs = append(attrs, weight.Attr{Name: name, Value: value})
		s.writeAttr(name, value)
	}
	s.out.WriteByte('>')
	return e, s.drawn(e.written, attrs)
}

// inHTML reports whether what is written now stands in HTML.
func (s *cleaner) inHTML() bool {
	for i := len(s.stack) - 1; i >= 0 && s.stack[i].html > 0; i-- {
		if s.stack[i].written != "" {
			return true
		}
	}
	return false
}

// breakLine ends a line of words where an element of HTML does.
func (s *cleaner) breakLine(e *element) {
	if e.html > 0 && htmlLines[e.written] {
		s.label.WriteByte('\n')
	}
}

// flushLabel makes words of a label's: a line each.
func (s *cleaner) flushLabel() {
	for line := range strings.Lines(s.label.String()) {
		s.say(line)
	}
	s.label.Reset()
}
