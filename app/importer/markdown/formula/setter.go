// Package formula finds TeX in Markdown and sets it: as KaTeX understands it, which is
// what Marp, Slidev and reveal.js set formulas with, in the MathML that browsers draw by
// themselves. KaTeX runs in this process, in an interpreter without files, clock or net.
package formula

import (
	"context"
	_ "embed"
	"fmt"
	"regexp"
	"strings"
	"time"
	"unicode/utf16"

	"github.com/dop251/goja"

	"lectern/app/importer/markdown/script"
)

// What one formula may have. Beyond that it is shown as it is written.
const (
	maxTeX    = 10_000   // bytes
	maxExpand = 1000     // expansions of macros
	maxEm     = 50       // of a length that is asked for
	maxMarkup = 1 << 20  // bytes of what KaTeX makes
	maxCalls  = 2000     // functions inside each other
	maxHeap   = 96 << 20 // bytes that setting it may take
)

var (
	maxTime = time.Second      // for a formula; less in its test
	maxDeck = 20 * time.Second // for all of a deck
)

//go:embed katex/katex.min.js
var source string

// The call that everything goes through. Macros live as long as the deck. TeX refuses to
// make a \newcommand a second time; other tools begin each formula anew, and MathJax lets
// a deck have \R of its own, so the last one counts here.
const glue = `(function () {
	var again = function (context) {
		context.consumeSpaces();
		if (context.future().text === "*") context.popToken();
		var name = context.consumeArg().tokens;
		context.pushTokens(name);
		return name.length === 1 && context.isDefined(name[0].text) ? "\\lectern@again" : "\\providecommand";
	};
	var macros = {};
	katex.renderToString("\\global\\let\\lectern@again\\renewcommand", {macros: macros, output: "mathml"});
	macros["\\newcommand"] = macros["\\renewcommand"] = again;
	var refuse = function (context) {
		throw new katex.ParseError(context.command + " leads out of the formula, which none may");
	};
	return function (tex, display) {
		try {
			return {markup: katex.renderToString(tex, {
				output: "mathml", displayMode: display, throwOnError: true, strict: false, trust: refuse,
				globalGroup: true, macros: macros, maxExpand: MAX_EXPAND, maxSize: MAX_EM,
			})};
		} catch (e) {
			if (!(e instanceof katex.ParseError)) throw e;
			return {wrong: e.rawMessage, at: e.position === undefined ? -1 : e.position};
		}
	};
})()`

// Setter sets the formulas of one deck, in their order. KaTeX is loaded for the first.
type Setter struct {
	set   goja.Callable
	vm    *goja.Runtime
	left  time.Duration
	done  map[place]result
	plain bool // no formula so far has defined anything
}

// place is where a formula is: one that is set again has the same macros.
type place struct {
	tex     string
	display bool
	at      int
}

type result struct {
	markup string
	err    error
}

// Wrong is what is wrong with a formula.
type Wrong struct {
	Message string // KaTeX's own, or ours
	At      int    // the byte that it is at, or -1
}

func (w *Wrong) Error() string { return w.Message }

// New returns a Setter for a deck.
func New() *Setter {
	return &Setter{left: maxDeck, done: map[place]result{}, plain: true}
}

// defines finds what changes the meaning of later formulas.
var defines = regexp.MustCompile(`\\(?:[gex]?def|global|long|let|futurelet|(?:re)?newcommand|providecommand|Declare)`)

// wordly are words in a formula, which hold no signs of TeX.
var wordly = regexp.MustCompile(`\\(?:text|textrm|textit|textbf|texttt|textsf|mbox)\{[^{}\\$]*\}`)

// Set makes MathML of TeX. at is where the formula is in its text. An error is a *Wrong.
func (s *Setter) Set(tex string, display bool, at int) (string, error) {
	if s.plain {
		if s.plain = !defines.MatchString(tex); s.plain {
			at = -1 // the same everywhere
		}
	}
	key := place{tex, display, at}
	if r, ok := s.done[key]; ok {
		return r.markup, r.err
	}
	markup, err := s.make(tex, display)
	s.done[key] = result{markup, err}
	return markup, err
}

func (s *Setter) make(tex string, display bool) (string, error) {
	switch {
	case len(tex) > maxTeX:
		return "", &Wrong{fmt.Sprintf("it has more than %d letters", maxTeX), -1}
	case s.left <= 0:
		return "", &Wrong{"all formulas so far took too long", -1}
	}
	start := time.Now()
	defer func() { s.left -= time.Since(start) }()
	if s.set == nil {
		if err := s.load(); err != nil {
			return "", err
		}
	}
	v, err := s.call(tex, display)
	if err != nil {
		return "", err
	}
	if w := v.Get("wrong"); w != nil && strings.Contains(w.String(), "got '_'") {
		// TeX has no _ among words; MathJax, which Quarto and reveal.js set formulas with, does.
		if escaped := wordly.ReplaceAllStringFunc(tex, func(m string) string { return strings.ReplaceAll(m, "_", `\_`) }); escaped != tex {
			again, err := s.call(escaped, display)
			if err != nil {
				return "", err
			}
			if again.Get("wrong") == nil {
				v = again
			}
		}
	}
	if w := v.Get("wrong"); w != nil {
		return "", &Wrong{strings.TrimSuffix(trimmed(w.String()), "."), byteAt(tex, int(v.Get("at").ToInteger()))}
	}
	markup := v.Get("markup").String()
	if len(markup) > maxMarkup {
		return "", &Wrong{"it becomes too large", -1}
	}
	return clean(markup, tex, display)
}

func (s *Setter) load() error {
	s.vm = goja.New()
	s.vm.SetMaxCallStackSize(maxCalls)
	s.vm.Set("self", s.vm.GlobalObject())
	s.vm.Set("MAX_EXPAND", maxExpand)
	s.vm.Set("MAX_EM", maxEm)
	if _, err := s.vm.RunScript("katex.min.js", source); err != nil {
		return fmt.Errorf("formula: %w", err)
	}
	v, err := s.vm.RunString(glue)
	if err != nil {
		return fmt.Errorf("formula: %w", err)
	}
	s.set, _ = goja.AssertFunction(v)
	return nil
}

// call runs KaTeX, and ends it where it takes too much.
func (s *Setter) call(tex string, display bool) (*goja.Object, error) {
	ctx, cancel := context.WithTimeout(context.Background(), min(maxTime, s.left))
	defer cancel()
	v, err := script.Call(ctx, s.vm, maxHeap, s.set, tex, display)
	switch err := err.(type) {
	case nil:
		return v.ToObject(s.vm), nil
	case script.Limit:
		return nil, &Wrong{err.Error(), -1}
	}
	// Nothing that KaTeX does by intent.
	return nil, &Wrong{"KaTeX cannot read it", -1}
}

// trimmed is KaTeX's message without its own beginning.
func trimmed(message string) string { return strings.TrimPrefix(message, "KaTeX parse error: ") }

// byteAt is the offset of a place that JavaScript counts in units of UTF-16.
func byteAt(s string, units int) int {
	if units < 0 {
		return -1
	}
	for i, r := range s {
		if units <= 0 {
			return i
		}
		units -= utf16.RuneLen(r)
	}
	return len(s)
}
