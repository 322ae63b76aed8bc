package formula

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/text"
)

// found are the formulas of a text: i inline, d displayed in a line, b a block.
func found(src string) []string {
	var g Grammar
	md := goldmark.New(goldmark.WithExtensions(extension.Table, &g))
	var out []string
	ast.Walk(md.Parser().Parse(text.NewReader([]byte(src))), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *Inline:
			kind := "i "
			if n.Display {
				kind = "d "
			}
			out = append(out, kind+n.TeX)
		case *Block:
			s := "b " + n.TeX
			if n.Steps != "" {
				s += " {" + n.Steps + "}"
			}
			out = append(out, s)
		}
		return ast.WalkContinue, nil
	})
	for _, at := range g.Unclosed {
		out = append(out, fmt.Sprintf("unclosed at %d", at))
	}
	return out
}

func TestFind(t *testing.T) {
	for src, want := range map[string]string{
		// Pandoc's and markdown-it-katex's rules.
		"a $x$ b":                    "i x",
		"$x_1*y*z_1$":                "i x_1*y*z_1",
		`$\alpha\_\{a\}\\$`:          `i \alpha\_\{a\}\\`,
		"it is $5 and $6":            "",
		"it is $5-$6":                "",
		"$ x$":                       "",
		"$x $":                       "",
		"$x$5":                       "",
		`\$x$ and $y$`:               "i y",
		`$x \$ y$`:                   `i x \$ y`,
		"$x\ny$":                     "i x\ny",
		"$x\n\ny$":                   "",
		"- a $x$\n- $y$":             "i x|i y",
		"> $a\n> b$":                 "i a\nb",
		"# $x$ and *$y$*":            "i x|i y",
		"[$x$](http://a)":            "i x",
		"$20,000 and USD$30,000":     "",
		"$5 and $6 or $x$":           "i x",
		"$$x$$":                      "b x",
		"$$x$$ {#eq-a}\n\nb":         "b x",
		"$$\nx\n$$ {#eq-a.b}\nc":     "b x",
		"$$\nx_{#a}\n$$":             "b x_{#a}",
		"$$\nx\n$$ {.a}\n$$":         "b x\n$$ {.a}",
		"a $$x$$ b":                  "d x",
		"a\n$$\nx\n$$\nb":            "b x",
		"$$x\n= 1$$":                 "b x\n= 1",
		"- a\n\n  $$\n  x\n  $$":     "b x",
		"> $$\n> x\n> $$":            "b x",
		"$$\na\n\nb\n$$":             "b a\n\nb",
		"$$ {1|3|all}\na\\\\\nb\n$$": "b a\\\\\nb {1|3|all}",
		"$$ {1|3}{at:2}\na\n$$":      "b a {1|3}",
		"$$$":                        "",
		"$$":                         "unclosed at 0",
		"$$\nx\n\n---\n\n$y$":        "i y|unclosed at 0",
		"$$\nx\n# H\n$$\nb\n$$":      "b b|unclosed at 0",
		"$$x$$ and $$y$$":            "d x|d y",
		// In code there is none, and code is stronger.
		"`$x$`":               "",
		"$a `b$ c` d$":        "i a `b$ c` d",
		"```\n$x$\n```":       "",
		"    $x$":             "",
		"`$HOME` and `$PATH`": "",
		"$`x^2`$":             "i x^2",
		// TeX's own.
		`Inline \(x_1\) and \[ y = 2 \].`: "i x_1|d y = 2",
		"\\[\nx\n= 1\n\\]":                "b x\n= 1",
		`\[ x = 1 \]`:                     "b x = 1",
		`\(x\), \(2n\), \(f(x)\)`:         "i x|i 2n|i f(x)",
		`\[not a link\](http://a)`:        "",
		`as shown in \[1\] and \(see\)`:   "",
		`\[1\]`:                           "",
		`\[ \] a box`:                     "",
		`\\(x=1\\)`:                       "",
		// A table's bars.
		"| a |\n|-|\n| $\\|x\\|$ |": "i |x|",
	} {
		if got := strings.Join(found(src), "|"); got != want {
			t.Errorf("%q\n%s", src, cmp.Diff(want, got))
		}
	}
}

// TestAt: a place in a formula is one in the text.
func TestAt(t *testing.T) {
	src := "> text\n>\n> $$\n>   a\n> \\b\n> $$\n"
	md := goldmark.New(goldmark.WithExtensions(&Grammar{}))
	ast.Walk(md.Parser().Parse(text.NewReader([]byte(src))), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if b, ok := n.(*Block); ok && entering {
			if at := b.At(strings.Index(b.TeX, `\b`)); at != strings.Index(src, `\b`) {
				t.Errorf("%q is at %d", b.TeX, at)
			}
			if at := b.At(0); at != strings.Index(src, `a`+"\n>") {
				t.Errorf("%q begins at %d", b.TeX, at)
			}
		}
		return ast.WalkContinue, nil
	})
}
