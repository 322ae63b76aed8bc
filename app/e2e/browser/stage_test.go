package browser

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"
	"github.com/jackc/pgx/v5"

	"lectern/app/e2e/harness"
)

// says waits until an element says something.
func (p *tab) says(selector, what string) {
	p.t.Helper()
	p.waits(what, fmt.Sprintf(`document.querySelector(%s)?.innerText.includes(%s)`, quote(selector), quote(what)))
}

// pairing is the code for a device of a role.
func pairing(t *testing.T, l *harness.Lectern, role string) string {
	t.Helper()
	var made struct{ Code string }
	if status, text := l.Ask("POST", "/api/pairings", fmt.Sprintf(`{"role":%q}`, role)); status != 201 || json.Unmarshal([]byte(text), &made) != nil {
		t.Fatal(status, text)
	}
	return made.Code
}

// stageTalk has a length, times and notes at steps.
const stageTalk = "---\nmarp: true\nduration: 20m\n---\n# Queues\n\n<!--\nGood morning\n\n(2 min)\n-->\n\n---\n\n# Law\n\n* a\n* b\n\n<!--\nAt first\n[click] and then\n-->\n\n---\n\n# End\n"

// TestStageDisplay: a monitor that was paired shows notes, time and what is next, says
// what is said to the speaker, keeps what it had while its line is down, and is out when
// it is sent away. There is nothing to press on it.
func TestStageDisplay(t *testing.T) {
	t.Parallel()
	startChromium(t)
	l := harness.Serve(t, harness.Write(t, "talk.md", stageTalk))
	c := newBrowser(t).openSized(l.Info.PresenterURL, 1440, 900, dark)
	c.at(1, 3)
	l.Put(1, fmt.Sprintf(`{"started_at":%q}`, time.Now().Add(-6*time.Minute).UTC().Format(time.RFC3339)))

	w := newLine(t, l)
	s := newBrowser(t).openSized(w.at("/pair#"+pairing(t, l, "stage")), 1920, 1080, dark)
	s.click("#pair")
	s.says(".stage-notes", "Good morning")
	s.says(".faces", "6:")
	s.says(".faces", "left, ends ")
	s.says(".face-pace", "min behind")
	s.says(".is-now .pane-words", "1 / 3")
	s.says(".is-next .pane-words", "Next: 2 · Law")
	if n := js[int](s, `document.querySelectorAll("button, a, input, [tabindex='0']").length`); n != 0 {
		t.Errorf("there are %d things to press", n)
	}
	s.keepPicture("stage display")
	c.key(kb.ArrowRight)
	c.key(kb.ArrowRight)
	s.says(".is-now .pane-words", "2 / 3 · step 1 of 2")
	s.says(".is-next .pane-words", "Next: step 2 of 2")
	s.says(".is-now", "and then")
	c.waits("what is new, for who hears it", `[...document.querySelectorAll(".visually-hidden[role=status]")].some((e) => e.textContent === "Step 1 of 2: a")`)
	l.Put(1, `{"advancing":true,"advance_every":600}`)
	s.says(".faces", "until it goes on")

	// What is said to the speaker, and that it was seen.
	c.key("I")
	c.waits("the dialog", `document.querySelector(".dialog-messages")`)
	c.click(".dialog-messages .check input")
	c.click(".message-presets .button:nth-child(2)")
	s.says(".message.is-blinking", "5 more minutes")
	c.says(".message-list", "Not seen yet")
	for _, size := range [][2]int64{{1920, 1080}, {1280, 720}, {1024, 768}, {1080, 1920}} {
		s.resize(size[0], size[1], dark)
		if over := js[string](s, `[...document.querySelectorAll(".face:not([hidden]), .message, .pane-frame, .pane-words")].filter((e) => {
			const r = e.getBoundingClientRect();
			return r.left < -1 || r.top < -1 || r.right > innerWidth + 1 || r.bottom > innerHeight + 1;
		}).map((e) => e.className + " " + e.innerText).join(", ")`); over != "" {
			t.Errorf("at %d × %d beyond the screen: %s", size[0], size[1], over)
		}
		s.keepPicture(fmt.Sprintf("stage display with a message, %d wide", size[0]))
	}
	l.Put(1, `{"advancing":false}`)
	s.says(".is-now .pane-words", "goes on by hand")
	c.keepPicture("message to the speaker")
	c.key(kb.Escape)
	c.click(".talk-messages .button")
	s.waits("no message", `document.querySelector(".messages").hidden`)
	c.key("I")
	c.says(".message-list", "Seen at")
	c.key("Wave to the camera" + kb.Enter)
	s.says(".message", "Wave to the camera")
	c.click(".message-list li .button")
	s.waits("it was taken back", `document.querySelector(".messages").hidden`)
	c.key(kb.Escape)

	// It keeps what it had, and is right at once when it is back.
	s.allow("ERR_", "status of 502")
	w.cut()
	s.says(".stage-lost", "Connection lost. This is how it was at ")
	s.says(".stage-notes", "At first")
	l.Put(1, `{"current_slide":3,"blank":"black"}`)
	w.mend()
	s.says(".is-now .pane-words", "3 / 3")
	s.says(".pane-cover", "The room is black")
	s.waits("no mark", `document.querySelector(".stage-lost").innerText === ""`)
	s.says(".is-next", "This is the last slide")
	s.keepPicture("stage display, black")

	l.Put(1, `{"live":false}`)
	s.says(".stage-message", "Nothing is live")
	s.allow("status of 401")
	db, err := pgx.Connect(t.Context(), l.Info.DatabaseURL)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close(t.Context())
	if _, err := db.Exec(t.Context(), `DELETE FROM devices WHERE role = 'stage'`); err != nil {
		t.Fatal(err)
	}
	s.says(".stage-message", "This screen was signed out")
}

