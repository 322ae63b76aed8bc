package browser

import (
	"encoding/json"
	"testing"

	"lectern/app/e2e/harness"
)

// TestKioskIdle: between talks a screen says its own name, and fetches other
// pages when its server has some, whatever the version is called.
func TestKioskIdle(t *testing.T) {
	t.Parallel()
	startChromium(t)
	l := harness.Serve(t, harness.Write(t, "talk.md", harness.Talk(2)))
	s := l.Slides(1)
	p := newBrowser(t).open(l.At("/kiosk?name=Lobby"))
	p.shows(s[0])
	end := func() {
		l.Put(1, `{"live":false}`)
		p.waits("the clock", `!document.getElementById("idle").hidden && document.querySelector("#idle h1").innerText === "Lobby"`)
	}
	end()
	// Nobody else gets to an address of this computer alone.
	p.waits("no way to join", `document.querySelector(".idle-join").hidden && document.querySelector("#idle h1").innerText !== ""`)
	l.Put(1, `{"live":true}`)
	p.shows(s[0])

	js[any](p, `window.before = true; document.querySelector("meta[name=lectern-pages]").content = "others"`)
	l.Put(1, `{"live":false}`)
	_, text := l.Ask("GET", "/api/screens", "")
	var board []struct{ ID string }
	if err := json.Unmarshal([]byte(text), &board); err != nil || len(board) != 1 {
		t.Fatal(text, err)
	}
	// It is told of the server's pages with all that it is told.
	if status, text := l.Ask("PUT", "/api/screens/"+board[0].ID, `{"lang":"de"}`); status != 200 {
		t.Fatal(status, text)
	}
	p.waits("the page anew", `!window.before && !document.getElementById("idle").hidden`)
}
