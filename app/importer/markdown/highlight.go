package markdown

import (
	"strings"
	"time"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/lexers"
)

// Highlighting is a courtesy: code that would need longer is shown plain. Some
// lexers take minutes for a text that was made for them.
const (
	maxHighlight = 64 << 10     // bytes of a block
	maxCodeNodes = maxNodes / 2 // of a slide
)

var maxHighlightTime = 2 * time.Second // of a deck; more in tests of something else

// highlighter finds the colours of a deck's code.
type highlighter struct {
	left   time.Duration           // of the deck's
	nodes  int                     // of the slide
	lexers map[string]chroma.Lexer // by language; nil for one that has none
}

// highlight returns a code's tokens, or nil if it is better shown plain; then why
// says in what way there is too much of it, or is empty where the language is not
// known.
func (h *highlighter) highlight(language, code string) (tokens []chroma.Token, why string) {
	switch {
	case language == "":
		return nil, ""
	case h.left <= 0:
		return nil, tooSlow
	case len(code) > maxHighlight:
		return nil, tooLong
	}
	start := time.Now()
	defer func() { h.left -= time.Since(start) }()
	lexer, known := h.lexers[language]
	if !known { // chroma compares with hundreds of patterns
		lexer = lexers.Get(language)
		h.lexers[language] = lexer
	}
	if lexer == nil {
		return nil, ""
	}
	done := make(chan []chroma.Token, 1)
	deadline := start.Add(h.left)
	go func() { done <- tokenise(lexer, code, deadline, h.nodes+1) }()
	timer := time.NewTimer(h.left)
	defer timer.Stop()
	select {
	case tokens = <-done:
	case <-timer.C:
		// A lexer that looks for one token, or runs through the code before it gives
		// any, cannot be stopped. It is left alone; there will be no second one.
		h.left = 0
		return nil, tooSlow
	}
	nodes := 0
	for _, t := range tokens {
		nodes += 2 + 3*strings.Count(t.Value, "\n")
	}
	switch {
	case tokens == nil && time.Now().After(deadline):
		return nil, tooSlow
	case nodes > h.nodes:
		return nil, tooLong
	}
	h.nodes -= nodes
	return tokens, ""
}

const (
	tooSlow = "code from here on is shown without colours: to find them would take too long."
	tooLong = "this code is shown without colours: it is too long."
)

// tokenise runs a lexer, and looks between its tokens whether it should go on. It
// joins tokens of one type, of which it returns at most most. (chroma ends a single
// match after 250 ms, and tries the next of its rules.)
func tokenise(lexer chroma.Lexer, code string, deadline time.Time, most int) (tokens []chroma.Token) {
	defer func() {
		if recover() != nil { // a lexer that stumbles over its text
			tokens = nil
		}
	}()
	next, err := lexer.Tokenise(nil, code)
	if err != nil {
		return nil
	}
	var value strings.Builder
	last := chroma.Token{}
	flush := func() {
		if value.Len() > 0 {
			last.Value = value.String()
			tokens = append(tokens, last)
			value.Reset()
		}
	}
	for t := next(); t != chroma.EOF; t = next() {
		if time.Now().After(deadline) {
			return nil
		}
		if t.Type != last.Type {
			if flush(); len(tokens) >= most {
				return tokens
			}
			last.Type = t.Type
		}
		value.WriteString(t.Value)
	}
	flush()
	return tokens
}
