package browser

import (
	"encoding/binary"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"lectern/app/e2e/harness"
)

// sound is a WAV of so many seconds of silence.
func sound(seconds int) []byte {
	const rate = 8000
	n := rate * seconds
	b := []byte("RIFF....WAVEfmt ")
	binary.LittleEndian.PutUint32(b[4:], uint32(36+n))
	for _, v := range []any{uint32(16), uint16(1), uint16(1), uint32(rate), uint32(rate), uint16(1), uint16(8)} {
		b, _ = binary.Append(b, binary.LittleEndian, v)
	}
	b = append(b, "data"...)
	b = binary.LittleEndian.AppendUint32(b, uint32(n))
	for range n {
		b = append(b, 0x80)
	}
	return b
}

// filmed is a talk whose second slide plays a sound.
func filmed(t *testing.T, tag string) string {
	t.Helper()
	dir := t.TempDir()
	for name, data := range map[string][]byte{"talk.md": []byte("# One\n\n---\n\n# Two\n\n" + tag + "\n\n---\n\n# Three\n"), "tone.wav": sound(120)} {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return filepath.Join(dir, "talk.md")
}

const playing = `(() => { const film = document.querySelector("#view audio"); return film && !film.paused && film.currentTime > 0.1; })()`

// TestFilms: the presenter plays, pauses and seeks a sound on all screens; who comes late
// is in the midst of it; the next slide stands still; and before it was shown nobody gets
// a byte of it.
func TestFilms(t *testing.T) {
	t.Parallel()
	startChromium(t)
	l := harness.Serve(t, filmed(t, `<audio src="tone.wav" autoplay></audio>`))
	slides := l.Slides(1)
	_, text := l.Ask("GET", "/api/decks/1", "")
	address := regexp.MustCompile(`/media/[A-Za-z0-9_-]{43}`).FindString(text)
	get := func(byteRange string) (int, string) {
		t.Helper()
		r, err := http.NewRequest("GET", strings.TrimSuffix(l.Info.URL, "/")+address, nil)
		if err != nil {
			t.Fatal(err)
		}
		if byteRange != "" {
			r.Header.Set("Range", byteRange)
		}
		res, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		return res.StatusCode, fmt.Sprint(res.Header.Get("Content-Range"), " ", res.Header.Get("Content-Type"))
	}
	if status, _ := get(""); address == "" || status != http.StatusNotFound {
		t.Fatalf("before it was shown %q is answered with %d", address, status)
	}
	b := newBrowser(t)
	console, audience := b.open(l.Info.PresenterURL), b.open(l.Info.URL)
	console.shows(slides[0])
	console.key(kb.ArrowRight)
	// A page that nobody has touched may play no sound; it says so.
	audience.click(".film-sound")
	audience.waits("the sound by itself", playing)
	if status, head := get("bytes=44-143"); status != http.StatusPartialContent || head != "bytes 44-143/960044 audio/wav" {
		t.Errorf("a part of it: %d %s", status, head)
	}
	if n := js[int](audience, `document.querySelectorAll("#view [controls]").length`); n > 0 {
		t.Error("a screen has controls")
	}
	console.key("m")
	audience.waits("the pause", `document.querySelector("#view audio").paused`)
	console.waits("its own pause", `[...document.querySelectorAll(".player button")].some((b) => b.textContent === "Play")`)
	at := js[float64](audience, `document.querySelector("#view audio").currentTime`)
	l.Ask("PUT", "/api/decks/1", `{"playing":true,"played":60}`)
	audience.waits("the place that was asked for", `(() => { const film = document.querySelector("#view audio"); return !film.paused && film.currentTime > 60 && film.currentTime < 90; })()`)
	if at > 50 {
		t.Errorf("it was at %g before", at)
	}
	late := b.open(l.Info.URL)
	late.click(".film-sound")
	late.waits("the midst of it", `(() => { const film = document.querySelector("#view audio"); return !film.paused && film.currentTime > 60; })()`)
	step := func(p *tab) float64 {
		return js[float64](p, `document.querySelector("#view audio").currentTime - Date.now() / 1000`)
	}
	audience.waits("settled", `document.querySelector("#view audio").seeking === false`)
	if d := step(late) - step(audience); d > 0.4 || d < -0.4 {
		t.Errorf("two screens are %g s apart", d)
	}
	console.key(kb.ArrowRight)
	audience.waits("the next slide", `!document.querySelector("#view audio")`)
	console.key(kb.ArrowLeft)
	// Back at it, it begins at its beginning.
	audience.waits("the sound anew", `(() => { const film = document.querySelector("#view audio"); return film && film.currentTime < 50; })()`)
}

// TestFilmBehind: a film behind a slide goes in step on all screens, whenever they come,
// and stays in what is exported: to be played in a page, as its first picture on paper.
// It is half a minute of red, and half a minute of blue.
func TestFilmBehind(t *testing.T) {
	t.Parallel()
	startChromium(t)
	dir := t.TempDir()
	film, err := os.ReadFile("testdata/film.webm")
	if err != nil {
		t.Fatal(err)
	}
	slide := "<!-- .slide: data-background-video=\"film.webm\" data-background-video-loop -->\n# "
	for name, data := range map[string][]byte{"film.webm": film, "talk.md": []byte(slide + "One\n\n---\n\n" + slide + "Two\n\n---\n\n![](film.webm)\n")} {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	l := harness.Serve(t, filepath.Join(dir, "talk.md"))
	l.Slides(1)
	b := newBrowser(t)
	console, audience := b.open(l.Info.PresenterURL), b.open(l.Info.URL)
	const goes = `(() => { const f = document.querySelector("#view .ground video"); return f && !f.paused && !f.seeking && f.loop && f.currentTime > %g; })()`
	audience.waits("the film", fmt.Sprintf(goes, 0.0))
	// It has begun half a minute ago.
	if _, err := l.Connect().Exec(t.Context(), `ALTER TABLE decks DISABLE TRIGGER decks_2_revise`); err != nil {
		t.Fatal(err)
	}
	if _, err := l.Connect().Exec(t.Context(), `WITH r AS (UPDATE revision SET rev = rev + 1 RETURNING rev)
		UPDATE decks SET shown_at = shown_at - interval '40 s', rev = r.rev, seen_rev = r.rev FROM r`); err != nil {
		t.Fatal(err)
	}
	audience.waits("the later part of it", fmt.Sprintf(goes, 39.0))
	late := b.open(l.Info.URL)
	late.waits("it, in the midst", fmt.Sprintf(goes, 39.0))
	at := func(p *tab) float64 {
		return js[float64](p, `document.querySelector("#view .ground video").currentTime - Date.now() / 1000`)
	}
	if apart := at(late) - at(audience); apart > 0.5 || apart < -0.5 {
		t.Errorf("two screens are %g s apart", apart)
	}
	if _, err := l.Connect().Exec(t.Context(), `ALTER TABLE decks ENABLE TRIGGER decks_2_revise`); err != nil {
		t.Fatal(err)
	}
	console.key(kb.ArrowRight)
	audience.waits("the other one, from its beginning", `(() => { const f = document.querySelector("#view .ground video"); return document.querySelector("#view").innerText.includes("Two") && f && f.currentTime < 30; })()`)

	_, page := l.Ask("GET", "/api/decks/1/export?format=html", "")
	file := filepath.Join(dir, "talk.html")
	if err := os.WriteFile(file, []byte(page), 0o600); err != nil {
		t.Fatal(err)
	}
	p := b.open("file://" + file)
	p.waits("it behind the slide", `(() => { const f = document.querySelector("#view .ground video"); return f && !f.paused && f.muted && !f.controls; })()`)
	p.key(kb.End)
	p.waits("it to be played", `(() => { const f = document.querySelector("#view video"); return f && f.paused && f.controls && f.readyState >= 1 && f.duration > 59; })()`)
	if n := js[int](p, `window.handout.printable().then(() => [...document.querySelectorAll(".page video")].filter((f) => f.readyState >= 2 && !f.controls && f.paused).length)`); n != 3 {
		t.Errorf("%d films on paper", n)
	}
}

// TestFilmsBetween: what goes round between talks plays its films, without their sound, each
// time from the beginning; a talk has the same film standing, with its sound.
func TestFilmsBetween(t *testing.T) {
	t.Parallel()
	startChromium(t)
	film, err := os.ReadFile("testdata/film.webm")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for name, data := range map[string][]byte{"film.webm": film, "talk.md": []byte("# One\n\n---\n\n# Two\n\n![](film.webm)\n\n---\n\n# Three\n")} {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	l := harness.Serve(t, filepath.Join(dir, "talk.md"))
	s := l.Slides(1)
	l.Put(1, `{"live":false}`)
	if status, text := l.Ask("PUT", "/api/programme", `{"zone":"","items":[{"deck":1,"seconds":3,"days":[1,2,3,4,5,6,7],"begins":"","ends":"","screens":[]}]}`); status != 200 {
		t.Fatal(status, text)
	}
	p := newBrowser(t).open(l.At("/kiosk"))
	plays := `(() => { const film = document.querySelector("#view video"); return film && film.muted && film.currentTime > 0 && film.currentTime < 1.9; })()`
	p.waits("its film, silent", plays)
	p.waits("the next slide", `document.querySelector("#view .slide h1")?.innerText === "Three"`)
	p.waits("it again, from the beginning", plays)
	l.Put(1, `{"live":true,"current_slide":2}`)
	p.shows(s[1])
	p.waits("it stand, with its sound", `(() => { const film = document.querySelector("#view video"); return film.paused && !film.muted; })()`)
}
