package deck

import (
	"fmt"
	"strconv"
	"strings"
)

// Remark is something that an import could not honour, and what was done instead.
type Remark struct {
	File      string     `json:"file,omitempty"`      // where it stands, with its folders; "" where it stands in none
	Included  bool       `json:"included,omitempty"`  // File is not the one that the deck was made from, but one that it takes in
	Broken    bool       `json:"broken,omitempty"`    // a mistake in the file, which whoever wrote it mends: what it says was left out
	Line      int        `json:"line,omitempty"`      // from 1; 0 of no line
	Lines     []int      `json:"lines,omitempty"`     // where it stands on several: all of them, ascending, Line the first
	Slide     int        `json:"slide,omitempty"`     // that Line is on, from 1; 0 of no slide
	Slides    []int      `json:"slides,omitempty"`    // where these are several: all of them, ascending
	Kind      RemarkKind `json:"kind"`                // what it is about
	Text      string     `json:"text"`                // a sentence, without where
	Addresses []string   `json:"addresses,omitempty"` // of pictures on the web that were not fetched
}

// RemarkKind is what a remark is about.
type RemarkKind string

// The kinds of remarks.
const (
	OnOther     RemarkKind = "other"
	OnPicture   RemarkKind = "picture"
	OnWeb       RemarkKind = "web" // a picture that is elsewhere
	OnStep      RemarkKind = "step"
	OnLayout    RemarkKind = "layout"
	OnStyle     RemarkKind = "style"
	OnComponent RemarkKind = "component" // an element or a block that a tool runs
	OnFormula   RemarkKind = "formula"
	OnDiagram   RemarkKind = "diagram"
	OnCode      RemarkKind = "code"
	OnSetting   RemarkKind = "setting" // a key of a front matter, a directive
	OnInclude   RemarkKind = "include" // a file that is taken in
	OnNotes     RemarkKind = "notes"
	OnSize      RemarkKind = "size" // what is more than a slide holds
	OnFile      RemarkKind = "file" // one that is no part of the deck
	OnPage      RemarkKind = "page" // of a PDF
)

// RemarkKinds are all there are.
var RemarkKinds = map[RemarkKind]bool{
	OnOther: true, OnPicture: true, OnWeb: true, OnStep: true, OnLayout: true, OnStyle: true, OnComponent: true, OnFormula: true,
	OnDiagram: true, OnCode: true, OnSetting: true, OnInclude: true, OnNotes: true, OnSize: true, OnFile: true, OnPage: true,
}

// Say is a remark that stands on no line.
func Say(kind RemarkKind, sentence string) Remark { return Remark{Kind: kind, Text: sentence} }

// linesNamed is how many lines a sentence names.
const linesNamed = 3

// String is the remark as one sentence, which begins with where it stands.
func (r Remark) String() string {
	where := ""
	switch {
	case len(r.Lines) > 1:
		named := make([]string, 0, linesNamed)
		for _, l := range r.Lines[:min(len(r.Lines), linesNamed)] {
			named = append(named, strconv.Itoa(l))
		}
		rest := strconv.Itoa(len(r.Lines)-len(named)) + " more"
		if len(r.Lines) == len(named) {
			rest, named = named[len(named)-1], named[:len(named)-1]
		}
		where = "lines " + strings.Join(named, ", ") + " and " + rest
	case r.Line > 0:
		where = fmt.Sprint("line ", r.Line)
	}
	if r.Included {
		where = strings.TrimSuffix(r.File+", "+where, ", ")
	}
	if where == "" {
		return r.Text
	}
	return where + ": " + r.Text
}
