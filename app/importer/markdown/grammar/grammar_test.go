package grammar

import (
	"bytes"
	"fmt"
	"html"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// write makes HTML of a text.
func write(t testing.TB, src string) string {
	t.Helper()
	nodes := NewNodes(func(w io.Writer, name, value string) { fmt.Fprintf(w, ` %s="%s"`, name, html.EscapeString(value)) })
	md := goldmark.New(
		goldmark.WithParserOptions(parser.WithBlockParsers(Containers()...)),
		goldmark.WithExtensions(extension.GFM, Extension{Nodes: nodes}),
	)
	doc := md.Parser().Parse(text.NewReader([]byte(src)))
	var b bytes.Buffer
	nodes.Begin()
	if err := md.Renderer().Render(&b, []byte(src), doc); err != nil {
		t.Fatal(err)
	}
	if err := nodes.Footnotes(&b, func(n ast.Node) error { return md.Renderer().Render(&b, []byte(src), n) }); err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(b.String())
}

func check(t *testing.T, cases map[string]string) {
	t.Helper()
	for src, want := range cases {
		if diff := cmp.Diff(want, write(t, src)); diff != "" {
			t.Errorf("%q (-want +got)\n%s", src, diff)
		}
	}
}

// TestEmphasis: beside signs of scripts without spaces, as the CJK-friendly Amendments
// have it; elsewhere as CommonMark has it.
func TestEmphasis(t *testing.T) {
	check(t, map[string]string{
		"これは**「重要」**です。":        "<p>これは<strong>「重要」</strong>です。</p>",
		"**注意：**本文です。":          "<p><strong>注意：</strong>本文です。</p>",
		"**真，**她":               "<p><strong>真，</strong>她</p>",
		"日本語の*強調。*続き":           "<p>日本語の<em>強調。</em>続き</p>",
		"한국어 **[링크]**한국어":       "<p>한국어 <strong>[링크]</strong>한국어</p>",
		"~~取り消し。~~次":            "<p><del>取り消し。</del>次</p>",
		"太字**（一）**は":            "<p>太字<strong>（一）</strong>は</p>",
		"**テスト(test)**です":       "<p><strong>テスト(test)</strong>です</p>",
		"==重要。==次":              "<p><mark>重要。</mark>次</p>",
		"이것은 **\"강조\"**입니다.":    "<p>이것은 <strong>&quot;강조&quot;</strong>입니다.</p>",
		"a**\"b\"**c":           "<p>a**&quot;b&quot;**c</p>",
		"snake_case_name":       "<p>snake_case_name</p>",
		"**a**b *c*d __e__ _f_": "<p><strong>a</strong>b <em>c</em>d <strong>e</strong> <em>f</em></p>",
		"***a** b*":             "<p><em><strong>a</strong> b</em></p>",
		"〜**〜**〜\u3000**あ**":    "<p>〜<strong>〜</strong>〜\u3000<strong>あ</strong></p>",
		"😀**！**a":               "<p>😀<strong>！</strong>a</p>",
	})
}

// TestLineEnds: between ideographs they are no spaces, whatever stands around them.
func TestLineEnds(t *testing.T) {
	check(t, map[string]string{
		"長い文で\n途中で": "<p>長い文で途中で</p>", "**長い**\n文": "<p><strong>長い</strong>文</p>", "長\n*文*": "<p>長<em>文</em></p>",
		"한국어\n한국어": "<p>한국어\n한국어</p>", "長い\ntext": "<p>長い\ntext</p>", "a\n*b*": "<p>a\n<em>b</em></p>",
		"、\n「": "<p>、「</p>", "長  \n文": "<p>長<br>\n文</p>", "`長`\n文": "<p><code>長</code>文</p>", "長\n![文](a)": "<p>長\n<img src=\"a\" alt=\"文\"></p>",
		"a\\ b **長**\\ 文": "<p>ab <strong>長</strong>文</p>",
	})
}

func TestInline(t *testing.T) {
	check(t, map[string]string{
		"==marked== a==b==c a == b":                   "<p><mark>marked</mark> a==b==c a == b</p>",
		"H~2~O x^2^ 1^st^ CO~2~.":                     "<p>H<sub>2</sub>O x<sup>2</sup> 1<sup>st</sup> CO<sub>2</sub>.</p>",
		"~gone~ ~~gone~~ a ~ b ~ c":                   "<p><del>gone</del> <del>gone</del> a ~ b ~ c</p>",
		"x^2+y^2=z^2, x^2*y^2":                        "<p>x^2+y^2=z^2, x^2*y^2</p>",
		"http://a.de/~b/~c":                           `<p><a href="http://a.de/~b/~c">http://a.de/~b/~c</a></p>`,
		":rocket: :+1: :nope: 10:30:45 ::":            "<p>🚀 👍 :nope: 10:30:45 ::</p>",
		"`:+1:` \\:+1:":                               "<p><code>:+1:</code> :+1:</p>",
		"[[wiki link]] [[a#b|words]]":                 "<p>wiki link words</p>",
		"*[HTML]: Hyper Text\n\nHTML and XHTML, HTML": `<p><abbr title="Hyper Text">HTML</abbr> and XHTML, <abbr title="Hyper Text">HTML</abbr></p>`,
	})
}

func TestAttributes(t *testing.T) {
	check(t, map[string]string{
		"# Title {.a #b data-c=d}":                    `<h1 class="a" id="b" data-c="d">Title</h1>`,
		"text {.w-30.mt--10}":                         `<p class="w-30 mt--10">text</p>`,
		"text\n{: .a}":                                `<p class="a">text</p>`,
		"# T\n\n{.a}":                                 `<h1 class="a">T</h1>`,
		"- a {.x}\n- b":                               "<ul>\n<li class=\"x\">a</li>\n<li>b</li>\n</ul>",
		"- a\n- b\n{.x}":                              "<ul class=\"x\">\n<li>a</li>\n<li>b</li>\n</ul>",
		"[text]{.x} and [a [b]{.y}]{.z}":              `<p><span class="x">text</span> and <span class="z">a <span class="y">b</span></span></p>`,
		"[**a** `]{.x}` b]{style=\"c: d\"}":           `<p><span style="c: d"><strong>a</strong> <code>]{.x}</code> b</span></p>`,
		"**a**{.x} `b`{.y} [c](d){.z}":                `<p><strong class="x">a</strong> <code class="y">b</code> <a href="d" class="z">c</a></p>`,
		"![](a){title=\"b, https://c.d/\" width=2} e": `<p><img src="a" alt="" title="b, https://c.d/" width="2"> e</p>`,
		"![](a){title=\"b *c\nd*\"\n.x}\n*e*":         `<p><img src="a" alt="" title="b *c d*" class="x">` + "\n<em>e</em></p>",
		"**a**{.x\n\n.y}":                             "<p><strong>a</strong>{.x</p>\n<p>.y}</p>",
		"{foo} {1|2} a{b} {.a":                        "<p>{foo} {1|2} a{b} {.a</p>",
		"\\[a]{.x}":                                   "<p>[a]{.x}</p>",
		"a {onclick=x .b}":                            `<p class="b">a</p>`,
		"> a {.x}":                                    "<blockquote>\n<p class=\"x\">a</p>\n</blockquote>",
		"a {data-k='b \"c' data-l=\"d e\" .f_g}":      `<p data-k="b &quot;c" data-l="d e" class="f_g">a</p>`,
	})
}

func TestDivs(t *testing.T) {
	check(t, map[string]string{
		"::: left\none\n:::": "<div class=\"left\">\n<p>one</p>\n</div>",
		":::: {.columns a=b}\n::: c\none\n:::\n\ntwo\n::::": "<div class=\"columns\" a=\"b\">\n<div class=\"c\">\n<p>one</p>\n</div>\n<p>two</p>\n</div>",
		":::left\n- a\n:::\nb":                              "<div class=\"left\">\n<ul>\n<li>a</li>\n</ul>\n</div>\n<p>b</p>",
		"::: a :::\nb\n\n:::":                               "<div class=\"a\">\n<p>b</p>\n</div>",
		"a\n\n:::\n\nb":                                     "<p>a</p>\n<p>b</p>",
		"::: a\n```\n:::\n---\n```\n:::\nb":                 "<div class=\"a\">\n<pre><code>:::\n---\n</code></pre>\n</div>\n<p>b</p>",
		"::: a\nb\n\n***\n\nc":                              "<div class=\"a\">\n<p>b</p>\n</div>\n<hr>\n<p>c</p>",
		"::: a b {.c}\nx\n:::":                              "<div class=\"c a b\">\n<p>x</p>\n</div>",
		"> ::: a\n> b\n> :::\n\nc":                          "<blockquote>\n<div class=\"a\">\n<p>b</p>\n</div>\n</blockquote>\n<p>c</p>",
		":: a\n::: b, c":                                    "<p>:: a\n::: b, c</p>",
	})
}

func TestBlocks(t *testing.T) {
	check(t, map[string]string{
		"> [!NOTE]\n> a":               "<div class=\"alert alert-note\">\n<p class=\"alert-title\">Note</p>\n<p>a</p>\n</div>",
		"> [!warning]- Careful\n> - a": "<div class=\"alert alert-warning\">\n<p class=\"alert-title\">Careful</p>\n<ul>\n<li>a</li>\n</ul>\n</div>",
		"> [!TIP]":                     "<div class=\"alert alert-tip\">\n<p class=\"alert-title\">Tip</p>\n</div>",
		"> [!IMPORTANT]\n>\n> a":       "<div class=\"alert alert-important\">\n<p class=\"alert-title\">Important</p>\n<p>a</p>\n</div>",
		"> a\n> [!NOTE]":               "<blockquote>\n<p>a\n[!NOTE]</p>\n</blockquote>",
		"Term\n: its meaning":          "<dl>\n<dt>Term</dt>\n<dd>its meaning</dd>\n</dl>",
		"a[^1] b[^x] c[^1]\n\n[^1]: One *two*\n[^x]: X\n\n    more": "<p>a<sup class=\"footnote-ref\" data-footnote=\"1\">1</sup> b<sup class=\"footnote-ref\" data-footnote=\"2\">2</sup> c<sup class=\"footnote-ref\" data-footnote=\"1\">1</sup></p>\n" +
			"<div class=\"footnotes\">\n<ol>\n<li data-footnote=\"1\">One <em>two</em></li>\n<li data-footnote=\"2\"><p>X</p>\n<p>more</p>\n</li>\n</ol>\n</div>",
		"a^[inline *b*] c": "<p>a<sup class=\"footnote-ref\" data-footnote=\"1\">1</sup> c</p>\n<div class=\"footnotes\">\n<ol>\n<li data-footnote=\"1\">inline <em>b</em></li>\n</ol>\n</div>",
		"a[^nope]":         "<p>a[^nope]</p>",
	})
}

func TestPictures(t *testing.T) {
	check(t, map[string]string{
		"![[a b.png]]":                    `<p><img src="a%20b.png" alt=""></p>`,
		"![[a.png|300]] ![[a.png|x|3x4]]": `<p><img src="a.png" alt="" width="300"> <img src="a.png" alt="x" width="3" height="4"></p>`,
		"![x](a.png =300x200)":            `<p><img src="a.png" alt="x" width="300" height="200"></p>`,
		"![x](a.png \"t\" =50%x)":         `<p><img src="a.png" alt="x" title="t" width="50%"></p>`,
		"![x](a.png){width=50% .y}":       `<p><img src="a.png" alt="x" width="50%" class="y"></p>`,
		"![x](a.png) ![](b =c)":           `<p><img src="a.png" alt="x"> ![](b =c)</p>`,
	})
}
