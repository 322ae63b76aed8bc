package svg

import (
	"encoding/xml"
	"regexp"
	"strings"

	"lectern/app/importer/svg/weight"
)

var attrName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9-]*$`)

// attribute returns the name an attribute is written with, and whether it may
// stay.
func attribute(a xml.Attr, element string) (string, bool) {
	local := a.Name.Local
	lower := strings.ToLower(local)
	switch {
	case local == "href" && (a.Name.Space == "" || a.Name.Space == xlinkSpace):
		if !reference(a.Value, element) {
			return "", false
		}
		if a.Name.Space == "" {
			return "href", true
		}
		return "xlink:href", true
	case a.Name.Space == xmlSpace || a.Name.Space == "xml":
		return "xml:" + local, local == "space" || local == "lang"
	case a.Name.Space != "" || local == "xmlns" || !attrName.MatchString(local):
		return "", false
	case strings.HasPrefix(lower, "on"), lower == "src", lower == "base", lower == "ping", lower == "target":
		return "", false
	}
	return local, harmlessCSS(a.Value) && (local != "style" || weight.Plain(a.Value))
}

var embedded = regexp.MustCompile(`^data:image/(png|jpeg|jpg|gif|webp);base64,[A-Za-z0-9+/=\s]*$`)

// reference reports whether an address stays inside the file.
func reference(v, element string) bool {
	if element == "image" {
		return embedded.MatchString(v)
	}
	return strings.HasPrefix(strings.TrimSpace(v), "#") || element == "feImage" && embedded.MatchString(v)
}

var (
	cssURL     = regexp.MustCompile(`(?i)url\s*\(\s*['"]?\s*([^\s'")])?`)
	cssFetches = regexp.MustCompile(`(?i)@import|image-set|src\s*\(|image\s*\(|expression\s*\(|javascript:|\\|/\*|-moz-binding|behavior\s*:`)
)

// harmlessCSS reports whether a style, or an attribute that may hold one,
// fetches nothing. An escape or a comment could hide that it does.
func harmlessCSS(v string) bool {
	if !strings.ContainsAny(v, `(@\:*iI`) {
		return true // all of these have one of them, and paths, which are long, have none
	}
	if cssFetches.MatchString(v) {
		return false
	}
	for _, m := range cssURL.FindAllStringSubmatch(v, -1) {
		if m[1] != "#" {
			return false
		}
	}
	return true
}
