package importer

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"

	"lectern/app/deck"
	"lectern/app/fault"
)

const (
	svgSpace   = "http://www.w3.org/2000/svg"
	xlinkSpace = "http://www.w3.org/1999/xlink"
	xmlSpace   = "http://www.w3.org/XML/1998/namespace"

	maxSVGDepth = 256
)

// Elements that draw. Whatever else there is (script, foreignObject, links,
// handlers, animations of attributes, editors' own) is left out with its
// content; a link's content stays.
var svgElements = keys(`svg g defs symbol use switch title desc style a view
	path rect circle ellipse line polyline polygon text tspan textPath image
	marker pattern clipPath mask linearGradient radialGradient stop
	filter feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap
	feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feImage feMerge feMergeNode
	feMorphology feOffset fePointLight feSpecularLighting feSpotLight feTile feTurbulence`)

var svgTransparent = keys(`a switch view`)

var svgBegin = regexp.MustCompile(`^<(\?xml|!--|!DOCTYPE\s|([\w.-]+:)?svg[\s>/])`)

// isSVG looks past the prologue for the root element.
func isSVG(b []byte) bool {
	b = bytes.TrimPrefix(b, []byte("\xef\xbb\xbf"))
	t := bytes.TrimLeft(b[:min(len(b), 4096)], " \t\r\n")
	if !svgBegin.Match(t) {
		return false
	}
	d := svgDecoder(b)
	for range 32 {
		tok, err := d.RawToken()
		if err != nil {
			return false
		}
		if e, ok := tok.(xml.StartElement); ok {
			return e.Name.Local == "svg"
		}
	}
	return false
}

func svgDecoder(b []byte) *xml.Decoder {
	d := xml.NewDecoder(bytes.NewReader(bytes.TrimPrefix(b, []byte("\xef\xbb\xbf"))))
	d.CharsetReader = func(string, io.Reader) (io.Reader, error) {
		return nil, errors.New("svg: not in UTF-8")
	}
	return d
}

// makeVector writes an SVG anew with what is known to be harmless. It returns
// the text in it besides.
func makeVector(data []byte, name string) (p deck.DraftPicture, text string, err error) {
	s := svgCleaner{}
	if err := s.clean(data); errors.Is(err, errTooMuchSVG) {
		return p, "", fault.Errorf(fault.TooLarge, "%s unpacks to more than a picture may hold.", name)
	} else if err != nil {
		if s.unclosed {
			return p, "", fault.Wrap(fault.NotADeck, err, "%s is cut short: the file ends before the picture does.", name)
		}
		return p, "", fault.Wrap(fault.NotADeck, err, "%s is damaged and cannot be shown.", name)
	}
	p = deck.DraftPicture{Vector: true, Width: s.width, Height: s.height}
	p.Sizes = []deck.PictureSize{{Width: 0, Height: 0, Type: "image/svg+xml", Data: s.out.Bytes()}}
	return p, strings.Join(s.words, "\n"), nil
}

var errTooMuchSVG = errors.New("svg: too much")

type svgCleaner struct {
	out           bytes.Buffer
	width, height int
	words         []string
	style         strings.Builder // of the style element that is open
	unclosed      bool
}

func (s *svgCleaner) clean(data []byte) error {
	d := svgDecoder(data)
	d.Entity = map[string]string{}
	expanded := 0      // bytes that abbreviations stand for
	skip := 0          // depth inside what is left out
	var stack []string // what each open element was written as; "" for nothing
	for {
		tok, err := d.Token()
		if err == io.EOF {
			if len(stack) > 0 || s.out.Len() == 0 {
				s.unclosed = true
				return io.ErrUnexpectedEOF
			}
			return nil
		}
		if err != nil {
			s.unclosed = strings.Contains(err.Error(), "unexpected EOF")
			return err
		}
		switch t := tok.(type) {
		case xml.Directive:
			for name, value := range entities(t) {
				d.Entity[name] = value
				expanded += len(value) * bytes.Count(data, []byte("&"+name+";"))
			}
			if expanded > maxVectorFile {
				return errTooMuchSVG // said before one text of it is in memory
			}
		case xml.StartElement:
			if len(stack) == 0 && (t.Name.Local != "svg" || s.out.Len() > 0) {
				return fmt.Errorf("svg: the root is %s", t.Name.Local)
			}
			if len(stack) >= maxSVGDepth {
				return errors.New("svg: nested too deeply")
			}
			written := ""
			switch {
			case skip > 0 || inside(stack) == "style" || t.Name.Space != svgSpace && t.Name.Space != "" || !svgElements[t.Name.Local]:
				skip++
			case svgTransparent[t.Name.Local] && len(stack) > 0:
			default:
				written = t.Name.Local
				s.start(t, len(stack) == 0)
			}
			stack = append(stack, written)
		case xml.EndElement:
			written := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			if skip > 0 {
				skip--
			} else if written != "" {
				if written == "style" {
					s.flushStyle()
				}
				fmt.Fprintf(&s.out, "</%s>", written)
			}
		case xml.CharData:
			if skip == 0 && len(stack) > 0 {
				s.chars(string(t), inside(stack))
			}
		}
		if s.out.Len() > 4*maxVectorFile { // an escaped sign is a few bytes
			return errTooMuchSVG
		}
	}
}

func (s *svgCleaner) start(t xml.StartElement, root bool) {
	fmt.Fprintf(&s.out, "<%s", t.Name.Local)
	if root {
		fmt.Fprintf(&s.out, ` xmlns="%s" xmlns:xlink="%s"`, svgSpace, xlinkSpace)
		s.width, s.height = svgSize(t.Attr)
	}
	seen := map[string]bool{}
	for _, a := range t.Attr {
		name, ok := svgAttr(a, t.Name.Local)
		if !ok || seen[name] {
			continue
		}
		seen[name] = true
		fmt.Fprintf(&s.out, ` %s="`, name)
		xml.EscapeText(&s.out, []byte(a.Value))
		s.out.WriteByte('"')
	}
	s.out.WriteByte('>')
}

