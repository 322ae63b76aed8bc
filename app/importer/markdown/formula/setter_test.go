package formula

import (
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"
)

func set(t *testing.T, s *Setter, tex string, display bool) string {
	t.Helper()
	m, err := s.Set(tex, display, 0)
	if err != nil {
		t.Errorf("%s: %v", tex, err)
	}
	return m
}

// inner is a formula without the element around it.
func inner(m string) string {
	_, m, _ = strings.Cut(m, ">")
	return strings.TrimSuffix(m, "</math>")
}

// TestSet: what KaTeX writes becomes what browsers draw.
func TestSet(t *testing.T) {
	s := New()
	for tex, want := range map[string]string{
		`x^2`:                    `<msup><mi>x</mi><mn>2</mn></msup>`,
		`\frac{a}{b}`:            `<mfrac><mi>a</mi><mi>b</mi></mfrac>`,
		`\mathbb{R}\mathcal{L}`:  `<mrow><mi>ℝ</mi><mi>ℒ</mi></mrow>`,
		`\mathbf{x}\mathfrak{g}`: `<mrow><mi>𝐱</mi><mi>𝔤</mi></mrow>`,
		`\boldsymbol{\alpha}`:    `<mi>𝜶</mi>`,
		`\mathbf{12}`:            `<mn>𝟏𝟐</mn>`,
		`\mathrm{d}`:             `<mi mathvariant="normal">d</mi>`,
		`\text{a b}`:             "<mtext>a\u00a0b</mtext>",
		`\text{a_b}_c`:           `<msub><mtext>a_b</mtext><mi>c</mi></msub>`,
		`\textbf{a}`:             `<mtext class="math-bold">a</mtext>`,
		`\boxed{x}`:              `<mrow class="math-box"><mstyle scriptlevel="0" displaystyle="true"><mi>x</mi></mstyle></mrow>`,
		`\cancel{x}`:             `<mrow class="math-updiagonalstrike"><mi>x</mi></mrow>`,
		`\color{#f00}x`:          `<mstyle mathcolor="#f00"><mi>x</mi></mstyle>`,
		`a<b`:                    `<mrow><mi>a</mi><mo>&lt;</mo><mi>b</mi></mrow>`,
		`\def\y{z}`:              "",
		`\begin{matrix}a&b\\c&d\end{matrix}`: `<mtable><mtr><mtd><mstyle scriptlevel="0" displaystyle="false"><mi>a</mi></mstyle></mtd>` +
			`<mtd><mstyle scriptlevel="0" displaystyle="false"><mi>b</mi></mstyle></mtd></mtr><mtr><mtd><mstyle scriptlevel="0" displaystyle="false"><mi>c</mi></mstyle></mtd>` +
			`<mtd><mstyle scriptlevel="0" displaystyle="false"><mi>d</mi></mstyle></mtd></mtr></mtable>`,
	} {
		if got := inner(set(t, s, tex, false)); got != want {
			t.Errorf("%s\n%s\nwant\n%s", tex, got, want)
		}
	}
	m := set(t, s, "a \\\\\nb", true)
	if !strings.HasPrefix(m, `<math display="block" alttext="a \\ b">`) || strings.Count(m, "<mtr>") != 2 {
		t.Error(m)
	}
	// Nothing of a formula leads anywhere, and no trust is given.
	for _, tex := range []string{`\href{https://a}{x}`, `\includegraphics{https://a/b.png}`, `\htmlClass{a}{x}`, `\htmlStyle{color:red}{x}`, `\url{javascript:a}`} {
		if m, err := s.Set(tex, false, 0); err == nil {
			t.Errorf("%s: %s", tex, m)
		}
	}
}

