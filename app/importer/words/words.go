// Package words has what all formats need to speak of a stranger's file: its name
// fit for a sentence, titles of one line, sets of names.
package words

import (
	"cmp"
	"path"
	"regexp"
	"strings"
	"unicode"
)

// MaxTitle is how many characters a title has at most.
const MaxTitle = 200

// LangTag matches a BCP 47 tag such as en or pt-BR.
var LangTag = regexp.MustCompile(`^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$`)

// OneLine collapses white space and cuts s to at most n characters.
func OneLine(s string, n int) string {
	s = strings.Join(strings.Fields(strings.ToValidUTF8(s, "")), " ")
	if r := []rune(s); len(r) > n {
		return strings.TrimSpace(string(r[:n-1])) + "…"
	}
	return s
}

// Title is the title of a deck or slide that has only a file name.
func Title(name string) string {
	base := path.Base(strings.ReplaceAll(name, `\`, "/"))
	if t := strings.TrimSpace(strings.TrimSuffix(base, path.Ext(base))); t != "" {
		return Name(t)
	}
	return Name(base)
}

// Name makes a file's name fit for a sentence, folders and all: it is a
// stranger's. The file is not to be found by it.
func Name(name string) string {
	name = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsPrint(r):
			return r
		}
		return -1
	}, strings.ToValidUTF8(name, ""))
	return cmp.Or(OneLine(name, MaxTitle), "file")
}

// Base is the last part of a file's name, fit for a sentence.
func Base(name string) string { return Name(path.Base(name)) }

// Set is a set of names, written as one string.
func Set(s string) map[string]bool {
	set := map[string]bool{}
	for _, k := range strings.Fields(s) {
		set[k] = true
	}
	return set
}
