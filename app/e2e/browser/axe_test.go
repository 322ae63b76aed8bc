package browser

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"lectern/app/needtest"
)

// axe reads axe-core, which LECTERN_TEST_AXE names.
func axe(t testing.TB) string {
	t.Helper()
	script, err := os.ReadFile(needtest.Env(t, "LECTERN_TEST_AXE"))
	if err != nil {
		t.Fatal(err)
	}
	return string(script)
}

// wcag are axe-core's names of what WCAG 2.2 asks for at level AA.
const wcag = `["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]`

// violation is what axe-core found wrong.
type violation struct {
	ID, Help string
	Nodes    []struct{ HTML, Why string }
}

// accessible has axe-core look at the page as it stands, or at what these selectors find.
// The policy of the pages forbids a script tag, so the protocol brings the script.
func (p *tab) accessible(script, rules, state string, parts ...string) {
	p.t.Helper()
	where := "document"
	if len(parts) > 0 {
		list, _ := json.Marshal(parts)
		where = fmt.Sprintf("{include: %s}", list) // axe-core complains of one that finds nothing
	}
	if !js[bool](p, `"axe" in window`) {
		js[any](p, script+"; null")
	}
	type report struct {
		Violations []violation
		Passes     int
	}
	// Nothing moves any more: a colour half faded in has another contrast.
	// None of these rules reads sheets: axe-core need not fetch and parse them again.
	found := js[report](p, fmt.Sprintf(`Promise.all(document.getAnimations().filter((a) => a.effect.getComputedTiming().iterations !== Infinity).map((a) => a.finished.catch(() => 0)))
		.then(() => axe.run(%s, {runOnly: %s, resultTypes: ["violations"], preload: {assets: ["media"]}}))
		.then((r) => ({Passes: r.passes.length, Violations: r.violations.map((v) => ({ID: v.id, Help: v.help,
			Nodes: v.nodes.map((n) => ({HTML: n.html.slice(0, 300), Why: n.failureSummary}))}))}))`, where, rules))
	if found.Passes < 5 && rules == wcag && len(parts) == 0 || found.Passes == 0 {
		p.t.Errorf("%s: axe-core looked at next to nothing: %d rules passed", state, found.Passes)
	}
	for _, v := range found.Violations {
		var where strings.Builder
		for _, n := range v.Nodes {
			fmt.Fprintf(&where, "\n\t%s\n\t\t%s", n.HTML, strings.ReplaceAll(n.Why, "\n", "\n\t\t"))
		}
		p.t.Errorf("%s: %s: %s%s", state, v.ID, v.Help, where.String())
	}
}
