package browser

import (
	"testing"

	"lectern/app/e2e/harness"
)

// TestBetween: walls go round what was chosen while nothing is live, the same slide on all
// of them, and phones do not; a talk comes first. An urgent message lies over all of it.
func TestBetween(t *testing.T) {
	t.Parallel()
	startChromium(t)
	l := harness.Serve(t, harness.Write(t, "talk.md", harness.Talk(3)))
	l.Follow("/live").Slide(t, 1) // it is presented once it is there
	l.Put(1, `{"live":false}`)
	b, script := newBrowser(t), axe(t)
	c, phone := b.openSized(l.Info.PresenterURL, 1200, 800, light), b.openSized(l.At("/"), 390, 844, light)
	walls := []*tab{b.openSized(l.At("/kiosk?name=Left"), 1920, 1080, dark), b.openSized(l.At("/kiosk?name=Right"), 1080, 1920, dark)}
	phone.waits("the talk to come", `!document.getElementById("waiting").hidden`)

	c.click(`.library-tools [title^="What kiosks"]`)
	c.waits("nothing yet", `!document.querySelector(".programme-empty").hidden`)
	c.click(".programme-add .is-primary")
	c.waits("a part", `document.activeElement.matches(".programme-item input")`)
	c.accessible(script, wcag, "what kiosks show between talks", "dialog[open]")
	for _, p := range walls {
		p.waits("a slide", `document.getElementById("idle").hidden && !!document.querySelector("#view .slide h1")`)
	}
	// Another console was quicker: its change stays, and is shown, and this one is told.
	other := b.openSized(l.Info.PresenterURL, 1200, 800, light)
	other.click(`.library-tools [title^="What kiosks"]`)
	other.waits("the part there", `document.querySelectorAll(".programme-item").length === 1`)
	seconds := func(to string) string {
		return `(() => { const field = document.querySelector(".programme-item input"); field.value = "` + to + `"; field.dispatchEvent(new Event("change")); })()`
	}
	js[any](other, seconds("33"))
	other.waits("its change", `document.querySelector("dialog .toast")?.innerText.includes("Changed.")`)
	c.allow(netFail, "409 (Conflict)")
	js[any](c, seconds("44"))
	c.waits("what happened", `document.querySelector("dialog .toast")?.innerText.includes("Somebody else has changed") && document.querySelector(".programme-item input").value === "33"`)
	c.keepPicture("programme-conflict")
	js[any](c, seconds("44"))
	c.waits("its change", `document.querySelector("dialog .toast")?.innerText.includes("Changed.")`)
	other.close()
	c.click(".programme-item [title=Remove]")
	for _, p := range walls {
		p.waits("the clock", `!document.getElementById("idle").hidden`)
	}
	l.Ask("PUT", "/api/programme", `{"zone":"","items":[{"deck":1,"seconds":2,"days":[1,2,3,4,5,6,7],"begins":"","ends":"","screens":["Left"]}]}`)
	for _, title := range []string{"Slide 1", "Slide 2", "Slide 3"} {
		walls[0].waits(title, `document.querySelector("#view .slide h1")?.innerText === "`+title+`"`)
	}
	if js[bool](walls[1], `document.getElementById("idle").hidden`) {
		t.Error("a screen shows what is not its own")
	}
	if js[bool](phone, `document.getElementById("waiting").hidden`) {
		t.Error("a phone shows what is for walls")
	}
	l.Put(1, `{"live":true,"current_slide":2}`)
	for _, p := range append(walls, phone) {
		p.waits("the talk", `document.querySelector("#view .slide h1")?.innerText === "Slide 2"`)
	}

	c.key("\x1b")
	c.waits("no dialog", `!document.querySelector("dialog[open]")`)
	c.key("!")
	c.waits("the field", `document.activeElement.matches(".notice-field")`)
	c.accessible(script, wcag, "an urgent message", "dialog[open]")
	c.key("Please leave by door 2")
	c.click(".dialog-notice .is-danger")
	c.waits("the question", `!!document.querySelector(".dialog-ask")`)
	c.click(".dialog-ask .is-danger")
	has := `document.querySelector(".notice:not([hidden])")?.innerText.trim() === "Please leave by door 2" && document.elementFromPoint(innerWidth / 2, innerHeight / 2).closest(".notice") !== null`
	for _, p := range append(walls, phone, b.open(l.At("/kiosk"))) {
		p.waits("the message", has)
		p.keepPicture("notice")
	}
	phone.accessible(script, wcag, "an urgent message on a phone", ".notice")
	c.waits("where it is", `/^On all \d+ screens that are connected, and on phones$/.test(document.querySelector(".notice-board-screens").innerText)`)
	c.keepPicture("notice-board")
	c.click(".notice-board .is-primary")
	for _, p := range append(walls, phone) {
		p.waits("taken back", `!document.querySelector(".notice:not([hidden])")`)
	}
}
