package svg

import (
	"bytes"
	"regexp"
)

var entityDecl = regexp.MustCompile(`<!ENTITY\s+([A-Za-z_][\w.-]*)\s+(?:"([^"&%<]*)"|'([^'&%<]*)')\s*>`)

// entities reads the abbreviations that Illustrator declares for namespaces.
// One that holds another, or much, is left unknown: such are bombs.
func entities(directive []byte) map[string]string {
	out := map[string]string{}
	if !bytes.HasPrefix(directive, []byte("DOCTYPE")) {
		return out
	}
	for _, m := range entityDecl.FindAllSubmatch(directive, 64) {
		if v := string(m[2]) + string(m[3]); len(v) < 256 {
			out[string(m[1])] = v
		}
	}
	return out
}
