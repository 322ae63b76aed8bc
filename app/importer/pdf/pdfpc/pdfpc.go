// Package pdfpc reads the file that the presenter console pdfpc keeps beside a PDF:
// notes, which pages are steps of one slide, which are hidden, where the talk ends and
// how long it is meant to take. LaTeX and Typst packages write it too. It knows the
// format of version 4.5 and later, which is JSON, and the one before. It is pure: what
// comes in is a stranger's, and what goes out is bounded by it.
package pdfpc

import (
	"bytes"
	"errors"
	"path"
	"strconv"
	"strings"
)

// MaxSize is how many bytes such a file has at most.
const MaxSize = 4 << 20

// Is reports whether a file is one of pdfpc, by its name.
func Is(name string) bool { return strings.EqualFold(path.Ext(name), ".pdfpc") }

// Names are those under which such a file is looked for beside a PDF of a name, in
// one folder.
func Names(pdf string) []string {
	return []string{strings.TrimSuffix(pdf, path.Ext(pdf)) + ".pdfpc", pdf + ".pdfpc"}
}

// ErrFormat is of a file that is neither of the two formats.
var ErrFormat = errors.New("pdfpc: neither JSON nor sections")

// File is what such a file says.
type File struct {
	Minutes   int    // the talk is planned for; 0 where it does not say
	End       int    // the talk's last slide, from 0; -1 where it does not say
	NotesSide string // "right", "left", "top" or "bottom"; "" where it does not say
	pages     []page
	slides    map[int]string // the old format's notes: of each slide, from 0
	steps     []int          // the old format's pages, from 0, that are steps of the page before
}

// page is what is said of a page of the PDF.
type page struct {
	index   int // from 0, when the file was written
	label   string
	overlay int // which of the pages with this label it is, from 0
	step    bool
	hidden  bool
	note    string
}

// Page is what a file says of one of a PDF's pages.
type Page struct {
	Slide  int // which slide the page is of, from 0: pages of one slide are its steps
	Hidden bool
	Note   string
}

// Parse reads a file. Whatever it does not know it passes over.
func Parse(data []byte) (*File, error) {
	data = bytes.TrimSpace(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")))
	if bytes.HasPrefix(data, []byte("{")) {
		return parseJSON(data)
	}
	return parseSections(string(data))
}

// Pages tells what is said of each page of a PDF. labels are the pages' labels, and
// slide which slide each is of where the file does not say, from 0 and ascending.
func (f *File) Pages(labels []string, slide []int) []Page {
	pages := make([]Page, len(labels))
	step := make([]bool, len(labels)) // of the page before, as the file has it
	for _, p := range f.pages {
		if i := p.find(labels); i >= 0 && i < len(pages) {
			pages[i].Hidden = p.hidden
			pages[i].Note = p.note
			step[i] = p.step
		}
	}
	for _, i := range f.steps {
		if i < len(step) {
			step[i] = true
		}
	}
	for i := range pages {
		switch {
		case i == 0:
		case step[i], f.steps == nil && slide[i] == slide[i-1]:
			pages[i].Slide = pages[i-1].Slide
		default:
			pages[i].Slide = pages[i-1].Slide + 1
		}
		if note, ok := f.slides[pages[i].Slide]; ok {
			pages[i].Note = note
		}
	}
	return pages
}

// find returns which page is meant, from 0, or -1: by its label where the PDF has it
// still, for pages may have come before it since.
func (p page) find(labels []string) int {
	if p.label == "" || p.is(p.index, labels) && overlay(p.index, labels) == p.overlay {
		return p.index
	}
	for i := range labels {
		if labels[i] == p.label {
			if p.overlay < len(labels) && p.is(i+p.overlay, labels) {
				return i + p.overlay
			}
			break
		}
	}
	return p.index
}

func (p page) is(i int, labels []string) bool {
	return i >= 0 && i < len(labels) && labels[i] == p.label
}

// overlay is which of the pages with its label a page is.
func overlay(i int, labels []string) int {
	n := 0
	for i-n > 0 && labels[i-n-1] == labels[i] {
		n++
	}
	return n
}

// side is a position of notes that there is.
func side(s string) string {
	switch s = strings.ToLower(strings.TrimSpace(s)); s {
	case "right", "left", "top", "bottom":
		return s
	}
	return ""
}

// number reads a count, or -1.
func number(s string) int {
	n, err := strconv.Atoi(strings.TrimSpace(s))
	if err != nil || n < 0 {
		return -1
	}
	return n
}

// minutes is a length that a talk can have.
func minutes(n int) int {
	if n < 1 || n > 24*60 {
		return 0
	}
	return n
}
