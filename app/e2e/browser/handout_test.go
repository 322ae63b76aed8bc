package browser

import (
	"encoding/base64"
	"net/url"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"lectern/app/e2e/harness"
	"lectern/app/importer/importertest"
)

// TestHandoutSizes: a picture is as wide in an export as its author says, and not as wide
// as there is room.
func TestHandoutSizes(t *testing.T) {
	t.Parallel()
	startChromium(t)
	picture := base64.StdEncoding.EncodeToString(importertest.PNG(importertest.Colours(400, 200)))
	l := harness.Serve(t, harness.Write(t, "talk.md", `# Small

<img src="data:image/png;base64,`+picture+`" width="120">`))
	l.Slides(1)
	status, page := l.Ask("GET", "/api/decks/1/export?format=html", "")
	file := filepath.Join(t.TempDir(), "talk.html")
	if err := os.WriteFile(file, []byte(page), 0o600); status != 200 || err != nil {
		t.Fatal(status, err)
	}
	p := newBrowser(t).openSized((&url.URL{Scheme: "file", Path: filepath.ToSlash(file)}).String(), 1366, 768, light)
	p.waits("the picture in its size", `((i) => i?.complete && i.naturalWidth > 0 && i.offsetWidth === 120)(document.querySelector("#view img"))`)
}

// TestHandout: a talk that was exported as one file opens from a disk, without Lectern
// and without a network: what it would ask for fails the test as a broken policy.
func TestHandout(t *testing.T) {
	t.Parallel()
	startChromium(t)
	text := "---\nmarp: true\nlang: de\n---\n# Eins\n\n<!-- nur für mich -->\n\n---\n\n* a\n* b\n\n---\n\n# Drei\n\n- [x] getan\n"
	l := harness.Serve(t, harness.Write(t, "talk.md", text))
	l.Slides(1)
	save := func(query string) string {
		status, page := l.Ask("GET", "/api/decks/1/export?format=html"+query, "")
		if status != 200 {
			t.Fatalf("%d %.300s", status, page)
		}
		file := filepath.Join(t.TempDir(), "talk & notes.html")
		if err := os.WriteFile(file, []byte(page), 0o600); err != nil {
			t.Fatal(err)
		}
		return (&url.URL{Scheme: "file", Path: filepath.ToSlash(file)}).String()
	}
	without, with := save(""), save("&notes=1")
	l.End(syscall.SIGTERM)

	p := newBrowser(t).openSized(without, 390, 844, dark)
	shows := func(what, words string) {
		t.Helper()
		p.waits(what, `document.querySelectorAll("#view > .sheet").length === 1 && document.querySelector("#view").innerText.trim().replace(/\s+/g, " ") === "`+words+`"`)
	}
	shows("the first slide", "Eins")
	p.key(" ")
	shows("nothing before the first step", "")
	p.key(" ")
	shows("a step", "a")
	p.key(kb.ArrowRight)
	shows("all steps", "a b")
	p.key(kb.PageDown)
	shows("the last slide", "Drei getan")
	p.key(kb.ArrowRight + kb.Home)
	shows("the first slide again", "Eins")
	p.key("2\r")
	shows("a slide by its number", "")
	p.waits("the address", `location.hash === "#2"`)
	p.click(`.handout-bar [title^="Back"]`)
	shows("the one before", "Eins")
	p.key("t")
	p.waits("all words", `/Eins[^]*2\. [^]*Drei[^]*getan/.test(document.querySelector("#text").innerText)`)
	p.key(kb.Escape)
	p.waits("no words", `document.querySelector("#text").hidden`)
	if js[bool](p, `document.documentElement.outerHTML.includes("mich") || document.documentElement.lang !== "de"`) {
		t.Error("notes without being asked for, or another language")
	}
	if n := js[int](p, `window.handout.printable().then(() => document.querySelectorAll(".page").length)`); n != 3 {
		t.Errorf("%d pages on paper", n)
	}

	p.visit(with + "#3")
	shows("the slide of the address", "Drei getan")
	p.key(kb.Home + "s")
	p.waits("the notes", `document.querySelector(".handout-notes").innerText === "nur für mich"`)
}
