package svg

import (
	"encoding/xml"
	"strings"

	"lectern/app/importer/words"
)

// choice is an open switch: a browser draws the first of its children that it can
// draw, and in a language that its reader speaks (SVG 2, 5.8).
type choice struct {
	made     bool // what follows is never drawn
	begun    int  // how many words there were before it
	marks    []mark
	language bool // the open child is for those who speak it
}

// mark is where the words of a child end.
type mark struct {
	end      int
	language bool
}

// supported are the extensions that browsers draw in a foreignObject.
var supported = words.Set("http://www.w3.org/1999/xhtml")

// chosen reports whether an element may be drawn where it stands. What one needs is
// asked only here: the features that SVG 1.1 had names for are in every browser.
func (s *cleaner) chosen(parent *element, t xml.StartElement) bool {
	language := false
	for _, a := range t.Attr {
		switch {
		case a.Name.Space != "":
		case a.Name.Local == "requiredExtensions":
			needs := strings.Fields(a.Value)
			for _, one := range needs {
				if !supported[one] {
					return false
				}
			}
			if len(needs) == 0 {
				return false
			}
		case a.Name.Local == "systemLanguage":
			language = true
		}
	}
	c := parent.choice
	if c == nil {
		return true
	}
	if c.made || t.Name.Space != space && t.Name.Space != "" || !elements[t.Name.Local] || t.Name.Local == "view" {
		return false
	}
	if len(c.marks) == 0 {
		c.begun = len(s.words)
	}
	c.language = language
	c.made = !language && drawable[t.Name.Local]
	return true
}

// drawable are the elements that a switch chooses from.
var drawable = words.Set(`svg g use switch a path rect circle ellipse line polyline polygon text image foreignObject`)

func (c *choice) spoken(words int) { c.marks = append(c.marks, mark{words, c.language}) }

// end keeps the words of one child: the one for everybody, or else the first.
func (c *choice) end(words []string) []string {
	if len(c.marks) == 0 {
		return words
	}
	from, at := c.begun, 0
	for i, m := range c.marks {
		if !m.language {
			at = i
		}
	}
	if at > 0 {
		from = c.marks[at-1].end
	}
	return append(words[:c.begun:c.begun], words[from:c.marks[at].end]...)
}
