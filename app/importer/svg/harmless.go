package svg

import (
	"encoding/xml"
	"regexp"
	"strings"

	"lectern/app/importer/svg/css"
)

var attrName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9-]*$`)

// attribute returns what an attribute is written as, and whether it may stay.
func (s *cleaner) attribute(a xml.Attr, element string) (name, value string, ok bool) {
	local, value := a.Name.Local, a.Value
	lower := strings.ToLower(local)
	switch {
	case local == "href" && (a.Name.Space == "" || a.Name.Space == xlinkSpace):
		switch {
		case element == "a":
			return "", "", false
		case !reference(value, element):
			s.elsewhere(value)
			return "", "", false
		case a.Name.Space == "":
			return "href", value, true
		}
		return "xlink:href", value, true
	case a.Name.Space == xmlSpace || a.Name.Space == "xml":
		return "xml:" + local, value, local == "space" || local == "lang"
	case a.Name.Space != "" || local == "xmlns" || !attrName.MatchString(local):
		return "", "", false
	case strings.HasPrefix(lower, "on"), lower == "src", lower == "base", lower == "ping", lower == "target":
		return "", "", false
	}
	harmless := css.Harmless(value)
	switch {
	case local == "style" && !(harmless && css.Plain(value)), !harmless && strings.Contains(value, "\\") && strings.HasPrefix(lower, "font"):
		prefix := ""
		if local != "style" {
			prefix = local + ":"
		}
		clean, left := css.Declarations(prefix + value)
		s.left.add(left)
		value = strings.TrimPrefix(clean, prefix)
		return local, value, value != "" && css.Harmless(value) && css.Plain(value)
	case !harmless:
		clean, left := css.Declarations(local + ":" + value)
		s.left.add(left)
		if paint, ok := strings.CutPrefix(clean, local+":"); ok && (local == "fill" || local == "stroke") {
			return local, paint, css.Harmless(paint)
		}
	}
	return local, value, harmless
}

// elsewhere takes note of an address outside the file.
func (s *cleaner) elsewhere(address string) {
	if strings.HasPrefix(strings.TrimSpace(address), "data:") {
		s.left.pictures++
	} else if strings.TrimSpace(address) != "" {
		s.left.addresses = with(s.left.addresses, address)
	}
}

var embedded = regexp.MustCompile(`(?i)^\s*data:`)

// reference reports whether an address stays inside the file.
func reference(v, element string) bool {
	if element == "image" {
		return embedded.MatchString(v)
	}
	return strings.HasPrefix(strings.TrimSpace(v), "#") || element == "feImage" && embedded.MatchString(v)
}
