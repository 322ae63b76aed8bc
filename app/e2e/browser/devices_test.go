package browser

import (
	"testing"

	"lectern/app/e2e/harness"
)

// TestDevices: the console gives a link for one more browser, names those that
// were let in, and sends one away.
func TestDevices(t *testing.T) {
	t.Parallel()
	startChromium(t)
	l := harness.ServeForPDF(t, harness.Write(t, "talk.md", harness.Talk(2)), harness.Write(t, "broken.pdf", "%PDF-1.7 and no more"))
	c := newBrowser(t).open(l.Info.PresenterURL)
	c.at(1, 2)

	// A console that comes late sees what the command line could not import, and why.
	js[any](c, `location.hash = "#library"`)
	c.waits("the sentence", `document.querySelector(".import-card.is-failed .import-error").innerText.length > 20`)
	c.click(".import-card .card-tools button")
	c.waits("it is gone", `!document.querySelector(".import-card")`)
	js[any](c, `location.hash = "#deck=1"`)
	c.at(1, 2)
	c.key("q")
	c.waits("no code that leads a phone to itself", `document.querySelector("dialog[open].is-alone") && !document.querySelector(".share-qr") && !/false|null/.test(document.querySelector(".dialog-body").innerText)`)
	c.keepPicture("share on this computer")
	c.click(".share-devices")
	devices := func(n string) {
		t.Helper()
		c.waits(n+" devices", `document.querySelectorAll(".device").length === `+n)
	}
	devices("1")
	c.click(".dialog-devices .dialog-actions button:nth-child(2)")
	c.waits("a link", `document.querySelector(".device-link code").innerText.includes("/present#")`)
	link := l.At("/present#" + js[string](c, `document.querySelector(".device-link code").innerText.split("#")[1]`))

	other := newBrowser(t).open(link)
	other.at(1, 2)
	if address := js[string](other, `location.href`); address != l.At("/present#deck=1") {
		t.Errorf("the address is %s", address)
	}
	c.click(".dialog-devices header button")
	c.key("q")
	c.click(".share-devices")
	devices("2")
	c.keepPicture("devices")
	other.allow("401", "ERR_")
	c.click(".device button:last-child")
	c.says(".device button:last-child", "Sure?")
	c.click(".device button:last-child")
	devices("1")
	other.waits("that it was signed out", `document.body.innerText.includes("Signed out")`)
	other.keepPicture("console that was signed out")
}
