package deck

import (
	"fmt"
	"slices"
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
	Pages     []int      `json:"pages,omitempty"`     // of a PDF, that it is about: from 1, ascending
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
	OnSize      RemarkKind = "size"     // what is more than a slide holds
	OnFile      RemarkKind = "file"     // one that is no part of the deck
	OnPage      RemarkKind = "page"     // of a PDF
	OnProgram   RemarkKind = "program"  // one that is not installed, with which there would be more: the files are to be read again then
	OnLanguage  RemarkKind = "language" // what one of the deck's files in several languages has otherwise
)

// RemarkKinds are all there are.
var RemarkKinds = map[RemarkKind]bool{
	OnOther: true, OnPicture: true, OnWeb: true, OnStep: true, OnLayout: true, OnStyle: true, OnComponent: true, OnFormula: true,
	OnDiagram: true, OnCode: true, OnSetting: true, OnInclude: true, OnNotes: true, OnSize: true, OnFile: true, OnPage: true, OnProgram: true, OnLanguage: true,
}

// Say is a remark that stands on no line.
func Say(kind RemarkKind, sentence string) Remark { return Remark{Kind: kind, Text: sentence} }

// OnPages adds to remarks one on a page, from 1: the same on other pages is one remark.
// It reports whether that is new.
func OnPages(remarks []Remark, page int, sentence string) ([]Remark, bool) {
	for i := range remarks {
		r := &remarks[i]
		if r.Kind != OnPage || r.Text != sentence || len(r.Pages) == 0 {
			continue
		}
		at, had := slices.BinarySearch(r.Pages, page)
		if !had {
			r.Pages = slices.Insert(r.Pages, at, page)
		}
		return remarks, !had
	}
	return append(remarks, Remark{Kind: OnPage, Pages: []int{page}, Text: sentence}), true
}

// named is how many lines or pages a sentence names.
const named = 3

// places are numbers for a sentence: "lines 3, 9, 14 and 2 more"; "" for none.
func places(what string, numbers []int) string {
	if len(numbers) == 0 {
		return ""
	}
	if len(numbers) == 1 {
		return fmt.Sprint(what, " ", numbers[0])
	}
	list := make([]string, 0, named)
	for _, n := range numbers[:min(len(numbers), named)] {
		list = append(list, strconv.Itoa(n))
	}
	rest := strconv.Itoa(len(numbers)-len(list)) + " more"
	if len(numbers) == len(list) {
		rest, list = list[len(list)-1], list[:len(list)-1]
	}
	return what + "s " + strings.Join(list, ", ") + " and " + rest
}

// String is the remark as one sentence, which begins with where it stands.
func (r Remark) String() string {
	where := places("page", r.Pages)
	switch {
	case len(r.Lines) > 1:
		where = places("line", r.Lines)
	case r.Line > 0:
		where = places("line", []int{r.Line})
	}
	if r.Included {
		where = strings.TrimSuffix(r.File+", "+where, ", ")
	}
	if where == "" {
		return r.Text
	}
	return where + ": " + r.Text
}
