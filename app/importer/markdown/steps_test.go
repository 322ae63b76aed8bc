package markdown

import (
	"fmt"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// stepped makes a slide of HTML that has the attributes of steps already, and returns
// it as it is at each of them.
func stepped(t *testing.T, src string) (views []string) {
	t.Helper()
	nodes, err := parseFragment([]byte(src))
	if err != nil {
		t.Fatal(err)
	}
	body := &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div}
	for _, n := range nodes {
		body.AppendChild(n)
	}
	s := sequence(body)
	nodes = nil
	for n := range body.ChildNodes() {
		nodes = append(nodes, n)
	}
	for step := range s.last + 1 {
		views = append(views, render(veil(nodes, s, step)))
	}
	return views
}

// TestSequence: elements come and go at the steps that their attributes say, counted in
// the order of the document.
func TestSequence(t *testing.T) {
	for name, c := range map[string]struct {
		src  string
		want []string // which letters are there at each step
	}{
		"one after the other": {`<p data-step="+1">a</p><p data-step="+1">b</p>`, []string{"", "a", "ab"}},
		"together":            {`<p data-step="+1">a</p><p data-step="+0">b</p>`, []string{"", "ab"}},
		"later":               {`<p data-step="+2">a</p>b`, []string{"b", "b", "ab"}},
		"absolute":            {`<p data-step="2">a</p><p data-step="+1">b</p>`, []string{"", "b", "ab"}},
		"from the first":      {`<p data-step="0">a</p><p data-step="+1">b</p>`, []string{"a", "ab"}},
		"and gone again":      {`<p data-step="+1" data-until="+1">a</p><p data-step="+1">b</p>`, []string{"", "a", "b"}},
		"a range":             {`<p data-step="1" data-until="3">a</p>b`, []string{"b", "ab", "ab", "b"}},
		"hidden later":        {`<p data-until="+1">a</p><p data-step="+1">b</p>`, []string{"a", "", "b"}},
		"inside another":      {`<div data-step="+1">a<p data-step="+1">b</p></div>`, []string{"", "a", "ab"}},
		"absent":              {`<p data-until="1" data-effect="absent">a</p><p data-step="1" data-effect="absent">b</p>`, []string{"a", "b"}},
		"no number":           {`<p data-step="x">a</p><p data-step="-3">b</p>`, []string{"", "a", "ab"}},
		"never before":        {`<p data-step="3" data-until="1">a</p>`, []string{"", "", "", "a", ""}},
	} {
		t.Run(name, func(t *testing.T) {
			views := stepped(t, c.src)
			if len(views) != len(c.want) {
				t.Fatalf("%d views, want %d: %q", len(views), len(c.want), views)
			}
			for step, v := range views {
				nodes, _ := parseFragment([]byte(v))
				if got := strings.Join(strings.Fields(plainText(nodes, reading{})), ""); got != c.want[step] {
					t.Errorf("step %d: %q, want %q: %s", step, got, c.want[step], v)
				}
				if strings.Contains(v, "data-") || strings.Contains(c.src, "absent") && strings.Count(v, "<p") != 1 {
					t.Errorf("step %d: %s", step, v)
				}
			}
		})
	}
}

// TestCodeSteps: lines of code stand out one set after the other, and all of them are
// there from the beginning.
func TestCodeSteps(t *testing.T) {
	const code = `<pre%s><code><span class="line">a
</span><span class="line">b
</span><span class="line">c
</span></code></pre>`
	for attrs, want := range map[string][]string{
		` data-lines="1|2-3|all"`:              {"a", "bc", "abc"},
		` data-lines="2"`:                      {"b"},
		` data-lines="*|1,3|2-"`:               {"abc", "ac", "bc"},
		` data-lines="1|2" data-lines-at="3"`:  {"a", "a", "a", "b"},
		` data-lines="1|2" data-step="+1"`:     {"", "a", "b"},
		` data-lines=""`:                       {""},
		` data-lines="1|2" data-lines-at="+0"`: {"b"},
	} {
		views := stepped(t, fmt.Sprintf(code, attrs))
		if len(views) != len(want) {
			t.Errorf("%s: %d views, want %d", attrs, len(views), len(want))
			continue
		}
		for step, v := range views {
			got := ""
			for _, l := range []string{"a", "b", "c"} {
				if strings.Contains(v, `<span class="line">`+l) {
					got += l
				}
			}
			if got != want[step] {
				t.Errorf("%s, step %d: %q, want %q: %s", attrs, step, got, want[step], v)
			}
		}
	}
}

// TestEffects: an element that is there from the beginning may look different from a
// step on.
func TestEffects(t *testing.T) {
	views := stepped(t, `<p data-step="+1" data-until="+1" data-effect="class:dim">a</p>`)
	want := []string{"<p>a</p>", `<p class="dim">a</p>`, "<p>a</p>"}
	if fmt.Sprint(views) != fmt.Sprint(want) {
		t.Errorf("%q", views)
	}
}
