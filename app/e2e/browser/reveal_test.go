package browser

import (
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"lectern/app/deck"
	"lectern/app/deck/decktest"
	"lectern/app/importer/markdown"
	"lectern/app/importer/options"
	"lectern/app/needtest"
)

// revealPage shows Markdown with reveal.js and its plugins.
const revealPage = `<!doctype html><title>x</title><link rel="stylesheet" href="/reveal/dist/reveal.css">
<div class="reveal"><div class="slides"><section data-markdown="deck.md" SEPARATORS></section></div></div>
START`

const revealStart = `<script src="/reveal/dist/reveal.js"></script><script src="/reveal/dist/plugin/markdown.js"></script><script src="/reveal/dist/plugin/highlight.js"></script>
<script>Reveal.initialize({ slideNumber: true, transition: "none", plugins: [RevealMarkdown, RevealHighlight] });</script>`

// revealMarkdown is a deck of what reveal.js's Markdown has.
const revealMarkdown = `# One

- a <!-- .element: class="fragment" data-fragment-index="2" -->
- b <!-- .element: class="fragment" data-fragment-index="1" -->
- c <!-- .element: class="fragment" data-fragment-index="1" -->
- d <!-- .element: class="fragment" -->

Note: for the speaker

---

<!-- .slide: data-background="#102030" -->
## Code

` + "```js [3: 1|2-3|]\nlet a = 1;\nlet b = 2;\nlet c = 3;\n```" + `

Words <!-- .element: class="fragment fade-out" -->

--

## Below

***

<span class="fragment fade-in-then-out">a</span> <span class="fragment">b</span>

--

<!-- .slide: data-visibility="hidden" -->
## Hidden

---

## A list
1. one
2. two
---
text above the dashes
---
` + "```yaml\na: 1\n```\n"

// revealHTML is one of what its pages have.
const revealHTML = `<!doctype html><html lang="en"><title>x</title><link rel="stylesheet" href="/reveal/dist/reveal.css">
<div class="reveal"><div class="slides">
<section><h1>One</h1><p class="fragment">a</p><aside class="notes">for the speaker</aside></section>
<section>
  <section data-notes="in an attribute"><h2>Top</h2><pre><code class="language-js" data-trim data-line-numbers="1|2">
    let a = 1;
    let b = 2;
  </code></pre></section>
  <section><div class="fragment">a<div class="fragment">b</div></div></section>
  <section data-visibility="hidden"><h2>Hidden</h2></section>
  <section data-visibility="uncounted"><h2>Uncounted</h2><p class="fragment" data-fragment-index="5">x</p><p class="fragment" data-fragment-index="5">y</p></section>
</section>
<section data-markdown><textarea data-template>
  ## Words

  - a <!-- .element: class="fragment" -->
</textarea></section>
<section data-markdown data-separator="^\n===\n$" data-separator-vertical="^\n==\n$" data-separator-notes="^n:"><script type="text/template">
# A

n: for the speaker

===

# B

==

# C
</script></section>
</div></div>START`

type revealSlide struct {
	Steps int
	Notes bool
	Below bool
	Page  string
}

var pageOf = regexp.MustCompile(`data-page="([^"]+)"`)

// TestReveal: Lectern makes as many slides of a deck as reveal.js does, with as many
// steps, notes where it has some, and the numbers that a page's options ask for.
func TestReveal(t *testing.T) {
	t.Parallel()
	startChromium(t)
	modules := needtest.Env(t, "LECTERN_TEST_REVEAL")
	b := newBrowser(t)
	for name, c := range map[string]struct {
		page, text string
		o          options.Options
	}{
		"Markdown": {strings.Replace(revealPage, "SEPARATORS", `data-separator="\r?\n---\r?\n" data-separator-vertical="\r?\n--\r?\n"`, 1), revealMarkdown, options.Options{Dialect: "reveal"}},
		"page":     {revealHTML, "", options.Options{}},
	} {
		t.Run(name, func(t *testing.T) {
			page := strings.Replace(c.page, "START", revealStart, 1)
			files := fstest.MapFS{"deck.md": {Data: []byte(c.text)}, "index.html": {Data: []byte(page)}}
			main := "deck.md"
			if c.text == "" {
				delete(files, "deck.md")
				main = "index.html"
			}
			mux := http.NewServeMux()
			mux.Handle("/reveal/", http.StripPrefix("/reveal/", http.FileServer(http.Dir(modules))))
			mux.Handle("/", http.FileServerFS(files))
			mux.HandleFunc("/favicon.ico", func(http.ResponseWriter, *http.Request) {})
			s := httptest.NewServer(mux)
			defer s.Close()
			p := b.open(s.URL + "/")
			p.waits("reveal.js", `window.Reveal && Reveal.isReady()`)
			want := js[[]revealSlide](p, `Array.from(document.querySelectorAll(".slides > section:not(.stack), .slides > section > section"), (s) => ({
				Steps: new Set(Array.from(s.querySelectorAll(".fragment"), (f) => f.getAttribute("data-fragment-index"))).size,
				Notes: !!(s.querySelector("aside.notes") || s.getAttribute("data-notes")),
				Below: s.parentElement.matches("section") && s !== s.parentElement.querySelector("section"),
				Page: (Reveal.slide(Reveal.getIndices(s).h, Reveal.getIndices(s).v), document.querySelector(".slide-number").textContent.replace(/\s/g, "")) }))`)
			p.close()
			d := &decktest.Deck{}
			if err := markdown.Import(t.Context(), files, main, nil, c.o, d); err != nil {
				t.Fatal(err)
			}
			d.Slides = slices.DeleteFunc(d.Slides, func(s deck.DraftSlide) bool { return s.Hidden }) // which reveal.js takes out
			if len(d.Slides) != len(want) || len(want) == 0 {
				t.Fatalf("%d slides, in reveal.js %d", len(d.Slides), len(want))
			}
			for i, w := range want {
				if got := pageOf.FindStringSubmatch(d.Slides[i].Views[0].HTML); c.text == "" && (got == nil || got[1] != w.Page) {
					t.Errorf("slide %d is called %q, in reveal.js %s", i+1, got, w.Page)
				}
				if got := d.Slides[i]; len(got.Views)-1 != w.Steps || (got.Notes != "") != w.Notes || got.Below != w.Below {
					t.Errorf("slide %d, %q: %d steps, in reveal.js %d; notes %q, there %v; below %v, there %v", i+1, got.Title, len(got.Views)-1, w.Steps, got.Notes, w.Notes, got.Below, w.Below)
				}
			}
		})
	}
}
