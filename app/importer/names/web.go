package names

import (
	"crypto/sha256"
	"encoding/hex"
	"path"
	"regexp"
)

// WebFolder is where pictures lie among the files of a deck that were fetched from the
// web for it. They are kept with the others, so that no web is needed again.
const WebFolder = "from-the-web"

var webName = regexp.MustCompile(`^` + WebFolder + `/[0-9a-f]{64}$`)

// Web is the name of the file that was fetched from an address.
func Web(address string) string {
	sum := sha256.Sum256([]byte(address))
	return path.Join(WebFolder, hex.EncodeToString(sum[:]))
}

// IsWeb reports whether a file of this name was fetched: it is nobody's own.
func IsWeb(name string) bool { return webName.MatchString(name) }

// FromWeb divides names into those of files that were fetched, and others.
func FromWeb(names []string) (fetched, others []string) {
	for _, name := range names {
		if IsWeb(name) {
			fetched = append(fetched, name)
		} else {
			others = append(others, name)
		}
	}
	return fetched, others
}
