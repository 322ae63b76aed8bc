package markdown

import (
	"encoding/json"
	"strings"
	"testing"

	"lectern/app/importer/importertest"
)

// vectors have run scripts or asked for addresses somewhere, by how a text is read twice,
// or by what links, loads and styles.
var vectors = []string{
	`"><img src=x onerror=alert(1)>`, `--><img src=x onerror=alert(1)>`, `</style><img src=x onerror=alert(1)>`, `</script><script>alert(1)</script>`, `<![CDATA[<img src=x onerror=alert(1)>]]>`,
	`<!--><img src=x onerror=alert(1)>-->`, `<!--!><img src=x onerror=alert(1)>--!>`, `<template><img src=x onerror=alert(1)></template>`, `<noscript><p title="</noscript><img src=x onerror=alert(1)>">`,
	`<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">`, `<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>`,
	`<math><annotation-xml encoding="text/html"><img src=x onerror=alert(1)></annotation-xml></math>`, `<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">`, `<svg><foreignObject><iframe srcdoc="<script>alert(1)</script>">`,
	`<svg><use href="data:image/svg+xml,<svg id='x' xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>#x">`, `<svg><animate onbegin=alert(1) attributeName=x dur=1s>`, `<iframe srcdoc="<script>alert(1)</script>">`,
	`<object data="javascript:alert(1)">`, `<embed src="javascript:alert(1)">`, `<base href="//evil.example/"><a href=x>x</a>`, `<meta http-equiv=refresh content="0;url=//evil.example">`, `<link rel=stylesheet href="//evil.example/a.css">`,
	`<a href="jav&#x09;ascript:alert(1)">x</a>`, `<a href="javascript&colon;alert(1)">x</a>`, `<a xlink:href="javascript:alert(1)" ping="//evil.example">x</a>`, `<form action="javascript:alert(1)"><button formaction="javascript:alert(1)">x`,
	`<img srcset="//evil.example/y.png 2x"><picture><source srcset="//evil.example/z"></picture>`, `<video poster="//evil.example/p"><source src="//evil.example/v"></video>`, `<table background="//evil.example/t"><td background="//evil.example/d">`,
	`<style>@import "//evil.example/i";*{background:url(//evil.example/u)}</style>`, `<p style="--x:url(//evil.example/v);background:var(--x)">x`, `red;}*{background:url(//evil.example/c)}`, `url("javascript:alert(1)")`, `expression(alert(1))`,
	`javascript:alert(1)`, `data:text/html,<script>alert(1)</script>`, `{{constructor.constructor("alert(1)")()}}`, `${alert(1)}`, `\";alert(1)//`, `x\" onmouseover=\"alert(1)`,
}

