package browser

import (
	"fmt"
	"strings"
	"testing"

	"lectern/app/e2e/harness"
)

// sheets are what style sheets have done harm with, and what could reach out of a slide.
var sheets = []string{
	`body, html, :root, *, #view, .talk-now, button, .slide-view, .slide-cover { color: rgb(1,2,3) !important; display: block }`,
	`p { position: fixed !important; inset: -5000px; width: 99999px; z-index: 2147483647; background: red }`,
	`section { position: fixed; inset: 0; z-index: 9999; width: 300vw; height: 300vh; transform: scale(9); overflow: visible; margin: -900px }`,
	`@import url(https://example.org/a.css); @import "//example.org/b.css"; h1 { color: rgb(1,2,3) }`,
	`@font-face { font-family: x; src: url(https://example.org/x.woff) } h1 { font-family: x }`,
	`p { background: url(https://example.org/a.png); list-style: url("https://example.org/b.png"); content: url(https://example.org/c.png); cursor: url(https://example.org/d.cur), auto }`,
	`p { background: \75\72\6c(https://example.org/a.png) } p { background: u\rl(https://example.org/b.png) } p { background: URL(/api/decks) }`,
	`p { background: image-set("https://example.org/a.png" 1x); mask-image: -webkit-image-set("https://example.org/b.png" 1x) } p { border-image: cross-fade(url(https://example.org/c.png), red) }`,
	`p { --a: url(https://example.org/a.png); background: var(--a) } p { background: src("https://example.org/b.png") }`,
	`p { width: expression(alert(1)); behavior: url(x.htc); -moz-binding: url("https://example.org/x.xml#x"); filter: progid:DXImageTransform.Microsoft.x(src="javascript:alert(1)") }`,
	`p { background: "} body { color: rgb(1,2,3) } p { x: " } h1 { color: rgb(1,2,3) }`,
	"p { content: \"\n} body { color: rgb(1,2,3) } } * { color: rgb(1,2,3) }",
	`} body { color: rgb(1,2,3) } /* `,
	`p { color: rgb(1,2,3) } } body, * { color: rgb(1,2,3)`,
	`:slide, :slide * { color: rgb(1,2,3) } p::before { content: ":slide { } body { color: rgb(1,2,3) }" }`,
	`:is(body, html) * { color: rgb(1,2,3) } :not(p) { color: rgb(1,2,3) } :has(p) { color: rgb(1,2,3) } p ~ *, p + * { color: rgb(1,2,3) }`,
	`@media all { body { color: rgb(1,2,3) } } @layer x { * { color: rgb(1,2,3) } } @supports (color: red) { html { color: rgb(1,2,3) } }`,
	`@keyframes x { to { color: rgb(1,2,3) } } * { animation: x 1s; transition: all 9s } body { animation: x 1s }`,
	`input[value^="a"] { background: url(https://example.org/?a) } [src*="picture"] { color: rgb(1,2,3) } a[href] { color: rgb(1,2,3) }`,
	`\62 ody { color: rgb(1,2,3) } b\6fdy { color: rgb(1,2,3) } #view\0 { color: rgb(1,2,3) }`,
	`html { & body { color: rgb(1,2,3) } } p { :root & { color: rgb(1,2,3) } &:hover, body & { color: rgb(1,2,3) } }`,
	`@charset "utf-7"; @namespace url(https://example.org/); @document url(x) { * { color: rgb(1,2,3) } } *|* { color: rgb(1,2,3) }`,
	`<!-- body { color: rgb(1,2,3) } --> </styl` + `e` + ` ><script>alert(1)</script>`,
	`.veiled, .is-waiting, .is-cut, .slide, .slide-body, [aria-hidden] { visibility: visible !important; opacity: 1 !important; color: rgb(1,2,3) }`,
}

// TestStyles: whatever a deck's style sheets say, they change nothing but its own
// slides, load nothing, and run nothing.
func TestStyles(t *testing.T) {
	t.Parallel()
	startChromium(t)
	var deck strings.Builder
	deck.WriteString("# The beginning\n")
	for i, css := range sheets {
		fmt.Fprintf(&deck, "\n---\n\n# Sheet %d\n\n<style>\n%s\n</style>\n\n<p class=\"slide-cover talk-now\" style='%s'>words</p>\n\n* a\n* b\n", i+1, css, strings.NewReplacer("'", "", "\n", " ", "{", "", "}", ";").Replace(css))
	}
	deck.WriteString("\n---\n\n# The end\n")
	l := harness.Serve(t, harness.Write(t, "sheets.md", deck.String()), harness.Write(t, "marp.md", "---\nmarp: true\n---\n\n"+deck.String()))
	r := newRoom(t, l)
	for _, id := range []int64{1, 2} {
		s := l.Slides(id)
		if len(s) != len(sheets)+2 {
			t.Fatalf("%d slides", len(s))
		}
		l.Put(id, `{"live":true}`)
		r.console.visit(l.At(fmt.Sprintf("/present#deck=%d", id)))
		r.all(s[0])
		pages := []*tab{r.console, r.audience, r.kiosk}
		for _, p := range pages {
			p.toldOfScripts()
		}
		for _, each := range s[1:] {
			l.Put(id, fmt.Sprintf(`{"current_slide":%d}`, each.Slide))
			for _, p := range pages {
				p.waits(fmt.Sprintf("slide %d", each.Slide), onScreen(each))
				reached := js[string](p, `[...document.querySelectorAll("*")].filter((e) => !e.closest(".slide") && getComputedStyle(e).color === "rgb(1, 2, 3)").map((e) => e.tagName + "." + e.className).join(" ")`)
				if reached != "" {
					t.Errorf("slide %d: its sheet reaches %s", each.Slide, reached)
				}
				out := js[string](p, `[...document.querySelectorAll(".slide-view")].filter((e) => getComputedStyle(e).overflow !== "hidden").map((e) => e.className).join(" ")`)
				if out != "" {
					t.Errorf("slide %d: what stands over %s is seen", each.Slide, out)
				}
			}
		}
		for _, p := range pages {
			loaded := js[string](p, `performance.getEntriesByType("resource").map((e) => e.name).filter((n) => !n.startsWith(location.origin) && !/^(data|blob):/.test(n)).join(" ")`)
			if loaded != "" {
				t.Errorf("a page asked for %s", loaded)
			}
		}
	}
}
