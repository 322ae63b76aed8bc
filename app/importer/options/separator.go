package options

import (
	"fmt"
	"regexp"
	"regexp/syntax"
	"strings"
	"unicode/utf8"
)

// MaxSeparator is how many bytes an expression between slides has at most: those in
// the wild have twenty.
const MaxSeparator = 200

// CompileSeparator makes an expression of one that reveal.js takes for what is between
// slides: in it ^ and $ are the beginning and the end of a line. Go's expressions need
// time in proportion to the text, whatever a stranger writes; what they lack of
// JavaScript's is an error, and so is what would divide between any two letters.
func CompileSeparator(expr string) (*regexp.Regexp, error) {
	if len(expr) > MaxSeparator {
		return nil, fmt.Errorf("has at most %d characters", MaxSeparator)
	}
	if !utf8.ValidString(expr) || strings.ContainsRune(expr, 0) {
		return nil, fmt.Errorf("is a regular expression; %.40q is no text", expr)
	}
	re, err := regexp.Compile("(?m)" + expr)
	if err != nil {
		why := err.Error()
		if e, ok := err.(*syntax.Error); ok {
			why = e.Code.String()
			if strings.Contains(e.Expr, "(?=") || strings.Contains(e.Expr, "(?!") || strings.Contains(e.Expr, "(?<") {
				why = "it looks ahead or behind, which Lectern cannot"
			}
		}
		return nil, fmt.Errorf("is a regular expression; %.40q is none that can be used: %s", expr, why)
	}
	if re.MatchString("") {
		return nil, fmt.Errorf("is what stands between two slides; %.40q matches where nothing is", expr)
	}
	return re, nil
}

// SeparatorWork is how many steps it takes at most to look for an expression in each byte of
// a text: some 20 ns each.
func SeparatorWork(expr string) int {
	re, err := syntax.Parse("(?m)"+expr, syntax.Perl)
	if err != nil {
		return 0
	}
	p, err := syntax.Compile(re.Simplify())
	if err != nil {
		return 0
	}
	return len(p.Inst)
}

// separator sets a field to such an expression.
func separator(field *string, value string) error {
	if *field = value; value == "" {
		return nil
	}
	_, err := CompileSeparator(value)
	return err
}