// samples are of everything that talks are full of.
var samples = []string{
	`e^{i\pi} + 1 = 0`, `\int_{-\infty}^{\infty} e^{-x^2}\,dx = \sqrt{\pi}`, `\sum_{n=1}^{\infty} \frac{1}{n^2} = \frac{\pi^2}{6}`,
	`\nabla \times \vec{\mathbf{B}} -\, \frac1c\, \frac{\partial\vec{\mathbf{E}}}{\partial t} = \frac{4\pi}{c}\vec{\mathbf{j}}`,
	`\begin{pmatrix} a & b \\ c & d \end{pmatrix}^{-1}`, `\begin{cases} n/2 & \text{if } n \text{ is even} \\ 3n+1 & \text{otherwise} \end{cases}`,
	`\begin{aligned} f(x) &= (a+b)^2 \\ &= a^2+2ab+b^2 \end{aligned}`, `\begin{array}{l|cr} a & b & c \\ \hline d & e & f \end{array}`,
	`\lim_{x \to 0} \frac{\sin x}{x}`, `\binom{n}{k} = \frac{n!}{k!(n-k)!}`, `\left\{ x \in \mathbb{R} \;\middle|\; x > 0 \right\}`,
	`\overbrace{a+\cdots+a}^{n} \underbrace{b}_{m}`, `\xrightarrow[\text{below}]{\text{above}} \xleftarrow{f}`, `\operatorname*{arg\,max}_{\theta} \log p_\theta(x)`,
	`\hat{x} \bar{y} \tilde{z} \dot{a} \ddot{b} \widehat{abc} \overline{AB} \underline{c}`, `\prod_{i} x_i^{y_i} \bigcup_{j} A_j \oint_C`,
	`\sqrt[3]{x+\sqrt{y}}`, `\Bigl( \bigl[ \Biggl\{ x \Biggr\} \bigr] \Bigr)`, `\color{blue}{x} + \textcolor{red}{y}`, `\phantom{x} \hphantom{y} \vphantom{z} \smash{a}`,
	`\tag{1} x = y`, `\mathsf{P} \subseteq \mathsf{NP}`, `A \xleftrightarrow{} B \iff C \implies D`, `\stackrel{!}{=} \overset{a}{b} \underset{c}{d}`,
	`\dfrac{1}{2} \tfrac{1}{2} \cfrac{1}{1+\cfrac{1}{2}}`, `\cancel{a} \bcancel{b} \xcancel{c} \sout{d} \boxed{e}`, `f'(x) f''(x)`, `\not= \nleq \ngeq`,
	`\begin{gather} a \\ b \end{gather}`, `\begin{align} a &= b \\ c &= d \end{align}`, `\begin{smallmatrix} a & b \\ c & d \end{smallmatrix}`,
	`\begin{CD} A @>a>> B \\ @VbVV @VVcV \\ C @>d>> D \end{CD}`, `\rule{1em}{1em} \raisebox{0.5em}{x} \kern1em y`, `\verb|a_b| \texttt{x} \textit{y}`,
	`\sideset{_a^b}{_c^d}\sum`, `{}_2^1 X \prescript{14}{2}{C}`, `\S \P \pounds \% \$ \# \& \_ \{ \}`, `ä 漢 ∀x∈ℝ`, `\utilde{abc} \overrightarrow{AB} \overgroup{ab}`,
	`\substack{a \\ b} \sum_{\substack{i<n \\ j<m}} x`, `\fbox{a} \fcolorbox{red}{yellow}{b} \colorbox{aqua}{c}`, `\Huge a \tiny b`, `\angl{n} \phase{30}`,
}

// TestSamples: each can be set, both ways, or says in a sentence why it cannot.
func TestSamples(t *testing.T) {
	s := New()
	for _, tex := range samples {
		for _, display := range []bool{true, false} {
			if strings.Contains(tex, `\tag`) || strings.Contains(tex, "gather") || strings.Contains(tex, "{align}") || strings.Contains(tex, "{CD}") {
				display = true
			}
			m, err := s.Set(tex, display, 0)
			var wrong *Wrong
			if errors.As(err, &wrong) && strings.Contains(wrong.Message, "ndefined control sequence") {
				t.Logf("%s: %v", tex, err) // KaTeX has none such
				continue
			}
			if err != nil {
				t.Errorf("%s: %v", tex, err)
			} else if strings.Contains(m, "mathvariant=\"b") || strings.Contains(m, "menclose") || strings.Contains(m, "columnalign") || strings.Contains(m, "annotation") {
				t.Errorf("%s: no MathML Core: %s", tex, m)
			}
		}
	}
}

// TestMacros: they last as long as the deck, and the last definition counts.
func TestMacros(t *testing.T) {
	s := New()
	for i, c := range [][2]string{
		{`\newcommand{\R}{\mathbb{R}}\R`, `<mi>ℝ</mi>`}, // which KaTeX has already
		{`\R`, `<mi>ℝ</mi>`},
		{`\newcommand{\R}{\mathbb{Q}}`, ""},
		{`\R`, `<mi>ℚ</mi>`},
		{`\newcommand*\two[2]{#2#1}\two{a}{b}`, `<mrow><mi>b</mi><mi>a</mi></mrow>`},
		{`\renewcommand{\never}{n}\never`, `<mi>n</mi>`},
		{`\def\x{\R}`, ""},
		{`\x`, `<mi>ℚ</mi>`},
	} {
		m, err := s.Set(c[0], false, i)
		if got := inner(m); got != c[1] || err != nil {
			t.Errorf("%s: %s, %v", c[0], got, err)
		}
	}
	if _, err := New().Set(`\x`, false, 0); err == nil {
		t.Error("another deck has them")
	}
	// The same place is set once, whatever came between.
	s = New()
	first, _ := s.Set(`\def\z{a}\z`, false, 7)
	s.Set(`\def\z{b}\z`, false, 9)
	if again, _ := s.Set(`\def\z{a}\z`, false, 7); again != first || set(t, s, `\z`, false) == first {
		t.Error(first, again)
	}
}

