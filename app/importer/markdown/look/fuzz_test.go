package look

import (
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

var (
	written = regexp.MustCompile(`"(?:[^"\\]|\\.)*"`)
	fetched = regexp.MustCompile(`(?i)url\(|image-set|image\(|element\(|src\(|paint\(|expression|javascript|@|<|!--|/\*|position:fixed`)
)

// checkSheet: what comes out can be put between other rules, begins each selector at
// the stage, and fetches nothing.
func checkSheet(t *testing.T, css string) {
	t.Helper()
	bare := written.ReplaceAllString(css, `""`)
	if strings.Count(bare, `"`) != 2*strings.Count(bare, `""`) || strings.ContainsAny(bare, "\n\x00") {
		t.Fatalf("strings: %s", css)
	}
	if m := fetched.FindString(regexp.MustCompile(`\\[0-9a-f]+ `).ReplaceAllString(bare, "")); m != "" {
		t.Fatalf("%q in %s", m, css)
	}
	for bare != "" {
		head, rest, ok := strings.Cut(bare, "{")
		body, rest, closed := strings.Cut(rest, "}")
		if !ok || !closed || strings.ContainsAny(body, "{<>") || body == "" || strings.Contains(body, Stage) {
			t.Fatalf("a rule: %s{%s} of %s", head, body, css)
		}
		depth := 0
		part := func(r rune) bool {
			switch r {
			case '(':
				depth++
			case ')':
				depth--
			}
			return r == ',' && depth == 0
		}
		for _, s := range strings.FieldsFunc(head, part) {
			if !strings.HasPrefix(s, Stage) || strings.Count(s, Stage) != 1 || strings.ContainsAny(s, "#&@") {
				t.Fatalf("a selector %q of %s", s, css)
			}
		}
		if strings.Count(body, "(") != strings.Count(body, ")") {
			t.Fatalf("brackets: %s", css)
		}
		bare = rest
	}
}

// FuzzSheet: whatever is written, what comes out is harmless, and the same again when
// it is cleaned once more.
func FuzzSheet(f *testing.F) {
	for _, s := range []string{
		`h1{color:red}`, `section.a::after{content:"x"}`, `@media screen{a{top:0}}`, `a{b{c:d}}`, `.a\:b,#c,[d="e"]{top:0}`, `:root{--a:"\"}b{";}`,
		`a{background:url(x)}`, `a{b:c;;d:e!important}`, `a:nth-child(-2n+1):not(.b > c){top:calc(1px + (2em))}`, `@import "x";@font-face{}`, `a{content:"\:slide{}"}`,
		"a{content:'\\\n'}", `<!--a{top:0}-->`, `/*`, `\`, `a{color:\75rl(x)}`, `a{top:1e400px}`, `a{top:.5px;left:+1px;right:-.0e2em}`, "\x00{", `a{filter:blur(1px)`, `}}{{`, `a,{top:0}`, `@apply x;`, `a{grid-template:"a" 1fr/[b] auto}`,
		`:is(:is(:is(a))){top:0}`, `--x:{a:b}`, `&{top:0}`, `a{& &{top:0}}`, `*|a{top:0}`, `a||b{}`, `section:has(> a){display:grid}`,
	} {
		f.Add(s, `<p class="x-a">x</p><b class="x-b"></b>`)
	}
	f.Fuzz(func(t *testing.T, css, fragment string) {
		if len(css) > 10_000 || len(fragment) > 1000 {
			return
		}
		quiet := func(int, string, ...any) {}
		b := &html.Node{Type: html.ElementNode, Data: "div"}
		nodes, err := html.ParseFragment(strings.NewReader(fragment), &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div})
		if err != nil {
			return
		}
		for _, n := range nodes {
			b.AppendChild(n)
		}
		sheet := Parse(css, 1, marpit, quiet)
		for _, r := range sheet.rules {
			for _, s := range r.selectors {
				all := map[string]bool{}
				for _, d := range r.own {
					all[d.Property] = true
				}
				if v := inspect(nil, b); v.text(s) != "" {
					checkSheet(t, v.text(s)+"{"+r.declarations(all)+"}")
				}
			}
		}
		checkSheet(t, For([]*Sheet{sheet}, []string{"x-a"}, b))
		declarations := Declarations(css, 1, marpit, quiet)
		var a Attributes
		a.Class(declarations, 10, func() {})
		if declarations != "" {
			checkSheet(t, Stage+"{"+declarations+"}")
		}
	})
}
