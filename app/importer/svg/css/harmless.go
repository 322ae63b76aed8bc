package css

import (
	"regexp"
	"strings"
)

var (
	urls    = regexp.MustCompile(`(?i)url\s*\(\s*['"]?\s*([^\s'")])?`)
	fetches = regexp.MustCompile(`(?i)@import|image-set|src\s*\(|image\s*\(|expression\s*\(|javascript:|\\|/\*|-moz-binding|behavior\s*:`)
)

// Harmless reports whether a style, or an attribute that may hold one, fetches
// nothing. An escape or a comment could hide that it does.
func Harmless(v string) bool {
	if !strings.ContainsAny(v, `(@\:*iI`) {
		return true // all of these have one of them, and paths, which are long, have none
	}
	if fetches.MatchString(v) {
		return false
	}
	for _, m := range urls.FindAllStringSubmatch(v, -1) {
		if m[1] != "#" {
			return false
		}
	}
	return true
}

var (
	strs      = regexp.MustCompile(`"[^"]*"|'[^']*'`)
	addresses = regexp.MustCompile(`(?i)url\s*\(\s*("[^"]*"|'[^']*'|[^\s'")]*)`)
)

// outside lists the addresses in a style that are not of the file itself.
func outside(v string) (list []string) {
	for _, m := range addresses.FindAllStringSubmatch(v, -1) {
		if a := strings.Trim(m[1], `"'`); !strings.HasPrefix(strings.TrimSpace(a), "#") {
			list = append(list, a)
		}
	}
	return list
}

func firstString(s string) string {
	return strings.Trim(strs.FindString(s), `"'`)
}