// forms are the places of each dialect that a vector is put into: as it is, $l on one
// line, $a as an attribute has it, $q as YAML has it.
var forms = map[string]string{
	"a.md": "---\ntitle: $q\nlang: $q\nclass: $q\n---\n# $l\n\n$v\n\ntext $l\n\n[x](<$l> $q) ![$l](<$l>)\n\n- x {$l}\n- [y]{.a title=$q style=$q}\n\n> [!NOTE] $l\n> $l\n\nx[^1] ^[$l]\n\n[^1]: $v\n\n| $l | b |\n|--|--|\n| $l | c |\n\n" +
		"*[HTML]: $l\n\nHTML ==$l==\n\n```$l\n$v\n```\n\nterm $l\n: $l\n\n![[$l|3x4]] :$l:\n\n<p title=\"$a\" style=\"$a\" class=\"$a\" lang=\"$a\" onclick=\"$a\" data-step=\"$a\">x</p>\n\nNote: $v\n",
	"marp.md": "---\nmarp: true\nheader: $q\nfooter: $q\nbackgroundImage: $q\nbackgroundColor: $q\ncolor: $q\nclass: $q\nstyle: $q\ntheme: $q\nsize: $q\npaginate: $q\n---\n# <!-- fit --> $l\n\n<!-- _class: $l -->\n<!-- _backgroundImage: url($q) -->\n<!-- _header: $q -->\n\n" +
		"![bg left:$l blur:$l](<$l>)\n![w:$l drop-shadow:$l](<$l>)\n\n* $l\n* $v\n\n<style scoped>\n$v\nsection{background:$l}\n</style>\n\n$v\n",
	"slidev.md": "---\ntheme: default\nlayout: $q\nclass: $q\nbackground: $q\nmdc: true\nthemeConfig: {primary: $q}\n---\n# $l {{ '$l' }} {{ $frontmatter.class }}\n\n<div v-click=\"$a\" v-html=\"'$a'\" :class=\"'$a'\" :style=\"$a\" @click=\"$a\">x</div>\n" +
		"<Tweet id=\"$a\"/><Youtube id=\"$a\"/><Arrow x1=1 y1=1 x2=2 y2=2 color=\"$a\"/><Link to=\"$a\" title=\"$a\">$l</Link><v-drag pos=\"$a\">x</v-drag><Transform :scale=\"$a\" origin=\"$a\">x</Transform><carbon-$l/>\n\n::$l::\n\n$v\n\n::right::\n\n" +
		":a[$l]{.b $l} <span class=\"text-[$a] bg-[url($a)]\" m=\"$a\">x</span>\n\n```js {$l} [$l]\n$v\n```\n\n<<< $l\n\n---\nlayout: iframe\nurl: $q\n---\n\n---\nlayout: image-left\nimage: $q\nbackgroundSize: $q\n---\n$v\n\n---\nlayout: two-cols\nlayoutClass: $q\nstyle: $q\nzoom: $q\n---\n<Toc/>\n\n<!-- $v -->\n",
	"a.html": `<html lang="$a"><title>$l</title><link rel=stylesheet href="$a"><div class="reveal"><div class="slides"><section data-background="$a" data-background-image="$a" data-background-color="$a" data-background-gradient="$a" data-background-video="$a"` +
		` data-background-iframe="$a" data-background-size="$a" class="$a" id="$a" style="$a" onclick="$a"><h2 data-id="$a" data-fragment-index="$a" class="fragment $a">x</h2><iframe data-src="$a" srcdoc="$a"></iframe><img data-src="$a" srcset="$a"><a href="$a">x</a>` +
		`<template>$v</template><pre><code class="$a" data-line-numbers="$a"><script type="text/template">$v</script></code></pre></section><section>$v</section><section data-markdown><textarea data-template># x <!-- .element: class="$a" style="$a" onclick="$a" href="$a" -->` +
		"\n<!-- .slide: data-background=\"$a\" id=\"$a\" -->\n$v\n</textarea></section>$v<section $v><section>$v</section></section></div></div>",
	"a.qmd": "---\nformat: revealjs\ntitle: $q\nsubtitle: $q\nauthor: {name: $q}\ntheme: $q\n---\n## $l {background-image=$q background-color=$q .x data-y=$q}\n\n$v\n\n`$l`{=html}\n\n```{=html}\n$v\n```\n\n::: {.fragment .$l title=$q style=$q}\n$v\n:::\n\n{{< video $l >}} {{< include $l >}}\n\n" +
		"```{r, fig.cap=$q}\n$v\n```\n\n. . .\n\n[$l]($l){.a onclick=$q target=$q}\n",
	"a.Rmd": "---\noutput: xaringan::moon_reader\ntitle: $q\n---\nclass: $l\nbackground-image: url($l)\nname: $l\n\n# $l\n\n.$l[$l] .red[$l]\n\n???\n$v\n",
}

// TestVectors: wherever of a deck they stand, in whatever dialect, nothing of a slide runs,
// asks for anything, or is an element or an attribute that no slide has. (In real pages the
// browser's tests look at that.)
func TestVectors(t *testing.T) {
	for file, form := range forms {
		t.Run(file, func(t *testing.T) {
			for _, v := range vectors {
				line := strings.Join(strings.Fields(v), " ")
				quoted, err := json.Marshal(v)
				if err != nil {
					t.Fatal(err)
				}
				attr := strings.NewReplacer("&", "&amp;", `"`, "&quot;").Replace(line)
				name := file[strings.LastIndexByte(file, '.'):]
				d, err := tryRead("a"+name, strings.NewReplacer("$v", v, "$l", line, "$q", string(quoted), "$a", attr).Replace(form))
				if err != nil {
					importertest.CheckRefusal(t, err)
					continue
				}
				importertest.CheckDraft(t, d)
				for _, s := range d.Slides {
					for _, view := range s.Views {
						if strings.Contains(view.CSS, "url(") || strings.Contains(view.CSS, "@") || strings.Contains(view.CSS, "<") {
							t.Errorf("%s", view.CSS)
						}
					}
				}
				if t.Failed() {
					t.Fatalf("of %s", v)
				}
			}
		})
	}
}