// TestWrong: what is wrong is said with its place.
func TestWrong(t *testing.T) {
	s := New()
	for tex, at := range map[string]int{`ä \nosuch x`: 3, `\frac{a`: -2, `a_b_c`: 3, `}`: 0, `\left( x`: -2, `\begin{nosuch}`: -2, `$`: -2} {
		_, err := s.Set(tex, false, 0)
		var wrong *Wrong
		if !errors.As(err, &wrong) || wrong.Message == "" || at >= -1 && wrong.At != at || wrong.At > len(tex) {
			t.Errorf("%s: %#v", tex, err)
		}
	}
	if _, err := s.Set(strings.Repeat("x", maxTeX+1), false, 0); err == nil {
		t.Error("too long a formula is set")
	}
	set(t, s, "x", false) // and the others go on
}

// bombs are small formulas that would become large ones.
var bombs = []string{
	`\def\a{` + strings.Repeat("x", 5000) + `}` + strings.Repeat(`\a`, 1500),
	`\def\a#1{#1#1#1#1#1#1#1#1}\a{\a{\a{\a{\a{\a{\a{\a{x}}}}}}}}`,
	`\def\a{\a\a}\a`,
	strings.Repeat("{", 9000),
	strings.Repeat("{", 4900) + strings.Repeat("}", 4900),
	strings.Repeat(`\sqrt{`, 1400) + strings.Repeat("}", 1400),
	strings.Repeat(`\left(`, 1600),
	strings.Repeat(`\frac{`, 1000) + strings.Repeat("}{x}", 1000),
	strings.Repeat("x^{", 3000) + strings.Repeat("}", 3000),
	strings.Repeat(`\begin{matrix}`, 300) + strings.Repeat(`\end{matrix}`, 300),
	strings.Repeat("x&", 4000),
	`\begin{matrix}` + strings.Repeat(`&\\`, 3300) + `\end{matrix}`,
	`\rule{999999em}{999999em}`, `\kern 1e400em`, `\hspace{-99999em}`,
	strings.Repeat(`\overbrace{x}`, 700), strings.Repeat("'", 9000), strings.Repeat("\U0001d400", 2000), strings.Repeat("\x00", 100),
}

// TestBombs: none takes long or much, and the one after is set.
func TestBombs(t *testing.T) {
	s := New()
	set(t, s, "x", false)
	for _, tex := range bombs {
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		start := time.Now()
		m, err := s.Set(tex, true, 1)
		took := time.Since(start)
		runtime.ReadMemStats(&after)
		var wrong *Wrong
		if err != nil && !errors.As(err, &wrong) {
			t.Errorf("%.30s: %v", tex, err)
		}
		if took > maxTime+time.Second || len(m) > maxMarkup {
			t.Errorf("%.30s: %d bytes in %v", tex, len(m), took)
		}
		t.Logf("%.30s: %v, %d bytes, %v, heap %d MB", tex, took.Round(time.Millisecond), len(m), err, (after.HeapSys-before.HeapSys)>>20)
	}
	set(t, s, `\frac{a}{b}`, false)
}

// TestDeckTime: a deck whose formulas take too long shows the others as they are.
func TestDeckTime(t *testing.T) {
	s := New()
	s.left = 0
	if _, err := s.Set("x", false, 0); err == nil {
		t.Error("set without time")
	}
}

func FuzzSet(f *testing.F) {
	for _, tex := range append(samples, bombs[:4]...) {
		f.Add(tex, true)
	}
	f.Fuzz(func(t *testing.T, tex string, display bool) {
		s := New()
		m, err := s.Set(tex, display, 0)
		var wrong *Wrong
		if err != nil && !errors.As(err, &wrong) {
			t.Fatal(err)
		}
		if wrong != nil && wrong.At > len(tex) {
			t.Error(wrong.At)
		}
		if m == "" {
			return
		}
		nodes, err := parse(m)
		if err != nil || len(nodes) != 1 || nodes[0].Data != "math" {
			t.Fatalf("%q: %v", m, err)
		}
		for n := range nodes[0].Descendants() {
			if n.Data == "annotation" || n.Namespace == "" && leaves[n.Data] {
				t.Errorf("%q", m)
			}
		}
	})
}

// BenchmarkHundred sets a deck of a hundred different formulas, with the time to load
// KaTeX.
func BenchmarkHundred(b *testing.B) {
	for b.Loop() {
		s := New()
		for i := range 100 {
			if _, err := s.Set(fmt.Sprintf("%s + y_{%d}", samples[i%20], i), true, i); err != nil {
				b.Fatal(err)
			}
		}
	}
}
