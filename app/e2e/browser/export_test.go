package browser

import (
	"testing"

	"github.com/chromedp/chromedp/kb"

	"lectern/app/e2e/harness"
)

// TestExportDialog: a deck becomes a file from the library and from the talk, with keys
// alone; what goes wrong is said where it was asked for.
func TestExportDialog(t *testing.T) {
	t.Parallel()
	startChromium(t)
	l := harness.Serve(t, harness.Write(t, "talk.md", "---\ntitle: Über / alles\n---\n# Eins\n\nNote: nur für mich\n\n---\n\n# Zwei\n"))
	l.Slides(1)
	b := newBrowser(t)
	p := b.open(l.Info.PresenterURL)
	// What is saved, instead of a folder of downloads.
	js[bool](p, `(() => {
		window.saved = [];
		let file = null;
		const make = URL.createObjectURL;
		URL.createObjectURL = (blob) => make.call(URL, (file = blob));
		HTMLAnchorElement.prototype.click = function () {
			file.text().then((text) => window.saved.push({ name: this.download, text }));
		};
		return true;
	})()`)
	saved := func(name, part string) {
		t.Helper()
		p.waits(name, `window.saved.length === 1 && window.saved[0].name === "`+name+`" && window.saved[0].text.includes("`+part+`") && !document.querySelector("dialog")`)
		js[bool](p, `(window.saved = [], true)`)
	}
	p.waits("the talk", `document.querySelector(".talk-title")?.textContent === "Über / alles"`)
	p.key("e")
	p.waits("the dialog", `document.activeElement.value === "pdf"`)
	p.key(kb.ArrowDown)
	p.waits("another kind", `document.activeElement.value === "html" && document.querySelector(".export-option").hidden === false`)
	p.key("\t \r")
	saved("Über - alles.html", "nur für mich")

	js[bool](p, `(location.hash = "", true)`)
	p.waits("the library", `document.querySelector(".card-open") && !document.querySelector(".library").hidden`)
	js[bool](p, `(document.querySelector(".card-open").focus(), true)`)
	p.key("e")
	p.waits("the kind of last time", `document.activeElement.value === "html"`)
	p.key(kb.ArrowDown + kb.ArrowDown + "\r")
	saved("Über - alles.lectern", "application/vnd.lectern.deck+zip")

	printed := b.open(l.At("/present/print?deck=1&notes=1&steps=1"))
	printed.waits("pages to print", `document.querySelectorAll(".page").length === 2 && document.querySelector(".page-notes").textContent === "nur für mich"`)
	printed.close()

	if _, err := l.Connect().Exec(t.Context(), `DELETE FROM deck_originals`); err != nil {
		t.Fatal(err)
	}
	p.allow("409")
	p.click(`.card-tools [title^="Export"]`)
	p.waits("the dialog", `document.activeElement.value === "lectern"`)
	p.key("\r")
	p.waits("what is wrong", `document.querySelector(".export-trouble").textContent.includes("are not in the library; export it as .zip.") && document.activeElement.textContent === "Export"`)
	p.key(kb.Escape)
	p.waits("no dialog", `!document.querySelector("dialog")`)
}
