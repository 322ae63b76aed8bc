package browser

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"lectern/app/e2e/harness"
	"lectern/app/needtest"
)

// TestVectors: what the Big List of Naughty Strings has to run scripts in a page with
// runs in none of ours, loads nothing from anywhere, and breaks no slide: as text, heading,
// notes, name of a picture and address of a link.
func TestVectors(t *testing.T) {
	t.Parallel()
	startChromium(t)
	data, err := os.ReadFile(needtest.Env(t, "LECTERN_TEST_VECTORS"))
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	if err := json.Unmarshal(data, &list); err != nil {
		t.Fatal(err)
	}
	list = slices.DeleteFunc(list, func(s string) bool {
		return !strings.ContainsAny(s, "<>") && !strings.Contains(strings.ToLower(s), "script:")
	})
	if len(list) < 200 {
		t.Fatalf("%d vectors", len(list))
	}
	var deck strings.Builder
	deck.WriteString("# The beginning\n")
	parts := 0
	for part := range slices.Chunk(list, 20) {
		parts++
		fmt.Fprintf(&deck, "\n---\n\n# Part %d\n\n## %s\n\n", parts, part[0])
		for _, v := range part {
			fmt.Fprintf(&deck, "%s\n\n[a link](<%s>) ![%s](%s)\n\n", v, v, v, v)
		}
		fmt.Fprintf(&deck, "\nNote:\n%s\n", strings.Join(part, "\n\n"))
	}
	deck.WriteString("\n---\n\n# The end\n")
	l := harness.Serve(t, harness.Write(t, "vectors.md", deck.String()))
	s := l.Slides(1)
	if len(s) < parts { // a comment that is never closed may hide the end of a slide
		t.Fatalf("%d slides", len(s))
	}
	r := newRoom(t, l)
	r.all(s[0])
	pages := []*tab{r.console, r.audience, r.kiosk}
	for _, p := range pages {
		p.toldOfScripts()
	}
	for _, each := range s[1:] {
		l.Put(1, fmt.Sprintf(`{"current_slide":%d}`, each.Slide))
		for _, p := range pages {
			p.waits(fmt.Sprintf("slide %d", each.Slide), onScreen(each))
		}
	}
	for _, p := range pages {
		if at := js[string](p, `location.origin`); at != strings.TrimSuffix(l.At("/"), "/") {
			t.Errorf("a page went to %s", at)
		}
		loaded := js[string](p, `performance.getEntriesByType("resource").map((e) => e.name).filter((n) => !n.startsWith(location.origin) && !/^(data|blob):/.test(n)).join(" ")`)
		if loaded != "" {
			t.Errorf("a page asked for %s", loaded)
		}
	}
}
