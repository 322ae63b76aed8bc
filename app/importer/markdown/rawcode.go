package markdown

import (
	"bytes"
	"cmp"
	"strconv"
	"strings"

	"github.com/alecthomas/chroma/v2"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"lectern/app/importer/markdown/dialect"
)

// rawCode gives code that was written as HTML its colours, where a class says the
// language, and its lines, where they are numbered and some of them are to stand out.
func (m *markdownDeck) rawCode(body *html.Node) {
	for pre := range dialect.Elements(body, "pre") {
		code := pre.FirstChild
		for code != nil && code.Type == html.TextNode && strings.TrimSpace(code.Data) == "" {
			code = code.NextSibling
		}
		if dialect.Attr(pre, "class") == "chroma" || code == nil || code.DataAtom != atom.Code {
			continue
		}
		language := languageOf(code)
		if language == "" {
			language = languageOf(pre)
		}
		fence := dialect.Fence{Numbers: has(code, "data-line-numbers") || has(pre, "data-line-numbers")}
		fence.Start, _ = strconv.Atoi(cmp.Or(dialect.Attr(code, "data-ln-start-from"), dialect.Attr(pre, "data-ln-start-from")))
		if _, marked := dialect.LookupAttr(code, "data-noescape"); language == "" && !fence.Numbers || marked && !onlyText(code) {
			continue
		}
		text := allText(code)
		if _, trim := dialect.LookupAttr(code, "data-trim"); trim {
			text = trimCode(text)
		}
		nodes := m.codeNodes(language, text, fence, dialect.Line(pre))
		if nodes == nil {
			continue
		}
		for c := code.FirstChild; c != nil; c = code.FirstChild {
			code.RemoveChild(c)
		}
		for _, n := range nodes {
			code.AppendChild(n)
		}
		dialect.SetAttr(pre, "class", "chroma")
		dialect.DelAttr(code, "class")
		if language != "" {
			dialect.SetAttr(code, "class", "language-"+language)
		}
	}
}

func has(n *html.Node, attribute string) bool {
	_, ok := dialect.LookupAttr(n, attribute)
	return ok
}

// codeNodes is code with its colours, or at least its lines where they have numbers; or nil.
func (m *markdownDeck) codeNodes(language, code string, fence dialect.Fence, line int) []*html.Node {
	tokens, why := m.highlighter.highlight(language, code)
	if why != "" && !m.plain[why] {
		m.plain[why] = true
		m.report.Warn(line, "%s", why)
	}
	var b bytes.Buffer
	switch {
	case tokens != nil:
		if err := m.formatter(fence).Format(&b, noStyle, chroma.Literator(tokens...)); err != nil {
			return nil
		}
	case fence.Numbers:
		writeLines(&b, code, fence)
	default:
		return nil
	}
	nodes, err := parseFragment(b.Bytes())
	if err != nil {
		return nil
	}
	return nodes
}

// languageOf is what an element's classes say of the language of the code in it.
func languageOf(n *html.Node) string {
	for _, c := range strings.Fields(dialect.Attr(n, "class")) {
		c = strings.ToLower(strings.TrimPrefix(c, dialect.AuthorClass))
		for _, before := range []string{"language-", "lang-", "hljs-language-"} {
			if rest, ok := strings.CutPrefix(c, before); ok {
				c = rest
			}
		}
		if codeLanguage.FindString(c) == c && !notLanguages[c] {
			return c
		}
	}
	return ""
}

// notLanguages are classes that code has beside its language.
var notLanguages = map[string]bool{
	"hljs": true, "sourcecode": true, "stretch": true, "r-stretch": true, "fragment": true, "nohighlight": true, "no-highlight": true,
	"plaintext": true, "text": true, "code": true, "code-wrapper": true, "current-fragment": true, "visible": true, "small": true,
}

func onlyText(n *html.Node) bool {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type != html.TextNode {
			return false
		}
	}
	return true
}

// trimCode takes off blank lines before and after code, and the indentation that all of
// its lines have.
func trimCode(code string) string {
	lines := strings.Split(code, "\n")
	blank := func(l string) bool { return strings.TrimSpace(l) == "" }
	for len(lines) > 0 && blank(lines[0]) {
		lines = lines[1:]
	}
	for len(lines) > 0 && blank(lines[len(lines)-1]) {
		lines = lines[:len(lines)-1]
	}
	pad := -1
	for _, l := range lines {
		if n := len(l) - len(strings.TrimLeft(l, " \t")); !blank(l) && (pad < 0 || n < pad) {
			pad = n
		}
	}
	for i, l := range lines {
		lines[i] = l[min(max(pad, 0), len(l)):]
	}
	return strings.Join(lines, "\n") + "\n"
}
