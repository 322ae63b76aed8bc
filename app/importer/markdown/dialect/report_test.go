package dialect

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lectern/app/deck"
)

// TestReport: the same on many lines is one remark, which knows its slides; and what
// is in another file is named with it.
func TestReport(t *testing.T) {
	var r Report
	for _, line := range []int{30, 9, 14, 3, 3, 41} {
		r.Warn(line, "the step “%s” is not honoured.", "v-click")
	}
	r.Warn(10, "the front matter cannot be read.")
	r.WarnOf(deck.OnInclude, "parts/a.md", 7, "x.")
	r.Web(12, "https://example.org/a.png")
	r.Web(31, "https://example.org/b.png")
	r.Web(31, "https://example.org/b.png")
	var quiet Report
	quiet.Add(&r)
	got := quiet.Remarks("talk.md", []int{2, 10, 13, 31})
	want := []deck.Remark{
		{File: "talk.md", Line: 3, Lines: []int{3, 9, 14, 30, 41}, Slide: 1, Slides: []int{1, 3, 4}, Kind: deck.OnStep, Text: "the step “v-click” is not honoured."},
		{File: "talk.md", Line: 10, Slide: 2, Kind: deck.OnSetting, Text: "the front matter cannot be read."},
		{File: "talk.md", Line: 12, Lines: []int{12, 31}, Slide: 2, Slides: []int{2, 4}, Kind: deck.OnWeb, Addresses: []string{"https://example.org/a.png", "https://example.org/b.png"},
			Text: "2 pictures are on the web and were not fetched; --fetch gets them: https://example.org/a.png, https://example.org/b.png."},
		{File: "parts/a.md", Included: true, Line: 7, Kind: deck.OnInclude, Text: "x."},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if got := got[0].String(); got != "lines 3, 9, 14 and 2 more: the step “v-click” is not honoured." {
		t.Error(got)
	}
}

// TestReportIsBounded: however much there is to say.
func TestReportIsBounded(t *testing.T) {
	var r Report
	for i := range maxKept + 50 {
		r.Warn(i, "thing %d", i)
	}
	all := r.Remarks("a.md", nil)
	if last := all[len(all)-1].Text; len(all) != maxRemarks+1 || last != fmt.Sprintf("And %d more like these.", maxKept+50-maxRemarks) {
		t.Errorf("%d remarks, %s", len(all), last)
	}
	var many Report
	for i := range 5000 {
		many.Warn(i+1, "the same")
	}
	if one := many.Remarks("a.md", nil); len(one) != 1 || len(one[0].Lines) != maxLines {
		t.Errorf("%d remarks", len(one))
	}
}

// TestKind: a report is sorted by what its sentences are about.
func TestKind(t *testing.T) {
	for text, want := range map[string]deck.RemarkKind{
		"the step “v-click” is not honoured.":                       deck.OnStep,
		"the steps of this code are not honoured.":                  deck.OnStep,
		"the picture a.png was not found.":                          deck.OnPicture,
		"Slidev's slot “::right::” is not honoured.":                deck.OnLayout,
		"Slidev's <Tweet> is not honoured; its content is shown.":   deck.OnComponent,
		"“drawings” is not honoured.":                               deck.OnSetting,
		"the code of “./x.ts” was not included.":                    deck.OnInclude,
		"all from “Note:” to the next --- became notes, “# A” too.": deck.OnNotes,
		"the formula cannot be read.":                               deck.OnFormula,
		"this Mermaid diagram is shown as its source.":              deck.OnDiagram,
		"something nobody has thought of.":                          deck.OnOther,
	} {
		if got := kindOf(text); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}
