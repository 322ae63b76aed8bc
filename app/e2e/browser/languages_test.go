package browser

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"lectern/app/e2e/harness"
)

const (
	inEnglish = "# Harbour\n\nThe morning boat\n\nNote: say hello\n\n---\n\n# Tide\n\nHigh at noon\n\n---\n\n# Night\n\nThe lamps\n\n---\n\n# Thanks\n"
	inGerman  = "# Hafen\n\nDas Boot am Morgen\n\nNote: Hallo sagen\n\n---\n\n# Gezeiten\n\nFlut am Mittag\n\n---\n\n# Nacht\n\nDie Lampen\n"
)

// reads has a page be one of a browser whose reader reads these languages.
func (p *tab) reads(languages string) {
	p.t.Helper()
	agent := js[string](p, `navigator.userAgent`)
	if _, err := chromedp.Call(p.ctx, emulation.SetUserAgentOverride, emulation.SetUserAgentOverrideParams{UserAgent: agent, AcceptLanguage: languages}); err != nil {
		p.t.Fatal(err)
	}
}

// sees waits until the slide of a page has these words, in that language.
func (p *tab) sees(words, lang string) {
	p.t.Helper()
	p.waits(words+" in "+lang, fmt.Sprintf(`((s) => s.innerText.includes(%s) && s.lang === %s)(document.querySelector("#view .slide:not(.is-waiting)"))`, quote(words), quote(lang)))
}

// choose takes a language from a list.
func (p *tab) choose(list, lang string) {
	p.t.Helper()
	js[bool](p, fmt.Sprintf(`((s) => { s.value = %s; return s.dispatchEvent(new Event("change", {bubbles: true})) })(document.querySelector(%s))`, quote(lang), quote(list)))
}

