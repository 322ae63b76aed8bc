package slidev

import (
	"fmt"
	"html"
	"slices"
	"strconv"
	"strings"
)

// toc is a table of contents: the slide that it is on, and what it says of itself.
type toc struct {
	slide      int
	attributes string
}

// html is the table on one line.
func (t toc) html(titles []*title) string {
	least, most, said := 1, maxLevel, map[string]string{"columns": "1"}
	for _, m := range tocWord.FindAllStringSubmatch(t.attributes, -1) {
		name, value := strings.ToLower(strings.ReplaceAll(m[1], "-", "")), m[2]+m[3]
		said[name] = value
		switch n, err := strconv.Atoi(value); {
		case err != nil || n < 0:
		case name == "mindepth":
			least = n
		case name == "maxdepth":
			most = n
		}
	}
	tree := t.between(treeOf(titles), 1, least, most)
	switch said["mode"] {
	case "onlyCurrentTree":
		tree = t.around(tree, false)
	case "onlySiblings":
		tree = t.beside(tree, false)
	}
	list := "<ol"
	if c := said["listclass"]; c != "" && !strings.ContainsAny(c, "[]{}") {
		list += ` class="` + html.EscapeString(c) + `"`
	}
	var b strings.Builder
	rest := strings.TrimSpace(tocWord.ReplaceAllString(t.attributes, " "))
	fmt.Fprintf(&b, `<div class="slidev-toc" style="column-count:%d"%s>`, max(1, number(said["columns"], 1)), strings.TrimRight(" "+rest, " "))
	start := ""
	if n := number(said["start"], 1); n != 1 {
		start = fmt.Sprintf(` start="%d"`, n)
	}
	write(&b, tree, list, start)
	b.WriteString("</div>")
	return b.String()
}

func write(b *strings.Builder, tree []*title, list, start string) {
	if len(tree) == 0 {
		return
	}
	b.WriteString(list + start + ">")
	for _, t := range tree {
		b.WriteString("<li>" + html.EscapeString(t.text))
		write(b, t.below, list, "")
		b.WriteString("</li>")
	}
	b.WriteString("</ol>")
}

// treeOf has each title below the last one that is above it: one deeper than the title
// before at the most. What is hidden is left out with what is below.
func treeOf(titles []*title) []*title {
	root := &title{}
	for _, t := range titles {
		at := root
		for level := 1; t.level > level && len(at.below) > 0; level++ {
			at = at.below[len(at.below)-1]
		}
		t := *t
		t.below = nil
		at.below = append(at.below, &t)
	}
	return visible(root.below)
}

func visible(tree []*title) []*title {
	tree = slices.DeleteFunc(tree, func(t *title) bool { return t.hidden })
	for _, t := range tree {
		t.below = visible(t.below)
	}
	return tree
}

// holds reports whether a title is that of the table's slide, or has it below.
func (t toc) holds(one *title) bool {
	return one.number == t.slide || slices.ContainsFunc(one.below, t.holds)
}

// between is the levels that are asked for; of those below the first, what is below the
// table's own slide.
func (t toc) between(tree []*title, level, least, most int) []*title {
	switch {
	case level > most:
		return nil
	case level < least:
		if i := slices.IndexFunc(tree, t.holds); i >= 0 {
			return t.between(tree[i].below, level+1, least, most)
		}
		return nil
	}
	for _, one := range tree {
		one.below = t.between(one.below, level+1, least, most)
	}
	return tree
}

// around is what is above the table's slide and below it; under tells that a title is
// below it.
func (t toc) around(tree []*title, under bool) (out []*title) {
	for _, one := range tree {
		if under || t.holds(one) {
			one.below = t.around(one.below, under || one.number == t.slide)
			out = append(out, one)
		}
	}
	return out
}

// beside is the same with all that stands beside those.
func (t toc) beside(tree []*title, under bool) []*title {
	if !under && !slices.ContainsFunc(tree, t.holds) {
		return nil
	}
	for _, one := range tree {
		one.below = t.beside(one.below, under || one.number == t.slide)
	}
	return tree
}
