package markdown

import (
	"fmt"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// TestFormulas: they are set, as a screen reader reads they are TeX, and what is wrong is
// said by its own line.
func TestFormulas(t *testing.T) {
	d := read(t, "a.md", "# A\n\nInline \\(x_1\\) and $f(x)=*a*b*$, for $5 and $6.\n\n$$\n\\frac{a}{b}\n$$\n\n```math\nc\n```\n\n`$no$`\n\n$$\nx\n\\nosuch\n$$\n\nand $}$\n\n$$\nopen\n")
	v := d.Slides[0].Views[0]
	for _, want := range []string{
		`<math alttext="x_1"><msub><mi>x</mi><mn>1</mn></msub></math>`, `alttext="f(x)=*a*b*"`, "for $5 and $6.",
		`<math display="block" alttext="\frac{a}{b}"><mfrac><mi>a</mi><mi>b</mi></mfrac></math>`, `<math display="block" alttext="c"><mi>c</mi></math>`,
		`<code>$no$</code>`, "<code class=\"language-tex\">x\n\\nosuch</code>", `<code class="language-tex">}</code>`, "$$\nopen",
	} {
		if !strings.Contains(v.HTML, want) {
			t.Errorf("no %s in\n%s", want, v.HTML)
		}
	}
	if want := "A\nInline x_1 and f(x)=*a*b*, for $5 and $6.\n\\frac{a}{b}\nc\n"; !strings.HasPrefix(v.Text, want) {
		t.Errorf("%q", v.Text)
	}
	said := fmt.Sprint(d.Remarks)
	for _, want := range []string{"17", `\nosuch`, "at its character 3", "20", "22", "nothing ends it"} {
		if !strings.Contains(said, want) {
			t.Errorf("no %q in %s", want, said)
		}
	}
}

// TestFormulasOff: Marp's math: false has none.
func TestFormulasOff(t *testing.T) {
	for src, is := range map[string]bool{"---\nmarp: true\nmath: false\n---\n$x$\n": false, "---\nmarp: true\nmath: mathjax\n---\n$x$\n": true, "---\nmath: false\n---\n$x$\n": true} {
		if got := strings.Contains(read(t, "a.md", src).Slides[0].Views[0].HTML, "<math"); got != is {
			t.Errorf("%q: %v", src, got)
		}
	}
}

// TestVeiledFormula: one that comes later has its form, and no sign of what it says.
func TestVeiledFormula(t *testing.T) {
	d := read(t, "a.md", "---\nmarp: true\n---\n\n* a\n* $\\color{red}\\sum_{q=7}^{\\text{secret}} \\frac{\\hat z}{\\mathbb{Q}} \\le \\operatorname{rank}(W)$\n")
	first := d.Slides[0].Views[1].HTML
	if !strings.Contains(first, "<mfrac>") || !strings.Contains(first, "<munderover>") && !strings.Contains(first, "<msubsup>") {
		t.Error("its form is not there:", first)
	}
	_, hidden, _ := strings.Cut(first, "aria-hidden")
	nodes, err := html.ParseFragment(strings.NewReader("<p "+hidden), nil)
	if err != nil {
		t.Fatal(err)
	}
	text := ""
	for _, n := range nodes {
		text += allText(n)
	}
	for _, shown := range []string{"q", "7", "secret", "z", "ℚ", "rank", "W", "≤", "alttext", "red"} {
		if strings.Contains(text, shown) || shown == "alttext" && strings.Contains(hidden, shown) || shown == "red" && strings.Contains(hidden, `"red"`) {
			t.Errorf("%q is in %s", shown, hidden)
		}
	}
	if last := d.Slides[0].Views[2]; !strings.Contains(last.HTML, "ℚ") || !strings.Contains(last.Text, `\mathbb{Q}`) {
		t.Error(last)
	}
}

// TestFormulaSteps: Slidev's lines of a formula stand out one after the other.
func TestFormulaSteps(t *testing.T) {
	d := read(t, "a.md", "$$ {1|2|all}\n\\begin{aligned}\na &= b \\\\\nc &= d\n\\end{aligned}\n$$\n")
	want := []int{1, 1, 0}
	if len(d.Slides[0].Views) != len(want) {
		t.Fatal(len(d.Slides[0].Views))
	}
	for i, v := range d.Slides[0].Views {
		if n := strings.Count(v.HTML, `<mtr class="dim">`); n != want[i] {
			t.Errorf("view %d: %s", i, v.HTML)
		}
	}
	if v := d.Slides[0].Views; !strings.HasPrefix(v[0].HTML, `<math display="block" alttext`) || strings.Index(v[0].HTML, "dim") < strings.Index(v[1].HTML, "dim") {
		t.Error(v[0].HTML, v[1].HTML)
	}
}
