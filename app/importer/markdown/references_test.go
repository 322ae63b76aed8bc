package markdown

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lectern/app/importer/importertest"
	"lectern/app/importer/markdown/slidev"
)

func TestReferences(t *testing.T) {
	for src, want := range map[string]string{
		"![a](b.png)": "b.png", "![a [b] [c [d]]](<e f.png> \"x\")": "e f.png", "![](a%20b.png)": "a%20b.png",
		"[![a](b.png)](c.html)": "b.png", "[a](b.png)": "", "![a\nb](c.png)": "c.png", "![a\n\nb](c.png)": "",
		"![a][r]\n\n[r]: d/../b.png": "d/../b.png", "<IMG alt='x' src=\"b.png\">": "b.png", `![a\](b.png)](c.png)`: "c.png",
		"![a](https://b/c.png) ![a](//b) ![a](#b)": "", "![ ![x](y) ![z](w)": "y w", "![`]`](b.png)": "b.png",
		"![](a(1).png \"x\")": "a(1).png", `![](a\(1.png)`: `a\(1.png`, "![](<a\\>b.png>)": "a\\>b.png", "![](a b.png)": "a", "![](\n b.png\n)": "b.png",
		`<!-- .slide: data-background-video="a.mp4, b.webm" -->`: "a.mp4 b.webm", `<section data-background="a,b.png">`: "a b.png", `<img alt="," src="a,b.png">`: "a,b.png",
		"<img src=b.png>": "b.png", "{{< video clip.mp4 width=\"9\" >}} {{<video 'a b.webm'>}}": "clip.mp4 a b.webm", "<img\nsrc='it&#39;s.png'>": "it&#39;s.png", "![[b.png|200]]": "b.png", "> [r]: <b c.png>": "b c.png",
		"---\nimage: /b.png\nlayout: x\n---": "/b.png", "image: 'b c.png'": "b c.png", "    logo: b.png\n  data-background-image: c.png": "b.png c.png", "  background: #fff": "", `![](img\b.png)`: `img\b.png`, "![](file:///x/b.png)": "file:///x/b.png",
		"<!-- backgroundImage: url('b c.png') -->\n<style>a{background:URL( d.png ) url(https://x/y.png)}</style>": "b c.png d.png", "---\ndefaults:\n  background: /b.png\n---": "/b.png", `<img :src="'/b.png'">`: "/b.png",
	} {
		refs, err := References(importertest.Tree("a.md", src), "a.md")
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, r := range refs {
			got = append(got, r.Name)
		}
		if diff := cmp.Diff(want, strings.Join(got, " ")); diff != "" {
			t.Errorf("%q (-want +got)\n%s", src, diff)
		}
	}
}

// TestParts: the files that a text takes in are found by the names that its tool reads,
// with blanks where they are quoted.
func TestParts(t *testing.T) {
	for src, want := range map[string]string{
		`{{< include "my part.qmd" >}}`: "my part.qmd", "  {{<include 'a#1 (b).qmd'>}}": "a#1 (b).qmd", "{{< include a(1).qmd >}}": "a(1).qmd", "x {{< include a.qmd >}}": "", "{{< include a.qmd": "a.qmd",
		"---\nsrc: \"./my part.md#2-4\"\n---": "./my part.md", "---\nsrc: 'it s.md'\n---": "it s.md", "---\nsrc: ./my part.md  # but\n---": "./my part.md", "---\nsrc: a.md\n---\n\n<<< @/b.ts#x ts": "a.md /b.ts",
		"@include(a.md)\n!include b.md": "a.md b.md",
	} {
		var got []string
		for _, p := range Parts(importertest.Tree("a.md", src), "a.md") {
			if !slices.Contains(slidev.ProjectFiles, p.Name) {
				got = append(got, p.Name)
			}
		}
		if diff := cmp.Diff(want, strings.Join(got, " ")); diff != "" {
			t.Errorf("%q (-want +got)\n%s", src, diff)
		}
	}
}
