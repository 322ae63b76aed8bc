// Package svg writes SVGs anew, with what is known to be harmless.
package svg

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
	"lectern/app/importer/words"
)

const (
	space      = "http://www.w3.org/2000/svg"
	xlinkSpace = "http://www.w3.org/1999/xlink"
	xmlSpace   = "http://www.w3.org/XML/1998/namespace"

	maxDepth = 256
	maxFile  = 16 << 20
)

// Elements that draw. Whatever else there is (script, foreignObject, links,
// handlers, animations of attributes, editors' own) is left out with its
// content; a link's content stays.
var elements = words.Set(`svg g defs symbol use switch title desc style a view
	path rect circle ellipse line polyline polygon text tspan textPath image
	marker pattern clipPath mask linearGradient radialGradient stop
	filter feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap
	feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feImage feMerge feMergeNode
	feMorphology feOffset fePointLight feSpecularLighting feSpotLight feTile feTurbulence`)

// Draws reports whether elements of a name are kept.
func Draws(name string) bool { return elements[name] }

var transparent = words.Set(`a switch view`)

var begin = regexp.MustCompile(`^<(\?xml|!--|!DOCTYPE\s|([\w.-]+:)?svg[\s>/])`)

// Is reports whether a file is an SVG: it looks past the prologue for the root element.
func Is(b []byte) bool {
	b = bytes.TrimPrefix(b, []byte("\xef\xbb\xbf"))
	t := bytes.TrimLeft(b[:min(len(b), 4096)], " \t\r\n")
	if !begin.Match(t) {
		return false
	}
	d := decoder(b)
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

func decoder(b []byte) *xml.Decoder {
	d := xml.NewDecoder(bytes.NewReader(bytes.TrimPrefix(b, []byte("\xef\xbb\xbf"))))
	d.CharsetReader = func(string, io.Reader) (io.Reader, error) {
		return nil, errors.New("svg: not in UTF-8")
	}
	return d
}

// Make writes an SVG anew with what is known to be harmless. It returns the text
// in it besides. The error of one that is cut short is io.ErrUnexpectedEOF.
func Make(name string, data []byte) (p deck.DraftPicture, text string, err error) {
	if len(data) > maxFile {
		return p, "", fault.Errorf(fault.TooLarge, "%s has %d MB; %d MB is the most for an SVG", name, len(data)>>20, maxFile>>20)
	}
	s := cleaner{}
	if err := s.clean(data); errors.Is(err, errTooMuch) {
		return p, "", fault.Errorf(fault.TooLarge, "%s unpacks to more than a picture may hold", name)
	} else if err != nil {
		return p, "", err
	}
	p = deck.DraftPicture{Vector: true, Width: s.width, Height: s.height}
	p.Sizes = []deck.PictureSize{{Width: 0, Height: 0, Type: "image/svg+xml", Data: s.out.Bytes()}}
	return p, strings.Join(s.words, "\n"), nil
}

var errTooMuch = errors.New("svg: too much")

type cleaner struct {
	out           bytes.Buffer
	width, height int
	words         []string
	style         strings.Builder // of the style element that is open
}

func (s *cleaner) clean(data []byte) error {
	d := decoder(data)
	d.Entity = map[string]string{}
	expanded := 0      // bytes that abbreviations stand for
	skip := 0          // depth inside what is left out
	var stack []string // what each open element was written as; "" for nothing
	for {
		tok, err := d.Token()
		if err == io.EOF {
			if len(stack) > 0 || s.out.Len() == 0 {
				return io.ErrUnexpectedEOF
			}
			return nil
		}
		if err != nil {
			if strings.Contains(err.Error(), "unexpected EOF") {
				return fmt.Errorf("%w: %w", io.ErrUnexpectedEOF, err)
			}
			return err
		}
		switch t := tok.(type) {
		case xml.Directive:
			for name, value := range entities(t) {
				d.Entity[name] = value
				expanded += len(value) * bytes.Count(data, []byte("&"+name+";"))
			}
			if expanded > maxFile {
				return errTooMuch // said before one text of it is in memory
			}
		case xml.StartElement:
			if len(stack) == 0 && (t.Name.Local != "svg" || s.out.Len() > 0) {
				return fmt.Errorf("svg: the root is %s", t.Name.Local)
			}
			if len(stack) >= maxDepth {
				return errors.New("svg: nested too deeply")
			}
			written := ""
			switch {
			case skip > 0 || inside(stack) == "style" || t.Name.Space != space && t.Name.Space != "" || !elements[t.Name.Local]:
				skip++
			case transparent[t.Name.Local] && len(stack) > 0:
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
		if s.out.Len() > 4*maxFile { // an escaped sign is a few bytes
			return errTooMuch
		}
	}
}

func (s *cleaner) start(t xml.StartElement, root bool) {
	fmt.Fprintf(&s.out, "<%s", t.Name.Local)
	if root {
		fmt.Fprintf(&s.out, ` xmlns="%s" xmlns:xlink="%s"`, space, xlinkSpace)
		s.width, s.height = size(t.Attr)
	}
	seen := map[string]bool{}
	for _, a := range t.Attr {
		name, ok := attribute(a, t.Name.Local)
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

var attrName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9-]*$`)

// attribute returns the name an attribute is written with, and whether it may
// stay.
func attribute(a xml.Attr, element string) (string, bool) {
	local := a.Name.Local
	lower := strings.ToLower(local)
	switch {
	case local == "href" && (a.Name.Space == "" || a.Name.Space == xlinkSpace):
		if !reference(a.Value, element) {
			return "", false
		}
		if a.Name.Space == "" {
			return "href", true
		}
		return "xlink:href", true
	case a.Name.Space == xmlSpace || a.Name.Space == "xml":
		return "xml:" + local, local == "space" || local == "lang"
	case a.Name.Space != "" || local == "xmlns" || !attrName.MatchString(local):
		return "", false
	case strings.HasPrefix(lower, "on"), lower == "src", lower == "base", lower == "ping", lower == "target":
		return "", false
	}
	return local, harmlessCSS(a.Value)
}

var embedded = regexp.MustCompile(`^data:image/(png|jpeg|jpg|gif|webp);base64,[A-Za-z0-9+/=\s]*$`)

// reference reports whether an address stays inside the file.
func reference(v, element string) bool {
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

func (s *cleaner) chars(t, element string) {
	if element == "style" {
		s.style.WriteString(t)
		return
	}
	xml.EscapeText(&s.out, []byte(t))
	switch element {
	case "title", "desc", "text", "tspan", "textPath":
		if w := words.OneLine(t, 500); w != "" && len(s.words) < 500 {
			s.words = append(s.words, w)
		}
	}
}

// flushStyle writes a style sheet if it is harmless as a whole: XML comments
// cut it in pieces that would be, each by itself.
func (s *cleaner) flushStyle() {
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

var length = regexp.MustCompile(`^\s*([0-9]*\.?[0-9]+)\s*(px|pt|pc|mm|cm|in|)\s*$`)

var units = map[string]float64{"": 1, "px": 1, "pt": 4.0 / 3, "pc": 16, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96}

// size is the natural size of an SVG in CSS pixels, or zeros.
func size(attrs []xml.Attr) (int, int) {
	var w, h, vw, vh float64
	for _, a := range attrs {
		if a.Name.Space != "" {
			continue
		}
		switch a.Name.Local {
		case "width":
			w = number(a.Value)
		case "height":
			h = number(a.Value)
		case "viewBox":
			if f := strings.FieldsFunc(a.Value, func(r rune) bool { return r == ' ' || r == ',' || r == '\n' || r == '\t' }); len(f) == 4 {
				vw, vh = number(f[2]), number(f[3])
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

func number(v string) float64 {
	m := length.FindStringSubmatch(v)
	if m == nil {
		return 0
	}
	f, _ := strconv.ParseFloat(m[1], 64)
	return f * units[m[2]]
}
