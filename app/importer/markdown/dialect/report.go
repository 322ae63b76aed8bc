package dialect

import (
	"cmp"
	"fmt"
	"slices"
	"sort"
	"strings"

	"lectern/app/deck"
	"lectern/app/importer/words"
)

const (
	maxRemarks = 100    // keeps a report readable
	maxKept    = 10_000 // and this one small: what comes later is only counted
	maxLines   = 1000   // of one remark
)

// Report collects what a text could not have honoured, by line. The same on many
// lines is one remark.
type Report struct {
	Places []Place // where the text's lines were written, if it takes in other files

	remarks []*remark
	by      map[remarkKey]*remark
	kinds   map[string]deck.RemarkKind // of the sentences that there were
	kept    int
	more    int
}

type remarkKey struct {
	kind deck.RemarkKind
	file string
	text string
}

type remark struct {
	remarkKey
	lines     []int
	addresses []string
	broken    bool
}

// Warn adds a sentence about a line. The same sentence is kept once a line. What it is
// about is told from its words, unless WarnOf says it.
func (r *Report) Warn(line int, format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	kind, known := r.kinds[text]
	if !known {
		kind = kindOf(text)
		if len(r.kinds) < maxKept {
			if r.kinds == nil {
				r.kinds = map[string]deck.RemarkKind{}
			}
			r.kinds[text] = kind
		}
	}
	r.add(remarkKey{kind, "", text}, line)
}

// WarnOf is Warn for a sentence about something of a kind, in the deck's own file, or
// in one that it takes in.
func (r *Report) WarnOf(kind deck.RemarkKind, file string, line int, format string, args ...any) {
	r.add(remarkKey{kind, file, fmt.Sprintf(format, args...)}, line)
}

// Broken is Warn for a mistake that whoever writes the file would mend.
func (r *Report) Broken(kind deck.RemarkKind, line int, format string, args ...any) {
	if k := r.add(remarkKey{kind, "", fmt.Sprintf(format, args...)}, line); k != nil {
		k.broken = true
	}
}

// NoTransition says that slides change at once, in whatever words a tool has for it.
func (r *Report) NoTransition(v Value) {
	if off := v.Text == "none" || v.Text == "false" || v.Text == "" && v.Inside == nil; !off {
		r.Warn(v.Line, "“transition” is not honoured.")
	}
}

// Web adds a picture that is on the web and was not fetched.
func (r *Report) Web(line int, address string) {
	if k := r.add(remarkKey{kind: deck.OnWeb}, line); k != nil && !slices.Contains(k.addresses, address) {
		k.addresses = append(k.addresses, address)
	}
}

func (r *Report) add(key remarkKey, line int) *remark {
	k := r.by[key]
	if k != nil && slices.Contains(k.lines, line) {
		return k
	}
	if r.kept == maxKept {
		r.more++
		return k
	}
	if k == nil {
		k = &remark{remarkKey: key}
		if r.by == nil {
			r.by = map[remarkKey]*remark{}
		}
		r.by[key] = k
		r.remarks = append(r.remarks, k)
	}
	r.kept++
	k.lines = append(k.lines, line)
	return k
}

// Add takes in what another report holds.
func (r *Report) Add(other *Report) {
	for _, o := range other.remarks {
		for _, line := range o.lines {
			k := r.add(o.remarkKey, line)
			if k != nil && line == o.lines[0] {
				k.addresses = append(k.addresses, o.addresses...)
				k.broken = k.broken || o.broken
			}
		}
	}
	r.more += other.more
}

// Remarks returns the report in the order of the lines. main is the name of the deck's
// own file, and starts are the lines on which its slides begin, ascending.
func (r *Report) Remarks(main string, starts []int) []deck.Remark {
	all := r.placed(starts)
	slices.SortStableFunc(all, func(a, b placedRemark) int {
		return cmp.Or(cmp.Compare(a.file, b.file), cmp.Compare(a.lines[0], b.lines[0]), cmp.Compare(a.text, b.text))
	})
	var out []deck.Remark
	for i, k := range all {
		if i == maxRemarks {
			return append(out, deck.Say(deck.OnOther, fmt.Sprintf("And %d more like these.", len(all)+r.more-maxRemarks)))
		}
		d := deck.Remark{File: cmp.Or(k.file, main), Included: k.file != "", Line: k.lines[0], Kind: k.kind, Text: k.text, Addresses: k.addresses, Broken: k.broken}
		if k.kind == deck.OnWeb {
			d.Text = notFetched(k.addresses)
		}
		if len(k.lines) > 1 {
			d.Lines = k.lines[:min(len(k.lines), maxLines)]
		}
		d.Slide, d.Slides = k.slide, k.slides
		out = append(out, d)
	}
	return out
}

// A placedRemark has the lines of one file, and the slides that these are on.
type placedRemark struct {
	remark
	slide  int
	slides []int
}

// placed returns the remarks by the files that their lines were written in.
func (r *Report) placed(starts []int) (out []placedRemark) {
	for _, k := range r.remarks {
		slices.Sort(k.lines)
		if k.file != "" {
			out = append(out, placedRemark{remark: *k})
			continue
		}
		var files []string
		lines, text := map[string][]int{}, map[string][]int{}
		for _, line := range k.lines {
			at := Place{Line: line}
			if line > 0 && line <= len(r.Places) {
				at = r.Places[line-1]
			}
			if _, ok := lines[at.File]; !ok {
				files = append(files, at.File)
			}
			if !slices.Contains(lines[at.File], at.Line) {
				lines[at.File] = append(lines[at.File], at.Line)
			}
			text[at.File] = append(text[at.File], line)
		}
		for _, file := range files {
			p := placedRemark{remark: *k}
			p.file, p.lines = file, lines[file]
			slices.Sort(p.lines)
			p.slide, p.slides = slidesOf(text[file], starts)
			out = append(out, p)
		}
	}
	return out
}

// slidesOf are the slides that lines are on: the first, and all where they are several.
func slidesOf(lines, starts []int) (first int, all []int) {
	for _, line := range lines {
		// The first slide has what is before it, too: the front matter is the deck's.
		slide := max(1, sort.SearchInts(starts, line+1))
		if len(starts) > 0 && (len(all) == 0 || all[len(all)-1] != slide) && len(all) < maxLines {
			all = append(all, slide)
		}
	}
	switch len(all) {
	case 0:
		return 0, nil
	case 1:
		return all[0], nil
	}
	return all[0], all
}

// notFetched is the sentence for pictures on the web.
func notFetched(addresses []string) string {
	const named = 3
	var list []string
	for _, a := range addresses[:min(len(addresses), named)] {
		list = append(list, words.OneLine(a, 120))
	}
	if len(addresses) == 1 {
		return fmt.Sprintf("the picture %s is on the web and was not fetched; --fetch gets it.", list[0])
	}
	more := ""
	if n := len(addresses) - len(list); n > 0 {
		more = fmt.Sprintf(" and %d more", n)
	}
	return fmt.Sprintf("%d pictures are on the web and were not fetched; --fetch gets them: %s%s.", len(addresses), strings.Join(list, ", "), more)
}

// Sentences returns the report as people read it.
func (r *Report) Sentences() []string {
	var all []string
	for _, d := range r.Remarks("", nil) {
		all = append(all, d.String())
	}
	return all
}
