package svg

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"lectern/app/importer/svg/css"
	"lectern/app/importer/svg/weight"
	"lectern/app/importer/words"
)

type cleaner struct {
	out           bytes.Buffer
	width, height int
	words         []string
	label         strings.Builder // the words of the foreignObject that is open
	style         strings.Builder // of the style element that is open
	drawing       *weight.Drawing // of what is written
	stack         []element       // what is open
	left          leftOut
	pixels        int     // of the pictures inside
	inside        int     // and their bytes
	depth         int     // of the drawings that this one is in
	within        float64 // what the one in the element that is opened weighs
	moving        bool    // or that it moves
}

// element is one that is open.
type element struct {
	written string // as what; "" for nothing
	skipped bool   // with all in it
	html    int    // how deep in a foreignObject
	choice  *choice
}

func (s *cleaner) clean(data []byte) error {
	d := decoder(data)
	d.Entity = map[string]string{}
	expanded := 0 // bytes that abbreviations stand for
	doctype := false
	for {
		tok, err := d.Token()
		if err == io.EOF {
			if len(s.stack) > 0 || s.out.Len() == 0 {
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
			if doctype || len(s.stack) > 0 || s.out.Len() > 0 { // (XML 1.0, 2.8)
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
			if err := s.open(t); err != nil {
				return err
			}
		case xml.EndElement:
			s.close()
		case xml.CharData:
			if e := s.innermost(); e != nil && !e.skipped {
				s.chars(string(t), e)
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

func (s *cleaner) innermost() *element {
	if len(s.stack) == 0 {
		return nil
	}
	return &s.stack[len(s.stack)-1]
}

// open takes a start tag.
func (s *cleaner) open(t xml.StartElement) error {
	parent := s.innermost()
	if parent == nil && (t.Name.Local != "svg" || s.out.Len() > 0) {
		return fmt.Errorf("svg: the root is %s", t.Name.Local)
	}
	if len(s.stack) >= maxDepth {
		return errNested
	}
	e := element{}
	var err error
	switch {
	case parent != nil && (parent.skipped || parent.written == "style" || !s.chosen(parent, t)):
		e.skipped = true
	case t.Name.Space == htmlSpace:
		e, err = s.openHTML(t, parent)
	case parent != nil && (parent.html > 0 || parent.written == "foreignObject"),
		t.Name.Space != space && t.Name.Space != "", !elements[t.Name.Local]:
		e.skipped = true
	case t.Name.Local == "view" && parent != nil:
	default:
		e.written = t.Name.Local
		if e.written == "switch" {
			e.choice = &choice{}
		}
		err = s.start(t, parent == nil)
	}
	s.stack = append(s.stack, e)
	return err
}

// close takes an end tag.
func (s *cleaner) close() {
	e := *s.innermost()
	s.stack = s.stack[:len(s.stack)-1]
	switch {
	case e.skipped:
	case e.written == "":
		s.breakLine(&e)
	default:
		switch e.written {
		case "style":
			s.flushStyle()
		case "foreignObject":
			s.flushLabel()
		case "switch":
			s.words = e.choice.end(s.words)
		}
		s.breakLine(&e)
		s.drawing.Close()
		fmt.Fprintf(&s.out, "</%s>", e.written)
	}
	if parent := s.innermost(); parent != nil && parent.choice != nil && !e.skipped {
		parent.choice.spoken(len(s.words))
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
		name, value, ok := s.attribute(a, t.Name.Local)
		if !ok || seen[name] {
			continue
		}
		if strings.HasSuffix(name, "href") && !strings.HasPrefix(strings.TrimSpace(value), "#") {
			var err error
			if value, err = s.picture(value); err != nil {
				return err
			}
			if value == "" {
				s.left.pictures++
				continue
			}
			s.inside += len(value)
		}
		seen[name] = true
		attrs = append(attrs, weight.Attr{Name: name, Value: value})
		s.writeAttr(name, value)
	}
	s.out.WriteByte('>')
	err := s.drawn(t.Name.Local, attrs)
	s.drawing.Within(s.within, s.moving)
	s.within, s.moving = 0, false
	return err
}

// drawn has what was written weighed.
func (s *cleaner) drawn(name string, attrs []weight.Attr) error {
	if s.drawing.Open(name, attrs); s.drawing.Elements() > weight.Most {
		return errMany
	}
	return nil
}

func (s *cleaner) writeAttr(name, value string) {
	fmt.Fprintf(&s.out, ` %s="`, name)
	xml.EscapeText(&s.out, []byte(value))
	s.out.WriteByte('"')
}

func (s *cleaner) chars(t string, e *element) {
	if e.written == "style" {
		s.style.WriteString(t)
		return
	}
	xml.EscapeText(&s.out, []byte(t))
	s.drawing.Text(t)
	switch {
	case e.html > 0, e.written == "foreignObject":
		if s.label.Len() < 1<<16 {
			s.label.WriteString(t)
		}
	case e.written == "title", e.written == "desc", e.written == "text", e.written == "tspan", e.written == "textPath",
		e.written == "a" && len(s.stack) > 1 && inText[s.stack[len(s.stack)-2].written]:
		s.say(t)
	}
}

var inText = words.Set("text tspan textPath")

func (s *cleaner) say(t string) {
	if w := words.OneLine(t, 500); w != "" && len(s.words) < 500 {
		s.words = append(s.words, w)
	}
}

// flushStyle writes a style sheet when it is whole: XML comments cut it in pieces
// that would be harmless, each by itself.
func (s *cleaner) flushStyle() {
	sheet, left := css.Sheet(s.style.String())
	s.left.add(left)
	s.style.Reset()
	if s.drawing.Sheet(sheet) {
		xml.EscapeText(&s.out, []byte(sheet))
	}
}