// TestRehearsalOnDevices: the speaker's own devices follow a rehearsal, say that it is
// one, and move it; nobody takes over, and nobody else sees anything.
func TestRehearsalOnDevices(t *testing.T) {
	t.Parallel()
	startChromium(t)
	l := harness.Serve(t, harness.Write(t, "talk.md", harness.Talk(4)))
	c := newBrowser(t).open(l.Info.PresenterURL)
	c.at(1, 4)
	l.Put(1, `{"live":false}`)
	phone := newBrowser(t).openSized(l.At("/pair#"+pairing(t, l, "remote")), 390, 844, dark)
	phone.click("#pair")
	phone.says(".remote-message", "Nothing is live")
	stage := newBrowser(t).openSized(l.At("/pair#"+pairing(t, l, "stage")), 1920, 1080, dark)
	stage.click("#pair")
	stage.says(".stage-message", "Nothing is live")
	audience := newBrowser(t).open(l.Info.URL)
	c.says(".rehearse-button", "Rehearse")
	c.key("t")
	phone.says(".state-text", "Rehearsal: nobody sees this")
	stage.says(".faces", "rehearsal")
	for i := range 3 {
		if i == 1 {
			phone.click(".pad-next")
		} else {
			c.key(kb.ArrowRight)
		}
		c.at(i+2, 4)
		phone.says(".place", fmt.Sprint(i+2, " / 4"))
		stage.says(".is-now .pane-words", fmt.Sprint("Rehearsal · ", i+2, " / 4"))
	}
	phone.click(".cover-button")
	phone.says(".state-text", "Rehearsal: it would be black")
	stage.says(".pane-cover", "The room would be black")
	phone.keepPicture("remote in a rehearsal")
	stage.keepPicture("stage display in a rehearsal")
	phone.click(".cover-button")
	c.key("t")
	phone.says(".clock", "paused")
	audience.waits("nothing is shown", `!document.getElementById("waiting").hidden`)
	c.click(".rehearse-button")
	phone.says(".remote-message", "Nothing is live")
	stage.says(".stage-message", "Nothing is live")
	c.says(".toast", "times are kept") // else the key would end it, too
	l.Put(1, `{"published":true}`)
	c.allow("409 (Conflict)")
	c.key("t")
	c.says(".toast", "This deck is open")
	c.says(".rehearse-button", "Rehearse")
}

