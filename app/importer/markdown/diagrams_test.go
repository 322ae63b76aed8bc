package markdown

import (
	"fmt"
	"strings"
	"testing"
)

// TestDiagrams: what can be drawn is a picture with its words as text; what cannot is its
// source in a box that names the language.
func TestDiagrams(t *testing.T) {
	d := read(t, "a.md", "```dot\ndigraph { a -> b [label=\"edge\"] }\n```\n\n```mermaid {scale: 2}\ngraph TD\n A[One] --> B[Two]\n```\n\n---\n\n```plantuml\nBob -> Alice\n```\n\n```dot\ndigraph {\n```\n\n![](diagram:0) ![](diagram:99)\n")
	v := d.Slides[0].Views[0]
	if len(d.Pictures) != 2 || strings.Count(v.HTML, `class="diagram"`) != 2 || !strings.Contains(v.HTML, "picture:0") || v.Text != "Graphviz: a, b, edge\nMermaid: One, Two" {
		t.Errorf("%d pictures: %s\n%s", len(d.Pictures), v.HTML, v.Text)
	}
	if w := d.Pictures[1].Width; w < 200 {
		t.Errorf("a scaled diagram is %d wide", w)
	}
	v = d.Slides[1].Views[0]
	for _, want := range []string{`<figure class="diagram"><figcaption>PlantUML</figcaption><pre class="chroma"><code class="language-plantuml">`, "<figcaption>Graphviz</figcaption>"} {
		if !strings.Contains(v.HTML, want) {
			t.Errorf("no %s in %s", want, v.HTML)
		}
	}
	said := fmt.Sprint(d.Remarks)
	for _, want := range []string{"PlantUML diagrams are shown as they are written", "this Graphviz diagram is shown as it is written (syntax error", "there is no such diagram"} {
		if !strings.Contains(said, want) {
			t.Errorf("no %q in %s", want, said)
		}
	}
}

// TestVeiledDiagram: one that comes later is a place as large, and nothing of it is told.
func TestVeiledDiagram(t *testing.T) {
	d := read(t, "a.md", "---\nmarp: true\n---\n* ```dot\n  digraph { secret }\n  ```\n")
	if v := d.Slides[0].Views[0]; strings.Contains(v.HTML, "picture:") || !strings.Contains(v.HTML, "<canvas") || strings.Contains(v.Text, "secret") {
		t.Error(v)
	}
}
