package svg

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"

	"lectern/app/importer/svg/weight"
	"lectern/app/importer/words"
)

type cleaner struct {
	out           bytes.Buffer
	width, height int
	words         []string
	style         strings.Builder // of the style element that is open
	drawing       *weight.Drawing // of what is written
	pixels        int             // of the pictures inside
	inside        int             // and their bytes
}

func (s *cleaner) clean(data []byte) error {
	d := decoder(data)
	d.Entity = map[string]string{}
	expanded := 0 // bytes that abbreviations stand for
	skip := 0     // depth inside what is left out
	doctype := false
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
			if doctype || len(stack) > 0 || s.out.Len() > 0 { // (XML 1.0, 2.8)
				return errors.New("svg: a second DOCTYPE, or one in the midst")
			}
			doctype = true
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
				if err := s.start(t, len(stack) == 0); err != nil {
					return err
				}
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
				s.drawing.Close()
				fmt.Fprintf(&s.out, "</%s>", written)
			}
		case xml.CharData:
			if skip == 0 && len(stack) > 0 {
				s.chars(string(t), inside(stack))
			}
		}
		switch size := s.out.Len(); { // an escaped sign is a few bytes
		case size > maxFile:
			return errTooMuch
		case size-s.inside > maxDrawn:
			return errLarge
		}
	}
}

// weigh returns an error where browsers could not draw what was written.
func (s *cleaner) weigh() error {
	w, err := s.drawing.Weigh()
	switch {
	case err != nil:
		return err
	case w > weight.Most:
		return errHeavy
	case w > weight.MostMoving && s.drawing.Moves():
		return errMoving
	}
	return nil
}

func (s *cleaner) start(t xml.StartElement, root bool) error {
	fmt.Fprintf(&s.out, "<%s", t.Name.Local)
	if root {
		fmt.Fprintf(&s.out, ` xmlns="%s" xmlns:xlink="%s"`, space, xlinkSpace)
		s.width, s.height = size(t.Attr)
	}
	seen := map[string]bool{}
	var attrs []weight.Attr
	for _, a := range t.Attr {
		name, ok := attribute(a, t.Name.Local)
		if !ok || seen[name] {
			continue
		}
		if strings.HasPrefix(a.Value, "data:") && strings.HasSuffix(name, "href") {
			pixels := pixelsOf(a.Value)
			if pixels == 0 {
				continue
			}
			s.inside += len(a.Value)
			if s.pixels += pixels; s.pixels > maxPixels {
				return errPixels
			}
		}
		seen[name] = true
		attrs = append(attrs, weight.Attr{Name: name, Value: a.Value})
		fmt.Fprintf(&s.out, ` %s="`, name)
		xml.EscapeText(&s.out, []byte(a.Value))
		s.out.WriteByte('"')
	}
	s.out.WriteByte('>')
	if s.drawing.Open(t.Name.Local, attrs); s.drawing.Elements() > weight.Most {
		return errMany
	}
	return nil
}

var cssComment = regexp.MustCompile(`(?s)/\*.*?\*/`)

func (s *cleaner) chars(t, element string) {
	if element == "style" {
		s.style.WriteString(t)
		return
	}
	xml.EscapeText(&s.out, []byte(t))
	s.drawing.Text(t)
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
	if harmlessCSS(css) && s.drawing.Sheet(css) {
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
