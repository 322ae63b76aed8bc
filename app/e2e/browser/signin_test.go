package browser

import (
	"encoding/json"
	"strings"
	"testing"

	"lectern/app/e2e/harness"
)

// TestLink: a presenter's link lets one browser in, and leaves no code in its
// address bar; another one is told why it does not come in.
func TestLink(t *testing.T) {
	t.Parallel()
	startChromium(t)
	l := harness.Serve(t)
	_, text := l.Ask("POST", "/api/links", "")
	var link struct{ URL string }
	if err := json.Unmarshal([]byte(text), &link); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	_, code, _ := strings.Cut(link.URL, "#")
	clean := func(p *tab) {
		t.Helper()
		p.waits("no code in the address bar", `location.pathname === "/present" && !location.hash.includes(`+quote(code)+`)`)
	}
	p := newBrowser(t).open(l.At("/present#" + code))
	p.allow("status of 401") // of the page that trades the code
	p.waits("the console", `document.querySelector(".library-empty")`)
	clean(p)
	js[any](p, `location.hash = `+quote(code)+`; null`) // of a link that this browser does not need
	clean(p)

	p = newBrowser(t).open(l.At("/present#" + code))
	p.allow("status of 401", "status of 403")
	p.waits("the reason", `document.querySelector("#text").textContent.includes("used already")`)
	clean(p)
}