var svgAttrName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9-]*$`)

// svgAttr returns the name an attribute is written with, and whether it may
// stay.
func svgAttr(a xml.Attr, element string) (string, bool) {
	local := a.Name.Local
	lower := strings.ToLower(local)
	switch {
	case local == "href" && (a.Name.Space == "" || a.Name.Space == xlinkSpace):
		if !svgReference(a.Value, element) {
			return "", false
		}
		if a.Name.Space == "" {
			return "href", true
		}
		return "xlink:href", true
	case a.Name.Space == xmlSpace || a.Name.Space == "xml":
		return "xml:" + local, local == "space" || local == "lang"
	case a.Name.Space != "" || local == "xmlns" || !svgAttrName.MatchString(local):
		return "", false
	case strings.HasPrefix(lower, "on"), lower == "src", lower == "base", lower == "ping", lower == "target":
		return "", false
	}
	return local, harmlessCSS(a.Value)
}

var embedded = regexp.MustCompile(`^data:image/(png|jpeg|jpg|gif|webp);base64,[A-Za-z0-9+/=\s]*$`)

// svgReference reports whether an address stays inside the file.
func svgReference(v, element string) bool {
	v = strings.TrimSpace(v)
	return strings.HasPrefix(v, "#") || (element == "image" || element == "feImage") && embedded.MatchString(v)
}

var (
	cssURL     = regexp.MustCompile(`(?i)url\s*\(\s*['"]?\s*([^\s'")])?`)
	cssFetches = regexp.MustCompile(`(?i)@import|image-set|src\s*\(|image\s*\(|expression\s*\(|javascript:|\\|/\*|-moz-binding|behavior\s*:`)
)

// harmlessCSS reports whether a style, or an attribute that may hold one,
// fetches nothing. An escape or a comment could hide that it does.
func harmlessCSS(v string) bool {
	if cssFetches.MatchString(v) {
		return false
	}
	for _, m := range cssURL.FindAllStringSubmatch(v, -1) {
		if m[1] != "#" {
			return false
		}
	}
	return true
}

var cssComment = regexp.MustCompile(`(?s)/\*.*?\*/`)

func (s *svgCleaner) chars(t, element string) {
	if element == "style" {
		s.style.WriteString(t)
		return
	}
	xml.EscapeText(&s.out, []byte(t))
	switch element {
	case "title", "desc", "text", "tspan", "textPath":
		if w := oneLine(t, 500); w != "" && len(s.words) < 500 {
			s.words = append(s.words, w)
		}
	}
}

// flushStyle writes a style sheet if it is harmless as a whole: XML comments
// cut it in pieces that would be, each by itself.
func (s *svgCleaner) flushStyle() {
	css := cssComment.ReplaceAllString(s.style.String(), " ")
	s.style.Reset()
	if harmlessCSS(css) {
		xml.EscapeText(&s.out, []byte(css))
	}
}

// inside is what the innermost open element was written as.
func inside(stack []string) string {
	if len(stack) == 0 {
		return ""
	}
	return stack[len(stack)-1]
}

var entityDecl = regexp.MustCompile(`<!ENTITY\s+([A-Za-z_][\w.-]*)\s+(?:"([^"&%<]*)"|'([^'&%<]*)')\s*>`)

// entities reads the abbreviations that Illustrator declares for namespaces.
// One that holds another, or much, is left unknown: such are bombs.
func entities(directive []byte) map[string]string {
	out := map[string]string{}
	if !bytes.HasPrefix(directive, []byte("DOCTYPE")) {
		return out
	}
	for _, m := range entityDecl.FindAllSubmatch(directive, 64) {
		if v := string(m[2]) + string(m[3]); len(v) < 256 {
			out[string(m[1])] = v
		}
	}
	return out
}

var svgLength = regexp.MustCompile(`^\s*([0-9]*\.?[0-9]+)\s*(px|pt|pc|mm|cm|in|)\s*$`)

var svgUnits = map[string]float64{"": 1, "px": 1, "pt": 4.0 / 3, "pc": 16, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96}

// svgSize is the natural size of an SVG in CSS pixels, or zeros.
func svgSize(attrs []xml.Attr) (int, int) {
	var w, h, vw, vh float64
	for _, a := range attrs {
		if a.Name.Space != "" {
			continue
		}
		switch a.Name.Local {
		case "width":
			w = svgNumber(a.Value)
		case "height":
			h = svgNumber(a.Value)
		case "viewBox":
			if f := strings.FieldsFunc(a.Value, func(r rune) bool { return r == ' ' || r == ',' || r == '\n' || r == '\t' }); len(f) == 4 {
				vw, vh = svgNumber(f[2]), svgNumber(f[3])
			}
		}
	}
	switch {
	case w > 0 && h > 0:
	case w > 0 && vw > 0:
		h = w * vh / vw
	case h > 0 && vh > 0:
		w = h * vw / vh
	default:
		w, h = vw, vh
	}
	if w < 1 || h < 1 || w > 1e5 || h > 1e5 {
		return 0, 0
	}
	return int(w + 0.5), int(h + 0.5)
}

func svgNumber(v string) float64 {
	m := svgLength.FindStringSubmatch(v)
	if m == nil {
		return 0
	}
	f, _ := strconv.ParseFloat(m[1], 64)
	return f * svgUnits[m[2]]
}