// TestRehearsal: the clock runs and nobody sees it; the times of the slides are kept, are
// compared, and become the plan, which the bar goes by.
func TestRehearsal(t *testing.T) {
	t.Parallel()
	startChromium(t)
	l := harness.Serve(t, harness.Write(t, "talk.md", harness.Talk(4)))
	c := newBrowser(t).openSized(l.Info.PresenterURL, 1440, 900, dark)
	c.at(1, 4)
	l.Put(1, `{"live":false}`)
	audience := newBrowser(t).open(l.Info.URL)
	db, err := pgx.Connect(t.Context(), l.Info.DatabaseURL)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close(t.Context())
	// pass has time pass on a slide.
	pass := func(seconds int) {
		t.Helper()
		if _, err := db.Exec(t.Context(), fmt.Sprintf(`UPDATE runs SET since = since - interval '%d seconds' WHERE ended_at IS NULL`, seconds)); err != nil {
			t.Fatal(err)
		}
	}
	c.says(".rehearse-button", "Rehearse")
	c.key("t")
	c.says(".rehearse-button", "End rehearsal")
	c.says(".status", "Rehearsal")
	for i, seconds := range []int{60, 122, 31} {
		pass(seconds)
		c.key(kb.ArrowRight)
		c.at(i+2, 4)
		l.Until("the move", func() bool {
			_, deck := l.Ask("GET", "/api/decks/1", "")
			return js[bool](c, fmt.Sprintf(`JSON.parse(%s).current_slide === %d`, quote(deck), i+2))
		})
	}
	pass(30)
	c.key("t")
	c.says(".timer", "paused")
	audience.waits("nothing is shown", `!document.getElementById("waiting").hidden`)
	c.click(".rehearse-button")
	c.at(1, 4)
	c.click(".toast-action")
	c.says(".time-runs", "Rehearsal")
	c.says(".time-table", "2:0")
	c.keepPicture("the times of a rehearsal")
	c.click(".time-runs li .button:nth-child(2)")
	if typed := js[string](c, `[...document.querySelectorAll(".time-table input")].map((e) => e.value).join(" ")`); typed != "1:00 2:00 0:30 0:30" {
		t.Errorf("as the plan: %s", typed)
	}
	c.click(".dialog-time .is-primary")
	c.waits("it is saved", noDialog)
	c.says(".timer-plan", "of 4 min")
	if _, text := l.Ask("GET", "/api/decks/1", ""); !js[bool](c, fmt.Sprintf(`JSON.parse(%s).content_slides.map((s) => s.planned).join() === "60,120,30,30"`, quote(text))) {
		t.Error(text)
	}
	// The bar goes by it.
	l.Put(1, fmt.Sprintf(`{"live":true,"current_slide":2,"started_at":%q}`, time.Now().Add(-215*time.Second).UTC().Format(time.RFC3339)))
	c.says(".timer-pace", "s behind")
	c.key("t")
	c.says(".timer-pace", "paused")
	c.key("t")
	c.says(".timer-pace", "s behind")
	c.click(".timer-plan")
	c.waits("two runs", `document.querySelectorAll(".time-runs li").length === 2`)
	c.click(".time-runs li:nth-child(2) .button:nth-child(3)")
	c.click(".time-runs li:nth-child(2) .button.is-danger")
	c.waits("one is deleted", `document.querySelectorAll(".time-runs li").length === 1`)
	c.click(".dialog-time .plan-field input")
	c.key("soon" + kb.Enter)
	c.says("dialog[open] [role=alert]", "A time is minutes")
}

// stage has the speaker's monitor, and the dialogs about time and messages, checked.
func (a *accessRun) stage() {
	a.T.Helper()
	js[any](a.console, fmt.Sprintf(`location.hash = "#deck=%d"; null`, a.deck))
	a.console.waits("the talk", `!document.querySelector(".talk").hidden`)
	a.dialog("I", "talk, messages", ".message-presets")
	a.console.click(".timer-plan")
	a.console.waits("the plan", `document.querySelector("dialog[open] .time-table input")`)
	a.check(a.console, "talk, time", "dialog[open]")
	a.console.key(kb.Escape)
	p := a.open("/stage")
	p.waits("the slide", `document.querySelector(".is-now .pane-words").innerText !== ""`)
	a.checkDark(p, "stage display")
	if status, text := a.Ask("POST", "/api/messages", `{"text":"Microphone","blink":true}`); status != 201 {
		a.T.Fatal(status, text)
	}
	p.says(".message", "Microphone")
	a.checkDark(p, "stage display, a message", ".message")
	a.console.says(".message", "Microphone")
	a.check(a.console, "talk, a message", ".talk-messages")
	a.console.click(".talk-messages .button")
}
