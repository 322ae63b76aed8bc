package reveal

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"lectern/app/importer/markdown/dialect"
	"lectern/app/importer/options"
)

// TestCuts: what divides a deck, as reveal.js's slidify has it.
func TestCuts(t *testing.T) {
	for name, c := range map[string]struct {
		o    options.Options
		meta dialect.FrontMatter
		src  string
		want string // the lines, with v where a slide is below the one before
		says string
	}{
		"dashes":            {src: "a\n\n---\n\nb\n---\nc\n\n----\n\nd\n\n--\n\ne", want: "3 6 9v 13v"},
		"no rules":          {src: "a\n\n***\n\nb\n\n- - -\n\n___\n", want: ""},
		"of CommonMark":     {src: "a\n--\nb\n", want: "", says: "line 2: the text above -- is a heading"},
		"in code":           {src: "```yaml\na\n---\nb\n```\n\n---\n", want: "7"},
		"in code left open": {src: "```yaml\na\n---\nb\n", want: "3"},
		"in a comment":      {src: "<!--\na\n---\nb\n-->\n\n---\nc", want: "7"},
		"blank lines, said": {o: options.Options{Separator: `^\n\n\n`, VerticalSeparator: `^\n\n`}, src: "# a\n\n\n\nb\n\n\nc\n\nd\n", want: "4 7v"},
		"blank lines, seen": {src: "# a\n\n\n\n## b\n\nx\n\n\n## c\n\n\n\n## d\n", want: "4 9v 13", says: "line 1: the slides were divided at two and three"},
		"comments":          {meta: dialect.FrontMatter{"separator": {Text: "<!--s-->"}, "verticalSeparator": {Text: "<!--v-->"}}, src: "a\n<!--s-->\nb\n\n<!--v-->\n\nc\n---\nd", want: "2 5v"},
		"only the vertical": {meta: dialect.FrontMatter{"verticalSeparator": {Text: `\r?\n--\r?\n`}}, src: "a\n--\nb\n\n---\n\nc", want: "2v 5"},
		"reveal-md's":       {o: options.Options{Separator: "\r?\n---\r?\n", VerticalSeparator: "\r?\n----\r?\n"}, src: "a\n---\nb\n----\nc", want: "2 4v"},
		"an option counts":  {o: options.Options{Separator: "^==$"}, meta: dialect.FrontMatter{"separator": {Text: "^--$"}}, src: "a\n==\nb\n--\nc", want: "2"},
		"beside words":      {o: options.Options{Separator: "<!--s-->"}, src: "a <!--s-->\nb", want: "", says: "line 1: what divides slides stands beside other words"},
		"in code, said":     {o: options.Options{Separator: "^--$"}, src: "```\n--\n```\n--\n", want: "4", says: "line 2: what divides slides stands in code"},
		"no expression":     {meta: dialect.FrontMatter{"separator": {Text: `(?=#)`, Line: 3}}, src: "a\n\n---\n\nb", want: "3", says: "line 3: “separator” is a regular expression"},
		"too much work":     {meta: dialect.FrontMatter{"separator": {Text: `[^x]{900}y`, Line: 3}}, src: "a\n\n---\n\n" + strings.Repeat("b", 120_000), want: "3", says: "line 3: “separator” would take too long"},
		"nothing":           {src: "a", want: ""},
		"at the ends":       {src: "---\na\n---", want: "1 3"},
	} {
		t.Run(name, func(t *testing.T) {
			var r dialect.Report
			got := Dialect{}.Cuts(dialect.Deck{Own: true, Src: []byte(c.src), Meta: c.meta, Options: c.o, Report: &r})
			got.Tidy()
			var lines []string
			all := strings.Split(string(got.Src), "\n")
			for _, cut := range got.Cuts {
				lines = append(lines, fmt.Sprint(cut.Line)+map[bool]string{true: "v"}[cut.Down])
				if strings.TrimSpace(all[cut.Line-1]) != "" {
					t.Errorf("line %d: %q", cut.Line, all[cut.Line-1])
				}
			}
			if s := strings.Join(lines, " "); s != c.want {
				t.Errorf("%s, want %s", s, c.want)
			}
			if strings.Count(string(got.Src), "\n") != strings.Count(c.src, "\n") || !got.Only {
				t.Errorf("%q", got.Src)
			}
			said := r.Sentences()
			if c.says == "" && len(said) > 0 || c.says != "" && !slices.ContainsFunc(said, func(s string) bool { return strings.HasPrefix(s, c.says) }) {
				t.Error(said)
			}
		})
	}
}

// TestNotesSeparator: what stands before the notes, once in a slide.
func TestNotesSeparator(t *testing.T) {
	for src, want := range map[string]string{
		"a\n\nspk: b\nc\n\n---\n\nd":     "a\n\nNote:  b\nc\n\n   \n\nd",
		"a\n\nspk: b\n\nspk: c\n":        "a\n\nspk: b\n\nspk: c\n",
		"a\n\nspk: b\n\n---\n\nSPK: c\n": "a\n\nNote:  b\n\n   \n\nNote:  c\n",
		"words spk: b\nc\n":              "words \nNote:  b c\n",
	} {
		got := Dialect{}.Cuts(dialect.Deck{Own: true, Src: []byte(src), Meta: dialect.FrontMatter{"notesSeparator": {Text: "spk:"}}, Report: &dialect.Report{}})
		if string(got.Src) != want {
			t.Errorf("%q: %q, want %q", src, got.Src, want)
		}
	}
}
