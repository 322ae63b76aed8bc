package markdown

import (
	"strings"
	"testing"
	"time"

	"github.com/alecthomas/chroma/v2"
	"github.com/google/go-cmp/cmp"
)

// TestSlowCode: code that was made for a slow lexer is plain before the deck's time
// is over, and what follows is, too. The remark is made once.
func TestSlowCode(t *testing.T) {
	var src strings.Builder
	for range 12 {
		src.WriteString("```arduino\n" + strings.Repeat("\n", 16_000) + "```\n\n")
	}
	src.WriteString("---\n\n```go\nfunc f() {}\n```\n")
	d := read(t, "a.md", src.String())
	if want := []string{"line 1: " + tooSlow}; !cmp.Equal(d.Warnings, want) {
		t.Errorf("warnings %q", d.Warnings)
	}
	if html := d.Slides[1].Views[0].HTML; !strings.Contains(html, `<code class="language-go">func f() {}`) {
		t.Error(html)
	}
}

// TestStuckLexer: a lexer that gives nothing is left alone, and there is no second.
func TestStuckLexer(t *testing.T) {
	stuck := stuckLexer{make(chan chroma.Token)}
	defer close(stuck.tokens)
	h := highlighter{left: 10 * time.Millisecond, nodes: 100, lexers: map[string]chroma.Lexer{"stuck": stuck}}
	for range 2 {
		if tokens, why := h.highlight("stuck", "a"); tokens != nil || why != tooSlow {
			t.Errorf("%v %q", tokens, why)
		}
	}
}

type stuckLexer struct{ tokens chan chroma.Token }

func (stuckLexer) Config() *chroma.Config                           { return &chroma.Config{} }
func (l stuckLexer) SetRegistry(*chroma.LexerRegistry) chroma.Lexer { return l }
func (l stuckLexer) SetAnalyser(func(string) float32) chroma.Lexer  { return l }
func (stuckLexer) AnalyseText(string) float32                       { return 0 }
func (l stuckLexer) Tokenise(*chroma.TokeniseOptions, string) (chroma.Iterator, error) {
	<-l.tokens
	return chroma.Literator(), nil
}

// TestMuchCode: code with more colours than a slide may have elements is plain.
func TestMuchCode(t *testing.T) {
	inTime(t)
	much := "```go\n" + strings.Repeat("a+b\n", 5000) + "```\n"
	d := read(t, "a.md", "```go\nf(1)\n```\n\n"+much+"\n---\n\n"+much)
	if want := []string{"line 5: " + tooLong}; !cmp.Equal(d.Warnings, want) {
		t.Errorf("warnings %q", d.Warnings)
	}
	if html := d.Slides[0].Views[0].HTML; strings.Count(html, "<span") < 3 || strings.Count(html, "<span") > 30 {
		t.Errorf("%d spans", strings.Count(html, "<span"))
	}
}