// TestLanguages: each screen shows the talk in its own language, changes it in the midst
// of the talk without a reload, and sees what is saved of one of them; what it fetches
// ahead is in its language, and a slide that this lacks is the first's.
func TestLanguages(t *testing.T) {
	t.Parallel()
	startChromium(t)
	dir := harness.Folder(t)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	paths := map[string]string{}
	write := func(lang, text string) {
		t.Helper()
		paths[lang] = filepath.Join(dir, "talk."+lang+".md")
		if err := os.WriteFile(paths[lang], []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("en", inEnglish)
	write("de", inGerman)
	l := harness.Serve(t, paths["en"], paths["de"])
	l.Out.Await(t, "Follows talk.en.md and talk.de.md")
	b := newBrowser(t)
	german := b.open("about:blank")
	german.reads("de-AT,de,en")
	german.visit(l.At("/"))
	english := b.openSized(l.At("/"), 390, 844, light)
	kiosk := b.open(l.At("/kiosk?name=Lobby&lang=de-CH"))
	wall := b.open(l.At("/kiosk?name=Wall"))
	for p, words := range map[*tab][2]string{german: {"Das Boot am Morgen", "de"}, kiosk: {"Das Boot am Morgen", "de"}, english: {"The morning boat", "en"}, wall: {"The morning boat", "en"}} {
		p.sees(words[0], words[1])
	}
	german.waits("the talk's name in German", `document.title.startsWith("Hafen")`)
	english.waits("its name in English", `document.title.startsWith("Harbour")`)

	// What comes is in the page's language, and it asks for nothing when it does.
	for _, p := range []*tab{german, english, kiosk} {
		p.waits("what comes next", `document.documentElement.dataset.ahead === "2"`)
	}
	l.Put(1, `{"current_slide":2}`)
	german.sees("Flut am Mittag", "de")
	kiosk.sees("Flut am Mittag", "de")
	english.sees("High at noon", "en")
	for _, p := range []*tab{german, english, kiosk} {
		if asked := js[[]string](p, `performance.getEntriesByType("resource").map((e) => e.name).filter((n) => n.includes("/slides/2"))`); len(asked) > 0 {
			t.Errorf("%s asked for %q", p.url, asked)
		}
	}

	// In the midst of the talk somebody reads another language, and the page stays.
	english.waits("the languages", `Array.from(document.querySelector(".is-language select").options, (o) => o.text + o.lang).join() === "Englishen,Deutschde"`)
	js[bool](english, `window.stays = true`)
	english.choose(".is-language select", "de")
	english.sees("Flut am Mittag", "de")
	english.waits("its name in German", `document.title.startsWith("Hafen")`)
	english.key("t")
	english.waits("the words in German", `document.querySelector(".reader-body").innerText.includes("Flut am Mittag") && document.querySelector(".reader-body").lang === "de"`)
	english.key("t")
	english.waits("its letters", `document.querySelector(".is-language > span").textContent === "DE"`)
	english.waits("what comes next", `document.documentElement.dataset.ahead === "2"`)
	l.Put(1, `{"current_slide":3}`)
	english.sees("Die Lampen", "de")
	l.Put(1, `{"current_slide":4}`)
	for _, p := range []*tab{german, english, kiosk} {
		p.sees("Thanks", "en") // which is not there in German
	}
	english.key(kb.ArrowLeft)
	english.sees("Die Lampen", "de")
	english.key(kb.ArrowLeft)
	english.sees("Flut am Mittag", "de")
	english.choose(".is-language select", "en")
	english.sees("High at noon", "en")
	english.choose(".is-language select", "de")
	english.sees("Flut am Mittag", "de")
	if !js[bool](english, `window.stays === true && document.querySelectorAll("#view .slide").length === 1`) {
		t.Error("the page was loaded anew, or has two slides")
	}
	another := b.open(l.At("/")) // it is remembered
	another.sees("Thanks", "en")
	another.waits("the language that was chosen", `document.querySelector(".is-language > span").textContent === "DE"`)
	english.key(kb.End)

	// The console chooses for itself, notes too.
	own := newBrowser(t)
	console := own.open(l.Info.PresenterURL)
	console.waits("the talk", `document.querySelector(".stage-frame, .stage")?.innerText.includes("Thanks")`)
	l.Put(1, `{"current_slide":1}`)
	console.waits("notes in the first language", `document.querySelector(".notes-text").innerText.includes("say hello") && document.querySelector(".language-list").value === "en"`)
	if os.Getenv("LECTERN_TEST_AXE") != "" {
		english.waits("the bar", `(document.body.classList.add("has-bar"), getComputedStyle(document.querySelector(".bar")).opacity === "1")`)
		english.accessible(axe(t), wcag, "the languages of the bar", ".bar")
		console.accessible(axe(t), wcag, "those of the console", ".talk-bar", ".talk-notes")
	}
	console.choose(".language-list", "de")
	console.waits("notes in German", `document.querySelector(".notes-text").innerText.includes("Hallo sagen")`)
	console.waits("the slide in German", `document.querySelector(".talk .slide:not(.is-waiting)").innerText.includes("Das Boot am Morgen")`)
	wall.sees("The morning boat", "en")

	// So do the phone as remote, and the monitor at the stage.
	remote := own.openSized(l.At("/remote"), 390, 844, light)
	remote.says(".notes-text", "Hallo sagen") // it is the console's browser
	remote.choose(".remote-head select", "en")
	remote.says(".notes-text", "say hello")
	remote.choose(".remote-head select", "de")
	remote.says(".notes-text", "Hallo sagen")
	remote.waits("its letters", `document.querySelector(".remote-head .is-language > span").textContent === "DE" && document.documentElement.scrollWidth <= innerWidth`)
	remote.keepPicture("remote in a language")
	remote.close()
	stage := own.open(l.At("/stage?lang=de"))
	stage.says(".stage-notes", "Hallo sagen")
	stage.says(".is-next .pane-words", "Next: 2 · Gezeiten")
	stage.key("l")
	stage.says(".stage-notes", "say hello")
	stage.close()
	js[bool](console, `(document.querySelector(".language-list").focus(), true)`)
	console.key(kb.PageDown) // a clicker's
	wall.sees("High at noon", "en")
	l.Put(1, `{"current_slide":4}`)
	console.waits("the notes of a slide that is not there in German", `document.querySelector(".talk .slide:not(.is-waiting)").innerText.includes("Thanks")`)

	// Another language becomes the first, and no more.
	console.click(`.talk-bar [aria-label="Library"]`)
	console.click(".card-warnings:not([hidden])")
	console.waits("the first language", `document.querySelector(".report-read .language-list").value === "en"`)
	console.keepPicture("languages")
	console.choose(".report-read .language-list", "de")
	console.waits("what was done", `/Deutsch is the first language now/.test(document.body.innerText)`)
	wall.sees("Die Lampen", "de") // there is no slide 4 in German
	console.click(".toast button")
	wall.sees("The lamps", "en")
	l.Put(1, `{"current_slide":4}`)
	wall.sees("Thanks", "en")

	// What is saved of one language is on the screens that show it.
	write("de", inGerman+"\n---\n\n# Danke\n")
	for _, p := range []*tab{german, english, kiosk} {
		p.sees("Danke", "de")
	}
	wall.sees("Thanks", "en")
}
