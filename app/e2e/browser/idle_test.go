package browser

import (
	"testing"

	"lectern/app/e2e/harness"
)

// TestKioskIdle: between talks a screen says its own name, and fetches other
// pages when its server has some, whatever the version is called.
func TestKioskIdle(t *testing.T) {
	t.Parallel()
	startChromium(t)
	l := harness.Start(t, harness.Prepared(t), harness.Write(t, "talk.md", harness.Talk(2)))
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

	js[any](p, `void (() => {
		const real = window.fetch;
		window.before = true;
		window.fetch = async (...asked) => {
			const answer = await real(...asked);
			if (asked[0] !== "/join.json") return answer;
			return new Response(JSON.stringify({...await answer.json(), pages: "others"}), {headers: {"Content-Type": "application/json"}});
		};
	})()`)
	l.Put(1, `{"live":false}`)
	p.waits("the page anew", `!window.before && !document.getElementById("idle").hidden`)
}
